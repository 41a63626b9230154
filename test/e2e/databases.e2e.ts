import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isRequired, missingEngine, RunningStack } from './support/stack.ts'

const missing = missingEngine()

/** Everything that shells, Compose and SQL would trip over. */
const awkward = `it's $HOME "\${X}" #1 \\n %s & ; \`id\``

const plant = `version: 1
name: databases
services:
  history: { uses: timescaledb, options: { metrics: true }, ports: { postgres: false } }
  identity: { uses: postgres, options: { database: people, metrics: true }, ports: { postgres: false } }
  recipes: { uses: mariadb, options: { database: line_data, metrics: true, password: "env:AWKWARD" }, ports: { mariadb: false } }
  login: { uses: keycloak, connect: { database: recipes }, ports: { http: false } }
  charts: { uses: grafana, ports: { http: false }, connect: { oidc-login: [] } }
  metrics: { uses: prometheus, options: { scrapeInterval: 5s }, ports: { http: false } }
  all-tables: { uses: adminer, ports: { http: false } }
  my-tables: { uses: phpmyadmin, ports: { http: false } }
  tables: { uses: pgadmin, options: { email: operator@plant.local }, ports: { http: false } }
  file: { uses: sqlite-web, options: { password: "env:AWKWARD" }, ports: { http: 18083 } }
`

/**
 * Runs the first lines of the setup and lets the client kill itself there, line by line; at last the whole. What it
 * prints is how often the client died.
 */
const killedAtEachLine = (script: string): string => `
lines=$(wc -l </etc/plantwright/setup.sql) killed=0
for at in $(seq 0 $lines); do
  { head -n $at /etc/plantwright/setup.sql; echo '\\! kill -9 $PPID'; } >/tmp/setup.sql
  sed 's#/etc/plantwright/setup.sql#/tmp/setup.sql#' /etc/plantwright/setup.sh >/tmp/setup.sh
  status=0
  ${script} /tmp/setup.sh 2>/dev/null || status=$?
  [ $status = 137 ] && killed=$((killed + 1))
done
[ $killed = $((lines + 1)) ] && ${script} /etc/plantwright/setup.sh && echo "killed $killed times"
`

