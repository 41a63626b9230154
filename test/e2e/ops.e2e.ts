import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isRequired, missingEngine, RunningStack } from './support/stack.ts'

const missing = missingEngine()

describe.skipIf(missing !== undefined && !isRequired)('a secret store on a real engine', () => {
  const stack = new RunningStack(join(import.meta.dirname, 'plants', 'ops.yaml'))

  beforeAll(() => {
    stack.generate()
    stack.up()
  })

  afterAll(() => stack.destroy())

  /** A command of the store as one of its users, with the token on standard input of nothing and in no argument. */
  const asRole = (owner: string, halves: string, ...words: string[]) =>
    stack.compose(
      'exec',
      '-T',
      '-e',
      `ROLE_ID=${stack.secret(`${owner}.${halves}-role-id`)}`,
      '-e',
      `SECRET_ID=${stack.secret(`${owner}.${halves}-secret-id`)}`,
      'secrets',
      'sh',
      '-c',
      'VAULT_TOKEN=$(vault write -field=token auth/approle/login role_id="$ROLE_ID" secret_id="$SECRET_ID") vault "$@"',
      'vault',
      ...words,
    )
  const asConsumer = (name: string, ...words: string[]) => asRole(name, 'secret-store', ...words)
  const asOperator = (...words: string[]) => asRole('secrets', 'setup', ...words)

  /** Runs SQL in the shared database over the network, where the server asks for the password. */
  const sql = (user: string, password: string, statement: string) =>
    stack.compose(
      'exec',
      '-T',
      '-e',
      `PGPASSWORD=${password}`,
      'history',
      ...['psql', '-XAtw', '-h', 'history', '-U', user, '-d', 'plant', '-c', statement],
    )

  const injected = (name: string): string => stack.exec('images', 'cat', `/injected/${name}`).stdout

  async function until<T>(seconds: number, ask: () => T | undefined): Promise<T> {
    for (let waited = 0; waited < seconds; waited++) {
      const answer = ask()
      if (answer !== undefined) return answer
      await sleep(1000)
    }
    throw new Error(`not within ${seconds} s`)
  }

  it('carries current on every wire', () => {
    const { exitCode, probes } = stack.verify()

    expect(probes.filter((probe) => !probe.ok)).toEqual([])
    expect(probes.map(({ wire }) => wire).sort()).toEqual([
      'copies.metrics.metrics',
      'copies.secret-store.secrets',
      'images.metrics.metrics',
      'images.secret-store.secrets',
      'secrets.database.history',
      'secrets.database.line-db',
      'secrets.metrics.metrics',
    ])
    expect(exitCode).toBe(0)
  })

  it('gives a consumer its own secret and no other’s', () => {
    const own = asConsumer('images', 'kv', 'get', '-mount=stack', '-field=value', 'images/password')
    const other = asConsumer('images', 'kv', 'get', '-mount=stack', '-field=value', 'copies/password')

    expect(own.stdout).toBe(stack.secret('images.password'))
    expect(other.exitCode).not.toBe(0)
    expect(other.stderr).toContain('permission denied')
    expect(asOperator('kv', 'get', '-mount=stack', '-field=value', 'copies/password').stdout).toBe(
      stack.secret('copies.password'),
    )
  })

  it('writes the secrets of a consumer to files beside it', () => {
    expect(injected('password')).toBe(stack.secret('images.password'))
    expect(injected('history-reports.username')).toBe('reports')
  })

  it('changes the password of a database login: the file follows, and the old one is worth nothing', async () => {
    const old = await until(30, () => {
      const password = injected('history-reports.password')
      return sql('reports', password, 'SELECT 1').stdout === '1\n' ? password : undefined
    })

    const next = await until(60, () => {
      const password = injected('history-reports.password')
      return password !== old && sql('reports', password, 'SELECT 1').stdout === '1\n' ? password : undefined
    })

    const refused = sql('reports', old, 'SELECT 1')
    expect(refused.exitCode).not.toBe(0)
    expect(refused.stderr).toContain('password authentication failed')
    expect(next).not.toBe(old)
  }, 120_000)

  it('changes a password at once when the operator asks for it', () => {
    const read = () => asOperator('read', '-field=password', 'database/static-creds/history-loader').stdout
    const old = read()
    expect(sql('loader', old, 'CREATE TABLE loaded (id int)').exitCode).toBe(0)

    expect(asOperator('write', '-f', 'database/rotate-role/history-loader').exitCode).toBe(0)

    expect(sql('loader', old, 'SELECT 1').stderr).toContain('password authentication failed')
    expect(sql('loader', read(), 'DROP TABLE loaded').exitCode).toBe(0)
  })

  it('leases a login that may read and is gone when it is given back', () => {
    const { data, lease_id: lease } = JSON.parse(
      asConsumer('copies', 'read', '-format=json', 'database/creds/history-visitor').stdout,
    ) as { lease_id: string; data: { username: string; password: string } }
    expect(sql(data.username, data.password, 'SELECT 1').stdout).toBe('1\n')
    expect(sql(data.username, data.password, 'CREATE TABLE mine (id int)').exitCode).not.toBe(0)

    expect(asOperator('lease', 'revoke', lease).exitCode).toBe(0)

    expect(sql(data.username, data.password, 'SELECT 1').exitCode).not.toBe(0)
    expect(asConsumer('images', 'read', 'database/creds/history-visitor').stderr).toContain('permission denied')
  })

  /** Runs SQL in the shared database of MariaDB over the network. */
  const lineSql = (user: string, password: string, statement: string) =>
    stack.compose(
      ...['exec', '-T', '-e', `MYSQL_PWD=${password}`, 'line-db'],
      ...['mariadb', '--no-defaults', '--host=line-db', `--user=${user}`, '-BN', 'plant', '--execute', statement],
    )

  it('looks after logins of MariaDB as well', () => {
    const read = () => asOperator('read', '-field=password', 'database/static-creds/line-db-loader').stdout
    const old = read()
    expect(lineSql('loader', old, 'CREATE TABLE loaded (id INT)').exitCode).toBe(0)
    const reader = asConsumer('images', 'read', '-field=password', 'database/static-creds/line-db-reports').stdout
    expect(lineSql('reports', reader, 'SELECT COUNT(*) FROM loaded').stdout).toBe('0\n')
    expect(lineSql('reports', reader, 'DROP TABLE loaded').stderr).toContain('denied')

    expect(asOperator('write', '-f', 'database/rotate-role/line-db-loader').exitCode).toBe(0)

    expect(lineSql('loader', old, 'SELECT 1').stderr).toContain('Access denied')
    expect(lineSql('loader', read(), 'DROP TABLE loaded').exitCode).toBe(0)
  })

  it('leases a login of MariaDB that is gone when it is given back', () => {
    const { data, lease_id: lease } = JSON.parse(
      asConsumer('copies', 'read', '-format=json', 'database/creds/line-db-visitor').stdout,
    ) as { lease_id: string; data: { username: string; password: string } }
    expect(lineSql(data.username, data.password, 'SELECT 1').stdout).toBe('1\n')
    expect(lineSql(data.username, data.password, 'CREATE TABLE mine (id INT)').stderr).toContain('denied')

    expect(asOperator('lease', 'revoke', lease).exitCode).toBe(0)

    expect(lineSql(data.username, data.password, 'SELECT 1').stderr).toContain('Access denied')
  })

  it('can do nothing in MariaDB but look after its own logins', () => {
    const manager = stack.secret('secrets.line-db.database-password')
    const asManager = (statement: string) =>
      stack.compose(
        ...['exec', '-T', '-e', `MYSQL_PWD=${manager}`, 'line-db', 'mariadb', '--no-defaults', '--host=line-db'],
        ...['--user=secrets', '-BN', '--execute', statement],
      )

    for (const statement of [
      "CALL managed_logins.secrets_rotate('root', 'x')",
      "CALL managed_logins.secrets_rotate('root''@''%'' IDENTIFIED BY ''x'' -- ', 'x')",
      "CALL managed_logins.secrets_lease('loader', 'x')",
      "CALL managed_logins.secrets_revoke('root')",
      "ALTER USER root@'%' IDENTIFIED BY 'x'",
      'CREATE USER other',
      'SELECT * FROM plant.anything',
    ]) {
      expect(asManager(statement).stderr, statement).toMatch(/looked after by somebody else|denied/)
    }
    expect(asManager("CALL managed_logins.secrets_rotate('loader', 'a''b\\\\c')").exitCode).toBe(0)
    expect(lineSql('loader', "a'b\\c", 'SELECT 1').stdout).toBe('1\n')
    expect(asOperator('write', '-f', 'database/rotate-role/line-db-loader').exitCode).toBe(0)
  })

  it('has revoked its root token and keeps the key where only root reads', () => {
    const keys = stack.exec('secrets-unseal', 'cat', '/vault/keys/keys').stdout

    expect(keys).toMatch(/^Unseal Key 1: /)
    expect(keys).not.toContain('Root Token')
    expect(stack.exec('secrets-unseal', 'stat', '-c', '%a %u', '/vault/keys/keys').stdout).toBe('600 0\n')
    expect(stack.exec('secrets', 'ls', '/vault/keys').exitCode).not.toBe(0)
  })

  it('asks for the login of the registry', () => {
    const ask = (header: string) =>
      stack.exec('images', 'wget', '-q', '-O', '-', '--header', header, 'http://127.0.0.1:5000/v2/_catalog')
    const login = Buffer.from(`plant:${stack.secret('images.password')}`).toString('base64')

    expect(ask('X-Nobody: 1').stderr).toContain('401')
    expect(ask(`Authorization: Basic ${login}`).stdout).toBe('{"repositories":[]}\n')
  })

  it('opens itself after a restart, and the setup may run again', () => {
    expect(stack.compose('restart', '--timeout', '5', 'secrets').exitCode).toBe(0)
    stack.up()

    const { probes } = stack.verify()
    expect(probes.filter((probe) => !probe.ok)).toEqual([])
  }, 120_000)
})
