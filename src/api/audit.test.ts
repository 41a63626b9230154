import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Browser } from '../../test/support/browser.ts'
import { makeSite, password, type Site } from '../../test/support/site.ts'
import { onEachStorage } from '../../test/support/storages.ts'
import { keepAuditShort, watchAuditLength } from '../actions/access/audit-retention.ts'
import { auditOf } from '../platform/auth/audit.ts'

const day = 24 * 3_600_000

onEachStorage((storage) => {
  const site = async (environment: NodeJS.ProcessEnv = {}) => makeSite({ ...(await storage()), ...environment })

  /** A line on each of so many days, the last one today. */
  async function withDays({ context, pass }: Site, days: number) {
    const log = auditOf(await context.database())
    for (let one = days; one > 0; one--) {
      const entry = {
        action: 'test.day',
        target: `${one - 1} days old`,
        actor: { kind: 'shell', name: 'root' },
      } as const
      await log.end(await log.begin(entry, context.now()), { outcome: 'done', code: null })
      if (one > 1) pass(day)
    }
  }
  const targets = async ({ context }: Site): Promise<string[]> => {
    const { query } = await context.database()
    const rows = await query.selectFrom('audit').select(['actor', 'action', 'target']).orderBy('id').execute()
    return rows.map(({ actor, action, target }) => (action === 'test.day' ? target : `${actor} ${action} ${target}`))
  }

  describe('old lines of the audit', () => {
    test('are removed after as many days as the setting says, and a line tells so', async () => {
      const made = await site({ IGN_AUDIT_DAYS: '3' })
      await withDays(made, 6)

      expect(await keepAuditShort(made.context)).toBe(2)

      const before = new Date(made.context.now().getTime() - 3 * day).toISOString()
      expect(await targets(made)).toEqual([
        '3 days old',
        '2 days old',
        '1 days old',
        '0 days old',
        `server audit.shorten 2 lines from before ${before}`,
      ])
    })

    test('are kept for a year where nothing is set, and nothing is told where nothing was removed', async () => {
      const made = await site()
      await withDays(made, 2)
      made.pass(364 * day)

      expect(await keepAuditShort(made.context)).toBe(0)
      expect(await targets(made)).toEqual(['1 days old', '0 days old'])
      made.pass(day)
      expect(await keepAuditShort(made.context)).toBe(1)
    })

    test('are removed some at a time, all in one line', async () => {
      const made = await site({ IGN_AUDIT_DAYS: '1' })
      await withDays(made, 1)
      const { query } = await made.context.database()
      const [line] = await query.selectFrom('audit').selectAll().execute()
      if (!line) throw new Error('there is no line')
      const copies = Array.from({ length: 12_000 }, (_, count) => ({ ...line, id: `${line.id}${count}` }))
      for (let from = 0; from < copies.length; from += 1000)
        await query
          .insertInto('audit')
          .values(copies.slice(from, from + 1000))
          .execute()
      made.pass(2 * day)

      expect(await keepAuditShort(made.context)).toBe(12_001)
      expect(await targets(made)).toEqual([expect.stringMatching(/^server audit\.shorten 12001 lines from before /)])
    })

    test('of two servers with one state are removed once', async () => {
      const environment = { ...(await storage()), IGN_AUDIT_DAYS: '1' }
      const one = await makeSite(environment)
      const other = await makeSite(environment, (one.context as { home?: string }).home)
      await withDays(one, 9)
      other.pass(8 * day)

      const removed = await Promise.all([one, other].map(({ context }) => keepAuditShort(context)))

      expect(removed.reduce((sum, count) => sum + count, 0)).toBe(7)
      expect((await targets(one)).filter((line) => line.includes('audit.shorten'))).toHaveLength(1)
    })

    test('are removed by the server as time goes on, without being asked', async () => {
      const made = await site({ IGN_AUDIT_DAYS: '1' })
      await withDays(made, 1)
      const end = watchAuditLength(made.context, 5)
      onTestFinished(end)
      made.pass(2 * day)

      await expect.poll(() => targets(made)).toEqual([expect.stringContaining('audit.shorten 1 lines')])
    })

    test('that cannot be removed now wait for the next time', async () => {
      const made = await site({ IGN_AUDIT_DAYS: '1' })
      await withDays(made, 1)
      made.pass(2 * day)
      let isThere = false
      const told: string[] = []
      const database = async () => {
        if (!isThere) throw new Error('the disk is full')
        return made.context.database()
      }
      const end = watchAuditLength({ ...made.context, database, progress: (line) => told.push(line) }, 5)
      onTestFinished(end)
      await expect.poll(() => told.length).toBeGreaterThan(0)
      isThere = true

      await expect.poll(() => targets(made)).toEqual([expect.stringContaining('audit.shorten')])
      expect(told[0]).toBe('the audit could not be shortened: the disk is full')
    })
  })

  describe('a line of the audit', () => {
    test('says whether something changed: reading and what is refused changed nothing', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'administrator')
      const eve = await signedIn('eve', 'viewer')
      await ada.get('/users')
      await ada.post('/users', { name: 'bob', role: 'viewer', password })
      await ada.post('/users', { name: 'bob', role: 'viewer', password })
      await eve.get('/users')

      const { items, keptDays } = (await ada.get('/audit?limit=4')).body

      const told = items.map(({ action, outcome, changed }: Record<string, unknown>) => [action, outcome, changed])
      expect(told).toContainEqual(['user.add', 'done', true])
      expect(told).toContainEqual(['user.add', 'refused', false])
      expect(told).toContainEqual(['user.list', 'done', false])
      expect(told).toContainEqual(['user.list', 'refused', false])
      expect(keptDays).toBe(365)
    })

    test('of a change that began and did not end may have changed something', async () => {
      const { signedIn, context } = await site()
      const ada = await signedIn('ada', 'administrator')
      const entry = { action: 'user.add', target: 'x', actor: { kind: 'shell', name: 'root' } } as const
      await auditOf(await context.database()).begin(entry, context.now())

      expect((await ada.get('/audit?outcome=begun')).body.items).toMatchObject([{ changed: true }])
    })
  })

  describe('what is read again and again', () => {
    const minute = 60_000
    type Line = Record<'actor' | 'target' | 'outcome' | 'action', string> & { times: number }
    const linesOf = async (ada: Browser, action: string): Promise<Line[]> =>
      (await ada.get(`/audit?action=${action}`)).body.items

    test('by a session has one line in five minutes, which says how often', async () => {
      const { signedIn, pass } = await site()
      const ada = await signedIn('ada', 'administrator')
      for (let count = 0; count < 3; count++) await ada.get('/jobs')
      expect(await linesOf(ada, 'job.list')).toMatchObject([{ actor: 'user:ada', times: 3, changed: false }])
      pass(4 * minute)
      await ada.get('/jobs')
      pass(minute)
      await ada.get('/jobs')

      expect((await linesOf(ada, 'job.list')).map(({ times }) => times)).toEqual([1, 4])
    })

    test('is not mixed up with another thing, another session, another person', async () => {
      const { signedIn, browser } = await site()
      const ada = await signedIn('ada', 'administrator')
      const eve = await signedIn('eve', 'administrator')
      const couch = browser()
      await couch.signIn('ada', password)
      for (const one of [ada, couch, eve]) await one.get('/users/ada')
      await ada.get('/users/eve')

      expect((await linesOf(ada, 'user.show')).map(({ actor, target }) => `${actor} ${target}`).sort()).toEqual([
        'user:ada ada',
        'user:ada ada',
        'user:ada eve',
        'user:eve ada',
      ])
    })

    test('by a token has a line each time', async () => {
      const { signedIn, browser } = await site()
      const ada = await signedIn('ada', 'administrator')
      const { token } = (await ada.post('/me/tokens', { name: 'ci', role: 'administrator' })).body
      const script = Object.assign(browser(), { headers: { authorization: `Bearer ${token}` } })
      for (let count = 0; count < 3; count++) await script.get('/jobs')

      expect((await linesOf(ada, 'job.list')).map(({ actor, times }) => `${actor} ${times}`)).toEqual(
        Array(3).fill('token:ada/ci 1'),
      )
    })

    test('and refused, fails or changes something has a line each time', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'administrator')
      const eve = await signedIn('eve', 'viewer')
      for (let count = 0; count < 3; count++) {
        await eve.get('/users')
        await ada.get('/users/nobody')
        await ada.patch('/users/eve', { displayName: `Eve ${count}` })
      }

      const told = (lines: Line[]) => lines.map(({ outcome, times }) => `${outcome} ${times}`)
      expect(told(await linesOf(ada, 'user.list'))).toEqual(Array(3).fill('refused 1'))
      expect(told(await linesOf(ada, 'user.show'))).toEqual(Array(3).fill('refused 1'))
      expect(told(await linesOf(ada, 'user.change'))).toEqual(Array(3).fill('done 1'))
    })

    test('and takes the whole audit along has a line each time', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'administrator')
      for (let count = 0; count < 2; count++) await ada.get('/audit/export')

      expect(await linesOf(ada, 'audit.export')).toHaveLength(2)
    })

    test('is counted before the server is gone, and where the database did not answer for a while', async () => {
      const { signedIn, context, server } = await site()
      const ada = await signedIn('ada', 'administrator')
      const database = await context.database()
      const log = auditOf(database)
      await ada.get('/jobs')
      await log.flush()
      await ada.get('/jobs')
      const failing = vi.spyOn(database, 'transaction').mockRejectedValueOnce(new Error('the disk is full'))
      await expect(log.flush()).rejects.toThrow('the disk is full')
      failing.mockRestore()
      await ada.get('/jobs')
      await server.close()

      const rows = await database.query.selectFrom('audit').select('times').where('action', '=', 'job.list').execute()
      expect(rows).toEqual([{ times: 3 }])
    })
  })

  describe('a plant in the audit', () => {
    const text = 'version: 1\nname: bottling\nservices:\n  mail: { uses: mailpit }\n'
    async function withPlant() {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'administrator')
      const { id } = (await ada.post('/plants', { name: 'bottling', text })).body
      await ada.get(`/plants/${id}/versions/1`)
      return { ada, id }
    }
    const lineOf = async (ada: Browser) => (await ada.get('/audit?action=plant.version')).body.items[0]

    test('has its name, as long as there is the plant', async () => {
      const { ada, id } = await withPlant()

      expect(await lineOf(ada)).toMatchObject({ target: `${id}, version 1`, plant: { id, name: 'bottling' } })
      expect((await ada.get('/audit?action=session.open')).body.items[0]).toMatchObject({ plant: null })
      await ada.delete(`/plants/${id}`)
      expect(await lineOf(ada)).toMatchObject({ target: `${id}, version 1`, plant: null })
    })

    test('is not named by who calls a new one like the id of another', async () => {
      const { signedIn, context } = await site()
      const ada = await signedIn('ada', 'administrator')
      const { id } = (await ada.post('/plants', { name: 'bottling', text })).body
      const actor = { kind: 'user', name: 'eve' } as const
      const log = auditOf(await context.database())
      for (const action of ['plant.create', 'plant.import', 'user.show'])
        log.note({ action, target: id, actor }, context.now(), { outcome: 'done', code: null })

      const { items } = (await ada.get('/audit?actor=eve')).body

      expect(items.map(({ plant }: { plant: unknown }) => plant)).toEqual([null, null, null])
    })

    test('has id and name in the CSV', async () => {
      const { ada, id } = await withPlant()

      const [head, row] = (await ada.get('/audit/export?action=plant.version')).body.split('\r\n')

      expect(head).toMatch(/,id,times,plant$/)
      expect(row).toContain(`"${id}, version 1"`)
      expect(row).toMatch(/,1,bottling$/)
    })
  })

  describe('the audit is found', () => {
    async function withLines() {
      const made = await site()
      const ada = await made.signedIn('ada', 'administrator')
      const { token } = (await ada.post('/me/tokens', { name: 'ci', role: 'administrator' })).body
      const script = Object.assign(made.browser(), { headers: { authorization: `Bearer ${token}` } })
      made.pass(60_000)
      await script.post('/users', { name: 'bob', role: 'viewer', password })
      await script.post('/users', { name: 'bob', role: 'viewer', password })
      made.pass(60_000)
      await ada.get('/users')
      const find = async (query: string) =>
        (await ada.get(`/audit?${query}`)).body.items
          .filter(({ action }: { action: string }) => action !== 'audit.list')
          .map(({ actor, action, outcome }: Record<string, string>) => `${actor} ${action} ${outcome}`)
      return { ...made, ada, find }
    }

    test('by what changed something', async () => {
      const { find } = await withLines()

      expect(await find('changed=true')).toEqual([
        'token:ada/ci user.add done',
        'user:ada me.token-add done',
        'anonymous session.open done',
      ])
      expect(await find('changed=false')).toEqual(['user:ada user.list done', 'token:ada/ci user.add refused'])
    })

    test('by several outcomes', async () => {
      const { find } = await withLines()

      expect(await find('outcome=refused&outcome=failed')).toEqual(['token:ada/ci user.add refused'])
    })

    test('by person, with tokens, and not by the beginning of a name', async () => {
      const { find } = await withLines()

      expect(await find('actor=ada')).toContain('token:ada/ci user.add done')
      expect(await find('actor=user:ada')).toEqual(['user:ada user.list done', 'user:ada me.token-add done'])
      expect(await find('actor=ad')).toEqual([])
      expect(await find('actor=%25')).toEqual([])
    })

    test('by time, from its beginning to before its end', async () => {
      const { find } = await withLines()

      expect(await find('since=2026-03-01T12:01:00Z&until=2026-03-01T12:02:00Z')).toEqual([
        'token:ada/ci user.add refused',
        'token:ada/ci user.add done',
      ])
      expect(await find('since=2026-03-01T13:01:00%2B01:00&action=user.list')).toEqual(['user:ada user.list done'])
      expect(await find('until=2026-03-01')).toEqual([])
      expect(await find('since=2026-03-02')).toEqual([])
    })

    test('not by what is no time or no outcome', async () => {
      const { ada } = await withLines()

      for (const query of ['since=yesterday', 'until=7', 'changed=maybe', 'outcome=done&outcome=x'])
        expect((await ada.get(`/audit?${query}`)).status, query).toBe(400)
    })

    test('and given back as CSV', async () => {
      const { ada } = await withLines()

      const { body, headers } = await ada.get('/audit/export?action=user.add')

      expect(headers['content-type']).toBe('text/csv; charset=utf-8')
      expect(headers['content-disposition']).toBe('attachment; filename="audit.csv"')
      expect(body.split('\r\n').map((line: string) => line.split(',').slice(0, 6).join(','))).toEqual([
        'at,actor,action,target,outcome,code',
        '2026-03-01T12:01:00.000Z,token:ada/ci,user.add,bob,refused,auth.user-exists',
        '2026-03-01T12:01:00.000Z,token:ada/ci,user.add,bob,done,',
        '',
      ])
    })

    test('as CSV beyond the length of a page', async () => {
      const { ada, context } = await withLines()
      const { query } = await context.database()
      const [line] = await query.selectFrom('audit').selectAll().limit(1).execute()
      if (!line) throw new Error('there is no line')
      const copies = Array.from({ length: 1_200 }, (_, count) => ({
        ...line,
        action: 'test.copy',
        id: `${line.id}${count}`,
      }))
      await query.insertInto('audit').values(copies).execute()

      expect((await ada.get('/audit/export?action=test.copy')).body.split('\r\n')).toHaveLength(1_202)
    })
  })
})
