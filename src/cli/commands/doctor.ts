import type { Examination } from '../../actions/doctor.ts'
import { defineCommand } from '../command.ts'

export const doctor = defineCommand<{ checks: Examination[] }>({
  words: ['doctor'],
  summary: 'Examine this machine: what ign needs and whether it is there',
  examples: ['ign doctor', 'ign doctor --json'],
  run: async (_, cli) => {
    const { doctor: action } = await import('../../actions/doctor.ts')
    return action.run({}, await cli.context())
  },
  view: ({ checks }, view) => {
    for (const { what, ok, found, hint } of checks) {
      view.line(`${ok ? view.style('green', 'ok     ') : view.style('red', 'missing')}  ${what}: ${found}`)
      if (!ok && hint) view.line(`         ${hint}`)
    }
  },
})
