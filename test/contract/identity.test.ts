import { statSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { join } from 'node:path'
import pg from 'pg'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../src/platform/storage/database.ts'
import { clientSecret, startOpenIdProvider } from '../support/openid-provider.ts'
import { emptyDatabase, withoutPostgres } from '../support/postgres.ts'
import { buildProgram, emptyPlace, ign, type Place } from '../support/program.ts'
import { serve } from '../support/serving.ts'
import { onEachStorage } from '../support/storages.ts'

/** Users of the built program: the shell and several servers share one state, whatever happens to one of them. */

beforeAll(buildProgram, 120_000)

const password = 'correct horse battery'

function placeWith(environment: NodeJS.ProcessEnv): Place {
  const place = emptyPlace(environment)
  writeFileSync(join(place.cwd, 'password.txt'), `${password}\n`)
  return place
}

const json = async (args: readonly string[], place: Place) => JSON.parse((await ign([...args, '--json'], place)).stdout)

const bearer = (token: string, init: RequestInit = {}): RequestInit => ({
  ...init,
  headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
})

/** Makes an administrator by the shell. @returns a token that may do everything */
async function administratorToken(place: Place): Promise<string> {
  await json(['user', 'add', 'ada', '--role', 'administrator', '--password-file', 'password.txt'], place)
  const { data } = await json(['user', 'token', 'create', 'ada', '--role', 'administrator', '--title', 'test'], place)
  return data.token
}

onEachStorage((storage) => {
  const newPlace = async () => placeWith(await storage())

  test('the first start prints a link, and its token makes the administrator', async () => {
    const { url, stderr, place } = await serve(await newPlace())
    await expect.poll(stderr).toContain('/setup#token=')
    const token = /#token=([\w-]{43})/.exec(stderr())?.[1]

    const response = await fetch(`${url}/api/v1/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, name: 'ada', password }),
    })

    expect(response.status).toBe(201)
    expect((await json(['user', 'list'], place)).data.items).toMatchObject([{ name: 'ada', role: 'administrator' }])
    const again = await serve(place)
    expect(again.stderr()).not.toContain('#token=')
  })

  test('the shell manages users, and the audit has its name', async () => {
    const place = await newPlace()
    const token = await administratorToken(place)
    await json(['user', 'add', 'eve', '--role', 'viewer', '--password-file', 'password.txt'], place)
    await json(['user', 'role', 'eve', 'operator'], place)
    expect((await ign(['user', 'remove', 'ada', '--yes'], place)).status).toBe(6)
    const [{ id }] = (await json(['user', 'token', 'list', 'ada'], place)).data.items
    await json(['user', 'token', 'revoke', 'ada', id], place)

    const { items } = (await json(['audit', '--limit', '4'], place)).data

    expect(items).toMatchObject([
      { action: 'user.token-revoke', target: `ada/${id}`, outcome: 'done', actor: expect.stringMatching(/^shell:.+/) },
      { action: 'user.token-list', target: 'ada', outcome: 'done' },
      { action: 'user.remove', target: 'ada', outcome: 'refused', code: 'auth.last-administrator' },
      { action: 'user.change', target: 'eve, role operator', outcome: 'done' },
    ])
    const { url } = await serve(place)
    expect((await fetch(`${url}/api/v1/users`, bearer(token))).status).toBe(401)
  })

  test('the shell finds what changed something, and gives it back as CSV', async () => {
    const place = await newPlace()
    await administratorToken(place)
    await ign(['user', 'role', 'nobody', 'viewer'], place)
    await ign(['user', 'list'], place)

    const { stdout } = await ign(['audit', '--csv', '--changed', '--since', '2020-01-01'], place)
    const { data } = await json(
      ['audit', '--outcome', 'refused', '--outcome', 'failed', '--until', '2999-01-01'],
      place,
    )

    const rows = stdout.trimEnd().split('\r\n')
    expect(rows.map((row) => row.split(',')[2])).toEqual(['action', 'user.token-add', 'user.add'])
    expect(data.items).toMatchObject([{ action: 'user.change', outcome: 'refused', changed: false }])
    expect((await ign(['audit', '--since', 'yesterday'], place)).status).toBe(2)
  })

  test('the server removes old lines of the audit when it starts, and says so in the audit', async () => {
    const place = placeWith({ ...(await storage()), IGN_AUDIT_DAYS: '30' })
    await administratorToken(place)
    const { IGN_HOME = '', IGN_DATABASE_URL: url } = place.env
    const database = await openDatabase(IGN_HOME, url)
    const longAgo = Date.now() - 31 * 86_400_000
    const id = `${longAgo.toString(16).padStart(12, '0')}00000000000000`
    await database.query.updateTable('audit').set({ id, at: longAgo }).where('action', '=', 'user.add').execute()
    await database.close()

    await serve(place)

    const kept = async () => (await json(['audit', '--actor', 'server'], place)).data.items
    await expect
      .poll(kept, { timeout: 10_000 })
      .toMatchObject([
        { action: 'audit.shorten', target: expect.stringMatching(/^1 lines from before /), changed: true },
      ])
    expect((await json(['audit', '--action', 'user.add'], place)).data.items).toEqual([])
  })

  test('a server that is killed while it writes has lost nothing that it acknowledged', {
    timeout: 120_000,
  }, async () => {
    const place = await newPlace()
    const token = await administratorToken(place)
    const acknowledged: string[] = []
    for (let round = 0; round < 3; round++) {
      const { url, kill } = await serve(place)
      const writer = async (lane: number) => {
        for (let count = 0; ; count++) {
          const displayName = `${round}/${lane}/${count}`
          const body = JSON.stringify({ displayName })
          const { status } = await fetch(`${url}/api/v1/users/ada`, bearer(token, { method: 'PATCH', body }))
          if (status === 200) acknowledged.push(displayName)
        }
      }
      const lanes = [0, 1, 2, 3].map((lane) => writer(lane).catch(() => {}))
      const enough = acknowledged.length + 10 + round * 7
      await expect.poll(() => acknowledged.length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(enough)
      await kill()
      await Promise.all(lanes)

      // what is kept is the newest that was acknowledged in its lane, or the one that was under way
      const [user] = (await json(['user', 'list'], place)).data.items
      const [keptRound, keptLane, keptCount] = user.displayName.split('/').map(Number)
      const newest = acknowledged.findLast((name) => name.startsWith(`${round}/${keptLane}/`)) ?? '0/0/0'
      expect(keptRound).toBe(round)
      expect(keptCount).toBeGreaterThanOrEqual(Number(newest.split('/')[2]))
    }
    // each change has its line; those that died on the way are seen to have begun only
    let cursor: string | null = null
    let done = 0
    do {
      const page: { data: { items: unknown[]; nextCursor: string | null } } = await json(
        [
          'audit',
          '--action',
          'user.change',
          '--outcome',
          'done',
          '--limit',
          '500',
          ...(cursor ? ['--cursor', cursor] : []),
        ],
        place,
      )
      done += page.data.items.length
      cursor = page.data.nextCursor
    } while (cursor)
    expect(done).toBeGreaterThanOrEqual(acknowledged.length)
  })

  test('two servers with one state: sign in on one, work on the other, kill one, go on', async () => {
    const place = await newPlace()
    await administratorToken(place)
    const [one, other] = await Promise.all([serve(place), serve(place)])
    const signedIn = await fetch(`${one.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'ada', password }),
    })
    const { csrf } = (await signedIn.json()) as { csrf: string }
    const headers = {
      cookie: signedIn.headers.get('set-cookie')?.split(';')[0] ?? '',
      'x-csrf-token': csrf,
      'content-type': 'application/json',
    }
    const rename = (url: string, displayName: string) =>
      fetch(`${url}/api/v1/users/ada`, { method: 'PATCH', headers, body: JSON.stringify({ displayName }) })

    expect((await rename(other.url, 'from the other')).status).toBe(200)
    await one.kill()
    expect((await rename(other.url, 'still there')).status).toBe(200)
    const again = await serve(place)

    expect(await (await fetch(`${again.url}/api/v1/users/ada`, { headers })).json()).toMatchObject({
      displayName: 'still there',
    })
  })

  test('several commands that start at once find one database, whoever makes it', async () => {
    const place = await newPlace()

    const answers = await Promise.all(Array.from({ length: 4 }, () => json(['user', 'list'], place)))

    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true, true])
  })
})

