import type { userList as action } from '../../actions/access/users.ts'
import { defineCommand } from '../command.ts'

type Data = Awaited<ReturnType<typeof action.run>>['data']

export const userList = defineCommand<Data>({
  words: ['user', 'list'],
  summary: 'List the users of the server',
  examples: ['ign user list'],

  run: async (_, cli) => {
    const { perform } = await import('../../actions/perform.ts')
    const { userList } = await import('../../actions/access/users.ts')
    return perform(userList, { limit: 200 }, await cli.context())
  },
  view: ({ items }, view) =>
    view.table(
      items.map(({ name, role, isDisabled, hasSecondFactor, signedInAt }) => [
        name,
        role,
        isDisabled ? 'disabled' : '',
        hasSecondFactor ? 'second factor' : '',
        signedInAt ?? 'never signed in',
      ]),
    ),
})
