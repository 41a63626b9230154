import type { userChange as action } from '../../actions/access/users.ts'
import { defineCommand } from '../command.ts'
import { passwordOption, readNewPassword } from '../password.ts'

type Data = Awaited<ReturnType<typeof action.run>>['data']

export const userPassword = defineCommand<Data>({
  words: ['user', 'password'],
  summary: 'Set a new password for a user; all sessions of the user end',
  examples: ['ign user password ada', 'ign user password ada --password-file -'],
  arguments: [{ name: '<name>', summary: 'Name of the user' }],
  options: [passwordOption],
  run: async (input, cli) => {
    const { perform } = await import('../../actions/perform.ts')
    const { userChange } = await import('../../actions/access/users.ts')
    const [name] = input.arguments
    const password = (await readNewPassword(input, cli)).reveal()
    return perform(userChange, { name, password }, await cli.context())
  },
  view: ({ name }, view) => view.line(`${name} has a new password`),
})
