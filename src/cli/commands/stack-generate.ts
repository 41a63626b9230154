import type { stackGenerate as generateAction } from '../../actions/stack/generate.ts'
import { defineCommand, flagOption, plantArgument, textOption } from '../command.ts'
import { usage } from '../usage.ts'

type Generated = Awaited<ReturnType<typeof generateAction.run>>['data']

export const stackGenerate = defineCommand<Generated>({
  words: ['stack', 'generate'],
  summary: 'Write the Docker Compose project of a plant into a folder',
  examples: ['ign stack generate plant.yaml -o out', 'ign stack generate -o out --dry-run'],
  arguments: [plantArgument],
  options: [
    { flags: '-o, --output <folder>', summary: 'Folder to write' },
    { flags: '-n, --dry-run', summary: 'Tell what would change, write nothing' },
  ],
  run: async (input, cli) => {
    const output = textOption(input, 'output') ?? usage('the folder to write is missing', 'Add -o FOLDER.')
    const { stackGenerate: action } = await import('../../actions/stack/generate.ts')
    const plant = await cli.plant(input.arguments[0])
    const dryRun = flagOption(input, 'dryRun')
    return action.run({ plant, output, dryRun, replaceEdits: cli.flags.yes }, await cli.context())
  },
  view: ({ folder, dryRun, changes, files, urls }, view) => {
    const verb = dryRun ? 'would be written to' : 'in'
    view.line(
      `${files.length} files ${verb} ${folder}; ${changes.length === 0 ? 'nothing changed' : `${changes.length} changed`}`,
    )
    if (dryRun)
      view.table(
        changes.map(({ path, change, by }) => [change, by ? `${path}  (changed by hand)` : path]),
        '  ',
      )
    if (urls.length === 0 || dryRun) return
    view.line()
    view.table(
      urls.map(({ service, url, note }) => [service, url, note]),
      '  ',
    )
    view.line()
    view.line('Passwords are in the folder secrets/, one file each; README.md tells who uses which.')
  },
})
