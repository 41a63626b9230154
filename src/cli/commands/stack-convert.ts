import { defineCommand } from '../command.ts'

export const stackConvert = defineCommand<{ plant: string; vault: string[] }>({
  words: ['stack', 'convert'],
  summary: 'Turn a stack of an older client (JSON) into a plant file; passwords go into the vault',
  examples: ['ign stack convert stack.json > plant.yaml'],
  arguments: [{ name: '<file>', summary: 'JSON file; - reads standard input' }],
  run: async (input, cli) => {
    const { stackConvert: action } = await import('../../actions/stack/convert.ts')
    return action.run({ text: cli.read(input.arguments[0] ?? '-') }, await cli.context())
  },
  view: ({ plant }, view) => view.raw(plant),
})
