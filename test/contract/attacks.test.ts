import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { listen } from '../../src/api/listen.ts'
import { buildServer } from '../../src/api/server.ts'
import type { Role } from '../../src/platform/auth/actor.ts'
import { makeAuthority } from '../../src/platform/secrets/certificates.ts'
import type { Browser } from '../support/browser.ts'
import { testContext } from '../support/context.ts'
import { hostileTexts } from '../support/hostile.ts'
import { makeSite, password, type Site } from '../support/site.ts'
import { onEachStorage } from '../support/storages.ts'
import { temporaryFolder } from '../support/temporary.ts'

/** Every endpoint of the OpenAPI document against everybody who must not get in. Nothing here names an endpoint that is closed. */

interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  /** With values for what stands in braces. */
  readonly url: string
  readonly access: string
}

/** All that may be asked for without a sign-in, on this machine. Whatever is added stands here, or is closed. */
const open = [
  'GET /api/v1/catalog',
  'GET /api/v1/catalog/{service}',
  'GET /api/v1/session',
  'GET /api/v1/session/oidc',
  'GET /api/v1/session/oidc/callback',
  'GET /api/v1/templates',
  'GET /api/v1/templates/{template}',
  'GET /catalog',
  'POST /api/v1/session',
  'POST /api/v1/setup',
  'POST /api/v1/stacks/bundle',
  'POST /api/v1/stacks/check',
  'POST /api/v1/stacks/detect',
  'POST /api/v1/stacks/generate',
  'POST /api/v1/stacks/outline',
  'POST /api/v1/stacks/preview',
  'POST /api/v1/stacks/users',
  'POST /detect-integrations',
  'POST /download',
  'POST /generate',
  'POST /validate-config',
]

/** What a session opens that owes the second factor. */
const openHalfWay = ['DELETE /api/v1/session', 'POST /api/v1/session/second-factor']

const nameOf = ({ method, path }: Operation): string => `${method} ${path}`

let operations: readonly Operation[] = []

beforeAll(async () => {
  const server = await buildServer(testContext({ home: '/nonexistent/ign-home' }))
  const { paths } = (await server.inject('/api/v1/openapi.json')).json() as {
    paths: Record<string, Record<string, { 'x-access': string }>>
  }
  await server.close()
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase() as Operation['method'],
      path,
      url: path.replaceAll(/\{\w+\}/g, 'ada'),
      access: operation['x-access'],
    })),
  )
})

const isClosed = (operation: Operation): boolean => !open.includes(nameOf(operation))
const closed = () => operations.filter(isClosed)

/** Asks all operations, each with an empty body. @returns `401 auth.sign-in-needed` of each */
async function answersOf(asked: readonly Operation[], browser: () => Browser, headers: Record<string, string> = {}) {
  const answers: Record<string, string> = {}
  for (const operation of asked) {
    const { method, url } = operation
    const { status, body } = await browser().ask(method, url, method === 'GET' ? undefined : {}, headers)
    answers[nameOf(operation)] = `${status} ${body?.code ?? ''}`.trim()
  }
  return answers
}

const allOf = (asked: readonly Operation[], answer: string) =>
  Object.fromEntries(asked.map((operation) => [nameOf(operation), answer]))

/** Every refusal came before the action: nothing was done, and there is a user to do it to. */
async function state({ context }: Site): Promise<unknown> {
  const { query } = await context.database()
  return {
    users: await query.selectFrom('users').selectAll().orderBy('name').execute(),
    tokens: await query.selectFrom('api_tokens').select(['id']).orderBy('id').execute(),
    sessions: await query.selectFrom('sessions').select(['id', 'digest']).orderBy('id').execute(),
  }
}

async function expectNothingDone(site: Site, attack: () => Promise<unknown>): Promise<void> {
  const before = await state(site)
  await attack()
  expect(await state(site)).toEqual(before)
}

