import type { Secret } from '../../core/secret.ts'
import type { Database } from '../storage/database.ts'
import type { UserRow } from '../storage/tables.ts'
import { authError } from './errors.ts'
import { fieldError } from './fields.ts'
import { digestOf, makeToken } from './tokens.ts'
import { administratorsLock, hasUsers, insertUser, type User } from './users.ts'

const linkLivesMs = 24 * 3_600_000

/** A token that makes the first administrator; none when there is a user already. */
export async function makeSetupToken(
  { query }: Database,
  now: number,
  random: (count: number) => Buffer,
): Promise<Secret | undefined> {
  if (await hasUsers(query)) return undefined
  const token = makeToken(random)
  await query.deleteFrom('setup_links').where('ends_at', '<=', now).execute()
  await query
    .insertInto('setup_links')
    .values({ digest: digestOf(token.reveal()), ends_at: now + linkLivesMs })
    .execute()
  return token
}

/** Whether the token is good now; it is looked at again when it is consumed. @throws auth.setup-refused */
export async function requireSetupToken({ query }: Database, token: string, now: number): Promise<void> {
  const link = await query
    .selectFrom('setup_links')
    .select('digest')
    .where('digest', '=', digestOf(token))
    .where('ends_at', '>', now)
    .executeTakeFirst()
  if (!link) throw notKnown()
}

const notKnown = () => fieldError('auth.setup-refused', 'token', 'the set-up token is not known, or was used')

/**
 * The first administrator; every set-up link is void afterwards.
 *
 * @throws auth.already-set-up, auth.setup-refused
 */
export const consumeSetup = (database: Database, token: string, first: UserRow, now: number): Promise<User> =>
  database.transaction(async (query) => {
    if (await hasUsers(query)) throw authError('auth.already-set-up', 'there is an administrator already')
    const { numDeletedRows } = await query
      .deleteFrom('setup_links')
      .where('digest', '=', digestOf(token))
      .where('ends_at', '>', now)
      .executeTakeFirstOrThrow()
    if (numDeletedRows === 0n) throw notKnown()
    await query.deleteFrom('setup_links').execute()
    return insertUser(query, first)
  }, administratorsLock)
