import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:tls'
import { describe, expect, onTestFinished, test } from 'vitest'
import { seededRandom } from '../../../test/support/chance.ts'
import { testContext } from '../../../test/support/context.ts'
import { type FakeContainer, type FakeEngineOptions, startFakeEngine } from '../../../test/support/fake-engine.ts'
import { makeAuthority, makeCertificate } from '../../platform/secrets/certificates.ts'
import { stackVerify } from './verify.ts'

const plant = {
  text: `
version: 1
name: demo
services:
  gateway:
    uses: ignition
    options: { acceptEula: true }
    connect: { oidc-login: [] }
  history: { uses: postgres }
  login: { uses: keycloak }
`,
}

/** A wire of which a person does the rest: 8.1 has no interface for it. */
const byHand = {
  text: `
version: 1
name: demo
services:
  gateway:
    uses: ignition
    version: "8.1"
    options: { acceptEula: true }
  history: { uses: postgres }
`,
}
const databaseWires = ['gateway.database.history', 'login.database.history']

/** The secret that a container holds at a path below /run/secrets: easy to find where it must not be. */
const secretOf = (service: string, path: string): string => `geheim-${service}-${path.split('/').at(-1)}`

/** A container whose programs all succeed, and whose secrets are there. */
const sound = (service: string, more: Partial<FakeContainer> = {}): FakeContainer => ({
  service,
  run: (command) => (command[0] === 'cat' ? { stdout: `${secretOf(service, command[1] ?? '')}\n` } : {}),
  ...more,
})

const all = (replacements: Readonly<Record<string, Partial<FakeContainer>>> = {}): FakeContainer[] =>
  ['gateway', 'history', 'login'].map((service) => sound(service, replacements[service]))

async function verify(
  containers: readonly FakeContainer[],
  wires: string[] = [],
  more: FakeEngineOptions = {},
  chosen = plant,
) {
  const engine = await startFakeEngine({ containers, ...more })
  const context = testContext({ dockerHost: engine.dockerHost })
  const outcome = await stackVerify.run({ plant: chosen, wires }, context)
  return { ...outcome, lines: context.lines, requests: engine.requests }
}

/** A database that refuses one role and says so as PostgreSQL does, with the password in its words. */
const refusing = (role: string): Partial<FakeContainer> => ({
  run: (command, { PGPASSWORD }) =>
    command[0] === 'psql' && command.includes(role)
      ? {
          exitCode: 2,
          stderr: `psql: error: FATAL:  password authentication failed for user "${role}" (${PGPASSWORD})\n`,
          stdout: `tried ${PGPASSWORD}\u001b[31m`,
        }
      : {},
})

describe('a stack whose wires all carry current', () => {
  test('is proven wire by wire', async () => {
    const { data, exitCode, lines } = await verify(all())

    expect(data.probes.map(({ wire, ok }) => [wire, ok])).toEqual(databaseWires.map((wire) => [wire, true]))
    expect(data).toMatchObject({ passed: 2, failed: 0 })
    expect(exitCode).toBeUndefined()
    expect([...lines].sort()).toEqual(databaseWires.map((wire) => `ok   ${wire}`))
  })

  test('has evidence and time for each wire', async () => {
    const { data } = await verify(all())

    for (const probe of data.probes) {
      expect(probe).toMatchObject({ evidence: '2 of 2 checks passed', what: expect.stringContaining('logs in') })
      expect(probe.ms).toBeGreaterThanOrEqual(0)
      expect(probe.hint).toBeUndefined()
    }
  })

  test('tells the wires that a person sets up, without judging them', async () => {
    const { data } = await verify(all(), [], {}, byHand)

    expect(data.probes).toEqual([])
    expect(data.manual).toEqual([
      { wire: 'gateway.database.history', status: 'manual', note: expect.stringMatching(/\S/) },
    ])
  })

  test('is proven with the secrets of the consumer, which never stand on a command line', async () => {
    const seen: string[] = []
    const history = sound('history', {
      run: (command, { PGPASSWORD }) => {
        if (command[0] === 'psql') seen.push(PGPASSWORD ?? '')
        return {}
      },
    })

    const { requests } = await verify([sound('gateway'), history, sound('login')])

    expect(seen.sort()).toEqual([
      expect.stringMatching(/^geheim-gateway-gateway.*history.*password$/),
      expect.stringMatching(/^geheim-login-login.*password$/),
    ])
    for (const { path, body } of requests) {
      const { Cmd = [] } = (body ?? {}) as { Cmd?: string[] }
      expect(`${path} ${Cmd.join(' ')}`).not.toContain('geheim')
    }
  })

  test('is asked only for the wires that are named', async () => {
    const { data } = await verify(all(), ['login.data'])

    expect(data.probes.map(({ wire }) => wire)).toEqual(['login.database.history'])
  })
})

