import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'

/** How long a statement waits for another process that is writing, and how often it asks. */
const busyTimeoutMs = 10_000
const askAgainMs = 5

/** SQLITE_BUSY, which its kinds have as their low byte. */
const isBusy = (error: unknown): boolean => ((error as { errcode?: number }).errcode ?? 0) % 256 === 5

/** Texts of statements come from the sources and are few; lists of values make more. */
const mostStatements = 500

/**
 * The database file of a home folder, for this user only. What is acknowledged is on the disk.
 *
 * @throws what the file system says
 */
export function sqliteDialect(home: string): Dialect {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const path = join(home, 'ign.db')
  // made here, because SQLite would make it with the modes of the environment; its side files take the same
  closeSync(openSync(path, 'a', 0o600))
  chmodSync(path, 0o600)
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new SqliteFile(path),
    createIntrospector: (database) => new SqliteIntrospector(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

/** One connection; the adapter tells Kysely to give it to one work at a time. */
class SqliteFile implements Driver {
  readonly #path: string
  #connection: SqliteConnection | undefined

  constructor(path: string) {
    this.#path = path
  }

  async init(): Promise<void> {
    // SQLite's own waiting would stop everything else that this process does
    const file = new DatabaseSync(this.#path, { timeout: 0, enableForeignKeyConstraints: true })
    this.#connection = new SqliteConnection(file)
    await this.#connection.executeQuery(CompiledQuery.raw('PRAGMA journal_mode = WAL'))
    await this.#connection.executeQuery(CompiledQuery.raw('PRAGMA synchronous = FULL'))
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    if (!this.#connection) throw new Error('the database is not open')
    return this.#connection
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    // a transaction that reads first and writes later would fail when another process wrote in between
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'))
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    this.#connection?.close()
  }
}

class SqliteConnection implements DatabaseConnection {
  readonly #file: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  constructor(file: DatabaseSync) {
    this.#file = file
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const deadline = performance.now() + busyTimeoutMs
    for (;;) {
      try {
        return this.#execute(sql, parameters as readonly SQLInputValue[])
      } catch (error) {
        if (!isBusy(error) || performance.now() > deadline) throw error
      }
      await delay(askAgainMs)
    }
  }

  // biome-ignore lint/correctness/useYield: nothing here reads so much that it has to stream
  async *streamQuery<Row>(): AsyncGenerator<QueryResult<Row>> {
    throw new Error('the database does not stream')
  }

  close(): void {
    this.#file.close()
  }

  #execute<Row>(sql: string, parameters: readonly SQLInputValue[]): QueryResult<Row> {
    const statement = this.#prepared(sql)
    if (statement.columns().length > 0) return { rows: statement.all(...parameters) as Row[] }
    const { changes, lastInsertRowid } = statement.run(...parameters)
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known) return known
    const statement = this.#file.prepare(sql)
    if (this.#statements.size < mostStatements) this.#statements.set(sql, statement)
    return statement
  }
}
