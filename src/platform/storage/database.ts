import { Kysely, sql, type Transaction } from 'kysely'
import { IgnError } from '../../core/error.ts'
import { platformError } from '../errors.ts'
import { type Migration, migrations } from './migrations.ts'
import type { Tables } from './tables.ts'

/** The state of the server and of `ign user` and `ign audit`: SQLite in the home folder, or PostgreSQL. */
export interface Database {
  readonly kind: 'sqlite' | 'postgres'
  readonly query: Kysely<Tables>
  /**
   * All of the work or nothing. Works that name the same lock run one after another, over all processes; on SQLite
   * every work does. Use what it gets, not `query`: on SQLite that would wait for the end of the work.
   */
  readonly transaction: <T>(work: (query: Transaction<Tables>) => Promise<T>, lock?: string) => Promise<T>
  readonly close: () => Promise<void>
}

/**
 * Opens the database and brings its tables up to date, also when several processes start at once.
 *
 * @param home folder of the SQLite file
 * @param url  address of a PostgreSQL server, instead of the file
 * @throws platform.database-unavailable  when it cannot be opened
 * @throws platform.database-newer        when a newer ign has changed it
 */
export async function openDatabase(home: string, url?: string): Promise<Database> {
  const kind = url === undefined ? 'sqlite' : 'postgres'
  try {
    const dialect =
      url === undefined
        ? (await import('./sqlite.ts')).sqliteDialect(home)
        : (await import('./postgres.ts')).postgresDialect(url)
    const database = databaseOf(kind, new Kysely<Tables>({ dialect }))
    try {
      await database.transaction((query) => migrate(query, migrations), 'migrations')
      return database
    } catch (error) {
      await database.close()
      throw error
    }
  } catch (error) {
    if (error instanceof IgnError) throw error
    const place = kind === 'sqlite' ? `in ${home}` : 'that IGN_DATABASE_URL names'
    throw platformError(
      'platform.database-unavailable',
      `cannot open the database ${place}: ${(error as Error).message}`,
      { cause: error },
    )
  }
}

const databaseOf = (kind: Database['kind'], query: Kysely<Tables>): Database => ({
  kind,
  query,
  transaction: (work, lock) =>
    query.transaction().execute(async (inside) => {
      if (lock !== undefined && kind === 'postgres')
        await sql`select pg_advisory_xact_lock(hashtextextended(${`ign ${lock}`}, 0))`.execute(inside)
      return work(inside)
    }),
  close: () => query.destroy(),
})

/** Takes the steps that this database has not taken. @throws platform.database-newer */
export async function migrate(query: Kysely<Tables>, steps: readonly Migration[]): Promise<void> {
  await sql`create table if not exists migrations (name text primary key)`.execute(query)
  const { rows } = await sql<{ name: string }>`select name from migrations`.execute(query)
  const taken = new Set(rows.map(({ name }) => name))
  const known = new Set(steps.map(({ name }) => name))
  const foreign = [...taken].filter((name) => !known.has(name))
  if (foreign.length > 0)
    throw platformError(
      'platform.database-newer',
      `the database has ${foreign.join(', ')}, which this ign does not know`,
    )
  for (const { name, up } of steps) {
    if (taken.has(name)) continue
    await up(query)
    await sql`insert into migrations (name) values (${name})`.execute(query)
  }
}
