import type { userAdd as action } from '../../actions/access/users.ts'
import { defineCommand, textOption } from '../command.ts'
import { passwordOption, readNewPassword } from '../password.ts'
import { usage } from '../usage.ts'

type Data = Awaited<ReturnType<typeof action.run>>['data']

export const userAdd = defineCommand<Data>({
  words: ['user', 'add'],
  summary: 'Add a user with a role and a first password',
  examples: ['ign user add ada --role engineer', 'ign user add ada --role viewer --password-file -'],
  arguments: [{ name: '<name>', summary: 'Name of the user' }],
  options: [
    {
      flags: '--role <role>',
      summary: 'viewer, operator, engineer or administrator',
      choices: ['viewer', 'operator', 'engineer', 'administrator'],
    },
    { flags: '--display-name <text>', summary: 'How the console calls the user' },
    passwordOption,
  ],
  run: async (input, cli) => {
    const { perform } = await import('../../actions/perform.ts')
    const { userAdd } = await import('../../actions/access/users.ts')
    const [name] = input.arguments
    const displayName = textOption(input, 'displayName')
    const role =
      textOption(input, 'role') ??
      usage('a user needs a role', 'Add --role viewer, operator, engineer or administrator.')
    const password = (await readNewPassword(input, cli)).reveal()
    return perform(userAdd, { name, displayName, role, password }, await cli.context())
  },
  view: ({ name, role }, view) => view.line(`${name} may sign in as ${role}`),
})
