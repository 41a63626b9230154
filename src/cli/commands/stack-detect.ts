import type { stackDetect as detectAction } from '../../actions/stack/detect.ts'
import { defineCommand, plantArgument } from '../command.ts'

type Detected = Awaited<ReturnType<typeof detectAction.run>>['data']

const marks = {
  automatic: ['green', 'automatic'],
  manual: ['yellow', 'manual'],
  unsupported: ['red', 'unsupported'],
} as const

export const stackDetect = defineCommand<Detected>({
  words: ['stack', 'detect'],
  summary: 'Show which services belong together, why, and what cannot be set up by itself',
  examples: ['ign stack detect', 'ign stack detect plant.yaml --json'],
  arguments: [plantArgument],
  run: async (input, cli) => {
    const { stackDetect: action } = await import('../../actions/stack/detect.ts')
    return action.run({ plant: await cli.plant(input.arguments[0]) }, await cli.context())
  },
  view: ({ integrations, conflicts, recommendations, added }, view) => {
    for (const [type, { wires, providers }] of Object.entries(integrations)) {
      if (providers.length === 0) continue
      view.line(view.style('bold', `${type}  (${providers.join(', ')})`))
      for (const wire of wires) {
        const [colour, word] = marks[wire.status]
        view.line(`  ${view.style(colour, word.padEnd(11))}  ${wire.consumer} → ${wire.provider}`)
        if (wire.note) view.line(`               ${view.style('dim', wire.note)}`)
      }
    }
    for (const { service, because } of added) view.line(`added: ${service} (${because})`)
    for (const { message } of conflicts) view.line(`${view.style('red', 'conflict')}  ${message}`)
    for (const { message, suggest } of recommendations)
      view.line(`${view.style('cyan', 'consider')}  ${suggest}: ${message}`)
  },
})
