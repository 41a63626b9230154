import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isRequired, missingEngine, RunningStack } from './support/stack.ts'

const missing = missingEngine()

/** Rules are evaluated every second and groups looked at every two: what has to be told has been told by then. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 8000))

const patient = { timeout: 60_000, interval: 500 }

interface Mail {
  readonly Subject: string
  readonly To: readonly { readonly Address: string }[]
}

interface Push {
  readonly title: string
  readonly message: string
  readonly priority?: number
}

interface PrometheusAnswer {
  readonly status: string
  readonly data: { readonly result: readonly { readonly value: readonly [number, string] }[] }
}

describe.skipIf(missing !== undefined && !isRequired)('a stack that is watched, on a real engine', () => {
  const stack = new RunningStack(join(import.meta.dirname, 'plants', 'watched.yaml'))

  beforeAll(() => {
    stack.generate()
    stack.up()
  })

  afterAll(() => stack.destroy())

  /** The answer to a request from inside a service's container; undefined where it is refused. */
  const ask = (service: string, url: string, ...more: string[]): string | undefined => {
    const { exitCode, stdout } = stack.exec(service, 'wget', '-q', '-T', '10', '-O', '-', ...more, url)
    return exitCode === 0 ? stdout : undefined
  }
  const login = (user: string, secret: string): string[] => [
    '--header',
    `Authorization: Basic ${Buffer.from(`${user}:${stack.secret(secret)}`).toString('base64')}`,
  ]
  const operator = () => login('operator', 'operator-password')
  const admin = () => login('admin', 'charts.admin-password')
  const token = (secret: string): string[] => ['--header', `Authorization: Bearer ${stack.secret(secret)}`]

  const mails = (): Mail[] => {
    const text = ask('inbox', 'http://127.0.0.1:8025/api/v1/messages?limit=200', ...operator()) ?? '{"messages":[]}'
    const { messages } = JSON.parse(text) as { messages: Mail[] }
    return messages.filter(({ Subject }) => !Subject.startsWith('ign verify'))
  }
  const pushes = (): Push[] =>
    (ask('phone', 'http://127.0.0.1/alerts/json?poll=1&since=all', ...operator()) ?? '')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Push)
  const query = (expr: string): PrometheusAnswer =>
    JSON.parse(
      ask('metrics', `http://127.0.0.1:9090/api/v1/query?query=${encodeURIComponent(expr)}`) ??
        '{"status":"error","data":{"result":[]}}',
    ) as PrometheusAnswer

  it('carries current on every wire', () => {
    const { exitCode, probes } = stack.verify()

    expect(probes.filter((probe) => !probe.ok)).toEqual([])
    expect(probes.map(({ wire }) => wire)).toEqual(
      expect.arrayContaining([
        'bell.dashboards.charts',
        'bell.mail.inbox',
        'bell.push.phone',
        'charts.push.phone',
        'metrics.alerts.bell',
        'phone.docker-api.sockets-stop',
        'watch.metrics.metrics',
      ]),
    )
    expect(exitCode).toBe(0)
  })

  it('has settings that the programs’ own checks take', () => {
    const prometheus = stack.exec('metrics', 'promtool', 'check', 'config', '/etc/prometheus/prometheus.yml')
    const alertmanager = stack.exec('bell', 'amtool', 'check-config', '/etc/alertmanager/alertmanager.yml')
    const blackbox = stack.exec(
      'watch',
      'blackbox_exporter',
      '--config.check',
      '--config.file=/etc/blackbox_exporter/config.yml',
    )

    expect(prometheus).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('SUCCESS: 14 rules found') })
    expect(alertmanager).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('3 receivers') })
    expect(blackbox.exitCode, blackbox.stderr).toBe(0)
  })

  it.each([
    ['Watchdog', 'none', 'nobody'],
    ['DiskFilling', 'warning', 'people'],
    ['TargetDown', 'critical', 'people-at-once'],
  ])('routes %s (%s) to %s', (alertname, severity, receiver) => {
    const { stdout } = stack.exec(
      'bell',
      ...['amtool', 'config', 'routes', 'test', '--config.file=/etc/alertmanager/alertmanager.yml'],
      `alertname=${alertname}`,
      `severity=${severity}`,
    )

    expect(stdout.trim()).toBe(receiver)
  })

  it('asks every page, database and broker from outside', async () => {
    await expect.poll(() => query('probe_success == 1').data.result.length, patient).toBe(7)
    expect(query('probe_success == 0').data.result).toEqual([])
  })

  it('tells people by mail and push when a service goes and when it comes back, and nothing in between', async () => {
    // while the stack started, something may have been down for long enough to be told
    const alerts = () => JSON.parse(ask('bell', 'http://127.0.0.1:9093/api/v2/alerts') ?? '[]') as unknown[]
    await expect.poll(() => alerts().length, patient).toBe(1)
    await settled()
    const before = [mails().length, pushes().length]
    const told = () => [mails().length, pushes().length].map((count, index) => count - (before[index] ?? 0))

    stack.compose('stop', '--timeout', '1', 'machine')
    await expect.poll(told, patient).toEqual([1, 1])
    expect(mails()[0]).toMatchObject({
      Subject: 'Alert: TargetDown (e2e-watched)',
      To: [{ Address: 'shift@works.example' }],
    })
    expect(pushes().at(-1)).toMatchObject({
      title: 'Alert: TargetDown (e2e-watched)',
      message: 'machine does not answer',
      priority: 5,
    })

    await settled()
    expect(query('ALERTS{alertname="TargetDown",alertstate="firing"}').data.result).toHaveLength(1)
    expect(told()).toEqual([1, 1])

    stack.compose('start', 'machine')
    await expect.poll(told, patient).toEqual([2, 2])
    expect(mails()[0]?.Subject).toBe('Over: TargetDown (e2e-watched)')
    expect(pushes().at(-1)).toMatchObject({
      title: 'Over: TargetDown (e2e-watched)',
      message: 'over: machine does not answer',
    })
  })

  it('lets a sender send and not read, and strangers do neither', () => {
    const topic = 'http://127.0.0.1/alerts'

    expect(ask('phone', `${topic}/json?poll=1`, ...token('bell.push-token'))).toBeUndefined()
    expect(ask('phone', `${topic}/json?poll=1`)).toBeUndefined()
    expect(
      ask('phone', topic, '--post-data', 'x', '--header', `Authorization: Bearer tk_${'a'.repeat(29)}`),
    ).toBeUndefined()
    expect(ask('phone', 'http://127.0.0.1/other', '--post-data', 'x', ...token('bell.push-token'))).toBeUndefined()
    expect(ask('phone', `${topic}/json?poll=1`, ...login('operator', 'charts.admin-password'))).toBeUndefined()
  })

  it('reaches mail and phone from the contact point of Grafana', () => {
    const before = [mails().length, pushes().length]
    const body = {
      receivers: [
        {
          name: 'people',
          grafana_managed_receiver_configs: (
            JSON.parse(
              ask('charts', 'http://127.0.0.1:3000/api/v1/provisioning/contact-points', ...admin()) ?? '[]',
            ) as {
              uid: string
              type: string
              settings: Record<string, unknown>
            }[]
          )
            .filter(({ uid }) => uid.startsWith('people-'))
            .map((one) => ({ ...one, name: 'people' })),
        },
      ],
    }

    const answer = ask(
      'charts',
      'http://127.0.0.1:3000/api/alertmanager/grafana/config/api/v1/receivers/test',
      ...admin(),
      '--header',
      'Content-Type: application/json',
      '--post-data',
      JSON.stringify(body),
    )

    expect(answer).toContain('"status":"ok"')
    expect([mails().length, pushes().length]).toEqual(before.map((count) => count + 1))
    expect(pushes().at(-1)?.title).toContain('TestAlert')
  })

  it('has dashboards whose every question is answered', () => {
    const found = JSON.parse(ask('charts', 'http://127.0.0.1:3000/api/search?tag=plantwright', ...admin()) ?? '[]') as {
      uid: string
    }[]
    const folder = join(stack.folder, 'config', 'charts', 'dashboards')
    const questions = readdirSync(folder).flatMap((file) => {
      const { panels } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
        panels: { title: string; targets: { expr: string }[] }[]
      }
      return panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ title, expr })))
    })
    // nothing is wrong and nothing has a certificate, so these have no answer
    const quiet = ['What is wrong', 'Certificates end in']
    const unanswered = questions.filter(
      ({ title, expr }) => !quiet.includes(title) && query(expr).data.result.length === 0,
    )

    expect(found.map(({ uid }) => uid).sort()).toEqual(['stack-machine', 'stack-overview'])
    expect(questions.length).toBeGreaterThan(10)
    expect(unanswered).toEqual([])
    expect(questions.filter(({ expr }) => query(expr).status !== 'success')).toEqual([])
  })

  it('lets nobody ask the Docker Engine more than was asked for', () => {
    const api = 'http://sockets:2375'

    expect(ask('metrics', `${api}/_ping`)).toBe('OK')
    expect(ask('metrics', `${api}/v1.41/containers/json`)).toContain('e2e-watched-bell-1')
    expect(ask('metrics', `${api}/info`)).toBeUndefined()
    expect(ask('metrics', `${api}/containers/e2e-watched-bell-1/archive?path=/run/secrets`)).toBeUndefined()
    expect(ask('metrics', `${api}/containers/e2e-watched-bell-1/../../info`)).toBeUndefined()
    expect(ask('metrics', `${api}/containers/e2e-watched-bell-1/restart`, '--post-data', '')).toBeUndefined()
    expect(stack.exec('charts', 'wget', '-q', '-T', '3', '-O', '-', `${api}/_ping`).exitCode).not.toBe(0)
  })

  it('finds containers with a label that are not in the plant', async () => {
    const run = ['run', '--detach', '--rm', '--name', 'e2e-watched-guest', '--network', 'e2e-watched_data']
    const labels = ['--label', 'prometheus.io/scrape=true', '--label', 'prometheus.io/port=9100']
    spawnSync('docker', [...run, ...labels, 'prom/node-exporter:v1.12.1'])

    try {
      await expect
        .poll(
          () => query('up{job="discovered/containers",service="e2e-watched-guest"} == 1').data.result.length,
          patient,
        )
        .toBe(1)
    } finally {
      spawnSync('docker', ['rm', '--force', 'e2e-watched-guest'])
    }
  })

  it('carries out commands of who may send them, and no others', async () => {
    const topic = 'http://127.0.0.1/commands'
    const send = (command: string, ...as: string[]) => ask('phone', topic, '--post-data', command, ...as)
    const commander = () => login('commander', 'phone.commander-password')
    const isUp = (service: string) => stack.compose('ps', '--quiet', '--status', 'running', service).stdout !== ''
    /** Alerts arrive in the same topic: stopping something is one. */
    const answers = () => pushes().filter(({ title }) => !/^(Alert|Over): /.test(title))
    const answered = async (command: string): Promise<Push | undefined> => {
      const before = answers().length
      expect(send(command, ...commander())).toBeDefined()
      await expect.poll(() => answers().length, patient).toBe(before + 1)
      return answers().at(-1)
    }

    expect(send('stop machine')).toBeUndefined()
    expect(send('stop machine', ...operator())).toBeUndefined()
    expect(send('stop machine', ...token('bell.push-token'))).toBeUndefined()
    expect(send('stop machine', ...token('phone-commands.push-token'))).toBeUndefined()
    for (const [command, title] of [
      ['restart machine', 'Refused: no command'],
      ['stop machine; stop bell', 'Refused: no command'],
      ['stop e2e-watched-guest', 'Refused: no such service'],
      ['stop sockets-stop', 'Refused: cannot be stopped this way'],
      [`stop ${'machine '.repeat(100)}`, 'Refused: the message is too long'],
    ] as const) {
      expect((await answered(command))?.title).toBe(title)
    }
    expect(isUp('machine')).toBe(true)

    const status = await answered('Status')
    expect(status).toMatchObject({ title: 'Status of e2e-watched', message: expect.stringMatching(/^machine: Up /m) })
    expect(status?.message.split('\n')).toHaveLength(12)
    expect(await answered('log watch')).toMatchObject({
      title: 'Log of watch',
      message: expect.stringContaining('msg="Probe succeeded"'),
    })
    expect((await answered('stop machine'))?.title).toBe('Stopped: machine')
    expect(isUp('machine')).toBe(false)
    expect((await answered('stop machine'))?.title).toBe('Not running: machine')
  })

  it('lets the one who carries out commands do nothing else', () => {
    const api = 'http://sockets-stop:2375'
    const asked = (path: string, ...more: string[]) => ask('phone-commands', `${api}${path}`, ...more)

    expect(asked('/containers/json')).toContain('e2e-watched-bell-1')
    expect(asked('/containers/e2e-watched-bell-1/json')).toBeUndefined()
    expect(asked('/info')).toBeUndefined()
    for (const path of [
      'create',
      'e2e-watched-bell-1/exec',
      'e2e-watched-bell-1/restart',
      'e2e-watched-proxy-1/stop',
    ]) {
      expect(asked(`/containers/${path}`, '--post-data', '{}')).toBeUndefined()
    }
    expect(stack.compose('ps', '--quiet', '--status', 'running', 'proxy').stdout).not.toBe('')
  })
})
