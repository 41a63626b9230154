import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import { emptyDatabase, withoutPostgres } from '../../../test/support/postgres.ts'
import { onEachStorage } from '../../../test/support/storages.ts'
import { temporaryFolder } from '../../../test/support/temporary.ts'
import { type Database, migrate, openDatabase } from './database.ts'
import { migrations } from './migrations.ts'

async function open(home: string, url: string | undefined): Promise<Database> {
  const database = await openDatabase(home, url)
  onTestFinished(() => database.close())
  return database
}

const link = (digest: string) => ({ digest, ends_at: 1 })
const count = async ({ query }: Database) => (await query.selectFrom('setup_links').selectAll().execute()).length

onEachStorage((storage) => {
  async function place() {
    const [home, { IGN_DATABASE_URL: url }] = [join(temporaryFolder(), 'home'), await storage()]
    return { home, url, database: await open(home, url) }
  }

  describe('the database', () => {
    test('keeps what was written, for the next one who opens it', async () => {
      const { home, url, database } = await place()
      await database.query.insertInto('setup_links').values({ digest: 'a', ends_at: 1_772_366_400_123 }).execute()

      const again = await open(home, url)

      expect(await again.query.selectFrom('setup_links').selectAll().execute()).toEqual([
        { digest: 'a', ends_at: 1_772_366_400_123 },
      ])
    })

    test('keeps all of a transaction or nothing', async () => {
      const { database } = await place()

      const failing = database.transaction(async (query) => {
        await query.insertInto('setup_links').values(link('a')).execute()
        throw new Error('on the way')
      })

      await expect(failing).rejects.toThrow('on the way')
      expect(await count(database)).toBe(0)
    })

    test('lets one work after another count and add, also from two connections', async () => {
      const { home, url, database } = await place()
      const other = await open(home, url)
      const addOne = (to: Database, index: number) =>
        to.transaction(async (query) => {
          const { length } = await query.selectFrom('setup_links').selectAll().execute()
          await new Promise((resolve) => setImmediate(resolve))
          if (length < 3)
            await query
              .insertInto('setup_links')
              .values(link(String(index)))
              .execute()
        }, 'counting')

      await Promise.all(Array.from({ length: 10 }, (_, index) => addOne(index % 2 === 0 ? database : other, index)))

      expect(await count(database)).toBe(3)
    })

    test('is made by whoever comes first, when several open it at once', async () => {
      const [home, { IGN_DATABASE_URL: url }] = [join(temporaryFolder(), 'home'), await storage()]

      const opened = await Promise.all([1, 2, 3, 4].map(() => open(home, url)))

      for (const database of opened) expect(await count(database)).toBe(0)
    })

    test('forgets with a user what belonged to the user', async () => {
      const { database } = await place()
      const { query } = database
      const user = { name: 'ada', display_name: 'Ada', role: 'viewer', created_at: 1 }
      const none = { password: null, oidc_issuer: null, oidc_subject: null, totp_secret: null, totp_confirmed_at: null }
      await query
        .insertInto('users')
        .values({ ...user, ...none, totp_step: null, disabled_at: null, signed_in_at: null })
        .execute()
      await query.insertInto('recovery_codes').values({ user_name: 'ada', digest: 'x', used_at: null }).execute()

      await query.deleteFrom('users').execute()

      expect(await query.selectFrom('recovery_codes').selectAll().execute()).toEqual([])
    })

    test('learns of older lines of the audit what changed something', async () => {
      const { database } = await place()
      const { query } = database
      await sql`drop index audit_changed`.execute(query)
      await sql`alter table audit drop column changed`.execute(query)
      await sql`delete from migrations where name = '0003-audit-changed'`.execute(query)
      const lines = [
        ['user.add', 'done'],
        ['user.add', 'refused'],
        ['user.add', 'begun'],
        ['user.list', 'done'],
      ] as const
      for (const [index, [action, outcome]] of lines.entries())
        await sql`insert into audit (id, at, actor, action, target, outcome)
          values (${String(index)}, 1, 'user:ada', ${action}, 'x', ${outcome})`.execute(query)

      await database.transaction((inside) => migrate(inside, migrations))

      const rows = await query.selectFrom('audit').select('changed').orderBy('id').execute()
      expect(rows.map(({ changed }) => changed)).toEqual([1, 0, 1, 0])
    })

    test('takes each step once, and a failed one not at all', async () => {
      const { database } = await place()
      const taken: string[] = []
      const step = (name: string, fails = false) => ({
        name,
        up: async () => {
          taken.push(name)
          if (fails) throw new Error('broken step')
        },
      })
      const known = (await sql<{ name: string }>`select name from migrations`.execute(database.query)).rows.map(
        ({ name }) => step(name),
      )

      await database.transaction((query) => migrate(query, [...known, step('8-new')]))
      await database.transaction((query) => migrate(query, [...known, step('8-new')]))
      const failing = database.transaction((query) => migrate(query, [...known, step('8-new'), step('9-broken', true)]))

      await expect(failing).rejects.toThrow('broken step')
      expect(taken).toEqual(['8-new', '9-broken'])
      await expect(database.transaction((query) => migrate(query, known))).rejects.toMatchObject({
        code: 'platform.database-newer',
      })
    })
  })
})

test('a server that is away is told at each query, without the password of its address', async () => {
  const opening = openDatabase('/nonexistent', 'postgres://ign:geheim@127.0.0.1:1/ign')

  await expect(opening).rejects.toMatchObject({ code: 'platform.database-unavailable', status: 503 })
  await expect(opening).rejects.not.toThrow('geheim')
})

test.skipIf(withoutPostgres !== undefined)('a server that is back after it was away is used again', async () => {
  const url = await emptyDatabase()
  const [database, other] = [await open('/nonexistent', url), await open('/nonexistent', url)]
  const ended = await sql<{ pid: number }>`select pid, pg_terminate_backend(pid) from pg_stat_activity
    where pid <> pg_backend_pid() and datname = current_database()`.execute(other.query)
  expect(ended.rows).not.toEqual([])

  await expect.poll(() => count(database).catch(() => 'away')).toBe(0)
})
