import type { userTokenAdd as action } from '../../actions/access/tokens.ts'
import { defineCommand, textOption } from '../command.ts'
import { usage } from '../usage.ts'

type Data = Omit<Awaited<ReturnType<typeof action.run>>['data'], 'secret'> & { readonly token: string }

export const userTokenCreate = defineCommand<Data>({
  words: ['user', 'token', 'create'],
  summary: 'Make an API token for a user; its value is printed once',
  examples: [
    'ign user token create ada --role viewer --title backup',
    'ign user token create ada --role operator --title ci --days 30',
  ],
  arguments: [{ name: '<name>', summary: 'Name of the user' }],
  options: [
    {
      flags: '--role <role>',
      summary: 'viewer, operator, engineer or administrator',
      choices: ['viewer', 'operator', 'engineer', 'administrator'],
    },
    { flags: '--title <text>', summary: 'What the token is for' },
    { flags: '--days <number>', summary: 'How long it lives (default: 90, at most 366)' },
  ],
  run: async (input, cli) => {
    const { perform } = await import('../../actions/perform.ts')
    const { userTokenAdd } = await import('../../actions/access/tokens.ts')
    const [user] = input.arguments
    const days = textOption(input, 'days')
    const values = {
      user,
      name: textOption(input, 'title') ?? usage('a token needs a title', 'Add --title with what it is for.'),
      role: textOption(input, 'role') ?? usage('a token needs a role', 'Add --role with the most that it may.'),
      ...(days === undefined ? {} : { expiresInDays: days }),
    }
    const { data } = await perform(userTokenAdd, values, await cli.context())
    const { secret, ...token } = data
    return { data: { ...token, token: secret.reveal() } }
  },
  view: ({ token }, view) => view.line(token),
})
