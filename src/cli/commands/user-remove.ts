import type { userRemove as action } from '../../actions/access/users.ts'
import { defineCommand } from '../command.ts'

import { confirm } from '../usage.ts'

type Data = Awaited<ReturnType<typeof action.run>>['data']

export const userRemove = defineCommand<Data>({
  words: ['user', 'remove'],
  summary: 'Remove a user with sessions and tokens',
  examples: ['ign user remove ada --yes'],
  arguments: [{ name: '<name>', summary: 'Name of the user' }],

  run: async (input, cli) => {
    const { perform } = await import('../../actions/perform.ts')
    const { userRemove } = await import('../../actions/access/users.ts')
    const [name] = input.arguments
    confirm(`the user ${name} is removed`, cli)
    return perform(userRemove, { name }, await cli.context())
  },
  view: ({ name }, view) => view.line(`${name} is removed`),
})
