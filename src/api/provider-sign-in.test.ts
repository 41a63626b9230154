import dns from 'node:dns'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Browser } from '../../test/support/browser.ts'
import { type Accounts, clientSecret, startOpenIdProvider } from '../../test/support/openid-provider.ts'
import { makeSite, password } from '../../test/support/site.ts'
import { onEachStorage } from '../../test/support/storages.ts'
import { temporaryFolder } from '../../test/support/temporary.ts'

const origin = 'http://localhost:8600'

onEachStorage((storage) => {
  async function withProvider(accounts: Accounts, more: NodeJS.ProcessEnv = {}) {
    const provider = await startOpenIdProvider(accounts, `${origin}/api/v1/session/oidc/callback`)
    const secretFile = join(temporaryFolder(), 'secret')
    writeFileSync(secretFile, `${clientSecret}\n`)
    const environment = {
      ...(await storage()),
      IGN_OIDC_ISSUER: provider.issuer,
      IGN_OIDC_CLIENT_ID: 'plantwright',
      IGN_OIDC_CLIENT_SECRET_FILE: secretFile,
      IGN_OIDC_ROLE_MAP: 'plant-admins=administrator,shift=operator,everybody=viewer',
      ...more,
    }
    const site = await makeSite(environment)
    const browser = (): Browser => Object.assign(site.browser(), { headers: { host: 'localhost:8600' } })
    const begin = async (one: Browser): Promise<string> => {
      const { status, headers } = await one.get('/session/oidc')
      expect(status).toBe(302)
      return String(headers.location)
    }
    /** The whole way; how it ended is where the browser is sent. */
    const signIn = async (one: Browser, name: string): Promise<string> => {
      const back = await provider.signIn(await begin(one), name)
      return String((await one.ask('GET', back.slice(origin.length))).headers.location)
    }
    return { ...site, environment, provider, browser, begin, signIn }
  }

  const ada = { preferred_username: 'Ada', name: 'Ada Lovelace', groups: ['everybody', 'plant-admins'] }

  describe('signing in at an OpenID provider', () => {
    test('makes the user, with the role of the highest group', async () => {
      const { browser, signIn } = await withProvider({ 'subject-1': ada })
      const one = browser()
      expect((await one.get('/session')).body).toEqual({ state: 'setup', oidc: { name: '127.0.0.1' } })

      expect(await signIn(one, 'subject-1')).toBe('/')

      const { body } = await one.get('/session')
      expect(body).toMatchObject({
        state: 'signed-in',
        user: { name: 'ada', displayName: 'Ada Lovelace', role: 'administrator' },
      })
      expect((await one.get('/users/ada')).body).toMatchObject({
        hasPassword: false,
        issuer: expect.stringMatching(/^http/),
      })
      expect([...one.cookies.keys()]).toEqual(['ign_session'])
    })

    test('follows the groups at each sign-in', async () => {
      const accounts: Accounts = { a: ada, b: { preferred_username: 'bob', groups: ['shift'] } }
      const { browser, signIn } = await withProvider(accounts)
      await signIn(browser(), 'a')
      const bob = browser()
      await signIn(bob, 'b')
      expect((await bob.get('/session')).body.user.role).toBe('operator')

      accounts.b = { preferred_username: 'somebody-else', groups: ['everybody'] }
      const again = browser()
      await signIn(again, 'b')

      expect((await again.get('/session')).body.user).toMatchObject({ name: 'bob', role: 'viewer' })
      expect((await bob.get('/session')).body.state).toBe('signed-out')
    })

    test('leaves the last administrator one', async () => {
      const accounts: Accounts = { a: ada }
      const { browser, signIn } = await withProvider(accounts)
      await signIn(browser(), 'a')
      accounts.a = { ...ada, groups: ['everybody'] }

      const one = browser()
      await signIn(one, 'a')

      expect((await one.get('/session')).body.user.role).toBe('administrator')
    })

    test.each<[string, Record<string, unknown>]>([
      ['no group', { preferred_username: 'eve' }],
      ['a group without a role', { preferred_username: 'eve', groups: ['visitors', 'administrator'] }],
      ['groups of another kind', { preferred_username: 'eve', groups: { 'plant-admins': true } }],
    ])('lets nobody in with %s', async (_, account) => {
      const { browser, signIn, addUser } = await withProvider({ e: account })
      await addUser('root', 'administrator')
      const one = browser()

      expect(await signIn(one, 'e')).toBe('/#sign-in-error=auth.provider-refused')

      expect((await one.get('/session')).body.state).toBe('signed-out')
    })

    test('gives nobody the account of a local user of the same name', async () => {
      const { browser, signIn, addUser } = await withProvider({ e: { ...ada, preferred_username: 'root' } })
      await addUser('root', 'administrator')

      expect(await signIn(browser(), 'e')).toBe('/#sign-in-error=auth.user-exists')
    })

    test('is refused to a user who is disabled here', async () => {
      const { browser, signIn, signedIn } = await withProvider({ a: ada })
      const root = await signedIn('root', 'administrator')
      await signIn(browser(), 'a')
      await root.patch('/users/ada', { isDisabled: true })

      expect(await signIn(browser(), 'a')).toBe('/#sign-in-error=auth.provider-refused')
    })

    test('has no second way in: such a user has no password and sets none', async () => {
      const { browser, signIn } = await withProvider({ a: ada })
      const one = browser()
      await signIn(one, 'a')
      await one.get('/session')

      const change = { currentPassword: 'x', newPassword: password }
      expect((await one.post('/me/password', change)).body.code).toBe('auth.no-password')
      expect((await one.post('/me/totp')).body.code).toBe('auth.no-password')
      expect((await browser().signIn('ada', password)).status).toBe(401)
    })

    test('works on whichever of several servers the browser comes back to', async () => {
      const { browser, begin, provider, environment, context } = await withProvider({ a: ada })
      const other = await makeSite(environment, (context as { home?: string }).home)
      const one = browser()
      const back = await provider.signIn(await begin(one), 'a')

      const elsewhere = Object.assign(one.twin(other.server), { headers: one.headers })

      expect((await elsewhere.ask('GET', back.slice(origin.length))).headers.location).toBe('/')
      expect((await elsewhere.get('/session')).body.state).toBe('signed-in')
    })
  })

  describe('an answer of the provider', () => {
    test('is taken once, and from the browser that began only', async () => {
      const { browser, begin, provider } = await withProvider({ a: ada })
      const [victim, thief] = [browser(), browser()]
      const back = (await provider.signIn(await begin(thief), 'a')).slice(origin.length)
      await begin(victim)

      // an attacker who makes a victim finish the attacker's own sign-in
      expect((await victim.ask('GET', back)).headers.location).toBe('/#sign-in-error=auth.provider-refused')
      expect((await victim.get('/session')).body.state).toBe('setup')
      expect((await thief.ask('GET', back)).headers.location).toBe('/')
      expect((await thief.ask('GET', back)).headers.location).toBe('/#sign-in-error=auth.provider-refused')
    })

    test.each<[string, (back: URL) => void]>([
      ['another state', (back) => back.searchParams.set('state', 'x')],
      ['no state', (back) => back.searchParams.delete('state')],
      ['another code', (back) => back.searchParams.set('code', 'x')],
      ['another issuer', (back) => back.searchParams.set('iss', 'https://evil.example')],
      [
        'an error',
        (back) => {
          back.searchParams.delete('code')
          back.searchParams.set('error', 'access_denied')
        },
      ],
    ])('with %s is refused', async (_, change) => {
      const { browser, begin, provider } = await withProvider({ a: ada })
      const one = browser()
      const back = new URL(await provider.signIn(await begin(one), 'a'))
      change(back)

      const { headers } = await one.ask('GET', `${back.pathname}${back.search}`)

      expect(headers.location).toBe('/#sign-in-error=auth.provider-refused')
    })

    test('is not waited for longer than ten minutes', async () => {
      const { browser, begin, provider, pass } = await withProvider({ a: ada })
      const one = browser()
      const back = await provider.signIn(await begin(one), 'a')
      pass(11 * 60_000)

      expect((await one.ask('GET', back.slice(origin.length))).headers.location).toContain('auth.provider-refused')
    })
  })

  test('a provider that does not answer is told, and local users sign in all the same', async () => {
    const { browser, addUser } = await withProvider({}, { IGN_OIDC_ISSUER: 'http://127.0.0.1:1' })
    await addUser('root', 'administrator')

    expect(await browser().get('/session/oidc')).toMatchObject({
      status: 502,
      body: { code: 'auth.provider-unreachable' },
    })
    expect((await browser().signIn('root', password)).status).toBe(200)
  })
})