describe.skipIf(withoutPostgres !== undefined)('a connection to PostgreSQL that breaks while it is used', () => {
  const origin = 'http://localhost:8600'
  const callback = '/api/v1/session/oidc/callback'

  /** What the server answers under the name that the provider knows. */
  const ask = (url: string, path: string, cookie = '') =>
    new Promise<{ status: number | undefined; location: string; cookie: string; body: string }>((resolve, reject) => {
      get(`${url}${path}`, { headers: { host: 'localhost:8600', cookie } }, (answer) => {
        const { location = '', 'set-cookie': cookies = [] } = answer.headers
        const kept = cookies.map((one) => one.split(';')[0] ?? '').filter((one) => !one.endsWith('='))
        let body = ''
        answer.setEncoding('utf8').on('data', (text: string) => {
          body += text
        })
        answer.on('end', () => resolve({ status: answer.statusCode, location, cookie: kept.join('; '), body }))
      }).on('error', reject)
    })

  async function withProvider() {
    const ada = { preferred_username: 'ada', groups: ['plant-admins'] }
    const provider = await startOpenIdProvider({ 'subject-1': ada }, `${origin}${callback}`)
    const address = await emptyDatabase()
    const { url } = await serve(
      placeWith({
        IGN_DATABASE_URL: address,
        IGN_OIDC_ISSUER: provider.issuer,
        IGN_OIDC_CLIENT_ID: 'plantwright',
        IGN_OIDC_CLIENT_SECRET: clientSecret,
        IGN_OIDC_ROLE_MAP: 'plant-admins=administrator',
      }),
    )
    const client = new pg.Client({ connectionString: address })
    await client.connect()
    onTestFinished(() => client.end())
    /** Up to where the browser comes back from the provider. */
    const comeBack = async () => {
      const begun = await ask(url, '/api/v1/session/oidc')
      const back = await provider.signIn(begun.location, 'subject-1')
      return { path: back.slice(origin.length), cookie: begun.cookie }
    }
    return { url, client, comeBack }
  }

  /** Ends the connection of the server that waits for what `client` has locked. @returns whether there was one */
  async function endWaiting(client: pg.Client): Promise<boolean> {
    const { rowCount } = await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'ign' and wait_event_type = 'Lock'`,
    )
    return rowCount === 1
  }

  test('fails that sign-in at a provider, and neither the server nor the next one', async () => {
    const { url, client, comeBack } = await withProvider()
    const { path, cookie } = await comeBack()
    await client.query('begin; lock table oidc_requests in access exclusive mode')

    const answer = ask(url, path, cookie)
    await expect.poll(() => endWaiting(client), { timeout: 10_000 }).toBe(true)
    const failed = await answer
    await client.query('rollback')

    expect(failed.cookie).not.toContain('ign_session')
    expect(failed.body).not.toContain('terminating connection')
    expect((await ask(url, '/api/v1/session')).status).toBe(200)
    const again = await comeBack()
    const { location, cookie: signedIn } = await ask(url, again.path, again.cookie)
    expect(location).toBe('/')
    expect(JSON.parse((await ask(url, '/api/v1/session', signedIn)).body)).toMatchObject({ user: { name: 'ada' } })
  })

  test('fails what it did all or nothing, and the same goes through afterwards', async () => {
    const { url, client, comeBack } = await withProvider()
    const { path, cookie } = await comeBack()
    const { cookie: signedIn } = await ask(url, path, cookie)
    const place = await ask(url, '/api/v1/session', signedIn)
    const { csrf } = JSON.parse(place.body) as { csrf: string }
    const rename = () =>
      fetch(`${url}/api/v1/users/ada`, {
        method: 'PATCH',
        headers: { cookie: signedIn, 'x-csrf-token': csrf, 'content-type': 'application/json' },
        body: JSON.stringify({ displayName: 'Ada Lovelace' }),
      })
    await client.query('begin; lock table users in exclusive mode')

    const answer = rename()
    await expect.poll(() => endWaiting(client), { timeout: 10_000 }).toBe(true)
    const failed = await answer
    await client.query('rollback')

    expect(failed.status).toBe(500)
    expect((await client.query('select display_name from users')).rows).toEqual([{ display_name: 'ada' }])
    expect((await rename()).status).toBe(200)
  })
})

describe('the database file', () => {
  test.skipIf(process.platform === 'win32')('is closed to other users', async () => {
    const place = placeWith({})
    await json(['user', 'list'], place)

    const home = place.env.IGN_HOME as string
    expect(statSync(home).mode & 0o777).toBe(0o700)
    expect(statSync(join(home, 'ign.db')).mode & 0o777).toBe(0o600)
  })

  test('of a newer program is left alone', async () => {
    const place = placeWith({})
    await json(['user', 'list'], place)
    const { DatabaseSync } = await import('node:sqlite')
    const file = new DatabaseSync(join(place.env.IGN_HOME as string, 'ign.db'))
    file.exec("insert into migrations (name) values ('9999-from-the-future')")
    file.close()

    expect(await json(['user', 'list'], place)).toMatchObject({ ok: false, error: { code: 'platform.database-newer' } })
  })
})

test('a database that does not answer is told without its password', async () => {
  const place = placeWith({ IGN_DATABASE_URL: 'postgres://ign:geheim@127.0.0.1:1/ign' })

  const { status, stdout, stderr } = await ign(['user', 'list', '--verbose'], place)

  expect({ status, stdout }).toEqual({ status: 3, stdout: '' })
  expect(stderr).toContain('platform.database-unavailable')
  expect(stderr).not.toContain('geheim')
  expect((await ign(['config', 'show', '--json'], place)).stdout).not.toContain('geheim')
})
