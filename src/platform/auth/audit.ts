import { sql } from 'kysely'
import { spelledOut } from '../../core/spelled-out.ts'
import type { Database } from '../storage/database.ts'
import type { AuditRow, Queries } from '../storage/tables.ts'
import { type Actor, describeActor } from './actor.ts'
import { SameReads } from './same-reads.ts'

/** How long a line about something that was only read may wait for others, to be written with them. */
const gatherMs = 500
/** A flood is cut: what is lost are lines about refused and reading requests, and how many is told. */
const mostWaiting = 2_000
const linesAtOnce = 100
/** How long counts of what is read again may wait; they are written with the next lines anyway. */
const countMs = 60_000

export interface AuditEntry {
  readonly action: string
  readonly target: string
  readonly actor: Actor
}

/** An action that is over. */
export interface Finished extends Result {
  /** Whether something may have changed; false for what only read, and for what was refused. */
  readonly changed: boolean
}

export type Result = Pick<AuditRow, 'outcome' | 'code'>

/**
 * Who did what, when, on what, with what result. Lines are added and never changed, except by their own result and by
 * how often the same was read.
 */
export class AuditLog {
  readonly #database: Database
  readonly #waiting: AuditRow[] = []
  /** Two servers give no line the same id. */
  readonly #mark = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
  readonly #reads = new SameReads()
  /** By id of the line: reads that it does not count yet. */
  #again = new Map<string, number>()
  #lost = 0
  #count = 0
  #timer: NodeJS.Timeout | undefined
  #dueAt = 0

  constructor(database: Database) {
    this.#database = database
  }

  /** Written before a change. @returns what `end` needs */
  async begin(entry: AuditEntry, at: Date): Promise<string> {
    const row = this.line(entry, at, { outcome: 'begun', code: null, changed: true })
    await this.#database.query.insertInto('audit').values(row).execute()
    return row.id
  }

  /** Written after a change. */
  async end(id: string, { outcome, code }: Result): Promise<void> {
    const changed = Number(outcome !== 'refused')
    await this.#database.query.updateTable('audit').set({ outcome, code, changed }).where('id', '=', id).execute()
  }

  /** For what changes nothing: written soon, together with others, or by `flush`. */
  note(entry: AuditEntry, at: Date, result: Result): void {
    this.#noted(entry, at, result)
    this.#flushIn(gatherMs)
  }

  /** As `note`; but what the same session has read lately is counted with the line that tells it. */
  noteRead(entry: AuditEntry, at: Date): void {
    const known = this.#reads.lineOf(entry, at.getTime())
    if (known !== undefined) {
      this.#again.set(known, (this.#again.get(known) ?? 0) + 1)
      this.#flushIn(countMs)
      return
    }
    const line = this.#noted(entry, at, { outcome: 'done', code: null })
    if (line) this.#reads.remember(entry, line.id, at.getTime())
    this.#flushIn(gatherMs)
  }

  /** @returns the line; none where too many wait */
  #noted(entry: AuditEntry, at: Date, result: Result): AuditRow | undefined {
    if (this.#waiting.length >= mostWaiting) {
      this.#lost++
      return undefined
    }
    const line = this.line(entry, at, { ...result, changed: false })
    this.#waiting.push(line)
    return line
  }

  /** Sooner, where something waits that may not wait as long. */
  #flushIn(waitMs: number): void {
    const dueAt = performance.now() + waitMs
    if (this.#timer && this.#dueAt <= dueAt) return
    clearTimeout(this.#timer)
    this.#dueAt = dueAt
    this.#timer = setTimeout(() => void this.flush().catch(() => {}), waitMs).unref()
  }

  /** Writes what waits. What cannot be written waits on. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const rows = this.#waiting.splice(0)
    const again = this.#again
    this.#again = new Map()
    if (this.#lost > 0 && rows[0]) {
      const { at, id } = rows[0]
      rows.push({ ...nobody, id: `${id.slice(0, -1)}z`, at, action: 'audit.cut', target: `${this.#lost} lines` })
      this.#lost = 0
    }
    if (rows.length === 0 && again.size === 0) return
    try {
      await this.#database.transaction(async (query) => {
        for (let from = 0; from < rows.length; from += linesAtOnce)
          await query
            .insertInto('audit')
            .values(rows.slice(from, from + linesAtOnce))
            .execute()
        for (const [id, count] of again)
          await query
            .updateTable('audit')
            .set((line) => ({ times: line('times', '+', count) }))
            .where('id', '=', id)
            .execute()
      })
    } catch (error) {
      this.#waiting.unshift(...rows)
      for (const [id, count] of again) this.#again.set(id, (this.#again.get(id) ?? 0) + count)
      throw error
    }
  }

  /** A line that is not written yet. */
  line({ action, target, actor }: AuditEntry, at: Date, { changed, ...result }: Finished): AuditRow {
    return {
      id: this.#id(at.getTime()),
      at: at.getTime(),
      // read in terminals and tables: what somebody typed is no line of its own there
      actor: spelledOut(describeActor(actor)),
      action,
      target: spelledOut(target).slice(0, 200),
      ...result,
      address: actor.address ?? null,
      request_id: actor.requestId ?? null,
      changed: Number(changed),
      times: 1,
    }
  }

  /** Sorts by time, then by the order within this process. */
  #id(at: number): string {
    this.#count = (this.#count + 1) % 0x1000000
    return `${idFrom(at)}${hexadecimal(this.#count, 6)}${hexadecimal(this.#mark, 8)}`
  }
}

