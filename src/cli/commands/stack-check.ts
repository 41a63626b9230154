import { defineCommand, plantArgument } from '../command.ts'

export const stackCheck = defineCommand<{ services: number; wires: number }>({
  words: ['stack', 'check'],
  summary: 'Check a plant file and tell every problem with its place',
  examples: ['ign stack check', 'ign stack check plant.yaml --json'],
  arguments: [plantArgument],
  run: async (input, cli) => {
    const { stackCheck: action } = await import('../../actions/stack/check.ts')
    return action.run({ plant: await cli.plant(input.arguments[0]), files: true }, await cli.context())
  },
  view: ({ services, wires }, view) => view.line(`${view.style('green', 'ok')}  ${services} services, ${wires} wires`),
})