describe('a stack with one broken wire', () => {
  test('shows that one red and judges the others all the same', async () => {
    const { data, exitCode, lines } = await verify(all({ history: refusing('gateway') }))

    expect(data.probes.map(({ wire, ok }) => [wire, ok])).toEqual([
      ['gateway.database.history', false],
      ['login.database.history', true],
    ])
    expect(data).toMatchObject({ passed: 1, failed: 1 })
    expect(exitCode).toBe(8)
    expect(lines).toContain('FAIL gateway.database.history')
  })

  test('says what was tried, what came back and what to do', async () => {
    const { data } = await verify(all({ history: refusing('gateway') }))

    expect(data.probes[0]).toMatchObject({
      what: 'role "gateway" logs in to database "plant"',
      evidence: expect.stringContaining('password authentication failed for user "gateway"'),
      hint: expect.stringContaining('docker compose up -d history-setup'),
    })
  })

  test('shows no secret and no control character in the evidence', async () => {
    const { data } = await verify(all({ history: refusing('gateway') }))

    const [broken] = data.probes
    expect(JSON.stringify(data)).not.toContain('geheim')
    expect(broken?.evidence).toContain('([secret])')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not appear
    expect(broken?.evidence).not.toMatch(/[\u0000-\u001f]/)
  })

  test('keeps the evidence to its last words when a program says much', async () => {
    const talkative = { run: () => ({ exitCode: 1, stderr: `${'noise '.repeat(500)}the reason\n` }) }

    const { data } = await verify(all({ login: talkative }), ['login.data'])

    expect(data.probes[0]?.evidence).toMatch(/^….* the reason$/)
    expect(data.probes[0]?.evidence.length).toBeLessThanOrEqual(301)
  })

  test('tells the exit code when a program says nothing', async () => {
    const { data } = await verify(all({ login: { run: () => ({ exitCode: 124 }) } }), ['login.data'])

    expect(data.probes[0]?.evidence).toBe('exit code 124')
  })
})