const hexadecimal = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')

/** Lines from this time on have this id or a greater one. */
export const idFrom = (at: number): string => hexadecimal(Math.max(0, at), 12)

const nobody: AuditRow = {
  id: '',
  at: 0,
  actor: 'anonymous',
  action: '',
  target: '',
  outcome: 'refused',
  code: null,
  address: null,
  request_id: null,
  changed: 0,
  times: 1,
}

const logs = new WeakMap<Database, AuditLog>()

/** The one log of a database in this process. */
export function auditOf(database: Database): AuditLog {
  let log = logs.get(database)
  if (!log) {
    log = new AuditLog(database)
    logs.set(database, log)
  }
  return log
}

export interface AuditLine {
  readonly id: string
  readonly at: string
  readonly actor: string
  readonly action: string
  readonly target: string
  readonly outcome: AuditRow['outcome']
  readonly code: string | null
  readonly address: string | null
  readonly requestId: string | null
  readonly changed: boolean
  readonly times: number
  /** The plant that the target names by its id, with its name of now; null where there is none, or none any more. */
  readonly plant: NamedPlant | null
}

interface NamedPlant {
  readonly id: string
  readonly name: string
}

export interface AuditFilter {
  readonly actor?: string | undefined
  readonly action?: string | undefined
  readonly target?: string | undefined
  readonly outcomes?: readonly AuditRow['outcome'][] | undefined
  readonly changed?: boolean | undefined
  /** Milliseconds since 1970; the first moment that counts, and the first that does not any more. */
  readonly since?: number | undefined
  readonly until?: number | undefined
  /** `id` of the last line of the page before. */
  readonly cursor?: string | undefined
}

/** The newest lines first. An actor may be named as a whole, or by the name alone, which means tokens and shell too. */
export async function readAudit(query: Queries, limit: number, filter: AuditFilter): Promise<AuditLine[]> {
  let lines = query.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(limit)
  const { actor, action, target, outcomes, changed, since, until, cursor } = filter
  if (actor?.includes(':')) lines = lines.where('actor', '=', actor)
  else if (actor !== undefined) {
    const tokens = `token:${actor}/`
    lines = lines.where((line) =>
      line.or([
        line('actor', 'in', [actor, `user:${actor}`, `shell:${actor}`]),
        line(line.fn<string>('substr', ['actor', sql.lit(1), sql.lit(tokens.length)]), '=', tokens),
      ]),
    )
  }
  if (action !== undefined) lines = lines.where('action', '=', action)
  if (target !== undefined) lines = lines.where('target', '=', target)
  if (outcomes !== undefined) lines = lines.where('outcome', 'in', outcomes)
  if (changed !== undefined) lines = lines.where('changed', '=', Number(changed))
  if (since !== undefined) lines = lines.where('id', '>=', idFrom(since))
  if (until !== undefined) lines = lines.where('id', '<', idFrom(until))
  if (cursor !== undefined) lines = lines.where('id', '<', cursor)
  const rows = await lines.execute()
  const plants = await plantsOf(query, rows)
  return rows.map(({ id, at, request_id, changed: mark, ...line }) => ({
    id,
    at: new Date(at).toISOString(),
    ...line,
    requestId: request_id,
    changed: mark === 1,
    plant: plants.get(plantIn(line)) ?? null,
  }))
}

type AboutPlant = Pick<AuditRow, 'action' | 'target'>

/** Plants that lines are about, by their ids. */
async function plantsOf(query: Queries, lines: readonly AboutPlant[]): Promise<Map<string, NamedPlant>> {
  const ids = new Set(lines.map(plantIn).filter((id) => id !== ''))
  if (ids.size === 0) return new Map()
  const plants = await query
    .selectFrom('plants')
    .select(['id', 'name'])
    .where('id', 'in', [...ids])
    .execute()
  return new Map(plants.map((plant) => [plant.id, plant]))
}

/** These name a plant that has no id yet; somebody might name it like the id of another one. */
const namesPlant = ['plant.create', 'plant.import']

/** Id of the plant with which the target begins; empty where it is about none. */
const plantIn = ({ action, target }: AboutPlant): string =>
  action.startsWith('plant.') && !namesPlant.includes(action) ? (/^\w+/.exec(target)?.[0] ?? '') : ''
