import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { IgnError } from '../../core/error.ts'
import { isAtLeast, type Role } from '../auth/actor.ts'
import type { Database } from '../storage/database.ts'
import type { JobEventRow, JobRow, Queries } from '../storage/tables.ts'
import { jobError } from './errors.ts'

export type JobState = 'running' | 'done' | 'failed' | 'cancelled' | 'lost'

/** Work that goes on after its request was answered, as every server with the same database tells it. */
export interface Job {
  readonly id: string
  /** Id of the action: `stack.verify`. */
  readonly action: string
  readonly title: string
  /** Id of the plant that it is about, or null. */
  readonly plant: string | null
  readonly state: JobState
  readonly steps: { readonly done: number; readonly total: number }
  readonly startedAt: string
  readonly startedBy: string
  readonly endedAt: string | null
  readonly result: unknown
  readonly error: { readonly code: string; readonly message: string } | null
}

export interface JobEvent {
  /** Counts from 1 within its job. */
  readonly number: number
  readonly at: string
  readonly kind: string
  readonly data: unknown
}

export interface JobOrder {
  readonly action: string
  readonly title: string
  readonly plant?: string
  /** Role that is needed to see it. */
  readonly readRole: Role
  readonly by: string
}

/** What a job's work is given. */
export interface Progress {
  readonly id: string
  /** Aborted when somebody stops the job or the server ends. */
  readonly signal: AbortSignal
  /** Tells what happened; `done` of `total` steps are behind it then. */
  readonly tell: (kind: string, data: unknown, steps?: { readonly done: number; readonly total: number }) => void
}

/** How often a server says that its jobs are alive, and after how long without that they count as lost. */
const beatMs = 2_000
const lostAfterMs = 20_000
/** How often events of a job are asked for that another server runs. */
const askAgainMs = 400
const eventsAtOnce = 500
const closeMs = 5_000

/** The jobs of this process, and a view of all others in the database. */
export class Jobs {
  readonly #database: Database
  readonly #now: () => number
  readonly #running = new Map<string, RunningJob>()
  #beat: NodeJS.Timeout | undefined
  #lookedForLostAt = 0

  constructor(database: Database, now: () => number = Date.now) {
    this.#database = database
    this.#now = now
  }

