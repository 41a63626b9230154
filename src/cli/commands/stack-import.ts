import { mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { defineCommand, textOption } from '../command.ts'
import { passwordOption, readPassword } from '../password.ts'
import { refuseExisting, usage } from '../usage.ts'

interface Imported {
  readonly plant: string
  readonly name: string
  readonly secrets: number
  /** Written, where that was asked for. */
  readonly file?: string
  readonly files: readonly { readonly path: string }[]
}

export const stackImport = defineCommand<Imported>({
  words: ['stack', 'import'],
  summary: 'Open a file that ign stack export wrote: secrets go into the vault, the plant file is written',
  examples: ['ign stack import plant.ignstack --password-file password.txt -o plant.yaml'],
  arguments: [{ name: '<file>', summary: 'File that ign stack export wrote' }],
  options: [passwordOption, { flags: '-o, --output <file>', summary: 'Plant file to write; printed when absent' }],
  run: async (input, cli) => {
    const file = textOption(input, 'output')
    if (file !== undefined) refuseExisting(file, cli)
    const { stackImport: action } = await import('../../actions/stack/export.ts')
    const { overlayPath } = await import('../../actions/stack/plant-files.ts')
    const { writeOver } = await import('../../platform/index.ts')
    const password = readPassword(input, cli)
    const outcome = await action.run(
      { content: cli.read(input.arguments[0] ?? ''), password, overwrite: cli.flags.yes },
      await cli.context(),
    )
    const { plant, files } = outcome.data
    if (file === undefined) {
      if (files.length > 0) usage('the plant has further files, which cannot all be printed', 'Add -o plant.yaml.')
      return outcome
    }
    const further = files.map(({ path, environment, content, secret }) => ({
      path: environment === undefined ? join(dirname(file), path) : overlayPath(file, environment),
      content,
      mode: secret ? 0o600 : 0o644,
    }))
    for (const { path } of further) {
      if (resolve(path) === resolve(file))
        usage(`${path} is a file of the plant itself`, 'Choose another name with -o.')
      refuseExisting(path, cli)
    }
    for (const { path, content, mode } of [{ path: file, content: plant, mode: 0o644 }, ...further]) {
      mkdirSync(dirname(path), { recursive: true })
      writeOver(path, content, mode)
    }
    return { ...outcome, data: { ...outcome.data, file, files: further.map(({ path }) => ({ path })) } }
  },
  view: ({ plant, name, secrets, file, files }, view) => {
    if (file === undefined) return view.raw(plant)
    view.line(`stack "${name}": ${secrets} secrets in the vault, plant file in ${file}`)
    for (const { path } of files) view.line(`  ${path}`)
  },
})
