import { type AddressInfo, connect } from 'node:net'
import { text as allOf } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { testContext } from '../../test/support/context.ts'
import { startFakeEngine } from '../../test/support/fake-engine.ts'
import { makeSite, password, type Site } from '../../test/support/site.ts'
import { onEachStorage } from '../../test/support/storages.ts'
import { stackImport } from '../actions/stack/export.ts'
import { Secret } from '../core/secret.ts'
import { seal } from '../platform/index.ts'
import { buildServer } from './server.ts'

const plant = 'version: 1\nname: demo\nservices:\n  db: { uses: postgres }\n'

/** What would end a header and begin another, or end a file name and begin another. */
const breaking = [
  'x\r\nX-Injected: 1',
  'x\nX-Injected: 1',
  'x\rX-Injected: 1',
  'x\r\n\r\n<script>alert(1)</script>',
  'x\u0085X-Injected: 1',
  'x"; filename="../../evil.sh',
  '../../evil',
  'x\u2028X-Injected: 1',
]

describe('header injection', () => {
  test.each(breaking)('a plant called %j names no file of a download', async (name) => {
    const { server } = await makeSite()

    const answers = [
      await server.inject({
        method: 'POST',
        url: '/api/v1/stacks/bundle',
        payload: { plant: { version: 1, name, services: { db: { uses: 'postgres' } } } },
      }),
      await server.inject({
        method: 'POST',
        url: '/download',
        payload: { instances: [{ app_id: 'postgres' }], global_settings: { stack_name: name } },
      }),
    ]

    for (const { statusCode, headers } of answers) {
      expect(headers['x-injected']).toBeUndefined()
      if (statusCode === 200)
        expect(headers['content-disposition']).toMatch(/^attachment; filename="[a-z][a-z0-9-]*\.zip"$/)
      else expect(statusCode).toBe(422)
    }
    expect(answers[0]?.statusCode).toBe(422)
  })

  test.each(breaking)('a kept plant called %j is in no Location and no ETag', async (name) => {
    const engine = await startFakeEngine({ containers: [{ service: 'db' }] })
    const { signedIn } = await makeSite({ DOCKER_HOST: engine.dockerHost })
    const ada = await signedIn('ada', 'engineer')

    const created = await ada.post('/plants', { name, text: plant, note: name })
    expect([201, 400]).toContain(created.status)
    if (created.status === 400) return
    const verified = await ada.post(`/plants/${created.body.id}/verify`)

    expect(created.headers.etag).toBe('"1"')
    expect(verified.headers.location).toMatch(/^\/api\/v1\/jobs\/[0-9a-f-]{36}$/)
    for (const { headers } of [created, verified]) expect(headers['x-injected']).toBeUndefined()
  })

  test('nothing of a request is in a cookie, nor in where a browser is sent', async () => {
    const { browser, addUser } = await makeSite()
    await addUser('ada', 'viewer')
    const [line] = breaking

    const signedIn = await browser().ask(
      'POST',
      '/api/v1/session',
      { name: 'ada', password },
      { 'user-agent': 'x X-Injected: 1' },
    )
    const back = await browser().ask(
      'GET',
      `/api/v1/session/oidc/callback?state=${encodeURIComponent(line ?? '')}&error=${encodeURIComponent(line ?? '')}`,
    )

    expect(signedIn.headers['set-cookie']).toMatch(/^ign_session=[\w-]{43}; Path/)
    expect(back.headers.location).toMatch(/^\/#sign-in-error=[a-z.-]+$/)
    expect(back.headers['set-cookie']).toMatch(/^ign_oidc=; /)
  })
})

describe('host header attacks', () => {
  async function ask(lines: readonly string[]): Promise<string> {
    const { server } = await makeSite()
    await server.listen({ host: '127.0.0.1', port: 0 })
    const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1')
    onTestFinished(() => void socket.destroy())
    socket.write(`${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`)
    return allOf(socket)
  }

  test.each([
    ['without a name', ['GET /healthz HTTP/1.1'], 400],
    ['of a foreign name before ours', ['GET /healthz HTTP/1.1', 'Host: evil.example', 'Host: localhost'], 421],
    ['with a foreign name behind a user', ['GET /healthz HTTP/1.1', 'Host: localhost@evil.example'], 421],
    ['with our name behind a user', ['GET /healthz HTTP/1.1', 'Host: evil.example@localhost'], 421],
    ['with a foreign name behind ours', ['GET /healthz HTTP/1.1', 'Host: localhost, evil.example'], 421],
    [
      'with a proxy that nobody declared',
      ['GET /healthz HTTP/1.1', 'Host: evil.example', 'X-Forwarded-Host: localhost'],
      421,
    ],
    ['for another server', ['GET http://evil.example/healthz HTTP/1.1', 'Host: evil.example'], 421],
  ])('a request %s gets nothing', async (_, lines, status) => {
    expect(await ask(lines)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  })

  test('where a provider sends browsers back to is what the settings say, whatever the request says', async () => {
    const issuer = 'https://sso.invalid'
    const { server } = await makeSite({
      IGN_TRUST_PROXY: '1',
      IGN_PUBLIC_URL: 'https://plants.example.com',
      IGN_OIDC_ISSUER: issuer,
      IGN_OIDC_CLIENT_ID: 'x',
    })

    const { statusCode } = await server.inject({
      url: '/api/v1/session/oidc',
      headers: { host: 'internal', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    })

    expect(statusCode).toBe(421)
  })
})

describe('CSRF', () => {
  const elsewhere: readonly Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ]

  test.each(elsewhere)('another page signs nobody in, not even as somebody else: %j', async (headers) => {
    const { browser, addUser, setupToken } = await makeSite()
    const token = await setupToken()
    const setUp = await browser().post('/setup', { token, name: 'mallory', password }, headers)
    await addUser('mallory', 'viewer')

    const signedIn = await browser().post('/session', { name: 'mallory', password }, headers)

    for (const answer of [setUp, signedIn]) {
      expect(answer).toMatchObject({ status: 403, body: { code: 'auth.request-forged' } })
      expect(answer.headers['set-cookie']).toBeUndefined()
    }
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'a form, which needs no leave of a browser, is not taken: %s',
    async (type) => {
      const { server, signedIn } = await makeSite()
      const ada = await signedIn('ada', 'administrator')
      const cookie = [...ada.cookies].map((pair) => pair.join('=')).join('; ')

      const answer = await server.inject({
        method: 'POST',
        url: '/api/v1/users',
        headers: { cookie, 'content-type': type, 'x-csrf-token': ada.csrf ?? '' },
        payload: JSON.stringify({ name: 'eve', role: 'viewer', password }),
      })

      expect(answer.statusCode).toBe(415)
    },
  )
})

describe('path traversal', () => {
  const names = [
    '..%2f..%2fpackage.json',
    '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    '..%5c..%5cwindows',
    '%252e%252e%252fetc',
    '....%2f%2fetc',
    'a%00.yaml',
    '%2fetc%2fpasswd',
  ]
  const places = ['/assets', '/api/v1/templates', '/api/v1/catalog', '/api/v1/plants', '/api/v1/jobs', '/api/v1/users']

  test.each(places)('below %s there is no other folder', async (place) => {
    const { signedIn } = await makeSite()
    const ada = await signedIn('ada', 'administrator')

    for (const name of names) {
      const { status, body } = await ada.ask('GET', `${place}/${name}`)
      expect([400, 404], `${place}/${name}`).toContain(status)
      expect(JSON.stringify(body)).not.toMatch(/"dependencies"|root:x:/)
    }
  })

  test.each(['../evil', '/etc', 'a/../../evil', 'a\\..\\..\\evil'])(
    'a sealed file brings no services into the folder %j',
    async (folder) => {
      const { context } = await makeSite()
      const password = new Secret('opens the file')
      const definitions = [{ name: 'own', text: 'title: Own\n' }]
      const inside = { version: 2, name: 'demo', plant, definitions, folder, secrets: {} }
      const content = await seal(JSON.stringify(inside), password.reveal(), context.random)

      await expect(stackImport.run({ content, password, overwrite: false }, context)).rejects.toMatchObject({
        code: 'action.invalid-input',
      })
    },
  )
})

onEachStorage((storage) => {
  describe('prototype pollution', () => {
    const polluting = '{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}}}'
    const yaml = '__proto__: { polluted: yes }\nconstructor: { prototype: { polluted: yes } }\n'

    async function expectNoPollution(attack: (site: Site) => Promise<readonly number[]>, refused = [400, 422]) {
      const site = await makeSite(await storage())

      const statuses = await attack(site)

      expect(({} as { polluted?: string }).polluted).toBeUndefined()
      expect(Object.prototype).not.toHaveProperty('polluted')
      expect(statuses.length).toBeGreaterThan(0)
      for (const status of statuses) expect(refused).toContain(status)
    }
    const postRaw = async ({ server }: Site, url: string, payload: string) =>
      (await server.inject({ method: 'POST', url, headers: { 'content-type': 'application/json' }, payload }))
        .statusCode

    test('of a body in JSON, at any depth', () =>
      expectNoPollution(
        async (site) => [
          await postRaw(site, '/generate', polluting),
          await postRaw(site, '/api/v1/stacks/check', `{"plant":{"version":1,"name":"demo","services":${polluting}}}`),
          await postRaw(
            site,
            '/api/v1/stacks/check',
            `{"plant":{"version":1,"name":"demo","services":{"a":{"uses":"grafana","options":${polluting}}}}}`,
          ),
          await postRaw(site, '/generate', `{"instances":[{"app_id":"grafana","config":${polluting}}]}`),
        ],
        [400],
      ))

    test('of a plant file in YAML, as a key, a service and an option', () =>
      expectNoPollution(async ({ browser }) => {
        const indented = yaml.trimEnd().replaceAll(/^/gm, '      ')
        const texts = [
          `${plant}${yaml}`,
          `version: 1\nname: demo\nservices:\n${indented}\n`,
          `version: 1\nname: demo\nservices:\n  a:\n    uses: grafana\n    options:\n${indented}\n`,
          `version: 1\nname: demo\nservices: { __proto__: { uses: postgres } }\n`,
        ]
        return Promise.all(texts.map(async (text) => (await browser().post('/stacks/check', { plant: text })).status))
      }))

    test('of an overlay', () =>
      expectNoPollution(async ({ browser }) => [
        (await browser().post('/stacks/check', { plant, overlays: [yaml] })).status,
      ]))

    test('of a spreadsheet, as a column and as a value', () =>
      expectNoPollution(async ({ browser }) => {
        const withSignIn = `${plant}  login: { uses: keycloak }\n`
        const lists = [
          '__proto__,username\nx,ada\n',
          'username,email\n__proto__,a@b.example\n',
          'constructor,prototype\nx,y\n',
        ]
        return Promise.all(
          lists.map(async (users) => (await browser().post('/stacks/users', { plant: withSignIn, users })).status),
        )
      }))

    test('of a stack of an older client, whose JSON is a text in JSON', () =>
      expectNoPollution(async ({ signedIn }) => {
        const ada = await signedIn('ada', 'engineer')
        const texts = [
          polluting,
          `{"instances":[{"app_id":"grafana","instance_name":"__proto__","config":${polluting}}],"global_settings":${polluting}}`,
        ]
        return Promise.all(texts.map(async (text) => (await ada.post('/stacks/convert', { text })).status))
      }))

    test('of a sealed file', async () => {
      const { context } = await makeSite(await storage())
      const password = new Secret('opens the file')
      const inside = `{"version":1,"name":"demo","plant":${JSON.stringify(plant)},"secrets":${polluting},"__proto__":{"polluted":"yes"}}`
      const content = await seal(inside, password.reveal(), context.random)

      await stackImport.run({ content, password, overwrite: false }, context).catch(() => {})

      expect(Object.prototype).not.toHaveProperty('polluted')
    })

    test('of a query', () =>
      expectNoPollution(async ({ signedIn }) => {
        const ada = await signedIn('ada', 'administrator')
        const queries = [
          '__proto__[polluted]=yes',
          '__proto__=yes',
          'constructor[prototype][polluted]=yes',
          'constructor.prototype.polluted=yes',
        ]
        return Promise.all(queries.map(async (query) => (await ada.get(`/audit?${query}`)).status))
      }))
  })

  describe('log injection', () => {
    test('what somebody typed is one line of the audit, without control characters', async () => {
      const { signedIn, browser } = await makeSite(await storage())
      const ada = await signedIn('ada', 'administrator')
      const name = 'x\r\nuser:root user.remove\u001b[2J\u202e'
      await ada.ask('DELETE', `/api/v1/users/${encodeURIComponent(name)}`)
      const { token } = (await ada.post('/me/tokens', { name, role: 'administrator' })).body
      const script = Object.assign(browser(), { headers: { authorization: `Bearer ${token}` } })
      await script.get('/users/ada')

      const { items } = (await ada.get('/audit?limit=20')).body

      const told = items.map(({ actor, target }: { actor: string; target: string }) => `${actor} ${target}`)
      expect(told).toContain('user:ada x\\u000d\\u000auser:root user.remove\\u001b[2j\\u202e')
      expect(told).toContain('token:ada/x\\u000d\\u000auser:root user.remove\\u001b[2J\\u202e ada')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
      for (const line of told) expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/)
    })
  })
})

test('log injection: a defect that quotes a client is one entry of the server’s log', async () => {
  const broken = await buildServer({
    ...testContext({ home: '/nonexistent/ign-home' }),
    random: () => {
      throw new Error('cannot use "x\r\nrequest 00000000-0000-0000-0000-000000000000: all is well\u001b[2J"')
    },
  })
  onTestFinished(() => broken.close())
  const written: string[] = []
  const { write } = process.stderr
  process.stderr.write = ((text: string) => written.push(text) > 0) as typeof process.stderr.write
  onTestFinished(() => {
    process.stderr.write = write
  })

  await broken.inject({ method: 'POST', url: '/download', payload: { instances: [{ app_id: 'postgres' }] } })

  const atTheMargin = written
    .join('')
    .split('\n')
    .filter((line) => /^\S/.test(line))
  expect(atTheMargin).toHaveLength(1)
  expect(atTheMargin[0]).toMatch(/^request [0-9a-f-]{36}: Error: cannot use "x$/)
  expect(written.join('')).not.toContain('\u001b')
})
