import { type Dialect, PostgresDialect } from 'kysely'
import pg from 'pg'

const connectTimeoutMs = 5_000
const mostConnections = 10

/** Times are counted in milliseconds and fit into a number for as long as anybody needs. */
const int8 = 20
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === int8 ? (value: unknown) => Number(value) : (pg.types.getTypeParser(oid, format as 'text') as never),
}

/** A pool of connections to the server that `url` names. */
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
  return new PostgresDialect({ pool })
}
