import type { auditList as action } from '../../actions/access/audit.ts'
import { defineCommand, textOption } from '../command.ts'

type Data = Awaited<ReturnType<typeof action.run>>['data']

export const audit = defineCommand<Data>({
  words: ['audit'],
  summary: 'Show who did what, the newest first',
  examples: ['ign audit', 'ign audit --actor ada --limit 20', 'ign audit --action session.open --outcome refused'],

  options: [
    { flags: '--limit <number>', summary: 'How many lines (default: 50, at most 500)' },
    { flags: '--cursor <id>', summary: 'Go on behind this line' },
    { flags: '--actor <name>', summary: 'Of this user: ada, or exactly user:ada' },
    { flags: '--action <id>', summary: 'Of this kind: session.open' },
    {
      flags: '--outcome <word>',
      summary: 'begun, done, refused or failed',
      choices: ['begun', 'done', 'refused', 'failed'],
    },
  ],
  run: async (input, cli) => {
    const { perform } = await import('../../actions/perform.ts')
    const { auditList } = await import('../../actions/access/audit.ts')
    const filter = Object.fromEntries(
      ['limit', 'cursor', 'actor', 'action', 'outcome'].flatMap((name) => {
        const value = textOption(input, name)
        return value === undefined ? [] : [[name, value]]
      }),
    )
    return perform(auditList, filter, await cli.context())
  },
  view: ({ items }, view) =>
    view.table(
      items.map(({ at, actor, action, target, outcome, code, address }) => [
        at,
        actor,
        action,
        target,
        code === null ? outcome : `${outcome} (${code})`,
        address ?? '',
      ]),
    ),
})
