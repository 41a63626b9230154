import type { Database } from '../storage/database.ts'
import type { Queries } from '../storage/tables.ts'
import { authError } from './errors.ts'

/** Attempts that may fail before there is a wait: a person mistypes, an office shares an address. */
const freeFailures = { account: 5, address: 30 } as const
const firstWaitMs = 30_000
const longestWaitMs = 15 * 60_000
const forgottenAfterMs = 24 * 3_600_000

/** Whom an attempt is counted for. */
export interface Attempt {
  /** Name of the account, whether it exists or not. */
  readonly account: string
  readonly address: string
}

const subjectsOf = ({ account, address }: Attempt) =>
  [
    [`account:${account}`, freeFailures.account],
    [`address:${networkOf(address)}`, freeFailures.address],
  ] as const

/** What is left after an attempt that fails; the same for an account that does not exist. */
export interface AttemptsLeft {
  /** Attempts on the account before there is a wait. */
  readonly triesLeft: number
  /** The wait that has begun. */
  readonly retryAfterS?: number
}

/**
 * Counts an attempt as failed before anything is checked, so that many at once do not all get a try.
 *
 * @throws auth.too-many-attempts with `retryAfterS` in its details; the attempt is not counted then
 */
export const countAttempt = (database: Database, attempt: Attempt, now: number): Promise<AttemptsLeft> =>
  database.transaction(async (query) => {
    let triesLeft: number = freeFailures.account
    let lockedUntil = 0
    await query
      .deleteFrom('sign_in_failures')
      .where('last_at', '<=', now - forgottenAfterMs)
      .execute()
    for (const [subject, free] of subjectsOf(attempt)) {
      const known = await query
        .selectFrom('sign_in_failures')
        .selectAll()
        .where('subject', '=', subject)
        .executeTakeFirst()
      if (known && known.locked_until > now) throw tooMany(known.locked_until - now)
      const failures = (known?.failures ?? 0) + 1
      const values = { failures, last_at: now, locked_until: failures < free ? 0 : now + waitMs(failures - free) }
      await query
        .insertInto('sign_in_failures')
        .values({ subject, ...values })
        .onConflict((conflict) => conflict.column('subject').doUpdateSet(values))
        .execute()
      triesLeft = Math.max(0, Math.min(triesLeft, free - failures))
      lockedUntil = Math.max(lockedUntil, values.locked_until)
    }
    return lockedUntil > now ? { triesLeft: 0, retryAfterS: Math.ceil((lockedUntil - now) / 1000) } : { triesLeft }
  }, 'sign-in')

/** The attempt succeeded as far as it goes, and was no failure; those before it remain. */
export async function takeBackAttempt(query: Queries, attempt: Attempt): Promise<void> {
  for (const [subject, free] of subjectsOf(attempt))
    await query
      .updateTable('sign_in_failures')
      .set((row) => ({
        failures: row('failures', '-', 1),
        locked_until: row.case().when('failures', '<=', free).then(0).else(row.ref('locked_until')).end(),
      }))
      .where('subject', '=', subject)
      .where('failures', '>', 0)
      .execute()
}

/** The account is its user's again. What came from the address remains: the next account may be a guess. */
export async function forgetFailures(query: Queries, attempt: Attempt): Promise<void> {
  await takeBackAttempt(query, attempt)
  await unlock(query, attempt.account)
}

export async function unlock(query: Queries, account: string): Promise<void> {
  await query.deleteFrom('sign_in_failures').where('subject', '=', `account:${account}`).execute()
}

const waitMs = (beyond: number): number => Math.min(firstWaitMs * 2 ** Math.min(beyond, 20), longestWaitMs)

/** @param forMs how long to wait */
export const tooMany = (forMs: number) => {
  const retryAfterS = Math.ceil(forMs / 1000)
  return authError('auth.too-many-attempts', `too many attempts; the next one counts in ${retryAfterS} s`, {
    details: { retryAfterS },
  })
}

/** One customer has a whole /64 of IPv6 addresses. */
export function networkOf(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address.replace(/^::ffff:/, '')
  const [head = '', tail = ''] = address.split('::')
  const groups = head.split(':').filter(Boolean)
  const rest = tail.split(':').filter(Boolean)
  const zeros = Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill('0')
  return `${[...groups, ...(address.includes('::') ? zeros : []), ...rest].slice(0, 4).join(':')}::/64`
}