describe('a container that is not as it should be', () => {
  test('is named when it is missing, and other wires are judged', async () => {
    const { data, exitCode } = await verify([sound('history'), sound('login')])

    expect(data.probes[0]).toMatchObject({
      ok: false,
      evidence: 'the container of "gateway" is missing',
      hint: 'See why with: docker compose logs gateway',
    })
    expect(data.probes[1]?.ok).toBe(true)
    expect(exitCode).toBe(8)
  })

  test.each(['exited', 'restarting', 'paused', 'created', 'dead'])('is named when it is %s', async (state) => {
    const { data } = await verify(all({ gateway: { state } }))

    expect(data.probes[0]).toMatchObject({ ok: false, evidence: `the container of "gateway" is ${state}` })
    expect(data.probes[1]?.ok).toBe(true)
  })

  test('is named when it has no such secret', async () => {
    const withoutSecrets = { run: (command: readonly string[]) => (command[0] === 'cat' ? { exitCode: 1 } : {}) }

    const { data } = await verify(all({ gateway: withoutSecrets }))

    expect(data.probes[0]).toMatchObject({
      ok: false,
      evidence: expect.stringMatching(/^"gateway" has no secret "gateway/),
      hint: expect.stringContaining('docker compose up --detach gateway'),
    })
    expect(data.probes[1]?.ok).toBe(true)
  })

  test('turns only its own wires red when it stops while it is asked', async () => {
    const { data, exitCode } = await verify(all(), [], {
      intercept: ({ path }, response) => {
        if (!path.endsWith('/containers/gateway/exec')) return false
        response.writeHead(409, { 'Content-Type': 'application/json' })
        response.end('{"message":"Container gateway is not running"}')
        return true
      },
    })

    expect(data.probes[0]).toMatchObject({ ok: false, evidence: expect.stringContaining('is not running') })
    expect(data.probes[1]?.ok).toBe(true)
    expect(exitCode).toBe(8)
  })
})

describe('a certificate', () => {
  const gifts = { random: seededRandom('verify'), now: new Date() }

  /** A published port with a certificate for a host, and what the stack with that port says of it. */
  async function verifyCertificate(host: string, issuer: 'own' | 'another' = 'own') {
    const own = await makeAuthority('demo stack CA', gifts)
    const pair = await makeCertificate(issuer === 'own' ? own : await makeAuthority('another', gifts), [host], gifts)
    const server = createServer({ cert: pair.certificate, key: pair.key }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    return verifyPort((server.address() as AddressInfo).port, own.certificate)
  }

  async function verifyPort(port: number, authority: string) {
    const proxy: FakeContainer = {
      service: 'proxy',
      run: ([name]) => (name === 'cat' ? { stdout: authority } : {}),
    }
    const { dockerHost } = await startFakeEngine({ containers: [proxy, { service: 'charts' }] })
    const text = `version: 1
name: demo
settings: { domain: plant.internal, tls: internal-ca }
services:
  proxy: { uses: traefik, ports: { websecure: ${port} } }
  charts: { uses: grafana }
`
    const { data } = await stackVerify.run(
      { plant: { text }, wires: ['charts.reverse-proxy'] },
      testContext({ dockerHost }),
    )
    return data.probes[0]
  }

  test('of the stack’s own authority for the right host is trusted', async () => {
    expect(await verifyCertificate('charts.plant.internal')).toMatchObject({
      wire: 'charts.reverse-proxy.proxy',
      ok: true,
      what: expect.stringContaining('the certificate for charts.plant.internal is trusted'),
    })
  })

  test.each([
    ['for another host', 'flows.plant.internal', 'own', /does not match|altnames/i],
    ['of another authority', 'charts.plant.internal', 'another', /certificate/],
  ] as const)('%s turns the wire red', async (_, host, issuer, evidence) => {
    expect(await verifyCertificate(host, issuer)).toMatchObject({
      ok: false,
      what: expect.stringContaining('the certificate for charts.plant.internal'),
      evidence: expect.stringMatching(evidence),
      hint: expect.stringContaining('docker compose up'),
    })
  })

  test('at a port where nobody answers turns the wire red', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await once(server.close(), 'close')

    expect(await verifyPort(port, '')).toMatchObject({ ok: false, evidence: expect.stringContaining('ECONNREFUSED') })
  })
})

describe('nothing is judged', () => {
  test.each([
    ['there are no containers', []],
    ['all have ended', all({ gateway: { state: 'exited' }, history: { state: 'exited' }, login: { state: 'exited' } })],
    ['only another stack runs', all({}).map((container) => ({ ...container, project: 'another' }))],
  ])('when %s', async (_, containers) => {
    await expect(verify(containers)).rejects.toMatchObject({
      code: 'containers.not-running',
      exitCode: 6,
      hint: expect.stringContaining('docker compose up'),
    })
  })

  test('when the engine is not there', async () => {
    await expect(stackVerify.run({ plant, wires: [] }, testContext())).rejects.toMatchObject({
      code: 'containers.engine-unreachable',
      exitCode: 7,
    })
  })

  test('when the plant file is wrong, and the engine is not asked', async () => {
    const { dockerHost, requests } = await startFakeEngine()
    const wrong = { text: 'version: 1\nname: demo\nservices: { a: { uses: nothing } }\n' }

    await expect(stackVerify.run({ plant: wrong, wires: [] }, testContext({ dockerHost }))).rejects.toMatchObject({
      code: 'stack.invalid',
      exitCode: 2,
    })
    expect(requests).toEqual([])
  })
})
