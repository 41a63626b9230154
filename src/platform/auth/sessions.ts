import type { Secret } from '../../core/secret.ts'
import type { Queries, SessionRow, UserRow } from '../storage/tables.ts'
import { digestOf, makeId, makeToken } from './tokens.ts'

export const idleMs = 30 * 60_000
export const longestMs = 12 * 3_600_000
/** For the second step of signing in. */
const pendingMs = 5 * 60_000
/** When a session was last seen need not be known more exactly, and each time costs a write. */
const seenExactlyMs = 60_000

export interface SessionPlace {
  readonly address: string
  readonly agent: string
}

/** A session that was just opened; the token is told once, to its browser. */
export interface OpenedSession {
  readonly token: Secret
  readonly kind: SessionRow['kind']
}

/** Opens a session under a new id. `replaces` ends with it, so that nothing known before opens anything after. */
export async function openSession(
  query: Queries,
  user: string,
  kind: SessionRow['kind'],
  { address, agent }: SessionPlace,
  { now, random, replaces }: { now: number; random: (count: number) => Buffer; replaces?: string | undefined },
): Promise<OpenedSession> {
  const token = makeToken(random)
  const ends_at = now + (kind === 'full' ? longestMs : pendingMs)
  await query.deleteFrom('sessions').where('ends_at', '<=', now).execute()
  if (replaces !== undefined) await query.deleteFrom('sessions').where('id', '=', replaces).execute()
  await query
    .insertInto('sessions')
    .values({
      id: makeId(random),
      digest: digestOf(token.reveal()),
      kind,
      user_name: user,
      created_at: now,
      seen_at: now,
      ends_at,
      address,
      agent: agent.slice(0, 200),
      begun_totp: null,
    })
    .execute()
  return { token, kind }
}

export interface LiveSession {
  readonly id: string
  readonly kind: SessionRow['kind']
  readonly user: UserRow
}

/** The session of a token with its user; none when it ended, was idle for too long, or its user is disabled. */
export async function findSession(query: Queries, token: string, now: number): Promise<LiveSession | undefined> {
  const found = await query
    .selectFrom('sessions')
    .innerJoin('users', 'users.name', 'sessions.user_name')
    .selectAll('users')
    .select(['sessions.id', 'sessions.kind', 'sessions.seen_at'])
    .where('sessions.digest', '=', digestOf(token))
    .where('sessions.ends_at', '>', now)
    .where('sessions.seen_at', '>', now - idleMs)
    .where('users.disabled_at', 'is', null)
    .executeTakeFirst()
  if (!found) return undefined
  const { id, kind, seen_at, ...user } = found
  if (now - seen_at > seenExactlyMs)
    await query.updateTable('sessions').set({ seen_at: now }).where('id', '=', id).execute()
  return { id, kind, user }
}

export interface SessionSummary {
  readonly id: string
  readonly isCurrent: boolean
  readonly address: string
  readonly agent: string
  readonly createdAt: string
  readonly seenAt: string
  readonly endsAt: string
}

/** Sessions of a user that are open, the newest first. */
export async function listSessions(
  query: Queries,
  user: string,
  now: number,
  current?: string,
): Promise<SessionSummary[]> {
  const rows = await query
    .selectFrom('sessions')
    .selectAll()
    .where('user_name', '=', user)
    .where('kind', '=', 'full')
    .where('ends_at', '>', now)
    .where('seen_at', '>', now - idleMs)
    .orderBy('created_at', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    isCurrent: row.id === current,
    address: row.address,
    agent: row.agent,
    createdAt: new Date(row.created_at).toISOString(),
    seenAt: new Date(row.seen_at).toISOString(),
    endsAt: new Date(row.ends_at).toISOString(),
  }))
}

/** Ends sessions of a user: the one named, or all but `except`. @returns how many ended */
export async function endSessions(
  query: Queries,
  user: string,
  { id, except }: { readonly id?: string; readonly except?: string } = {},
): Promise<number> {
  let sessions = query.deleteFrom('sessions').where('user_name', '=', user)
  if (id !== undefined) sessions = sessions.where('id', '=', id)
  if (except !== undefined) sessions = sessions.where('id', '!=', except)
  return Number((await sessions.executeTakeFirstOrThrow()).numDeletedRows)
}
