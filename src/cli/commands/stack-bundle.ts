import { defineCommand, flagOption, plantArgument, textOption } from '../command.ts'
import { refuseExisting, usage } from '../usage.ts'

interface Written {
  readonly file: string
  readonly bytes: number
  readonly files: readonly unknown[]
}

export const stackBundle = defineCommand<Written>({
  words: ['stack', 'bundle'],
  summary: 'Pack the project of a plant into a ZIP archive',
  examples: ['ign stack bundle -o plant.zip', 'ign stack bundle plant.yaml -o plant.zip --offline'],
  arguments: [plantArgument],
  options: [
    { flags: '-o, --output <file.zip>', summary: 'Archive to write' },
    { flags: '--offline', summary: 'Add scripts that carry the images to a machine without internet' },
  ],
  run: async (input, cli) => {
    const file = textOption(input, 'output') ?? usage('the archive to write is missing', 'Add -o FILE.zip.')
    refuseExisting(file, cli)
    const { stackBundle: action } = await import('../../actions/stack/bundle.ts')
    const { writeOver } = await import('../../platform/index.ts')
    const outcome = await action.run(
      { plant: await cli.plant(input.arguments[0]), secrets: 'kept', offline: flagOption(input, 'offline') },
      await cli.context(),
    )
    const { zip, ...facts } = outcome.data
    writeOver(file, zip, 0o600)
    return { ...outcome, data: { ...facts, file, bytes: zip.length } }
  },
  view: ({ file, bytes, files }, view) =>
    view.line(`${files.length} files in ${file} (${bytes} bytes); it holds passwords, keep it closed`),
})
