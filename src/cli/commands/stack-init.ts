import { defineCommand, textOption } from '../command.ts'

export const stackInit = defineCommand<{ plant: string }>({
  words: ['stack', 'init'],
  summary: 'Print a plant file to begin with',
  examples: ['ign stack init > plant.yaml', 'ign stack init --template full-iiot --name bottling > plant.yaml'],
  options: [
    { flags: '-t, --template <id>', summary: 'Template to use (default: basic-scada)' },
    { flags: '--name <name>', summary: 'Name of the plant' },
  ],
  run: async (input, cli) => {
    const { stackInit: action } = await import('../../actions/stack/templates.ts')
    const request = action.input.parse({ template: textOption(input, 'template'), name: textOption(input, 'name') })
    return action.run(request, await cli.context())
  },
  view: ({ plant }, view) => view.raw(plant),
})
