import type { userResetTotp as action } from '../../actions/access/users.ts'
import { defineCommand } from '../command.ts'

type Data = Awaited<ReturnType<typeof action.run>>['data']

export const userResetTotp = defineCommand<Data>({
  words: ['user', 'reset-totp'],
  summary: 'Remove the second factor of a user who has lost the device',
  examples: ['ign user reset-totp ada'],
  arguments: [{ name: '<name>', summary: 'Name of the user' }],

  run: async (input, cli) => {
    const { perform } = await import('../../actions/perform.ts')
    const { userResetTotp } = await import('../../actions/access/users.ts')
    const [name] = input.arguments
    return perform(userResetTotp, { name }, await cli.context())
  },
  view: ({ name }, view) => view.line(`${name} signs in without a second factor now`),
})
