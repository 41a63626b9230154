import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

/** Debian keeps the server's programs out of the path. */
const debianFolder = '/usr/lib/postgresql'
const programs = existsSync(debianFolder)
  ? readdirSync(debianFolder)
      .map((version) => join(debianFolder, version, 'bin'))
      .filter((folder) => existsSync(join(folder, 'initdb')))
      .at(-1)
  : undefined
const given = process.env.IGN_TEST_DATABASE_URL

/** Why there is no PostgreSQL here; undefined where there is one. */
export const withoutPostgres: string | undefined =
  given === undefined && programs === undefined
    ? 'no PostgreSQL: set IGN_TEST_DATABASE_URL or install postgresql'
    : undefined

/** The server refuses to run as root. */
const unprivileged = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

let running: Promise<string> | undefined
let stop: (() => Promise<void>) | undefined
let count = 0

/** The address of an empty database of its own. */
export async function emptyDatabase(): Promise<string> {
  running ??= given === undefined ? startCluster() : Promise.resolve(given)
  const server = await running
  const name = `ign_test_${process.pid}_${++count}`
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

/** Ends the server that was started here, if any; files share what they import, and the next one starts its own. */
export async function stopPostgres(): Promise<void> {
  running = undefined
  const end = stop
  stop = undefined
  await end?.()
}

/** Nothing has to survive a failure of the machine here, so nothing waits for the disk. */
const settings = [
  'listen_addresses=',
  'max_connections=200',
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
]

/** A server for the running test file, reached by a socket in its own folder. */
async function startCluster(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'ign-postgres-'))
  if (unprivileged.uid !== undefined) chownSync(folder, unprivileged.uid, unprivileged.gid)
  const data = join(folder, 'data')
  const options = { ...unprivileged, cwd: folder, encoding: 'utf8' } as const
  const made = spawnSync(
    join(programs as string, 'initdb'),
    ['-D', data, '-U', 'ign', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    options,
  )
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`)
  const server = spawn(
    join(programs as string, 'postgres'),
    ['-D', data, '-k', folder, ...settings.flatMap((setting) => ['-c', setting])],
    { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let log = ''
  await new Promise<void>((resolve, reject) => {
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text
      if (log.includes('database system is ready to accept connections')) resolve()
    })
    server.once('exit', () => reject(new Error(`PostgreSQL does not start: ${log}`)))
  })
  // also when the run is broken off
  const kill = () => server.kill('SIGINT')
  process.once('exit', kill)
  stop = async () => {
    process.off('exit', kill)
    const ended = once(server, 'exit')
    kill()
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  return `postgres://ign@localhost/postgres?host=${encodeURIComponent(folder)}`
}
