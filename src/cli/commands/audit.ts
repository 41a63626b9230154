import type { auditExport, auditList } from '../../actions/access/audit.ts'
import { defineCommand, flagOption } from '../command.ts'

type Data = Awaited<ReturnType<(typeof auditList | typeof auditExport)['run']>>['data']

export const audit = defineCommand<Data>({
  words: ['audit'],
  summary: 'Show who did what, the newest first',
  examples: [
    'ign audit',
    'ign audit --actor ada --changed --since 2026-03-01',
    'ign audit --action session.open --outcome refused --outcome failed',
    'ign audit --csv --since 2026-03-01 --until 2026-04-01 > march.csv',
  ],

  options: [
    { flags: '--limit <number>', summary: 'How many lines (default: 50, at most 500)' },
    { flags: '--cursor <id>', summary: 'Go on behind this line' },
    { flags: '--actor <name>', summary: 'Of this person: ada with shell and tokens, or exactly user:ada' },
    { flags: '--action <id>', summary: 'Of this kind: session.open' },
    { flags: '--target <text>', summary: 'About exactly this, as a line has it: the id of a plant' },
    {
      flags: '--outcome <word>',
      summary: 'begun, done, refused or failed; may be given several times',
      choices: ['begun', 'done', 'refused', 'failed'],
      many: true,
    },
    { flags: '--changed', summary: 'Only what changed something, or may have' },
    { flags: '--since <time>', summary: 'From then on: 2026-03-01T06:00:00Z, or a day (UTC)' },
    { flags: '--until <time>', summary: 'Before then' },
    { flags: '--csv', summary: 'All lines that fit as CSV' },
  ],
  run: async (input, cli) => {
    const { perform } = await import('../../actions/perform.ts')
    const { auditExport, auditList } = await import('../../actions/access/audit.ts')
    const given = (names: readonly string[]) =>
      Object.fromEntries(
        names.flatMap((name) => (input.options[name] === undefined ? [] : [[name, input.options[name]]])),
      )
    const filter = {
      ...given(['actor', 'action', 'target', 'outcome', 'since', 'until']),
      ...(flagOption(input, 'changed') ? { changed: 'true' } : {}),
    }
    const context = await cli.context()
    if (flagOption(input, 'csv')) return perform(auditExport, filter, context)
    return perform(auditList, { ...given(['limit', 'cursor']), ...filter }, context)
  },
  view: (data, view) => {
    if ('csv' in data) return view.raw(data.csv)
    view.table(
      data.items.map(({ at, actor, action, target, outcome, code, address, times, plant }) => [
        at,
        actor,
        times === 1 ? action : `${action} (${times} times)`,
        plant === null ? target : target.replace(plant.id, () => plant.name),
        code === null ? outcome : `${outcome} (${code})`,
        address ?? '',
      ]),
    )
  },
})
