import { defineCommand, textOption } from '../command.ts'
import { passwordOption, readPassword } from '../password.ts'
import { refuseExisting } from '../usage.ts'

export const stackImport = defineCommand<{ plant: string; name: string; secrets: number; file?: string }>({
  words: ['stack', 'import'],
  summary: 'Open a file that ign stack export wrote: secrets go into the vault, the plant file is written',
  examples: ['ign stack import plant.ignstack --password-file password.txt -o plant.yaml'],
  arguments: [{ name: '<file>', summary: 'File that ign stack export wrote' }],
  options: [passwordOption, { flags: '-o, --output <file>', summary: 'Plant file to write; printed when absent' }],
  run: async (input, cli) => {
    const file = textOption(input, 'output')
    if (file !== undefined) refuseExisting(file, cli)
    const { stackImport: action } = await import('../../actions/stack/export.ts')
    const { writeOver } = await import('../../platform/index.ts')
    const password = readPassword(input, cli)
    const outcome = await action.run(
      { content: cli.read(input.arguments[0] ?? ''), password, overwrite: cli.flags.yes },
      await cli.context(),
    )
    if (file === undefined) return outcome
    writeOver(file, outcome.data.plant, 0o644)
    return { ...outcome, data: { ...outcome.data, file } }
  },
  view: ({ plant, name, secrets, file }, view) =>
    file === undefined
      ? view.raw(plant)
      : view.line(`stack "${name}": ${secrets} secrets in the vault, plant file in ${file}`),
})
