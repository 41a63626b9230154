import type { stackRotateSecrets as rotateAction } from '../../actions/stack/rotate-secrets.ts'
import { defineCommand, plantArgument } from '../command.ts'

type Rotated = Awaited<ReturnType<typeof rotateAction.run>>['data']

export const stackRotateSecrets = defineCommand<Rotated>({
  words: ['stack', 'rotate-secrets'],
  summary: 'List what new passwords would change; changes nothing',
  examples: ['ign stack rotate-secrets', 'ign stack rotate-secrets --name charts'],
  arguments: [plantArgument],
  options: [{ flags: '--name <text>', summary: 'Only secrets whose name contains the text', many: true }],
  run: async (input, cli) => {
    const { stackRotateSecrets: action } = await import('../../actions/stack/rotate-secrets.ts')
    const names = (input.options.name as string[] | undefined) ?? []
    return action.run({ plant: cli.plant(input.arguments[0]), names }, await cli.context())
  },
  view: ({ rotations }, view) =>
    view.table(rotations.map(({ file, restarts }) => [file, `restarts ${restarts.join(', ')}`])),
})