describe('D-A5: an endpoint that is not one of the open ones', () => {
  test('is there: the open ones and the closed ones are all of the description', () => {
    expect(closed().length).toBeGreaterThan(15)
    const listed = operations.map(nameOf)
    expect(open.filter((name) => !listed.includes(name) && !name.includes('oidc'))).toEqual([])
  })

  test('is closed without credentials', async () => {
    const site = await makeSite()
    await site.addUser('ada', 'administrator')

    await expectNothingDone(site, async () => {
      expect(await answersOf(closed(), site.browser)).toEqual(allOf(closed(), '401 auth.sign-in-needed'))
    })
  })

  test('is closed to HEAD as it is to GET', async () => {
    const { server } = await makeSite()
    for (const { url } of closed().filter(({ method }) => method === 'GET'))
      expect((await server.inject({ method: 'HEAD', url })).statusCode, url).toBe(401)
  })

  test.each([
    ['an expired session', (site: Site) => site.pass(13 * 3_600_000)],
    [
      'a revoked session',
      async (site: Site) => void (await (await site.context.database()).query.deleteFrom('sessions').execute()),
    ],
    [
      'the session of a disabled user',
      async (site: Site) =>
        void (await (await site.context.database()).query.updateTable('users').set({ disabled_at: 1 }).execute()),
    ],
    [
      'the session of a user who is gone',
      async (site: Site) => void (await (await site.context.database()).query.deleteFrom('users').execute()),
    ],
  ])('is closed to %s', async (_, end) => {
    const site = await makeSite()
    const ada = await site.signedIn('ada', 'administrator')
    await end(site)

    await expectNothingDone(site, async () => {
      expect(await answersOf(closed(), () => ada)).toEqual(allOf(closed(), '401 auth.session-ended'))
    })
  })

  test('is closed to an expired and to a revoked token', async () => {
    const site = await makeSite()
    const ada = await site.signedIn('ada', 'administrator')
    const make = async () => (await ada.post('/me/tokens', { name: 'a', role: 'administrator', expiresInDays: 1 })).body
    const [revoked, expired] = [await make(), await make()]
    await ada.delete(`/me/tokens/${revoked.id}`)
    site.pass(25 * 3_600_000)

    for (const { token } of [revoked, expired])
      expect(await answersOf(closed(), site.browser, { authorization: `Bearer ${token}` })).toEqual(
        allOf(closed(), '401 auth.session-ended'),
      )
  })

  test.each(['viewer', 'operator', 'engineer'] as const)('is closed to %s when it needs more', async (role: Role) => {
    const site = await makeSite()
    await site.addUser('ada', 'administrator')
    const weak = await site.signedIn('eve', role)
    const order = ['viewer', 'operator', 'engineer', 'administrator']
    const beyond = closed().filter(({ access }) => order.indexOf(access) > order.indexOf(role))
    expect(beyond.length).toBeGreaterThan(5)

    await expectNothingDone(site, async () => {
      expect(await answersOf(beyond, () => weak)).toEqual(allOf(beyond, '403 auth.not-allowed'))
    })
  })

  test('D-A2: is closed before the second factor, but for the second step and signing out', async () => {
    const site = await makeSite()
    await site.addUser('ada', 'administrator')
    const { query } = await site.context.database()
    await query.updateTable('users').set({ totp_secret: 'x', totp_confirmed_at: 1 }).execute()
    const half = site.browser()
    await half.signIn('ada', password)
    const asked = closed().filter((operation) => !openHalfWay.includes(nameOf(operation)))

    await expectNothingDone(site, async () => {
      expect(await answersOf(asked, () => half)).toEqual(allOf(asked, '403 auth.second-factor-needed'))
    })
  })

  test.each<[string, Record<string, string>]>([
    ['without the CSRF value', { 'x-csrf-token': '' }],
    ['with a wrong CSRF value', { 'x-csrf-token': 'A'.repeat(43) }],
    ['with a CSRF value of other letters', { 'x-csrf-token': 'é'.repeat(43) }],
    ['of a page of another origin', { origin: 'https://evil.example' }],
    ['of a page of another port of this machine', { origin: 'http://localhost:3000' }],
    ['of a page without an origin', { origin: 'null' }],
    ['of another site', { 'sec-fetch-site': 'cross-site' }],
    ['of another port of the same site', { 'sec-fetch-site': 'same-site' }],
  ])('takes no change with a cookie %s', async (_, headers) => {
    const site = await makeSite()
    const ada = await site.signedIn('ada', 'administrator')
    const unsafe = closed().filter(({ method, access }) => method !== 'GET' && access !== 'second-factor')
    expect(unsafe.length).toBeGreaterThan(10)

    await expectNothingDone(site, async () => {
      expect(await answersOf(unsafe, () => ada, headers)).toEqual(allOf(unsafe, '403 auth.request-forged'))
    })
  })

  test('is closed to who makes up a credential: there is no signing key that could be known', async () => {
    const site = await makeSite()
    await site.addUser('ada', 'administrator')
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = part({ sub: 'ada', name: 'ada', role: 'administrator', exp: 4_000_000_000 })
    const made = [
      `${part({ alg: 'none' })}.${claims}.`,
      `${part({ alg: 'HS256' })}.${claims}.${'A'.repeat(43)}`,
      'ign_'.padEnd(47, 'A'),
    ]

    for (const token of made) {
      const answers = await answersOf(closed(), site.browser, { authorization: `Bearer ${token}` })
      expect(answers, 'D-A3').toEqual(allOf(closed(), '401 auth.session-ended'))
    }
  })
})

