import type { userChange as action } from '../../actions/access/users.ts'
import { defineCommand } from '../command.ts'

type Data = Awaited<ReturnType<typeof action.run>>['data']

export const userEnable = defineCommand<Data>({
  words: ['user', 'enable'],
  summary: 'Let a user sign in again, also after too many wrong passwords',
  examples: ['ign user enable ada'],
  arguments: [{ name: '<name>', summary: 'Name of the user' }],

  run: async (input, cli) => {
    const { perform } = await import('../../actions/perform.ts')
    const { userChange } = await import('../../actions/access/users.ts')
    const [name] = input.arguments
    return perform(userChange, { name, isDisabled: false }, await cli.context())
  },
  view: ({ name }, view) => view.line(`${name} can sign in`),
})
