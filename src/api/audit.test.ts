import { describe, expect, onTestFinished, test } from 'vitest'
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
