import { spelledOut } from '../../core/spelled-out.ts'
import type { Database } from '../storage/database.ts'
import type { AuditRow, Queries } from '../storage/tables.ts'
import { type Actor, describeActor } from './actor.ts'

/** How long a line about something that was only read may wait for others, to be written with them. */
const gatherMs = 500
/** A flood is cut: what is lost are lines about refused and reading requests, and how many is told. */
const mostWaiting = 2_000
const linesAtOnce = 100

export interface AuditEntry {
  readonly action: string
  readonly target: string
  readonly actor: Actor
}

export type Result = Pick<AuditRow, 'outcome' | 'code'>

/** Who did what, when, on what, with what result. Lines are added and never changed, except by their own result. */
export class AuditLog {
  readonly #database: Database
  readonly #waiting: AuditRow[] = []
  /** Two servers give no line the same id. */
  readonly #mark = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
  #lost = 0
  #count = 0
  #timer: NodeJS.Timeout | undefined

  constructor(database: Database) {
    this.#database = database
  }

  /** Written before a change. @returns what `end` needs */
  async begin(entry: AuditEntry, at: Date): Promise<string> {
    const row = this.#row(entry, at, { outcome: 'begun', code: null })
    await this.#database.query.insertInto('audit').values(row).execute()
    return row.id
  }

  /** Written after a change. */
  async end(id: string, { outcome, code }: Result): Promise<void> {
    await this.#database.query.updateTable('audit').set({ outcome, code }).where('id', '=', id).execute()
  }

  /** For what changes nothing: written soon, together with others, or by `flush`. */
  note(entry: AuditEntry, at: Date, result: Result): void {
    if (this.#waiting.length >= mostWaiting) this.#lost++
    else this.#waiting.push(this.#row(entry, at, result))
    this.#timer ??= setTimeout(() => void this.flush().catch(() => {}), gatherMs).unref()
  }

  /** Writes what waits. What cannot be written waits on. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const rows = this.#waiting.splice(0)
    if (this.#lost > 0 && rows[0]) {
      const { at, id } = rows[0]
      rows.push({ ...nobody, id: `${id.slice(0, -1)}z`, at, action: 'audit.cut', target: `${this.#lost} lines` })
      this.#lost = 0
    }
    if (rows.length === 0) return
    try {
      await this.#database.transaction(async (query) => {
        for (let from = 0; from < rows.length; from += linesAtOnce)
          await query
            .insertInto('audit')
            .values(rows.slice(from, from + linesAtOnce))
            .execute()
      })
    } catch (error) {
      this.#waiting.unshift(...rows)
      throw error
    }
  }

  #row({ action, target, actor }: AuditEntry, at: Date, result: Result): AuditRow {
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
    }
  }

  /** Sorts by time, then by the order within this process. */
  #id(at: number): string {
    this.#count = (this.#count + 1) % 0x1000000
    const [time, count, mark] = [
      [at, 12],
      [this.#count, 6],
      [this.#mark, 8],
    ].map(([value = 0, digits]) => value.toString(16).padStart(digits ?? 0, '0'))
    return `${time}${count}${mark}`
  }
}

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
}

export interface AuditFilter {
  readonly actor?: string | undefined
  readonly action?: string | undefined
  readonly outcome?: AuditRow['outcome'] | undefined
  /** `id` of the last line of the page before. */
  readonly cursor?: string | undefined
}

/** The newest lines first. An actor may be named as a whole, or by the name alone. */
export async function readAudit(query: Queries, limit: number, filter: AuditFilter): Promise<AuditLine[]> {
  let lines = query.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(limit)
  const { actor, action, outcome, cursor } = filter
  if (actor !== undefined)
    lines = lines.where('actor', 'in', actor.includes(':') ? [actor] : [actor, `user:${actor}`, `shell:${actor}`])
  if (action !== undefined) lines = lines.where('action', '=', action)
  if (outcome !== undefined) lines = lines.where('outcome', '=', outcome)
  if (cursor !== undefined) lines = lines.where('id', '<', cursor)
  return (await lines.execute()).map(({ id, at, request_id, ...line }) => ({
    id,
    at: new Date(at).toISOString(),
    ...line,
    requestId: request_id,
  }))
}
