import type { userChange as action } from '../../actions/access/users.ts'
import { defineCommand } from '../command.ts'

type Data = Awaited<ReturnType<typeof action.run>>['data']

export const userDisable = defineCommand<Data>({
  words: ['user', 'disable'],
  summary: 'Keep a user from signing in; sessions end and tokens stop',
  examples: ['ign user disable ada'],
  arguments: [{ name: '<name>', summary: 'Name of the user' }],

  run: async (input, cli) => {
    const { perform } = await import('../../actions/perform.ts')
    const { userChange } = await import('../../actions/access/users.ts')
    const [name] = input.arguments
    return perform(userChange, { name, isDisabled: true }, await cli.context())
  },
  view: ({ name }, view) => view.line(`${name} cannot sign in`),
})
