import crypto from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import { Browser } from '../../test/support/browser.ts'
import { makeSite, password } from '../../test/support/site.ts'
import { onEachStorage } from '../../test/support/storages.ts'

const minute = 60_000
const hour = 60 * minute

onEachStorage((storage) => {
  const site = async () => makeSite(await storage())

  describe('the first start', () => {
    test('makes an administrator with the link, once', async () => {
      const { browser, setupToken } = await site()
      const [first, second] = [browser(), browser()]
      expect((await first.get('/session')).body).toEqual({ state: 'setup' })
      const token = await setupToken()

      const made = await first.post('/setup', { token, name: 'Ada', password })
      const again = await second.post('/setup', { token, name: 'eve', password })

      expect(made.status).toBe(201)
      expect(made.body).toMatchObject({ state: 'signed-in', user: { name: 'ada', role: 'administrator' } })
      expect((await first.get('/users')).body.items).toMatchObject([{ name: 'ada', hasPassword: true }])
      expect(again).toMatchObject({ status: 403, body: { code: 'auth.setup-refused' } })
      expect((await second.get('/session')).body).toEqual({ state: 'signed-out' })
    })

    test('D-A4: knows no user and no password; a guessed token opens nothing', async () => {
      const { browser } = await site()

      expect(await browser().post('/setup', { token: 'x'.repeat(43), name: 'ada', password })).toMatchObject({
        status: 403,
        body: { code: 'auth.setup-refused' },
      })
      for (const name of ['admin', 'root', 'administrator', 'ign'])
        expect(await browser().signIn(name, name)).toMatchObject({ status: 401 })
    })

    test('of two links that are used at once one makes the administrator', async () => {
      const { browser, setupToken } = await site()
      const tokens = [await setupToken(), await setupToken()]

      const answers = await Promise.all(
        tokens.map((token, index) => browser().post('/setup', { token, name: `user-${index}`, password })),
      )

      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
    })

    test('a link is good for a day', async () => {
      const { browser, setupToken, pass } = await site()
      const token = await setupToken()
      pass(25 * hour)

      expect((await browser().post('/setup', { token, name: 'ada', password })).status).toBe(403)
    })

    test.each(['short', 'aaaaaaaaaaaaaaaaaa', 'ada ada ada ada', 'password1234', 'P@ssw0rd1234', 'Plantwright2026'])(
      'refuses the password %j',
      async (weak) => {
        const { browser, setupToken } = await site()

        const { status, body } = await browser().post('/setup', {
          token: await setupToken(),
          name: 'ada',
          password: weak,
        })

        expect({ status, code: body.code }).toEqual({ status: 422, code: 'auth.password-weak' })
      },
    )
  })

  describe('what is wrong with the first administrator', () => {
    test('is told all at once, each at its field', async () => {
      const { browser, setupToken } = await site()
      await setupToken()

      const { status, body } = await browser().post('/setup', { token: 'guessed', name: '-', password: 'short' })

      expect({ status, code: body.code }).toEqual({ status: 422, code: 'auth.several-problems' })
      expect(body.issues).toMatchObject([
        { path: '/token', code: 'auth.setup-refused', hint: expect.stringContaining('Start the server again') },
        { path: '/name', code: 'auth.name-unusable', message: '"-" cannot be the name of a user' },
        { path: '/password', code: 'auth.password-weak', message: 'the password has fewer than 12 characters' },
      ])
    })

    test('is told all at once also where a field is empty', async () => {
      const { browser } = await site()

      const { body } = await browser().post('/setup', { token: '', name: '', password: 'short' })

      expect(body.issues.map(({ path }: { path: string }) => path)).toEqual(['/token', '/name', '/password'])
    })

    test('is told as itself where it is one thing alone', async () => {
      const { browser, setupToken } = await site()

      const { status, body } = await browser().post('/setup', { token: await setupToken(), name: 'a b', password })

      expect({ status, code: body.code }).toEqual({ status: 422, code: 'auth.name-unusable' })
      expect(body.issues).toMatchObject([{ path: '/name', code: 'auth.name-unusable' }])
    })

    test('is not told to who comes when there is one', async () => {
      const { browser, addUser } = await site()
      await addUser('ada', 'administrator')

      const { body } = await browser().post('/setup', { token: 'guessed', name: '-', password: 'short' })

      expect(body).toMatchObject({ code: 'auth.setup-refused', issues: [{ path: '/token' }] })
    })
  })

  describe('a session', () => {
    test('opens with name and password, and ends with signing out', async () => {
      const { browser, addUser } = await site()
      await addUser('ada', 'engineer')
      const ada = browser()

      expect((await ada.signIn(' ADA ', password)).body).toMatchObject({
        state: 'signed-in',
        user: { role: 'engineer' },
      })
      expect((await ada.get('/session')).body).toMatchObject({ state: 'signed-in', csrf: ada.csrf })
      const stolen = ada.twin()
      expect((await ada.delete('/session')).status).toBe(204)

      expect(ada.cookies.size).toBe(0)
      expect((await stolen.get('/session')).body).toEqual({ state: 'signed-out' })
      expect(await stolen.delete('/session')).toMatchObject({ status: 401, body: { code: 'auth.session-ended' } })
    })

    test('has a cookie that no script reads and no other site sends', async () => {
      const { browser, addUser } = await site()
      await addUser('ada', 'viewer')

      const { headers } = await browser().signIn('ada', password)

      expect(headers['set-cookie']).toMatch(/^ign_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
      expect(headers['cache-control']).toBe('no-store')
    })

    test('ends after half an hour without a request, and after twelve hours with them', async () => {
      const { signedIn, pass } = await site()
      const idle = await signedIn('idle', 'administrator')
      const busy = await signedIn('busy', 'administrator')

      for (let passed = 0; passed < 12 * hour - 20 * minute; passed += 20 * minute) {
        pass(20 * minute)
        expect((await busy.get('/users')).status).toBe(200)
      }

      expect((await idle.get('/users')).status).toBe(401)
      pass(20 * minute)
      expect(await busy.get('/users')).toMatchObject({ status: 401, body: { code: 'auth.session-ended' } })
    })

    test('has an id that was never known before: a planted one is not taken over', async () => {
      const { browser, addUser } = await site()
      await addUser('ada', 'viewer')
      const victim = browser()
      victim.cookies.set('ign_session', 'A'.repeat(43))

      await victim.signIn('ada', password)
      const first = victim.twin()
      await victim.signIn('ada', password)

      expect(victim.cookies.get('ign_session')).not.toBe('A'.repeat(43))
      expect((await first.get('/session')).body.state).toBe('signed-out')
    })

    test('is stored as a digest: the database opens nothing', async () => {
      const { signedIn, context } = await site()
      const ada = await signedIn('ada', 'viewer')
      const { query } = await context.database()

      const rows = JSON.stringify([
        await query.selectFrom('sessions').selectAll().execute(),
        await query.selectFrom('users').selectAll().execute(),
        await query.selectFrom('audit').selectAll().execute(),
      ])

      expect(rows).toContain('scrypt$')
      for (const secret of [...ada.cookies.values(), password, ada.csrf ?? '']) expect(rows).not.toContain(secret)
    })
  })

  describe('a wrong sign-in', () => {
    test('is the same for an unknown user, a wrong password and a disabled user', async () => {
      const { browser, addUser, context } = await site()
      await addUser('ada', 'viewer')
      await addUser('off', 'viewer')
      const { query } = await context.database()
      await query.updateTable('users').set({ disabled_at: 1 }).where('name', '=', 'off').execute()

      const answers = [
        await browser().signIn('nobody', password),
        await browser().signIn('ada', 'wrong password'),
        await browser().signIn('off', password),
      ]

      for (const { status, body } of answers) {
        expect({ status, code: body.code }).toEqual({ status: 401, code: 'auth.wrong-credentials' })
        expect(body.detail).toBe(answers[0]?.body.detail)
        expect(body.triesLeft).toBe(4)
      }
    })

    test('does the same work for an unknown user as for a known one', async () => {
      const { browser, setupToken } = await site()
      await browser().post('/setup', { token: await setupToken(), name: 'ada', password })
      const work = vi.spyOn(crypto, 'scrypt')

      await browser().signIn('ada', 'wrong password')
      await browser().signIn('nobody', 'wrong password')

      const [known, unknown] = work.mock.calls.map(([, , length, cost]) => ({ length, cost }))
      work.mockRestore()
      expect(known).toBeDefined()
      expect(unknown).toEqual(known)
    })

    test('has no name in the audit that may be a password', async () => {
      const { browser, signedIn } = await site()
      const administrator = await signedIn('ada', 'administrator')
      await browser().signIn('hunter2hunter2', 'x')
      await browser().signIn('ada', 'wrong password')

      const { items } = (await administrator.get('/audit?action=session.open&outcome=refused')).body

      expect(items).toMatchObject([
        { actor: 'anonymous', target: 'ada', code: 'auth.wrong-credentials', address: '127.0.0.1' },
        { actor: 'anonymous', target: '(unknown)', code: 'auth.wrong-credentials' },
      ])
    })
  })

  test('two servers with one state are one: what is opened on one works on the other', async () => {
    const environment = await storage()
    const one = await makeSite(environment)
    const other = await makeSite(environment, (one.context as { home?: string }).home)
    const ada = await one.signedIn('ada', 'administrator')

    const elsewhere = ada.twin(other.server)
    expect((await elsewhere.get('/users')).status).toBe(200)
    await one.server.close()
    expect((await elsewhere.patch('/users/ada', { displayName: 'Ada L.' })).body).toMatchObject({
      displayName: 'Ada L.',
    })
    expect((await elsewhere.delete('/session')).status).toBe(204)
  })
})

test('over HTTPS the cookie is for this host and for HTTPS only', async () => {
  const { server, addUser } = await makeSite({ IGN_TRUST_PROXY: '1', IGN_PUBLIC_URL: 'https://plants.example.com' })
  await addUser('ada', 'viewer')
  const ada = new Browser(server)
  ada.headers = { host: 'internal', 'x-forwarded-host': 'plants.example.com', 'x-forwarded-proto': 'https' }

  const { headers, body } = await ada.post(
    '/session',
    { name: 'ada', password },
    { origin: 'https://plants.example.com' },
  )

  expect(body.state).toBe('signed-in')
  expect(headers['set-cookie']).toMatch(/^__Host-ign_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/)
})
