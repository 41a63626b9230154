import type { stackRotateSecrets as rotateAction } from '../../actions/stack/rotate-secrets.ts'
import { defineCommand, flagOption, plantArgument, textOption } from '../command.ts'
import { confirm } from '../usage.ts'

type Rotated = Awaited<ReturnType<typeof rotateAction.run>>['data']

export const stackRotateSecrets = defineCommand<Rotated>({
  words: ['stack', 'rotate-secrets'],
  summary: 'Plan new passwords: what changes and which services start again, in which order; with -o carry it out',
  examples: [
    'ign stack rotate-secrets',
    'ign stack rotate-secrets --name charts -o out --yes',
    'ign stack rotate-secrets --undo -o out --yes',
  ],
  arguments: [plantArgument],
  options: [
    { flags: '--name <text>', summary: 'Only secrets whose name contains the text', many: true },
    { flags: '-o, --output <folder>', summary: 'Project that gets the new secrets; without it only the plan is told' },
    { flags: '--undo', summary: 'Take the values back that the last rotation replaced' },
    { flags: '-n, --dry-run', summary: 'Tell the plan, change nothing' },
  ],
  run: async (input, cli) => {
    const { stackRotateSecrets: action } = await import('../../actions/stack/rotate-secrets.ts')
    const names = (input.options.name as string[] | undefined) ?? []
    const output = flagOption(input, 'dryRun') ? undefined : textOption(input, 'output')
    if (output !== undefined) confirm(`new secrets are written to ${output}`, cli)
    const plant = await cli.plant(input.arguments[0])
    const request = { plant, names, undo: flagOption(input, 'undo'), ...(output === undefined ? {} : { output }) }
    return action.run(request, await cli.context())
  },
  view: ({ plan, kept, applied, rotations }, view) => {
    if (rotations.length === 0) view.line('no secret to rotate')
    view.table(plan.steps.map(({ action, target, why }, index) => [`${index + 1}.`, action, target, why]))
    if (kept.length > 0) {
      view.line()
      view.line('stay as they are')
      view.table(
        kept.map(({ secret, why }) => [secret, why]),
        '  ',
      )
    }
    view.line()
    view.line(applied ? view.style('green', 'step 1 is done') : 'a plan; nothing was changed')
  },
})
