import { describe, expect, test } from 'vitest'
import type { Browser } from '../../test/support/browser.ts'
import { makeSite, password } from '../../test/support/site.ts'
import { onEachStorage } from '../../test/support/storages.ts'

const minute = 60_000
const day = 24 * 60 * minute

onEachStorage((storage) => {
  const site = async () => makeSite(await storage())

  describe('users', () => {
    test('are added, shown, changed and removed by an administrator', async () => {
      const { signedIn, browser } = await site()
      const ada = await signedIn('ada', 'administrator')

      const added = await ada.post('/users', { name: 'Eve', displayName: 'Eve E.', role: 'viewer', password })
      expect(added).toMatchObject({ status: 201, body: { name: 'eve', displayName: 'Eve E.', role: 'viewer' } })
      expect(JSON.stringify(added.body)).not.toMatch(/scrypt|correct horse/)
      expect((await ada.post('/users', { name: 'eve', role: 'viewer', password })).body.code).toBe('auth.user-exists')
      expect((await ada.patch('/users/eve', { role: 'engineer' })).body).toMatchObject({ role: 'engineer' })
      expect((await browser().signIn('eve', password)).body.user).toMatchObject({ role: 'engineer' })
      expect((await ada.delete('/users/eve')).status).toBe(204)
      expect((await ada.get('/users/eve')).body.code).toBe('auth.no-such-user')
      expect((await browser().signIn('eve', password)).status).toBe(401)
    })

    test('come in pages', async () => {
      const { signedIn, addUser } = await site()
      const ada = await signedIn('ada', 'administrator')
      for (const name of ['bob', 'cid', 'dan']) await addUser(name, 'viewer')

      const first = (await ada.get('/users?limit=3')).body
      const second = (await ada.get(`/users?limit=3&cursor=${first.nextCursor}`)).body

      expect(first.items.map(({ name }: { name: string }) => name)).toEqual(['ada', 'bob', 'cid'])
      expect(second).toMatchObject({ items: [{ name: 'dan' }], nextCursor: null })
    })

    test.each(['', '-a', 'a b', 'a/b', 'a\nb', '../x', 'ä', 'x'.repeat(65), '__proto__', 'a:b'])(
      'are not called %j',
      async (name) => {
        const { signedIn } = await site()
        const ada = await signedIn('ada', 'administrator')

        const { status } = await ada.post('/users', { name, role: 'viewer', password })

        expect([400, 422]).toContain(status)
      },
    )

    test('that are disabled, or get another role, lose what they had open', async () => {
      const { signedIn, browser } = await site()
      const ada = await signedIn('ada', 'administrator')
      const eve = await signedIn('eve', 'engineer')
      const { token } = (await eve.post('/me/tokens', { name: 'ci', role: 'engineer' })).body
      const script = browser()
      script.headers = { authorization: `Bearer ${token}` }

      await ada.patch('/users/eve', { role: 'viewer' })
      expect((await eve.get('/session')).body.state).toBe('signed-out')
      await eve.signIn('eve', password)
      await ada.patch('/users/eve', { isDisabled: true })

      expect((await eve.get('/session')).body.state).toBe('signed-out')
      expect(await script.get('/users')).toMatchObject({ status: 401 })
      expect((await eve.signIn('eve', password)).status).toBe(401)
      await ada.patch('/users/eve', { isDisabled: false })
      expect((await eve.signIn('eve', password)).status).toBe(200)
    })

    test('are changed as a whole or not at all', async () => {
      const { signedIn, browser } = await site()
      const ada = await signedIn('ada', 'administrator')
      await ada.post('/users', { name: 'eve', role: 'viewer', password })

      const weak = await ada.patch('/users/eve', { role: 'engineer', password: 'short' })
      const last = await ada.patch('/users/ada', { role: 'viewer', password: 'another long password' })

      expect([weak.body.code, last.body.code]).toEqual(['auth.password-weak', 'auth.last-administrator'])
      expect((await ada.get('/users/eve')).body).toMatchObject({ role: 'viewer' })
      expect((await browser().signIn('ada', password)).status).toBe(200)
    })

    test('get no password that everybody guesses: neither the first, nor a new one, nor their own', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'administrator')
      const guessed = 'password1234'

      for (const refused of [
        await ada.post('/users', { name: 'eve', role: 'viewer', password: guessed }),
        await ada.patch('/users/ada', { password: guessed }),
        await ada.post('/me/password', { currentPassword: password, newPassword: guessed }),
        await ada.post('/users', {
          name: 'eve',
          displayName: 'Evangeline',
          role: 'viewer',
          password: 'Evangeline2026',
        }),
      ])
        expect(refused).toMatchObject({
          status: 422,
          body: { code: 'auth.password-weak', detail: expect.stringContaining('the password is little more than') },
        })
      expect((await ada.get('/session')).body.state).toBe('signed-in')
    })

    test('that cannot be added have all that is wrong told at once', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'administrator')

      const unusable = await ada.post('/users', { name: 'a b', role: 'viewer', password: 'password1234' })
      const taken = await ada.post('/users', { name: 'Ada', role: 'viewer', password: 'short' })

      for (const [{ status, body }, code] of [
        [unusable, 'auth.name-unusable'],
        [taken, 'auth.user-exists'],
      ] as const) {
        expect({ status, code: body.code }).toEqual({ status: 422, code: 'auth.several-problems' })
        expect(body.issues).toMatchObject([
          { path: '/name', code },
          { path: '/password', code: 'auth.password-weak' },
        ])
      }
    })

    test('are told what is wrong with the old and with the new password at once; guessing still has its limit', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'viewer')
      const attempt = () => ada.post('/me/password', { currentPassword: 'wrong', newPassword: 'short' })

      expect((await attempt()).body.issues).toMatchObject([
        { path: '/currentPassword', code: 'auth.wrong-password' },
        { path: '/newPassword', code: 'auth.password-weak' },
      ])
      for (let count = 1; count < 5; count++) await attempt()

      expect(await attempt()).toMatchObject({ status: 429, body: { code: 'auth.too-many-attempts', issues: [] } })
    })

    test('always have one administrator among them', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'administrator')

      for (const refused of [
        await ada.patch('/users/ada', { role: 'engineer' }),
        await ada.patch('/users/ada', { isDisabled: true }),
        await ada.delete('/users/ada'),
      ])
        expect(refused).toMatchObject({ status: 409, body: { code: 'auth.last-administrator' } })
    })

    test('keep one also when two administrators remove each other at the same time', async () => {
      const { signedIn } = await site()
      const [ada, eve] = [await signedIn('ada', 'administrator'), await signedIn('eve', 'administrator')]

      const answers = await Promise.all([ada.delete('/users/eve'), eve.delete('/users/ada')])

      expect(answers.filter(({ status }) => status === 204)).toHaveLength(1)
    })

    test('change their password with the old one, and are signed out everywhere else', async () => {
      const { signedIn, browser } = await site()
      const desk = await signedIn('ada', 'viewer')
      const couch = browser()
      await couch.signIn('ada', password)
      const next = 'another long password'

      const wrong = await desk.post('/me/password', { currentPassword: 'wrong', newPassword: next })
      expect(wrong).toMatchObject({ status: 422, body: { code: 'auth.wrong-password' } })
      const changed = await desk.post('/me/password', { currentPassword: password, newPassword: next })

      expect(changed.body).toMatchObject({ state: 'signed-in' })
      expect((await desk.get('/session')).body.state).toBe('signed-in')
      expect((await couch.get('/session')).body.state).toBe('signed-out')
      expect((await browser().signIn('ada', password)).status).toBe(401)
      expect((await browser().signIn('ada', next)).status).toBe(200)
    })
  })

  describe('roles', () => {
    test.each(['viewer', 'operator', 'engineer'] as const)('%s manages no users and reads no audit', async (role) => {
      const { signedIn } = await site()
      const eve = await signedIn('eve', role)

      for (const answer of [
        await eve.get('/users'),
        await eve.post('/users', { name: 'mallory', role: 'administrator', password }),
        await eve.patch('/users/eve', { role: 'administrator' }),
        await eve.get('/audit'),
      ])
        expect(answer).toMatchObject({ status: 403, body: { code: 'auth.not-allowed' } })
    })
  })

  describe('sessions', () => {
    test('are listed and ended by their user', async () => {
      const { signedIn, browser } = await site()
      const desk = await signedIn('ada', 'viewer')
      const couch = browser()
      couch.headers = { 'user-agent': 'Couch/1.0' }
      couch.address = '192.0.2.7'
      await couch.signIn('ada', password)

      const { items } = (await desk.get('/me/sessions')).body
      expect(items).toHaveLength(2)
      const other = items.find(({ isCurrent }: { isCurrent: boolean }) => !isCurrent)
      expect(other).toMatchObject({ agent: 'Couch/1.0', address: '192.0.2.7' })
      expect((await desk.delete(`/me/sessions/${other.id}`)).status).toBe(204)

      expect((await couch.get('/session')).body.state).toBe('signed-out')
      expect((await desk.delete(`/me/sessions/${other.id}`)).body.code).toBe('auth.no-such-session')
    })

    test('of another user are out of reach, except for an administrator', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'administrator')
      const eve = await signedIn('eve', 'engineer')
      const [{ id }] = (await ada.get('/me/sessions')).body.items

      expect((await eve.delete(`/me/sessions/${id}`)).status).toBe(404)
      expect((await ada.delete('/users/eve/sessions')).body).toEqual({ ended: 1 })
      expect((await eve.get('/session')).body.state).toBe('signed-out')
    })
  })

  describe('API tokens', () => {
    const withToken = (other: Browser, token: string): Browser => {
      other.headers = { authorization: `Bearer ${token}` }
      return other
    }

    test('work without a cookie and without CSRF protection, and are told once', async () => {
      const { signedIn, browser, context } = await site()
      const ada = await signedIn('ada', 'administrator')
      const made = await ada.post('/me/tokens', { name: 'backup', role: 'administrator', expiresInDays: 10 })
      expect(made).toMatchObject({
        status: 201,
        body: { name: 'backup', token: expect.stringMatching(/^ign_[\w-]{43}$/) },
      })
      const script = withToken(browser(), made.body.token)

      expect((await script.post('/users', { name: 'eve', role: 'viewer', password })).status).toBe(201)

      const { items } = (await ada.get('/me/tokens')).body
      expect(items).toMatchObject([{ name: 'backup', usedAt: expect.any(String), isExpired: false }])
      expect(JSON.stringify(items)).not.toContain(made.body.token)
      const { query } = await context.database()
      expect(JSON.stringify(await query.selectFrom('api_tokens').selectAll().execute())).not.toContain(made.body.token)
      expect((await ada.get('/audit?action=user.add')).body.items).toMatchObject([{ actor: 'token:ada/backup' }])
    })

    test('may not more than they were made for, nor than their user may now', async () => {
      const { signedIn, browser } = await site()
      const ada = await signedIn('ada', 'administrator')
      const eve = await signedIn('eve', 'administrator')
      const weak = withToken(browser(), (await eve.post('/me/tokens', { name: 'weak', role: 'viewer' })).body.token)
      const { token } = (await eve.post('/me/tokens', { name: 'strong', role: 'administrator' })).body
      const strong = withToken(browser(), token)

      expect((await weak.get('/users')).body.code).toBe('auth.not-allowed')
      expect((await strong.get('/users')).status).toBe(200)
      await ada.patch('/users/eve', { role: 'engineer' })
      expect((await strong.get('/users')).body.code).toBe('auth.not-allowed')
      await eve.signIn('eve', password)
      expect((await eve.post('/me/tokens', { name: 'more', role: 'administrator' })).body.code).toBe('auth.not-allowed')
    })

    test('cannot change the account of their user', async () => {
      const { signedIn, browser } = await site()
      const ada = await signedIn('ada', 'administrator')
      const script = withToken(
        browser(),
        (await ada.post('/me/tokens', { name: 'a', role: 'administrator' })).body.token,
      )

      for (const answer of [
        await script.post('/me/tokens', { name: 'b', role: 'administrator' }),
        await script.post('/me/password', { currentPassword: password, newPassword: 'another long password' }),
        await script.post('/me/totp'),
        await script.delete('/session'),
      ])
        expect(answer).toMatchObject({ status: 403, body: { code: 'auth.session-only' } })
    })

    test('end on their day, and when they are revoked', async () => {
      const { signedIn, browser, pass } = await site()
      const ada = await signedIn('ada', 'administrator')
      const make = async (expiresInDays: number) =>
        (await ada.post('/me/tokens', { name: 'a', role: 'administrator', expiresInDays })).body
      const [short, long] = [await make(1), await make(366)]

      expect((await ada.delete(`/me/tokens/${long.id}`)).status).toBe(204)
      expect((await ada.delete(`/me/tokens/${long.id}`)).body.code).toBe('auth.no-such-token')
      expect((await withToken(browser(), long.token).get('/users')).body.code).toBe('auth.session-ended')
      expect((await withToken(browser(), short.token).get('/users')).status).toBe(200)
      pass(day)
      expect((await withToken(browser(), short.token).get('/users')).body.code).toBe('auth.session-ended')
      expect((await ada.post('/me/tokens', { name: 'a', role: 'viewer', expiresInDays: 400 })).status).toBe(401)
    })

    test.each(['Bearer', 'Bearer x', 'Bearer ign_', 'Basic YWRhOng=', 'ign_x', 'Bearer ign_a b'])(
      'are not %j, even with a good cookie beside it',
      async (authorization) => {
        const { signedIn } = await site()
        const ada = await signedIn('ada', 'administrator')

        expect((await ada.get('/users', { authorization })).body.code).toBe('auth.session-ended')
      },
    )
  })

  describe('guessing', () => {
    test('D-A16: an account waits longer after each wrong password beyond five, whoever asks', async () => {
      const { browser, addUser, pass } = await site()
      await addUser('ada', 'viewer')
      const from = (address: string): Browser => Object.assign(browser(), { address })
      for (let attempt = 0; attempt < 5; attempt++)
        expect((await from(`192.0.2.${attempt}`).signIn('ada', 'wrong password')).status).toBe(401)

      const waits: unknown[] = []
      for (let attempt = 0; attempt < 8; attempt++) {
        const { status, headers } = await from('198.51.100.1').signIn('ada', password.slice(1))
        expect(status).toBe(429)
        waits.push(headers['retry-after'])
        pass(Number(headers['retry-after']) * 1000)
        expect((await from('198.51.100.1').signIn('ada', 'wrong password')).status).toBe(401)
      }

      expect(waits).toEqual(['30', '60', '120', '240', '480', '900', '900', '900'])
      expect((await from('192.0.2.200').signIn('ada', password)).status).toBe(429)
      pass(15 * minute)
      expect((await from('192.0.2.200').signIn('ada', password)).status).toBe(200)
      expect((await from('192.0.2.200').signIn('ada', 'wrong password')).status).toBe(401)
    })

    test('many passwords at once gets five tries, not many', async () => {
      const { browser, addUser } = await site()
      await addUser('ada', 'viewer')

      const answers = await Promise.all(Array.from({ length: 20 }, () => browser().signIn('ada', 'wrong password')))

      expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(15)
    })

    test('one password for many accounts from one address ends too', async () => {
      const { browser, addUser } = await site()
      const statuses: number[] = []
      for (let account = 0; account < 31; account++) await addUser(`user-${account}`, 'viewer')
      for (let account = 0; account < 31; account++)
        statuses.push((await browser().signIn(`user-${account}`, 'Summer2026!')).status)

      expect(statuses.indexOf(429)).toBe(30)
    })

    test('an account that does not exist looks the same', async () => {
      const { browser } = await site()
      for (let attempt = 0; attempt < 5; attempt++) await browser().signIn('nobody', 'wrong password')

      expect((await browser().signIn('nobody', 'wrong password')).status).toBe(429)
    })

    test('is over for the user when an administrator sets a new password', async () => {
      const { browser, addUser, signedIn } = await site()
      const ada = await signedIn('ada', 'administrator')
      await addUser('eve', 'viewer')
      for (let attempt = 0; attempt < 6; attempt++) await browser().signIn('eve', 'wrong password')

      await ada.patch('/users/eve', { password: 'a brand new password' })

      expect((await browser().signIn('eve', 'a brand new password')).status).toBe(200)
    })

    test('the door itself counts: an address gets no more than it should need', async () => {
      const { browser } = await site()
      const one = browser()
      one.address = '203.0.113.9'

      const statuses = await Promise.all(
        Array.from({ length: 40 }, async () => (await one.post('/setup', { token: 'x', name: 'a', password })).status),
      )

      expect(statuses.filter((status) => status === 429)).toHaveLength(10)
    })
  })

  describe('the audit', () => {
    test('has who did what, on what, from where, with what result, the newest first', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'administrator')
      const eve = await signedIn('eve', 'viewer')
      await ada.patch('/users/eve', { role: 'operator' })
      await ada.delete('/users/ada')
      await eve.get('/users')

      const { items } = (await ada.get('/audit')).body

      expect(items.slice(0, 4)).toMatchObject([
        { actor: 'anonymous', action: 'user.list', outcome: 'refused', code: 'auth.session-ended' },
        {
          actor: 'user:ada',
          action: 'user.remove',
          target: 'ada',
          outcome: 'refused',
          code: 'auth.last-administrator',
        },
        { actor: 'user:ada', action: 'user.change', target: 'eve, role operator', outcome: 'done', code: null },
        { actor: 'anonymous', action: 'session.open', target: 'eve', outcome: 'done', address: '127.0.0.1' },
      ])
    })

    test('is filtered, and comes in pages', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'administrator')
      for (const name of ['bob', 'cid', 'dan']) await ada.post('/users', { name, role: 'viewer', password })

      const first = (await ada.get('/audit?actor=ada&action=user.add&limit=2')).body
      const second = (await ada.get(`/audit?actor=ada&action=user.add&limit=2&cursor=${first.nextCursor}`)).body

      expect([...first.items, ...second.items].map(({ target }) => target)).toEqual(['dan', 'cid', 'bob'])
      expect(second.nextCursor).toBeNull()
      expect((await ada.get('/audit?outcome=failed')).body.items).toEqual([])
      expect((await ada.get('/audit?limit=0')).status).toBe(400)
      expect((await ada.get('/audit?colour=red')).status).toBe(400)
    })

    test('has no secret of anything that was done', async () => {
      const { signedIn, context } = await site()
      const ada = await signedIn('ada', 'administrator')
      await ada.post('/users', { name: 'eve', role: 'viewer', password: 'a very secret one' })
      await ada.patch('/users/eve', { password: 'an even more secret one' })
      const { token } = (await ada.post('/me/tokens', { name: 'ci', role: 'viewer' })).body
      await ada.post('/me/password', { currentPassword: 'the wrong secret', newPassword: 'one more secret' })
      await ada.get('/audit')

      const { query } = await context.database()
      const lines = JSON.stringify(await query.selectFrom('audit').selectAll().execute())
      for (const secret of ['secret', token, password, ada.csrf ?? '', ...ada.cookies.values()])
        expect(lines).not.toContain(secret)
    })

    test('tells of a change that it began, should the server die on the way', async () => {
      const { signedIn, context } = await site()
      const ada = await signedIn('ada', 'administrator')
      const { query } = await context.database()
      const seen: unknown[] = []
      const { setupFinish } = await import('../actions/access/setup.ts')
      const { perform } = await import('../actions/perform.ts')
      const watching = {
        ...setupFinish,
        run: async () => {
          seen.push(
            ...(await query.selectFrom('audit').select(['action', 'outcome']).where('outcome', '=', 'begun').execute()),
          )
          return { data: {} }
        },
      }

      await perform(watching, { token: 'x', name: 'a', password }, context)

      expect(seen).toEqual([{ action: 'setup.finish', outcome: 'begun' }])
      expect((await ada.get('/audit?action=setup.finish')).body.items).toMatchObject([{ outcome: 'done' }])
    })
  })
})
