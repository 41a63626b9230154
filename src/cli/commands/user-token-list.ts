import type { userTokenList as action } from '../../actions/access/tokens.ts'
import { defineCommand } from '../command.ts'

type Data = Awaited<ReturnType<typeof action.run>>['data']

export const userTokenList = defineCommand<Data>({
  words: ['user', 'token', 'list'],
  summary: 'List the API tokens of a user',
  examples: ['ign user token list ada'],
  arguments: [{ name: '<name>', summary: 'Name of the user' }],

  run: async (input, cli) => {
    const { perform } = await import('../../actions/perform.ts')
    const { userTokenList } = await import('../../actions/access/tokens.ts')
    const [user] = input.arguments
    return perform(userTokenList, { user }, await cli.context())
  },
  view: ({ items }, view) =>
    view.table(
      items.map(({ id, name, role, expiresAt, isExpired, usedAt }) => [
        id,
        name,
        role,
        isExpired ? 'expired' : `until ${expiresAt}`,
        usedAt === null ? 'never used' : `used ${usedAt}`,
      ]),
    ),
})
