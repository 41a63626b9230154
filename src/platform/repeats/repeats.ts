import { createHash } from 'node:crypto'
import type { Database } from '../storage/database.ts'
import type { RepeatRow } from '../storage/tables.ts'
import { repeatError } from './errors.ts'

/** How long an answer is kept for a client that did not get it. */
const keptMs = 24 * 60 * 60_000
/** After so long without an answer the server that carried the request out has ended. */
const givenUpMs = 60_000

/** What a request was answered. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface RepeatableRequest {
  /** Who asks; keys of different people have nothing to do with each other. */
  readonly actor: string
  readonly key: string
  /** All that makes it the same request: method, path and body. */
  readonly content: string
}

/**
 * Carries a request out once. Sent again with its key, it gets the first answer; what failed may be tried again.
 *
 * @throws repeat.key-malformed, repeat.other-request, repeat.under-way
 */
export async function onceOnly(
  database: Database,
  { actor, key, content }: RepeatableRequest,
  now: number,
  work: () => Promise<Answer>,
): Promise<Answer> {
  if (!/^[A-Za-z0-9_-]{8,100}$/.test(key))
    throw repeatError('repeat.key-malformed', 'the Idempotency-Key must be 8 to 100 letters, digits, "-" and "_"')
  const digest = createHash('sha256').update(content).digest('hex')
  const earlier = await begin(database, { actor, key, digest, begun_at: now, answer: null })
  if (earlier) return earlier
  try {
    const answer = await work()
    await database.query
      .updateTable('repeats')
      .set({ answer: JSON.stringify(answer) })
      .where('actor', '=', actor)
      .where('key', '=', key)
      .execute()
    return answer
  } catch (error) {
    await database.query.deleteFrom('repeats').where('actor', '=', actor).where('key', '=', key).execute()
    throw error
  }
}

/** Takes the key, or finds the answer that it has led to. */
const begin = (database: Database, row: RepeatRow): Promise<Answer | undefined> =>
  database.transaction(async (query) => {
    await query
      .deleteFrom('repeats')
      .where('begun_at', '<', row.begun_at - keptMs)
      .execute()
    await query
      .deleteFrom('repeats')
      .where('answer', 'is', null)
      .where('begun_at', '<', row.begun_at - givenUpMs)
      .execute()
    const { numInsertedOrUpdatedRows } = await query
      .insertInto('repeats')
      .values(row)
      .onConflict((conflict) => conflict.columns(['actor', 'key']).doNothing())
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows !== 0n) return undefined
    const known = await query
      .selectFrom('repeats')
      .selectAll()
      .where('actor', '=', row.actor)
      .where('key', '=', row.key)
      .executeTakeFirstOrThrow()
    if (known.digest !== row.digest)
      throw repeatError('repeat.other-request', 'the Idempotency-Key came with another request before')
    if (known.answer === null) throw repeatError('repeat.under-way', 'the same request is being carried out')
    return JSON.parse(known.answer) as Answer
  })