describe('D-A3: a secret', () => {
  test('is different on every machine and every time: no two sessions or set-up links are alike', async () => {
    const tokens = new Set<string>()
    for (let machine = 0; machine < 3; machine++) {
      const site = await makeSite()
      tokens.add(await site.setupToken())
      const ada = await site.signedIn('ada', 'viewer')
      for (const value of ada.cookies.values()) tokens.add(value)
    }

    expect(tokens.size).toBe(6)
  })
})

onEachStorage((storage) =>
  describe('D-A14: whatever is sent', () => {
    /** Some of all kinds; checking a password takes its time. */
    const texts = [
      '\0',
      '\ud800',
      '\u202e',
      "'; drop table users; --",
      ...hostileTexts.filter((_, index) => index % 6 === 0),
    ]
    /** Bodies that no endpoint takes, and texts in every field. */
    const bodies: readonly unknown[] = [
      [],
      'text',
      7,
      null,
      { name: {}, password: [], role: 7, code: {}, token: [], id: 1 },
      ...texts.map((text) => ({ name: text, displayName: text, password: text, role: text, code: text, token: text })),
      ...texts
        .slice(0, 4)
        .map((text) => ({ name: 'x', role: 'viewer', displayName: text, password: `${text} and more of it` })),
    ]

    test('with every right, no endpoint of identity answers with a fault of the server', async () => {
      const site = await makeSite(await storage())
      const ada = await site.signedIn('ada', 'administrator')
      const mine = operations.filter(
        ({ path }) => /\/(session|setup|users|me|audit)\b/.test(path) && !path.includes('oidc'),
      )

      /** Some endpoints end the session that they are asked with. */
      const headersOf = async (one: Browser) => {
        if ((await one.get('/session')).body.state !== 'signed-in') await one.signIn('ada', password)
        const cookie = [...one.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
        return { cookie, 'x-csrf-token': one.csrf ?? '', 'content-type': 'application/json' }
      }

      for (const { method, path } of mine) {
        for (const [index, body] of bodies.entries()) {
          const address = `192.0.2.${index}`
          const text = encodeURIComponent(texts[index % texts.length]?.toWellFormed() ?? '').slice(0, 180)
          const url = `${path.replaceAll(/\{\w+\}/g, text)}${method === 'GET' ? `?limit=${text}&cursor=${text}` : ''}`
          const response = await site.server.inject({
            method,
            url,
            remoteAddress: address,
            headers: await headersOf(ada),
            ...(method === 'GET' ? {} : { payload: JSON.stringify(body) }),
          })
          expect(response.statusCode, `${method} ${url} ${JSON.stringify(body)}`).toBeLessThan(500)
          if (response.statusCode >= 400)
            expect(response.json()).toMatchObject({ code: expect.any(String), hint: expect.any(String) })
        }
      }
    })

    test('a header cannot be added to an answer, nor a line to the audit', async () => {
      const site = await makeSite(await storage())
      const ada = await site.signedIn('ada', 'administrator')
      const text = 'eve\r\nSet-Cookie: ign_session=x\r\n'

      const { headers } = await ada.ask('DELETE', `/api/v1/users/${encodeURIComponent(text)}`)

      expect(headers['set-cookie']).toBeUndefined()
      const { items } = (await ada.get('/audit?action=user.remove')).body
      expect(items).toHaveLength(1)
    })
  }),
)

describe('D-A7: what the server keeps', () => {
  test('is not reachable by the network: it opens one port, its own', async () => {
    const listening = () => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPServerWrap').length
    const before = listening()
    const site = await makeSite()
    await site.server.listen({ host: '127.0.0.1', port: 0 })
    await (await site.context.database()).query.selectFrom('users').selectAll().execute()

    expect(listening() - before).toBe(1)
  })
})

describe('D-A16: what is promised', () => {
  test('an expiry is a point in time, wherever the server is', async () => {
    const zone = process.env.TZ
    onTestFinished(() => {
      if (zone === undefined) delete process.env.TZ
      else process.env.TZ = zone
    })
    for (const TZ of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      process.env.TZ = TZ
      const site = await makeSite()
      const ada = await site.signedIn('ada', 'administrator')
      site.pass(29 * 60_000)
      expect((await ada.get('/users')).status).toBe(200)
      site.pass(31 * 60_000)
      expect((await ada.get('/users')).status).toBe(401)
    }
  })
})

describe('a server that others can reach', () => {
  const outside = { IGN_TRUST_PROXY: '1', IGN_PUBLIC_URL: 'https://plants.example.com' }
  const front = { host: 'internal:8600', 'x-forwarded-host': 'plants.example.com', 'x-forwarded-proto': 'https' }

  test('asks for a sign-in for what only computes too', async () => {
    const site = await makeSite(outside)
    await site.addUser('ada', 'administrator')
    const computing = operations.filter(({ access }) => access === 'computes')
    expect(computing.length).toBeGreaterThan(10)

    expect(await answersOf(computing, site.browser, front)).toEqual(allOf(computing, '401 auth.sign-in-needed'))
    const viewer = Object.assign(site.browser(), { headers: front })
    await site.addUser('eve', 'viewer')
    await viewer.post('/session', { name: 'eve', password }, { origin: 'https://plants.example.com' })
    expect((await viewer.get('/catalog')).status).toBe(200)
  })

  test('answers to its public name and to this machine, to no other', async () => {
    const { server } = await makeSite(outside)
    const ask = async (headers: Record<string, string>) =>
      (await server.inject({ url: '/healthz', headers })).statusCode

    expect(await ask(front)).toBe(200)
    expect(await ask({ host: '127.0.0.1:8600' })).toBe(200)
    expect(await ask({ ...front, 'x-forwarded-host': 'evil.example' })).toBe(421)
    expect(await ask({ host: 'internal:8600' })).toBe(421)
  })

  test('speaks HTTPS with its own certificate, and only then listens on every address', async () => {
    const folder = temporaryFolder()
    const { certificate, key } = await makeAuthority('localhost', { random: randomBytes, now: new Date() })
    const [IGN_TLS_CERT, IGN_TLS_KEY] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
    writeFileSync(IGN_TLS_CERT, certificate)
    writeFileSync(IGN_TLS_KEY, key)
    const environment = { IGN_TLS_CERT, IGN_TLS_KEY, IGN_HOST: '0.0.0.0', IGN_PORT: '0' }
    const context = testContext({ environment })
    // opened first, and so closed last
    await context.database()
    const running = await listen(context)
    onTestFinished(() => running.close())

    const { port } = new URL(running.url)
    const status = (path: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const options = { host: '127.0.0.1', port, path, rejectUnauthorized: false, agent: false }
        request(options, (response) => resolve(response.resume().statusCode))
          .on('error', reject)
          .end()
      })
    expect(running.url).toMatch(/^https:/)
    expect(await status('/healthz')).toBe(200)
    expect(await status('/api/v1/catalog')).toBe(401)
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow()
  })

  test.each<[string, NodeJS.ProcessEnv, string]>([
    ['a certificate without a key', { IGN_TLS_CERT: '/x' }, 'platform.setting-invalid'],
    [
      'a certificate that is not there',
      { IGN_TLS_CERT: '/nonexistent/x', IGN_TLS_KEY: '/nonexistent/x' },
      'platform.file-unreadable',
    ],
    ['a proxy without a public address', { IGN_TRUST_PROXY: '1' }, 'platform.setting-invalid'],
    ['a public address alone', { IGN_HOST: '0.0.0.0', IGN_PUBLIC_URL: 'https://x.example' }, 'action.address-refused'],
  ])('does not start with %s', async (_, environment, code) => {
    await expect(listen(testContext({ environment }))).rejects.toMatchObject({ code, exitCode: 3 })
  })

  test('believes the address that the proxy saw, not what a client claims before it', async () => {
    const site = await makeSite(outside)
    await site.addUser('ada', 'viewer')
    const one = Object.assign(site.browser(), { headers: { ...front, 'x-forwarded-for': '203.0.113.1, 198.51.100.7' } })
    await one.post('/session', { name: 'ada', password }, { origin: 'https://plants.example.com' })

    expect((await one.get('/me/sessions')).body.items).toMatchObject([{ address: '198.51.100.7' }])
  })

  test('without a proxy believes no header about where a request comes from', async () => {
    const site = await makeSite()
    await site.addUser('ada', 'viewer')
    const one = Object.assign(site.browser(), { headers: { 'x-forwarded-for': '203.0.113.1' } })
    await one.signIn('ada', password)

    expect((await one.get('/me/sessions')).body.items).toMatchObject([{ address: '127.0.0.1' }])
  })
})

test('a route that does not declare who may ask stops the server from starting', async () => {
  const { installGuard } = await import('../../src/api/guard.ts')
  const { exposureOf } = await import('../../src/api/exposure.ts')
  const { default: Fastify } = await import('fastify')
  const context = testContext()
  const server = Fastify()
  installGuard(server, context, exposureOf(context.config))

  expect(() => server.get('/secret', async () => 'x')).toThrow('GET /secret does not declare who may ask')
})