  /** Starts work and returns at once. What the work returns is the job's result, what it throws its error. */
  async start(order: JobOrder, work: (progress: Progress) => Promise<unknown>): Promise<Job> {
    const now = this.#now()
    const row: JobRow = {
      id: randomUUID(),
      action: order.action,
      title: order.title,
      plant_id: order.plant ?? null,
      read_role: order.readRole,
      state: 'running',
      done: 0,
      total: 0,
      started_at: now,
      started_by: order.by,
      alive_at: now,
      stop_wanted: 0,
      ended_at: null,
      result: null,
      code: null,
      message: null,
    }
    await this.#database.query.insertInto('jobs').values(row).execute()
    const running = new RunningJob(row.id, this.#database, this.#now)
    this.#running.set(row.id, running)
    this.#beat ??= setInterval(() => void this.#stayAlive().catch(() => {}), beatMs).unref()
    void running.run(work).finally(() => this.#running.delete(row.id))
    return jobOf(row)
  }

  /** @throws job.no-such-job */
  async read(role: Role, id: string): Promise<Job> {
    await this.#findLost()
    const row = await this.#database.query.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirst()
    if (!row || !isAtLeast(role, row.read_role as Role))
      throw jobError('job.no-such-job', `there is no job "${id.slice(0, 64)}"`)
    return jobOf(row)
  }

  /** The newest first; `before` is the id of the last one of the page before. */
  async list(role: Role, limit: number, filter: { plant?: string | undefined; before?: string | undefined } = {}) {
    await this.#findLost()
    let rows = this.#database.query.selectFrom('jobs').selectAll()
    if (filter.plant !== undefined) rows = rows.where('plant_id', '=', filter.plant)
    if (filter.before !== undefined) {
      const last = await this.read(role, filter.before)
      const at = Date.parse(last.startedAt)
      rows = rows.where(({ eb, and, or }) =>
        or([eb('started_at', '<', at), and([eb('started_at', '=', at), eb('id', '<', last.id)])]),
      )
    }
    const found = await rows.orderBy('started_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
    return found.filter((row) => isAtLeast(role, row.read_role as Role)).map(jobOf)
  }

  /** Asks for a job's end, wherever it runs. @throws job.no-such-job, job.ended */
  async stop(role: Role, id: string): Promise<void> {
    const { state, title } = await this.read(role, id)
    if (state !== 'running') throw jobError('job.ended', `"${title}" has ended: ${state}`)
    await this.#database.query.updateTable('jobs').set({ stop_wanted: 1 }).where('id', '=', id).execute()
    this.#running.get(id)?.stop()
  }

  /**
   * What happened in a job after event `after`, until its end; first what is known, then what comes.
   *
   * @throws job.no-such-job
   */
  async *events(role: Role, id: string, after: number, signal: AbortSignal): AsyncGenerator<readonly JobEvent[]> {
    let last = after
    const leaving = aborted(signal)
    while (!signal.aborted) {
      // read before the events: what is told last is told before the end
      const { state } = await this.read(role, id)
      const arrival = this.#running.get(id)?.arrival(last)
      const events = await eventsAfter(this.#database.query, id, last)
      last = events.at(-1)?.number ?? last
      if (events.length > 0) yield events
      else if (state !== 'running') return
      else await Promise.race([arrival ?? delay(askAgainMs), leaving])
    }
  }

  /** Stops what runs here and waits until it is written down; what does not end in time is found lost by others. */
  async close(): Promise<void> {
    clearInterval(this.#beat)
    const running = [...this.#running.values()]
    for (const job of running) job.stop(jobError('job.lost', 'the server that ran it has ended'))
    await Promise.race([Promise.all(running.map(({ ended }) => ended)), delay(closeMs, undefined, { ref: false })])
  }

  async #stayAlive(): Promise<void> {
    const ids = [...this.#running.keys()]
    if (ids.length === 0) return
    const { query } = this.#database
    await query.updateTable('jobs').set({ alive_at: this.#now() }).where('id', 'in', ids).execute()
    const stopped = await query
      .selectFrom('jobs')
      .select('id')
      .where('id', 'in', ids)
      .where('stop_wanted', '=', 1)
      .execute()
    for (const { id } of stopped) this.#running.get(id)?.stop()
  }

  async #findLost(): Promise<void> {
    const now = this.#now()
    if (now - this.#lookedForLostAt < beatMs) return
    this.#lookedForLostAt = now
    await this.#database.query
      .updateTable('jobs')
      // when it was alive for the last time, not when somebody looked
      .set(({ ref }) => ({
        state: 'lost',
        ended_at: ref('alive_at'),
        code: 'job.lost',
        message: 'the server that ran it has ended',
      }))
      .where('state', '=', 'running')
      .where('alive_at', '<', now - lostAfterMs)
      .execute()
  }
}

/** One job of this process. Its events are written in their order, several at once where they come fast. */
class RunningJob {
  readonly ended: Promise<void>
  readonly #id: string
  readonly #database: Database
  readonly #now: () => number
  readonly #abort = new AbortController()
  readonly #waiting: JobEventRow[] = []
  #count = 0
  #written = 0
  #isOver = false
  #steps = { done: 0, total: 0 }
  #writing: Promise<void> | undefined
  #listeners: (() => void)[] = []
  #end: () => void = () => {}

  constructor(id: string, database: Database, now: () => number) {
    this.#id = id
    this.#database = database
    this.#now = now
    this.ended = new Promise((resolve) => {
      this.#end = resolve
    })
  }

  stop(why = jobError('job.cancelled', 'the job was stopped')): void {
    this.#abort.abort(why)
  }

  /** Resolves when there are events after number `last`, or the job has ended. */
  arrival(last: number): Promise<void> {
    if (this.#written > last) return Promise.resolve()
    return new Promise((resolve) => this.#listeners.push(resolve))
  }

  async run(work: (progress: Progress) => Promise<unknown>): Promise<void> {
    const { signal } = this.#abort
    try {
      const result = await work({
        id: this.#id,
        signal,
        tell: (kind, data, steps) => this.#tell(kind, data, steps),
      })
      await this.#finish({ state: 'done', result: JSON.stringify(result ?? null) })
    } catch (thrown) {
      // what ends because it was stopped says so in words of its own
      const error: unknown = signal.aborted ? signal.reason : thrown
      const { code, message } =
        error instanceof IgnError ? error : { code: 'action.unexpected', message: 'the job could not be carried out' }
      if (!(error instanceof IgnError)) process.stderr.write(`job ${this.#id}: ${(error as Error).stack}\n`)
      const state = !signal.aborted ? 'failed' : code === 'job.lost' ? 'lost' : 'cancelled'
      await this.#finish({ state, code, message })
    }
  }

  #tell(kind: string, data: unknown, steps = this.#steps): void {
    // work that was stopped may still tell what was under way
    if (this.#isOver) return
    this.#steps = steps
    this.#waiting.push({
      job_id: this.#id,
      number: ++this.#count,
      at: this.#now(),
      kind,
      data: JSON.stringify(data),
    })
    this.#writing ??= this.#write()
      .catch((error: Error) => process.stderr.write(`job ${this.#id}: ${error.message}\n`))
      .then(() => {
        this.#writing = undefined
      })
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const events = this.#waiting.splice(0, eventsAtOnce)
      await this.#database.transaction(async (query) => {
        await query.insertInto('job_events').values(events).execute()
        await query.updateTable('jobs').set(this.#steps).where('id', '=', this.#id).execute()
      })
      this.#written = events.at(-1)?.number ?? this.#written
      this.#wake()
    }
  }

  async #finish(end: Pick<JobRow, 'state'> & Partial<JobRow>): Promise<void> {
    this.#isOver = true
    try {
      await this.#writing
      await this.#database.query
        .updateTable('jobs')
        .set({ ...end, ended_at: this.#now() })
        .where('id', '=', this.#id)
        .where('state', '=', 'running')
        .execute()
    } catch (error) {
      // the database is gone; other servers will find the job lost
      process.stderr.write(`job ${this.#id}: ${(error as Error).message}\n`)
    }
    this.#wake()
    this.#end()
  }

  #wake(): void {
    for (const resolve of this.#listeners.splice(0)) resolve()
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))

async function eventsAfter(query: Queries, id: string, after: number): Promise<JobEvent[]> {
  const rows = await query
    .selectFrom('job_events')
    .selectAll()
    .where('job_id', '=', id)
    .where('number', '>', after)
    .orderBy('number')
    .limit(eventsAtOnce)
    .execute()
  return rows.map(({ number, at, kind, data }) => ({
    number,
    at: new Date(at).toISOString(),
    kind,
    data: JSON.parse(data) as unknown,
  }))
}

const jobOf = (row: JobRow): Job => ({
  id: row.id,
  action: row.action,
  title: row.title,
  plant: row.plant_id,
  state: row.state as JobState,
  steps: { done: row.done, total: row.total },
  startedAt: new Date(row.started_at).toISOString(),
  startedBy: row.started_by,
  endedAt: row.ended_at === null ? null : new Date(row.ended_at).toISOString(),
  result: row.result === null ? null : (JSON.parse(row.result) as unknown),
  error: row.code === null ? null : { code: row.code, message: row.message ?? '' },
})

const known = new WeakMap<Database, Jobs>()

/** The jobs of a database in this process. */
export function jobsOf(database: Database): Jobs {
  let jobs = known.get(database)
  if (!jobs) {
    jobs = new Jobs(database)
    known.set(database, jobs)
  }
  return jobs
}
