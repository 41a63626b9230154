import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isRequired, missingEngine, RunningStack } from './support/stack.ts'

const missing = missingEngine()
const plant = (name: string): string => join(import.meta.dirname, 'plants', `${name}.yaml`)
const store = 'http://127.0.0.1:28086'
const archive = 'http://127.0.0.1:29000'

interface Login {
  readonly user: string
  readonly secret: string
}

describe.skipIf(missing !== undefined && !isRequired)('measurements on their way into time-series databases', () => {
  const stack = new RunningStack(plant('data-stores'))
  const writer: Login = { user: 'collector', secret: 'collector.store.time-series-password' }
  const reader: Login = { user: 'charts_reader', secret: 'store.charts.reader-password' }

  beforeAll(() => {
    stack.generate()
    stack.up()
  })

  afterAll(() => stack.destroy())

  const ask = async (url: string, { user, secret }: Login, body?: string) => {
    const login = Buffer.from(`${user}:${stack.secret(secret)}`).toString('base64')
    const answer = await fetch(url, {
      headers: { Authorization: `Basic ${login}` },
      ...(body === undefined ? {} : { method: 'POST', body }),
    })
    return { status: answer.status, text: await answer.text() }
  }

  /** Asks until the answer holds the text; what was answered last otherwise. */
  const askUntil = async (url: string, login: Login, text: string): Promise<string> => {
    for (let tries = 0; ; tries++) {
      const answer = await ask(url, login)
      if (answer.text.includes(text) || tries === 20) return answer.text
      await sleep(500)
    }
  }

  it('carries current on every wire', () => {
    const { exitCode, probes } = stack.verify()

    expect(probes.filter((probe) => !probe.ok)).toEqual([])
    expect(probes.map(({ wire }) => wire)).toEqual(
      expect.arrayContaining([
        'archive.dashboards.charts',
        'archive.metrics.metrics',
        'collector.metrics.metrics',
        'collector.mqtt-broker.broker',
        'collector.time-series.archive',
        'collector.time-series.store',
        'store.dashboards.charts',
        'store.metrics.metrics',
      ]),
    )
    expect(exitCode).toBe(0)
  })

  it('takes a value from a topic into both databases', async () => {
    const value = 40 + Math.round(Math.random() * 1e6) / 1e6
    const sent = stack.exec(
      'broker',
      ...['mosquitto_pub', '-h', 'broker', '-p', '8883', '--cafile', '/run/secrets/stack-ca.crt'],
      ...['-u', 'press', '-P', stack.secret('mqtt.press.password')],
      ...['-t', 'plant/press/temperature', '-m', JSON.stringify({ celsius: value })],
    )
    expect(sent).toMatchObject({ exitCode: 0, stderr: '' })

    const influxql = encodeURIComponent("SELECT celsius FROM mqtt_consumer WHERE topic = 'plant/press/temperature'")
    await expect(askUntil(`${store}/query?db=plant&q=${influxql}`, reader, String(value))).resolves.toContain(
      String(value),
    )
    const sql = encodeURIComponent("select celsius from mqtt_consumer where topic = 'plant/press/temperature'")
    const owner = { user: 'admin', secret: 'archive.password' }
    await expect(askUntil(`${archive}/exec?query=${sql}`, owner, String(value))).resolves.toContain(String(value))
  })

  it('asks for a login everywhere but at the page that tells whether it is there', async () => {
    for (const [url, status] of [
      [`${store}/ping`, 204],
      [`${store}/query?db=plant&q=SHOW+DATABASES`, 401],
      [`${archive}/ping`, 204],
      [`${archive}/exec?query=tables()`, 401],
    ] as const)
      expect({ url, status: (await fetch(url)).status }).toEqual({ url, status })
  })

  it('lets a dashboard service read and not write', async () => {
    const write = `${store}/write?db=plant`

    await expect(ask(write, writer, 'by_hand value=1i')).resolves.toMatchObject({ status: 204 })
    await expect(ask(write, reader, 'by_hand value=2i')).resolves.toMatchObject({ status: 403 })
    await expect(ask(`${store}/api/v2/buckets`, writer)).resolves.toMatchObject({ status: 401 })
  })

  it('repairs logins when the setup job runs again', async () => {
    const query = `${store}/query?db=plant&q=${encodeURIComponent('SHOW MEASUREMENTS')}`
    const spoiled = stack.exec(
      'store',
      ...['bash', '-c', 'INFLUX_TOKEN=$(cat /run/secrets/store.admin-token) influx v1 auth delete --username "$0"'],
      reader.user,
    )
    expect(spoiled.exitCode).toBe(0)
    await expect(ask(query, reader)).resolves.toMatchObject({ status: 401 })

    for (const run of [1, 2]) {
      const { exitCode, stderr } = stack.compose('run', '--rm', '--no-deps', '-T', 'store-setup')
      expect(exitCode, `run ${run}: ${stderr}`).toBe(0)
      await expect(ask(query, reader)).resolves.toMatchObject({ status: 200 })
    }
    await expect(ask(`${store}/write?db=plant`, writer, 'by_hand value=3i')).resolves.toMatchObject({ status: 204 })
  })
})

describe.skipIf(missing !== undefined && !isRequired)('users of key-value servers', () => {
  const stack = new RunningStack(plant('queues'))
  const servers = [
    { server: 'jobs', client: 'valkey-cli', user: 'flows' },
    { server: 'other-jobs', client: 'redis-cli', user: 'other-flows' },
  ]

  // the consumers' own program is too large for every run (n8n.heavy.ts starts it), so the servers run without it
  beforeAll(() => {
    stack.generate()
    stack.up(...servers.map(({ server }) => server))
  })

  afterAll(() => stack.destroy())

  it.each(servers)('limits a consumer to its own keys and channels on $server', ({ server, client, user }) => {
    const as = (...command: string[]) => {
      const login = ['--env', `REDISCLI_AUTH=${stack.secret(`${user}.cache-password`)}`]
      const words = [client, '--user', user, '--no-auth-warning', ...command]
      return stack.compose('exec', '-T', ...login, server, ...words).stdout.trim()
    }

    expect(as('set', `${user}:bull:1`, 'current')).toBe('OK')
    expect(as('get', `${user}:bull:1`)).toBe('current')
    expect(as('eval', "return redis.call('get', KEYS[1])", '1', `${user}:bull:1`)).toBe('current')
    expect(as('publish', `${user}:n8n.commands`, 'x')).toBe('0')
    expect(as('info', 'server')).toMatch(/tcp_port:6379/)
    expect(as('get', 'other:bull:1')).toMatch(/^NOPERM/)
    expect(as('publish', 'other:commands', 'x')).toMatch(/^NOPERM/)
    expect(as('flushall')).toMatch(/^NOPERM/)
    expect(as('config', 'get', 'aclfile')).toMatch(/^NOPERM/)
  })

  it.each(servers)('refuses strangers and keeps keys over a restart on $server', ({ server, client, user }) => {
    expect(stack.exec(server, client, 'ping').stdout).toMatch(/^NOAUTH/)

    stack.compose('restart', server)
    const login = ['--env', `REDISCLI_AUTH=${stack.secret(`${user}.cache-password`)}`]
    const words = [client, '--user', user, '--no-auth-warning', 'get', `${user}:bull:1`]
    expect(stack.compose('exec', '-T', ...login, server, ...words).stdout.trim()).toBe('current')
  })
})
