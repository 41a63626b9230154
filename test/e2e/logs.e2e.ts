import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isRequired, missingEngine, RunningStack } from './support/stack.ts'

const missing = missingEngine()

/** The collector looks for containers every 10 seconds, and rules over lines are evaluated every 15. */
const patient = { timeout: 60_000, interval: 500 }

interface Streams {
  readonly data: {
    readonly result: readonly {
      readonly stream: Readonly<Record<string, string>>
      readonly values: readonly (readonly [string, string])[]
    }[]
  }
}

describe.skipIf(missing !== undefined && !isRequired)('a stack whose lines are kept, on a real engine', () => {
  const stack = new RunningStack(join(import.meta.dirname, 'plants', 'logged.yaml'))
  const guest = 'e2e-logged-press-1'

  beforeAll(() => {
    stack.generate()
    stack.up()
  })

  afterAll(() => {
    spawnSync('docker', ['rm', '--force', guest])
    stack.destroy()
  })

  /** The answer to a request from inside a service's container; undefined where it is refused. */
  const ask = (service: string, url: string, ...more: string[]): string | undefined => {
    const { exitCode, stdout } = stack.exec(service, 'wget', '-q', '-T', '10', '-O', '-', ...more, url)
    return exitCode === 0 ? stdout : undefined
  }
  const admin = (): string[] => [
    '--header',
    `Authorization: Basic ${Buffer.from(`admin:${stack.secret('charts.admin-password')}`).toString('base64')}`,
  ]
  const streams = (query: string): Streams['data']['result'] => {
    const path = `/loki/api/v1/query_range?since=1h&limit=1000&query=${encodeURIComponent(query)}`
    return (JSON.parse(ask('metrics', `http://lines:3100${path}`) ?? '{"data":{"result":[]}}') as Streams).data.result
  }
  const lines = (query: string): string[] =>
    streams(query).flatMap(({ values }) => values.map(([, line]) => line.trimEnd()))

  /** A container that the plant does not know, but that belongs to the project. */
  const runGuest = (command: string) => {
    const labels = { 'com.docker.compose.project': 'e2e-logged', 'com.docker.compose.service': 'press' }
    const { status, stderr } = spawnSync(
      'docker',
      [
        ...['run', '--detach', '--name', guest, '--network', 'e2e-logged_data'],
        ...Object.entries(labels).flatMap(([name, value]) => ['--label', `${name}=${value}`]),
        ...['eclipse-mosquitto:2.0.22', 'sh', '-c', command],
      ],
      { encoding: 'utf8' },
    )
    expect(status, stderr).toBe(0)
  }
  const guestSays = (line: string) => spawnSync('docker', ['exec', guest, 'sh', '-c', `echo '${line}' >/proc/1/fd/1`])

  it('carries current on every wire', () => {
    const { exitCode, probes } = stack.verify()

    expect(probes.filter((probe) => !probe.ok)).toEqual([])
    expect(probes.map(({ wire }) => wire)).toEqual(
      expect.arrayContaining([
        'collector.docker-api.sockets',
        'collector.logs.lines',
        'collector.metrics.metrics',
        'collector.reverse-proxy.proxy',
        'lines.alerts.bell',
        'lines.dashboards.charts',
        'lines.metrics.metrics',
      ]),
    )
    expect(exitCode).toBe(0)
  })

  it('finds what a container prints by its service, with the stream it was printed to', async () => {
    runGuest('echo the press starts; echo boiler on fire >&2; exec sleep 600')

    await expect.poll(() => lines('{stack="e2e-logged", service="press"}').length, patient).toBe(2)
    expect(lines('{service="press", stream="stdout"}')).toEqual(['the press starts'])
    expect(lines('{service="press", stream="stderr"}')).toEqual(['boiler on fire'])
    expect(lines('{service="broker"} |= "the press starts"')).toEqual([])
  })

  it('gives the lines of each service labels of their own', async () => {
    const labelsOf = (service: string) => streams(`{stack="e2e-logged", service="${service}"}`)[0]?.stream

    for (const service of ['broker', 'charts', 'collector', 'lines', 'metrics', 'press', 'sockets']) {
      await expect
        .poll(() => labelsOf(service), patient)
        .toMatchObject({ stack: 'e2e-logged', service, container: `e2e-logged-${service}-1` })
    }
  })

  it('is asked by Grafana, and by all panels of its dashboard', async () => {
    const found = (expr: string): string => {
      const query = { refId: 'A', datasource: { uid: 'lines', type: 'loki' }, expr, queryType: 'range', maxLines: 100 }
      const body = JSON.stringify({ from: 'now-1h', to: 'now', queries: [query] })
      const json = ['--header', 'Content-Type: application/json', '--post-data', body]
      return ask('charts', 'http://127.0.0.1:3000/api/ds/query', ...admin(), ...json) ?? ''
    }
    const dashboard = JSON.parse(
      readFileSync(join(stack.folder, 'config', 'charts', 'dashboards', 'logs.json'), 'utf8'),
    ) as { panels: { title: string; targets?: { expr: string }[] }[] }
    const questions = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))

    expect(found('{service="press"}')).toContain('the press starts')
    expect(found('{service="nobody"}')).not.toContain('the press starts')
    expect(questions.length).toBeGreaterThan(0)
    for (const expr of questions) expect(found(expr), expr).toMatch(/^{"results":{"A":{"status":200,/)
  })

  it('tells of lines that a rule names', async () => {
    const alerts = () => ask('bell', 'http://127.0.0.1:9093/api/v2/alerts') ?? ''

    await expect.poll(alerts, patient).toContain('"alertname":"BoilerOnFire"')
    expect(alerts()).toContain('the boiler burns')
  })

  it('does not read a line again after the collector was started anew', async () => {
    stack.compose('restart', '--timeout', '5', 'collector')
    guestSays('the press goes on')

    await expect.poll(() => lines('{service="press"} |= "goes on"'), patient).toEqual(['the press goes on'])
    expect(lines('{service="press", stream="stdout"} |= "starts"')).toEqual(['the press starts'])
  })

  it('keeps lines for as long as the plant says, and refuses what is too old', () => {
    const config = ask('metrics', 'http://lines:3100/config') ?? ''
    const push = (ageDays: number) => {
      const at = `${Date.now() - ageDays * 86_400_000}000000`
      const body = JSON.stringify({ streams: [{ stream: { service: 'late' }, values: [[at, `${ageDays} days old`]] }] })
      const json = ['--header', 'Content-Type: application/json', '--post-data', body]
      return ask('metrics', 'http://lines:3100/loki/api/v1/push', ...json)
    }

    expect(config).toMatch(/^ {2}retention_period: 2d$/m)
    expect(config).toMatch(/^ {2}retention_enabled: true$/m)
    expect(push(0)).toBeDefined()
    expect(push(8)).toBeUndefined()
    expect(lines('{service="late"}')).toEqual(['0 days old'])
  })

  it('is reached by nobody outside its network', () => {
    const { stdout: address } = spawnSync(
      'docker',
      [
        'inspect',
        '--format',
        '{{(index .NetworkSettings.Networks "e2e-logged_data").IPAddress}}',
        'e2e-logged-lines-1',
      ],
      { encoding: 'utf8' },
    )
    const url = `http://${address.trim()}:3100/loki/api/v1/labels`
    const fromOutside = spawnSync('docker', ['run', '--rm', 'eclipse-mosquitto:2.0.22', 'wget', '-q', '-T', '1', url])

    expect(ask('metrics', url)).toContain('"status":"success"')
    expect(stack.exec('sockets', 'wget', '-q', '-T', '1', '-O', '-', url).exitCode).not.toBe(0)
    expect(fromOutside.status).not.toBe(0)
  })

  it('lets the collector ask the Docker Engine through the proxy only, and no more than it needs', () => {
    const { stdout: mounts } = spawnSync(
      'docker',
      ['inspect', '--format', '{{range .Mounts}}{{.Destination}} {{end}}', 'e2e-logged-collector-1'],
      { encoding: 'utf8' },
    )
    const status = (path: string): string =>
      stack.exec(
        'collector',
        ...[
          'bash',
          '-c',
          `exec 3<>/dev/tcp/sockets/2375 && printf 'GET ${path} HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3`,
        ],
      ).stdout

    expect(mounts.trim().split(' ').sort()).toEqual(['/etc/alloy/config.alloy', '/var/lib/alloy/data'])
    expect(status('/v1.41/containers/json')).toContain(' 200 ')
    expect(status('/v1.41/info')).toContain(' 403 ')
    expect(status('/v1.41/containers/e2e-logged-charts-1/archive?path=/run/secrets')).toContain(' 403 ')
  })
})
