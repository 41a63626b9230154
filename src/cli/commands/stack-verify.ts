import type { stackVerify as verifyAction } from '../../actions/stack/verify.ts'
import { defineCommand, plantArgument } from '../command.ts'

type Verified = Awaited<ReturnType<typeof verifyAction.run>>['data']

export const stackVerify = defineCommand<Verified>({
  words: ['stack', 'verify'],
  summary: 'Prove every wire of the running stack from inside it',
  examples: ['ign stack verify', 'ign stack verify --wire charts --wire login', 'ign stack verify --json'],
  arguments: [plantArgument],
  options: [{ flags: '--wire <text>', summary: 'Only wires whose id contains the text', many: true }],
  run: async (input, cli) => {
    const { stackVerify: action } = await import('../../actions/stack/verify.ts')
    const wires = (input.options.wire as string[] | undefined) ?? []
    return action.run({ plant: await cli.plant(input.arguments[0]), wires }, await cli.context())
  },
  view: ({ probes, passed, failed, manual }, view) => {
    for (const { wire, ok, what, ms, evidence, hint } of probes) {
      view.line(
        `${ok ? view.style('green', 'ok    ') : view.style('red', 'BROKEN')}  ${wire}  ${view.style('dim', `${ms} ms`)}`,
      )
      view.line(`        ${what}`)
      if (!ok) {
        view.line(`        ${evidence}`)
        view.line(`        ${view.style('bold', hint ?? '')}`)
      }
    }
    for (const { wire, status, note } of manual)
      view.line(`${view.style('yellow', status.padEnd(6))}  ${wire}\n        ${note ?? ''}`)
    view.line()
    view.line(
      failed === 0
        ? view.style('green', `${passed === 1 ? 'the wire carries' : `all ${passed} wires carry`} current`)
        : view.style('red', `${failed} of ${passed + failed} wires are broken`),
    )
  },
})