describe('server-side request forgery: a provider', () => {
  const begin = async (issuer: string) => {
    const { browser } = await makeSite({ IGN_OIDC_ISSUER: issuer, IGN_OIDC_CLIENT_ID: 'plantwright' })
    return browser().get('/session/oidc', { host: 'localhost:8600' })
  }

  test.each(['https://169.254.169.254', 'https://2852039166', 'https://[::ffff:a9fe:a9fe]', 'https://[fd00:ec2::254]'])(
    'at %s is never asked',
    async (issuer) => {
      expect(await begin(issuer)).toMatchObject({
        status: 502,
        body: { code: 'auth.provider-unreachable', detail: expect.stringContaining('platform.address-refused') },
      })
    },
  )

  test('whose name leads there is never asked', async () => {
    const spy = vi
      .spyOn(dns, 'lookup')
      .mockImplementation(((_: string, __: unknown, done: CallableFunction) =>
        done(null, [{ address: '169.254.169.254', family: 4 }])) as never)
    onTestFinished(() => spy.mockRestore())

    expect((await begin('https://sso.plant.example')).body.detail).toContain('platform.address-refused')
  })

  test('sends the server nowhere else', async () => {
    const asked: (string | undefined)[] = []
    const http = createServer(({ url }, response) => {
      asked.push(url)
      response.writeHead(302, { location: '/latest/meta-data/' }).end()
    }).listen(0, '127.0.0.1')
    await once(http, 'listening')
    onTestFinished(() => void http.close())

    const { status } = await begin(`http://127.0.0.1:${(http.address() as AddressInfo).port}`)

    expect(status).toBe(502)
    expect(asked).toEqual(['/.well-known/openid-configuration'])
  })
})

test('without a provider there is nothing to begin', async () => {
  const { browser } = await makeSite()

  expect(await browser().get('/session/oidc')).toMatchObject({ status: 404, body: { code: 'auth.no-provider' } })
})

test('a request goes with state, nonce and a challenge, and its cookie comes back with a visit from the provider', async () => {
  const provider = await startOpenIdProvider({}, `${origin}/api/v1/session/oidc/callback`)
  const { browser } = await makeSite({ IGN_OIDC_ISSUER: provider.issuer, IGN_OIDC_CLIENT_ID: 'plantwright' })

  const { headers } = await browser().get('/session/oidc', { host: 'localhost:8600' })

  const asked = new URL(String(headers.location)).searchParams
  for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name), name).toMatch(/^[\w-]{43}$/)
  expect(asked.get('code_challenge_method')).toBe('S256')
  expect(asked.get('redirect_uri')).toBe(`${origin}/api/v1/session/oidc/callback`)
  expect(headers['set-cookie']).toMatch(/^ign_oidc=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/)
})
