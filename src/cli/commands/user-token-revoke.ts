import type { userTokenRevoke as action } from '../../actions/access/tokens.ts'
import { defineCommand } from '../command.ts'

type Data = Awaited<ReturnType<typeof action.run>>['data']

export const userTokenRevoke = defineCommand<Data>({
  words: ['user', 'token', 'revoke'],
  summary: 'Revoke an API token of a user',
  examples: ['ign user token revoke ada Zk3vPq0Yw1aB'],
  arguments: [
    { name: '<name>', summary: 'Name of the user' },
    { name: '<id>', summary: 'Of ign user token list' },
  ],

  run: async (input, cli) => {
    const { perform } = await import('../../actions/perform.ts')
    const { userTokenRevoke } = await import('../../actions/access/tokens.ts')
    const [user, id] = input.arguments
    return perform(userTokenRevoke, { user, id }, await cli.context())
  },
  view: ({ id }, view) => view.line(`${id} is revoked`),
})
