import { defineCommand } from '../command.ts'
import { passwordOption, readPassword } from '../password.ts'
import { refuseExisting, usage } from '../usage.ts'

interface Exported {
  readonly file: string
  readonly name: string
  readonly secrets: number
  /** The user's own files that are in it, and those that are not. */
  readonly files: readonly string[]
  readonly left: readonly { readonly file: string; readonly why: string }[]
}

export const stackExport = defineCommand<Exported>({
  words: ['stack', 'export'],
  summary: 'Pack a plant file, what it names and the secrets of its stack into a file that a password closes',
  examples: ['ign stack export plant.ignstack --password-file password.txt'],
  arguments: [{ name: '<file>', summary: 'File to write' }],
  options: [passwordOption],
  run: async (input, cli) => {
    const file = input.arguments[0] ?? ''
    refuseExisting(file, cli)
    const { stackExport: action } = await import('../../actions/stack/export.ts')
    const { writeOver } = await import('../../platform/index.ts')
    const request = action.input.safeParse({ plant: await cli.plant(), password: readPassword(input, cli) })
    if (!request.success) return usage(`the password ${request.error.issues[0]?.message}`, 'Choose a longer one.')
    const outcome = await action.run(request.data, await cli.context())
    const { content, ...facts } = outcome.data
    writeOver(file, content, 0o600)
    return { ...outcome, data: { ...facts, file } }
  },
  view: ({ file, name, secrets, files, left }, view) => {
    view.line(`stack "${name}" with ${secrets} secrets in ${file}`)
    for (const path of files) view.line(`  ${path}`)
    if (left.length === 0) return
    view.line('carry these yourself')
    view.table(
      left.map((one) => [one.file, one.why]),
      '  ',
    )
  },
})
