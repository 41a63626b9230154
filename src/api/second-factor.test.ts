import { URI } from 'otpauth'
import { describe, expect, test } from 'vitest'
import type { Browser } from '../../test/support/browser.ts'
import { makeSite, password, type Site } from '../../test/support/site.ts'
import { onEachStorage } from '../../test/support/storages.ts'

const step = 30_000

/** The app on a user's phone. */
class Phone {
  readonly #otp: ReturnType<typeof URI.parse>
  readonly #site: Site

  constructor(uri: string, site: Site) {
    this.#otp = URI.parse(uri)
    this.#site = site
  }

  code = (ms = 0): string =>
    (this.#otp as { generate(at: object): string }).generate({
      timestamp: this.#site.context.now().getTime() + ms,
    })
}

onEachStorage((storage) => {
  /** Ada with a second factor, and where she set it up. */
  async function withPhone() {
    const site = await makeSite(await storage())
    const desk = await site.signedIn('ada', 'administrator')
    const { body } = await desk.post('/me/totp')
    const phone = new Phone(body.uri, site)
    const confirmed = await desk.post('/me/totp/confirm', { code: phone.code() })
    return { ...site, desk, phone, secret: body.secret as string, codes: confirmed.body.recoveryCodes as string[] }
  }

  async function halfWay(site: Site): Promise<Browser> {
    const one = site.browser()
    const { body } = await one.signIn('ada', password)
    expect(body).toEqual({ state: 'second-factor', csrf: expect.any(String) })
    return one
  }

  describe('setting up a second factor', () => {
    test('takes a secret, its first code, and gives ten recovery codes', async () => {
      const site = await makeSite(await storage())
      const ada = await site.signedIn('ada', 'viewer')

      const begun = await ada.post('/me/totp')
      expect(begun.body.uri).toMatch(/^otpauth:\/\/totp\/Plantwright:ada\?.*secret=[A-Z2-7]{32}/)
      expect(await ada.post('/me/totp/confirm', { code: '000000' })).toMatchObject({
        body: { code: 'auth.wrong-code' },
      })
      const { body } = await ada.post('/me/totp/confirm', { code: new Phone(begun.body.uri, site).code() })

      expect(body.recoveryCodes).toHaveLength(10)
      expect(new Set(body.recoveryCodes).size).toBe(10)
      expect(body.recoveryCodes[0]).toMatch(/^([a-z0-9]{4}-){3}[a-z0-9]{4}$/)
    })

    test('is not in force before it is confirmed', async () => {
      const site = await makeSite(await storage())
      const ada = await site.signedIn('ada', 'viewer')
      await ada.post('/me/totp')

      expect((await site.browser().signIn('ada', password)).body.state).toBe('signed-in')
    })

    test('shows the same secret when the page is loaded again, also twice at once, and takes its code', async () => {
      const site = await makeSite(await storage())
      const ada = await site.signedIn('ada', 'viewer')

      const [first, second] = await Promise.all([ada.post('/me/totp'), ada.post('/me/totp')])
      await ada.post('/me/totp/confirm', { code: '000000' })
      const third = await ada.post('/me/totp')

      expect(new Set([first, second, third].map(({ body }) => body.secret)).size).toBe(1)
      const { status } = await ada.post('/me/totp/confirm', { code: new Phone(first.body.uri, site).code() })
      expect(status).toBe(200)
    })

    test('shows a secret to the session that began only; it goes with the session', async () => {
      const site = await makeSite(await storage())
      const desk = await site.signedIn('ada', 'viewer')
      const couch = site.browser()
      await couch.signIn('ada', password)
      const begun = (await desk.post('/me/totp')).body
      const code = () => new Phone(begun.uri, site).code()

      expect(await couch.post('/me/totp/confirm', { code: code() })).toMatchObject({
        status: 409,
        body: { code: 'auth.second-factor-missing' },
      })
      const other = (await couch.post('/me/totp')).body
      expect(other.secret).not.toBe(begun.secret)
      await desk.delete('/session')
      await desk.signIn('ada', password)

      expect((await desk.post('/me/totp/confirm', { code: code() })).status).toBe(409)
      expect((await desk.post('/me/totp')).body.secret).not.toBe(begun.secret)
      const rows = JSON.stringify(
        await (await site.context.database()).query.selectFrom('sessions').selectAll().execute(),
      )
      for (const { secret } of [begun, other]) expect(rows).not.toContain(secret)
    })

    test('begins with another secret after the second factor was removed', async () => {
      const { desk, secret } = await withPhone()
      await desk.delete('/me/totp', { password })

      expect((await desk.post('/me/totp')).body.secret).not.toBe(secret)
    })

    test('gives the session a new id and ends all others', async () => {
      const site = await makeSite(await storage())
      const desk = await site.signedIn('ada', 'viewer')
      const couch = site.browser()
      await couch.signIn('ada', password)
      const before = desk.twin()

      const { body } = await desk.post('/me/totp')
      await desk.post('/me/totp/confirm', { code: new Phone(body.uri, site).code() })

      expect((await desk.get('/me/sessions')).body.items).toMatchObject([{ isCurrent: true }])
      for (const old of [before, couch]) expect((await old.get('/session')).body.state).toBe('signed-out')
    })

    test('keeps neither secret nor codes where the database could show them', async () => {
      const { context, secret, codes } = await withPhone()
      const { query } = await context.database()

      const rows = JSON.stringify([
        await query.selectFrom('users').selectAll().execute(),
        await query.selectFrom('recovery_codes').selectAll().execute(),
        await query.selectFrom('audit').selectAll().execute(),
      ])

      for (const value of [secret, ...codes]) expect(rows).not.toContain(value)
    })
  })

  describe('signing in with a second factor', () => {
    test('D-A2: the session before the code opens nothing but the second step', async () => {
      const site = await withPhone()
      const one = await halfWay(site)

      expect((await one.get('/session')).body.state).toBe('second-factor')
      for (const path of ['/users', '/audit', '/me/sessions', '/me/tokens'])
        expect(await one.get(path), path).toMatchObject({ status: 403, body: { code: 'auth.second-factor-needed' } })
      expect((await one.post('/me/totp')).status).toBe(403)
      expect((await one.delete('/me/totp', { password })).status).toBe(403)
    })

    test('takes the code of now, and of half a minute before and after', async () => {
      const site = await withPhone()
      site.pass(10 * step)

      for (const ms of [-step, 0, step]) {
        const one = await halfWay(site)
        expect((await one.post('/session/second-factor', { code: site.phone.code(ms) })).body.state).toBe('signed-in')
      }
      const late = await halfWay(site)
      site.pass(5 * step)
      expect((await late.post('/session/second-factor', { code: site.phone.code(-2 * step) })).status).toBe(422)
    })

    test('takes no code twice, not even the one that confirmed it, nor at the same time', async () => {
      const site = await withPhone()
      const first = await halfWay(site)
      expect((await first.post('/session/second-factor', { code: site.phone.code() })).status).toBe(422)
      site.pass(2 * step)
      const code = site.phone.code()
      const two = [await halfWay(site), await halfWay(site)]

      const answers = await Promise.all(two.map((one) => one.post('/session/second-factor', { code })))

      expect(answers.map(({ status }) => status).sort()).toEqual([200, 422])
    })

    test('takes each recovery code once, however it is typed', async () => {
      const site = await withPhone()
      const [recoveryCode = ''] = site.codes
      const one = await halfWay(site)
      expect(
        (await one.post('/session/second-factor', { recoveryCode: ` ${recoveryCode.toUpperCase()}` })).status,
      ).toBe(200)

      const other = await halfWay(site)
      expect(await other.post('/session/second-factor', { recoveryCode })).toMatchObject({
        status: 422,
        body: { code: 'auth.wrong-code' },
      })
    })

    test('gives the session a new id', async () => {
      const site = await withPhone()
      site.pass(2 * step)
      const one = await halfWay(site)
      const before = one.twin()

      await one.post('/session/second-factor', { code: site.phone.code() })

      expect((await before.get('/session')).body.state).toBe('signed-out')
      expect((await one.get('/session')).body.state).toBe('signed-in')
    })

    test('does not wait longer than five minutes for the code', async () => {
      const site = await withPhone()
      const one = await halfWay(site)
      site.pass(6 * 60_000)

      expect((await one.post('/session/second-factor', { code: site.phone.code() })).status).toBe(401)
    })

    test('locks the account when codes are guessed, also with a new first step each time', async () => {
      const site = await withPhone()
      site.pass(2 * step)

      const statuses: number[] = []
      for (let attempt = 0; attempt < 6; attempt++) {
        const one = site.browser()
        if ((await one.signIn('ada', password)).status !== 200) break
        statuses.push((await one.post('/session/second-factor', { code: '000000' })).status)
      }

      expect(statuses).toEqual([422, 422, 422, 422, 422])
      expect(await site.browser().signIn('ada', password)).toMatchObject({
        status: 429,
        body: { code: 'auth.too-many-attempts' },
        headers: { 'retry-after': '30' },
      })
    })

    test.each([{}, { code: '123456', recoveryCode: 'x' }, { code: 123456 }, { code: null }])(
      'refuses the request %j',
      async (body) => {
        const site = await withPhone()
        expect((await (await halfWay(site)).post('/session/second-factor', body)).status).toBe(400)
      },
    )
  })

  describe('removing a second factor', () => {
    test('takes the password', async () => {
      const { desk, browser } = await withPhone()

      expect(await desk.delete('/me/totp', { password: 'wrong password' })).toMatchObject({
        status: 422,
        body: { code: 'auth.wrong-password' },
      })
      expect((await desk.delete('/me/totp', { password })).status).toBe(204)
      expect((await browser().signIn('ada', password)).body.state).toBe('signed-in')
    })

    test('is what an administrator does for who has lost the phone', async () => {
      const { desk, signedIn } = await withPhone()
      const eve = await signedIn('eve', 'administrator')

      expect((await eve.delete('/users/ada/totp')).status).toBe(204)

      expect((await eve.get('/users/ada')).body).toMatchObject({ hasSecondFactor: false })
      expect((await desk.get('/session')).body.state).toBe('signed-out')
    })
  })
})
