import type { stackUsers as usersAction } from '../../actions/stack/users.ts'
import { defineCommand, flagOption } from '../command.ts'

type Listed = Awaited<ReturnType<typeof usersAction.run>>['data'] & {
  /** Written; absent for a plan. */
  readonly file?: string
}

export const stackUsers = defineCommand<Listed>({
  words: ['stack', 'users'],
  summary: 'Put the users of a list (CSV) into the plant file; each gets a temporary password',
  examples: ['ign stack users people.csv', 'ign stack users people.csv --plant plant.yaml --dry-run'],
  arguments: [
    { name: '<list>', summary: 'CSV file with the columns username, email, firstName, lastName, roles, groups' },
  ],
  options: [{ flags: '-n, --dry-run', summary: 'Tell what would change, write nothing' }],
  run: async (input, cli) => {
    const { stackUsers: action } = await import('../../actions/stack/users.ts')
    const file = input.arguments[0] ?? '-'
    const list = { text: cli.read(file), file: file === '-' ? 'stdin' : file }
    const outcome = await action.run({ plant: await cli.plant(), list }, await cli.context())
    if (flagOption(input, 'dryRun') || cli.flags.plant === '-') return outcome
    const { writeOver } = await import('../../platform/index.ts')
    writeOver(cli.flags.plant, outcome.data.plant, 0o644)
    return { ...outcome, data: { ...outcome.data, file: cli.flags.plant } }
  },
  view: ({ changes, file }, view) => {
    view.table(changes.map(({ username, change }) => [change, username]))
    view.line()
    view.line(file === undefined ? 'a plan; nothing was changed' : `written to ${file}`)
  },
})