describe.skipIf(missing !== undefined && !isRequired)('databases of every kind on a real engine', () => {
  const base = mkdtempSync(join(tmpdir(), 'ign-databases-'))
  const killed: Record<string, string> = {}
  let stack: RunningStack

  beforeAll(() => {
    process.env.AWKWARD = awkward
    const file = join(base, 'plant.yaml')
    writeFileSync(file, plant)
    stack = new RunningStack(file)
    stack.generate()
    // before the setup ran for the first time
    stack.compose('up', '--detach', '--wait', '--pull', 'never', 'recipes', 'identity')
    for (const [job, shell] of [
      ['recipes-setup', 'bash'],
      ['identity-setup', 'sh'],
    ] as const) {
      const answer = stack.compose(
        'run',
        '--rm',
        '-T',
        '--no-deps',
        '--entrypoint',
        'bash',
        job,
        '-c',
        killedAtEachLine(shell),
      )
      killed[job] = answer.stdout + answer.stderr
    }
    stack.up()
  })

  afterAll(() => {
    delete process.env.AWKWARD
    stack?.destroy()
    rmSync(base, { recursive: true, force: true })
  })

  /** Statements on the MariaDB server as one of its users. */
  const asUser = (user: string, secret: string, sql: string) =>
    stack.compose(
      'exec',
      '-T',
      '--env',
      `MYSQL_PWD=${secret}`,
      'recipes',
      'mariadb',
      '--no-defaults',
      '--host=recipes',
      `--user=${user}`,
      '--batch',
      '--skip-column-names',
      '--execute',
      sql,
    )

  const asSuperuser = (service: string, database: string, sql: string) =>
    stack.exec(service, 'psql', '-XAtq', '-U', 'postgres', '-d', database, '-c', sql)

  it('carries current on every wire', () => {
    const { exitCode, probes } = stack.verify()

    expect(probes.filter((probe) => !probe.ok)).toEqual([])
    expect(probes).toHaveLength(16)
    expect(exitCode).toBe(0)
  })

  it.each(['recipes-setup', 'identity-setup'])('had %s killed after each line and run to its end', (job) => {
    expect(killed[job]).toMatch(/^killed [1-9][0-9] times\n/m)
  })

  it('lets MariaDB’s root in with exactly the chosen password', () => {
    expect(asUser('root', awkward, 'SELECT 1').stdout.trim()).toBe('1')
    expect(asUser('root', 'other', 'SELECT 1').stderr).toMatch(/1045/)
  })

  it('keeps a consumer of MariaDB out of the databases of others', () => {
    asUser('root', awkward, 'CREATE DATABASE IF NOT EXISTS linexdata')
    const reader = stack.secret('my-tables.recipes.database-password')

    expect(asUser('my_tables', reader, 'SHOW DATABASES').stdout.trim().split('\n').sort()).toEqual([
      'information_schema',
      'line_data',
    ])
    expect(asUser('my_tables', reader, 'CREATE TABLE linexdata.t (id INT)').stderr).toMatch(/1142|1044/)
    expect(
      asUser('recipes_exporter', stack.secret('recipes.exporter-password'), 'SELECT COUNT(*) FROM login.REALM').stderr,
    ).toMatch(/1142|1044/)
  })

  it('keeps Keycloak’s realm in MariaDB', () => {
    const own = stack.secret('login.database-password')

    expect(asUser('login', own, 'SELECT COUNT(*) FROM login.REALM').stdout.trim()).not.toBe('0')
  })

  it('makes hypertables in the shared database, and readers read them', () => {
    const made = asSuperuser(
      'history',
      'plant',
      "SET ROLE plant_owner; CREATE TABLE flow (t timestamptz NOT NULL, v float); SELECT create_hypertable('flow', 't'); INSERT INTO flow VALUES (now(), 1.5)",
    )
    expect(made.stderr).not.toMatch(/ERROR/)

    const read = stack.compose(
      'exec',
      '-T',
      '--env',
      `PGPASSWORD=${stack.secret('tables.history.database-password')}`,
      'history',
      'psql',
      '-XAtw',
      '-h',
      'history',
      '-U',
      'tables',
      '-d',
      'plant',
      '-c',
      'SELECT sum(v) FROM flow',
    )
    expect(read.stdout.trim()).toBe('1.5')
  })

  it('exports metrics of each server with a login that reads no data', () => {
    const ask = (metric: string) =>
      stack.exec('metrics', 'wget', '-q', '-O', '-', `http://127.0.0.1:9090/api/v1/query?query=${metric}`).stdout

    expect(ask('pg_up').match(/"value":\[[0-9.]+,"1"\]/g)).toHaveLength(2)
    expect(ask('mysql_up').match(/"value":\[[0-9.]+,"1"\]/g)).toHaveLength(1)
    const refused = stack.compose(
      'exec',
      '-T',
      '--env',
      `PGPASSWORD=${stack.secret('identity.exporter-password')}`,
      'identity',
      'psql',
      '-XAtw',
      '-h',
      'identity',
      '-U',
      'identity_exporter',
      '-d',
      'people',
      '-c',
      'SELECT 1',
    )
    expect(refused.stderr).toMatch(/permission denied for database/)
  })

  it('tells of a password that somebody changed, and the setup sets it again', () => {
    asUser('root', awkward, "ALTER USER my_tables@'%' IDENTIFIED BY 'changed-by-hand'")
    asSuperuser('identity', 'people', "ALTER ROLE tables PASSWORD 'changed-by-hand'")

    const broken = stack.verify()
    expect(broken.exitCode).toBe(8)
    expect(broken.probes.filter((probe) => !probe.ok).map((probe) => probe.wire)).toEqual([
      'my-tables.database.recipes',
      'tables.database.identity',
    ])
    expect(broken.probes.find((probe) => probe.wire === 'my-tables.database.recipes')?.hint).toContain('recipes-setup')

    stack.compose('up', '--detach', '--pull', 'never', 'recipes-setup', 'identity-setup')
    stack.compose('wait', 'recipes-setup', 'identity-setup')
    expect(stack.verify().exitCode).toBe(0)
  })

  it('shows the SQLite file to who knows the password, and to nobody else', async () => {
    const page = 'http://127.0.0.1:18083'
    const signIn = (password: string) =>
      fetch(`${page}/login/`, { method: 'POST', body: new URLSearchParams({ password }), redirect: 'manual' })

    expect((await fetch(`${page}/`, { redirect: 'manual' })).headers.get('location')).toContain('/login/')
    expect((await signIn('other')).headers.get('set-cookie') ?? '').not.toContain('authorized')
    const { status, headers } = await signIn(awkward)
    expect(status).toBe(302)
    const cookie = headers
      .getSetCookie()
      .map((one) => one.split(';', 1)[0])
      .join('; ')
    const home = await fetch(`${page}/`, { headers: { Cookie: cookie }, redirect: 'manual' })
    expect(home.status).toBe(200)
    expect(await home.text()).toContain('plant.db')
  })
})
