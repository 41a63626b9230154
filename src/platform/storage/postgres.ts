import { type Dialect, PostgresDialect } from 'kysely'
import pg from 'pg'
import { platformError } from '../errors.ts'

const connectTimeoutMs = 5_000
const mostConnections = 10

/** Times are counted in milliseconds and fit into a number for as long as anybody needs. */
const int8 = 20
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === int8 ? (value: unknown) => Number(value) : (pg.types.getTypeParser(oid, format as 'text') as never),
}

/**
 * A pool of connections to the server that `url` names. While the server is away each query fails with
 * platform.database-unavailable; when it is back the next one goes through.
 */
export function postgresDialect(url: string): Dialect {
  const pool = new pg.Pool({
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
    max: mostConnections,
    types,
    application_name: 'ign',
    // a command that is done does not wait for connections that nobody uses
    allowExitOnIdle: true,
  })
  // a connection that breaks while nobody uses it; the next query makes a new one or says why not
  pool.on('error', () => {})
  // one that breaks while somebody uses it fails that query; unheard, the error would end the process too
  pool.on('connect', (client) => client.on('error', () => {}))
  const connect = () =>
    pool.connect().catch((error: unknown) => {
      throw unreachable(error)
    })
  return new PostgresDialect({ pool: { options: pool.options, connect, end: () => pool.end() } })
}

/** The driver's own error may hold the address, and the address a password. */
function unreachable(error: unknown): Error {
  const { code, message } = error as { code?: string; message: string }
  return platformError('platform.database-unavailable', `the PostgreSQL server does not answer: ${code ?? message}`, {
    hint: 'Check that the server runs and that IGN_DATABASE_URL has its address, database, user and password.',
  })
}
