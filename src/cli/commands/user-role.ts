import type { userChange as action } from '../../actions/access/users.ts'
import { defineCommand } from '../command.ts'

type Data = Awaited<ReturnType<typeof action.run>>['data']

export const userRole = defineCommand<Data>({
  words: ['user', 'role'],
  summary: 'Give a user another role',
  examples: ['ign user role ada administrator'],
  arguments: [
    { name: '<name>', summary: 'Name of the user' },
    { name: '<role>', summary: 'viewer, operator, engineer or administrator' },
  ],

  run: async (input, cli) => {
    const { perform } = await import('../../actions/perform.ts')
    const { userChange } = await import('../../actions/access/users.ts')
    const [name, role] = input.arguments
    return perform(userChange, { name, role }, await cli.context())
  },
  view: ({ name, role }, view) => view.line(`${name} is ${role}`),
})
