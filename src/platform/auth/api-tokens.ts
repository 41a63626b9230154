import type { Secret } from '../../core/secret.ts'
import type { ApiTokenRow, Queries, UserRow } from '../storage/tables.ts'
import type { Role } from './actor.ts'
import { digestOf, makeId, makeToken } from './tokens.ts'

/** Tells scanners of source code what they found. */
export const tokenPrefix = 'ign_'

/** When a token was last used need not be known more exactly, and each time costs a write. */
const usedExactlyMs = 60_000

export interface ApiToken {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly createdAt: string
  readonly expiresAt: string
  readonly isExpired: boolean
  readonly usedAt: string | null
}

const tokenOf = (row: ApiTokenRow, now: number): ApiToken => ({
  id: row.id,
  name: row.title,
  role: row.role as Role,
  createdAt: new Date(row.created_at).toISOString(),
  expiresAt: new Date(row.ends_at).toISOString(),
  isExpired: row.ends_at <= now,
  usedAt: row.used_at === null ? null : new Date(row.used_at).toISOString(),
})

export interface NewApiToken {
  readonly user: string
  readonly name: string
  /** The most that the token may, whatever becomes of its user. */
  readonly role: Role
  readonly livesMs: number
}

/** The secret is told once; only its digest is kept. */
export async function addToken(
  query: Queries,
  { user, name, role, livesMs }: NewApiToken,
  now: number,
  random: (count: number) => Buffer,
): Promise<ApiToken & { readonly secret: Secret }> {
  const secret = makeToken(random, tokenPrefix)
  const row: ApiTokenRow = {
    id: makeId(random),
    digest: digestOf(secret.reveal()),
    user_name: user,
    title: name,
    role,
    created_at: now,
    ends_at: now + livesMs,
    used_at: null,
  }
  await query.insertInto('api_tokens').values(row).execute()
  return { ...tokenOf(row, now), secret }
}

/** Tokens of a user, the newest first; also those that have expired. */
export async function listTokens(query: Queries, user: string, now: number): Promise<ApiToken[]> {
  const rows = await query
    .selectFrom('api_tokens')
    .selectAll()
    .where('user_name', '=', user)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()
  return rows.map((row) => tokenOf(row, now))
}

/** @returns whether the user had such a token */
export async function removeToken(query: Queries, user: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await query
    .deleteFrom('api_tokens')
    .where('user_name', '=', user)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

export interface LiveToken {
  readonly id: string
  readonly title: string
  readonly role: Role
  readonly user: UserRow
}

/** The token with its user; none when it is unknown, expired, or its user is disabled. */
export async function findToken(query: Queries, secret: string, now: number): Promise<LiveToken | undefined> {
  const found = await query
    .selectFrom('api_tokens')
    .innerJoin('users', 'users.name', 'api_tokens.user_name')
    .selectAll('users')
    .select(['api_tokens.id', 'api_tokens.title', 'api_tokens.role as token_role', 'api_tokens.used_at'])
    .where('api_tokens.digest', '=', digestOf(secret))
    .where('api_tokens.ends_at', '>', now)
    .where('users.disabled_at', 'is', null)
    .executeTakeFirst()
  if (!found) return undefined
  const { id, title, token_role, used_at, ...user } = found
  if (used_at === null || now - used_at > usedExactlyMs)
    await query.updateTable('api_tokens').set({ used_at: now }).where('id', '=', id).execute()
  return { id, title, role: token_role as Role, user }
}
