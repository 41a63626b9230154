import type { Database } from '../storage/database.ts'
import type { Queries } from '../storage/tables.ts'
import { serverItself } from './actor.ts'
import { auditOf, idFrom } from './audit.ts'

/** Removed at once; between times others get their turn. */
const linesAtOnce = 5_000

/**
 * Removes the lines from before a time. The line that tells so is written with the first of them and counts on with the
 * others, so that nothing is ever gone without it. Several servers do not remove at the same time.
 *
 * @param before lines from this moment on stay
 * @returns how many lines are gone
 */
export async function shortenAudit(database: Database, before: Date, now: Date): Promise<number> {
  const targetOf = (count: number) => `${count} lines from before ${before.toISOString()}`
  const entry = { action: 'audit.shorten', target: '', actor: serverItself }
  const line = auditOf(database).line(entry, now, { outcome: 'done', code: null, changed: true })
  let removed = 0
  for (let isMore = true; isMore; ) {
    const count = await database.transaction(async (query) => {
      const some = await removeOldest(query, idFrom(before.getTime()))
      const target = targetOf(removed + some)
      if (some > 0 && removed === 0)
        await query
          .insertInto('audit')
          .values({ ...line, target })
          .execute()
      else if (some > 0) await query.updateTable('audit').set({ target }).where('id', '=', line.id).execute()
      return some
    }, 'audit-retention')
    removed += count
    isMore = count === linesAtOnce
  }
  return removed
}

async function removeOldest(query: Queries, end: string): Promise<number> {
  const some = query.selectFrom('audit').select('id').where('id', '<', end).orderBy('id').limit(linesAtOnce)
  const { numDeletedRows } = await query.deleteFrom('audit').where('id', 'in', some).executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}
