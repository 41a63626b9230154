import { spawnSync } from 'node:child_process'
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser } from './support/browser.ts'
import { example, isRequired, missingEngine, RunningStack } from './support/stack.ts'

const missing = missingEngine()
if (missing && !isRequired) process.stderr.write(`skipped: ${missing}\n`)

describe.skipIf(missing !== undefined && !isRequired)('the full IIoT example on a real engine', () => {
  const stack = new RunningStack(example('full-iiot'))

  beforeAll(() => {
    stack.generate()
    stack.up()
  })

  afterAll(() => stack.destroy())

  it('carries current on every wire', () => {
    const { exitCode, probes } = stack.verify()

    expect(probes.filter((probe) => !probe.ok)).toEqual([])
    expect(probes.map((probe) => probe.wire)).toEqual([
      'charts.mail.mail',
      'charts.metrics.metrics',
      'charts.oidc-login.login',
      'charts.reverse-proxy.proxy',
      'flows.mqtt-broker.broker',
      'flows.reverse-proxy.proxy',
      'gateway-1.database.history',
      'gateway-1.mail.mail',
      'gateway-1.oidc-login.login',
      'gateway-1.reverse-proxy.proxy',
      'history.dashboards.charts',
      'login.database.history',
      'login.mail.mail',
      'login.metrics.metrics',
      'login.reverse-proxy.proxy',
      'mail.metrics.metrics',
      'mail.reverse-proxy.proxy',
      'metrics.dashboards.charts',
      'metrics.reverse-proxy.proxy',
      'proxy.metrics.metrics',
    ])
    expect(exitCode).toBe(0)
  })

  it('shows exactly the wire whose password was broken, with a hint that mends it', () => {
    stack.exec('history', 'psql', '-qU', 'postgres', '-c', "ALTER ROLE gateway_1 PASSWORD 'broken by hand'")

    const broken = stack.verify()

    expect(broken.exitCode).toBe(8)
    expect(broken.probes.filter((probe) => !probe.ok).map((probe) => probe.wire)).toEqual([
      'gateway-1.database.history',
    ])
    const hint = broken.probes.find((probe) => !probe.ok)?.hint ?? ''
    expect(hint).toContain('docker compose up -d history-setup')

    expect(stack.compose('up', '--detach', '--wait', 'history-setup').stderr).not.toContain('error')
    expect(stack.verify('--wire', 'gateway-1.database').exitCode).toBe(0)
  })

  it('judges the other wires while one provider is down', () => {
    stack.compose('stop', '--timeout', '5', 'mail')

    const { exitCode, probes } = stack.verify()
    stack.up()

    expect(exitCode).toBe(8)
    const red = probes.filter((probe) => !probe.ok).map((probe) => probe.wire)
    expect(red.every((wire) => wire.includes('mail'))).toBe(true)
    expect(red).toContain('login.mail.mail')
    expect(probes.length - red.length).toBeGreaterThan(10)
  })

  it('stays the same when it is generated and started again', () => {
    const ids = () =>
      stack
        .compose('ps', '--format', '{{.Service}} {{.ID}}')
        .stdout.split('\n')
        .filter((line) => !line.includes('-setup'))
        .sort()
    const before = ids()

    stack.generate()
    stack.up()

    expect(ids()).toEqual(before)
  })

  it('lets each database role do its work and no more', () => {
    const query = (role: string, password: string, database: string, sql: string) =>
      stack.compose(
        'exec',
        '-T',
        '--env',
        `PGPASSWORD=${password}`,
        'history',
        'psql',
        '-XAtw',
        '-h',
        'history',
        '-U',
        role,
        '-d',
        database,
        '-c',
        sql,
      )
    const reader = stack.secret('history.charts.reader-password')
    const gateway = stack.secret('gateway-1.history.database-password')
    const login = stack.secret('login.database-password')

    expect(
      query('gateway_1', gateway, 'plant', 'CREATE TABLE tag_history (t int); INSERT INTO tag_history VALUES (7)')
        .exitCode,
    ).toBe(0)
    expect(query('charts_reader', reader, 'plant', 'SELECT t FROM tag_history').stdout.trim()).toBe('7')
    expect(query('charts_reader', reader, 'plant', 'INSERT INTO tag_history VALUES (8)').exitCode).not.toBe(0)
    expect(query('charts_reader', reader, 'login', 'SELECT 1').stderr).toContain('permission denied')
    expect(query('gateway_1', gateway, 'login', 'SELECT 1').stderr).toContain('permission denied')
    expect(query('login', login, 'login', 'SELECT 1').stdout.trim()).toBe('1')
    expect(query('gateway_1', gateway, 'plant', 'CREATE ROLE intruder').exitCode).not.toBe(0)
  })

  it('signs a user in to Grafana through Keycloak, with a new password and the role of the plant file', async () => {
    const browser = new Browser()
    const login = await browser.open('http://charts.localhost:8000/login/generic_oauth')
    expect(login.url).toMatch(/^http:\/\/login\.localhost:8000\/realms\/plant\//)

    const renew = await browser.submit(login, { username: 'ada', password: stack.secret('login.ada.user-password') })
    expect(renew.body).toContain('password-new')
    const chosen = 'a long passphrase of her own'
    await browser.submit(renew, { 'password-new': chosen, 'password-confirm': chosen })

    const { body } = await browser.open('http://charts.localhost:8000/api/user')
    expect(JSON.parse(body)).toMatchObject({ login: 'ada', email: 'ada@example.com', isGrafanaAdmin: true })
  })

  describe('the broker, from a second container', () => {
    const network = () => stack.networks().find((name) => name.endsWith('_field')) ?? ''
    const publish = (...words: string[]) =>
      spawnSync(
        'docker',
        [
          'run',
          '--rm',
          '--network',
          network(),
          '--volume',
          `${stack.folder}/secrets/stack-ca.crt:/ca.crt:ro`,
          '--entrypoint',
          'mosquitto_pub',
          'eclipse-mosquitto:2.0.22',
          '-h',
          'broker',
          '-p',
          '8883',
          '-V',
          '5',
          '-q',
          '1',
          '--cafile',
          '/ca.crt',
          ...words,
        ],
        { encoding: 'utf8', timeout: 30_000 },
      )
    const pressLine = () => ['-u', 'press-line', '-P', stack.secret('mqtt.press-line.password')]

    it('takes what the access list allows', () => {
      expect(publish(...pressLine(), '-t', 'plant/press/speed', '-m', '7').stderr).toBe('')
    })

    it('refuses a wrong password', () => {
      expect(publish('-u', 'press-line', '-P', 'wrong', '-t', 'plant/press/speed', '-m', '7').status).not.toBe(0)
    })

    it('refuses a client without a name', () => {
      expect(publish('-t', 'plant/press/speed', '-m', '7').status).not.toBe(0)
    })

    it('refuses a topic that the access list does not name', () => {
      expect(publish(...pressLine(), '-t', 'plant/oven/speed', '-m', '7').stderr).toMatch(/not authorized/i)
    })

    it('offers no unencrypted listener', () => {
      const plain = spawnSync(
        'docker',
        [
          'run',
          '--rm',
          '--network',
          network(),
          '--entrypoint',
          'mosquitto_pub',
          'eclipse-mosquitto:2.0.22',
          '-h',
          'broker',
          '-p',
          '1883',
          ...pressLine(),
          '-t',
          'plant/press/speed',
          '-m',
          '7',
        ],
        { encoding: 'utf8', timeout: 30_000 },
      )
      expect(plain.stderr).toMatch(/refused/i)
    })
  })

  it('places the database connection in the gateway’s configuration, with its password by reference', () => {
    const config = stack.exec(
      'gateway-1',
      'cat',
      '/usr/local/bin/ignition/data/config/resources/core/ignition/database-connection/history/config.json',
    )

    expect(JSON.parse(config.stdout)).toMatchObject({
      connectURL: 'jdbc:postgresql://history:5432/plant',
      username: 'gateway_1',
      password: { type: 'Referenced', data: { providerName: 'stack', secretName: 'history' } },
    })
  })

  it('keeps what was changed on the gateway when the seed runs again', () => {
    const path = '/usr/local/bin/ignition/data/config/resources/core/ignition/email-profile/mail/config.json'
    expect(stack.exec('gateway-1', 'sh', '-c', `echo '{"changed":"here"}' > ${path}`).exitCode).toBe(0)

    stack.up()

    expect(stack.exec('gateway-1', 'cat', path).stdout.trim()).toBe('{"changed":"here"}')
    expect(stack.compose('logs', 'gateway-1-seed').stdout).toContain('kept: ./ignition/email-profile/mail')
  })

  it('makes a container anew when one of its files changes', () => {
    const acl = join(stack.folder, 'config', 'broker', 'acl')
    const plant = readFileSync(stack.plant, 'utf8')
    const changed = join(stack.folder, '..', 'changed.yaml')
    writeFileSync(changed, plant.replace('plant/press/#', 'plant/press/+'))
    const before = stack.compose('ps', '--format', '{{.ID}}', 'broker').stdout

    expect(stack.ign('stack', 'generate', changed, '-o', stack.folder).exitCode).toBe(0)
    stack.up()

    expect(readFileSync(acl, 'utf8')).toContain('topic write plant/press/+')
    expect(stack.compose('ps', '--format', '{{.ID}}', 'broker').stdout).not.toBe(before)
  })

  it('takes a value that is edited in .env', () => {
    appendFileSync(join(stack.folder, '.env'), 'LOG_MAX_FILES=5\n')

    const config = stack.compose('config', '--format', 'json')

    const { services } = JSON.parse(config.stdout) as {
      services: Record<string, { logging: { options: Record<string, string> } }>
    }
    expect(services.broker?.logging.options['max-file']).toBe('5')
  })

  it('holds no secret in docker inspect', () => {
    const ids = stack.compose('ps', '-aq').stdout.trim().split('\n')
    const inspected = spawnSync('docker', ['inspect', ...ids], { encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 }).stdout

    const leaked = [
      'charts.admin-password',
      'login.admin-password',
      'login.database-password',
      'flows.broker.mqtt-password',
      'history.superuser-password',
      'charts.oidc-secret',
    ].filter((name) => inspected.includes(stack.secret(name)))

    expect(leaked).toEqual([])
  })
})
