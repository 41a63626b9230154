import { describe, expect, test } from 'vitest'
import type { Browser } from '../../test/support/browser.ts'
import { makeSite } from '../../test/support/site.ts'
import { onEachStorage } from '../../test/support/storages.ts'
import { temporaryFolder } from '../../test/support/temporary.ts'
import { unzip } from '../../test/support/unzip.ts'

const text = `version: 1
name: bottling
services:
  history: { uses: postgres }
  charts: { uses: grafana }
`

const keep = async (one: Browser, name = 'Bottling', plant = text): Promise<string> =>
  (await one.post('/plants', { name, text: plant })).body.id

/** Every file of the project, by path. */
async function projectOf(one: Browser, id: string): Promise<Map<string, string>> {
  const { status, raw, body } = await one.post(`/plants/${id}/download`)
  if (status !== 200) throw new Error(JSON.stringify(body))
  return new Map([...(await unzip(raw))].map(([path, { content }]) => [path, content]))
}

const secretsOf = (project: ReadonlyMap<string, string>): string[] =>
  [...project].filter(([path, content]) => path.startsWith('secrets/') && content !== '').map(([, content]) => content)

onEachStorage((storage) => {
  const site = async () => makeSite(await storage())

  describe('the project of a plant that is kept', () => {
    test('D-C14: is the same every time, with the same secrets', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'engineer')
      const id = await keep(ada)

      const first = await projectOf(ada, id)
      const second = await projectOf(ada, id)

      expect(secretsOf(first).length).toBeGreaterThan(3)
      expect(second).toEqual(first)
    })

    test('is the same whoever asks first, also when several ask at once', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'engineer')
      const id = await keep(ada)

      const projects = await Promise.all([1, 2, 3, 4].map(() => projectOf(ada.twin(), id)))

      for (const project of projects) expect(project).toEqual(projects[0])
    })

    test('is the same from every server that shares database and key', async () => {
      const environment: NodeJS.ProcessEnv = { ...(await storage()), IGN_SECRET_KEY: 'the key of all servers' }
      const home = temporaryFolder()
      const one = await makeSite(environment, home)
      const other = await makeSite(environment, environment.IGN_DATABASE_URL ? temporaryFolder() : home)
      const ada = await one.signedIn('ada', 'engineer')
      const id = await keep(ada)

      expect(await projectOf(ada.twin(other.server), id)).toEqual(await projectOf(ada, id))
    })

    test('keeps its secrets when the plant gets another name, and other services', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'engineer')
      const id = await keep(ada)
      const before = await projectOf(ada, id)
      await ada.patch(`/plants/${id}`, { name: 'Filling' })
      const longer = `${text.replace('name: bottling', 'name: filling')}  broker: { uses: mosquitto }\n`
      await ada.ask('PUT', `/api/v1/plants/${id}`, { text: longer }, { 'if-match': '"1"' })

      const after = await projectOf(ada, id)

      for (const [path, content] of before) if (path.startsWith('secrets/')) expect(after.get(path)).toBe(content)
      expect(secretsOf(after).length).toBeGreaterThan(secretsOf(before).length)
    })

    test('can be that of an older version', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'engineer')
      const id = await keep(ada)
      const first = await projectOf(ada, id)
      await ada.ask(
        'PUT',
        `/api/v1/plants/${id}`,
        { text: `${text}  broker: { uses: mosquitto }\n` },
        { 'if-match': '"1"' },
      )
      await projectOf(ada, id)

      const { raw } = await ada.post(`/plants/${id}/download`, { version: 1 })

      expect(new Map([...(await unzip(raw))].map(([path, { content }]) => [path, content]))).toEqual(first)
    })

    test('is for an engineer, and for nobody who may not read the plant', async () => {
      const { signedIn } = await site()
      const root = await signedIn('root', 'administrator')
      const ada = await signedIn('ada', 'engineer')
      const id = await keep(root)

      for (const role of ['viewer', 'operator'] as const)
        expect(await (await signedIn(role, role)).post(`/plants/${id}/download`)).toMatchObject({
          status: 403,
          body: { code: 'auth.not-allowed' },
        })
      await root.patch(`/plants/${id}`, { readRole: 'administrator' })
      expect(await ada.post(`/plants/${id}/download`)).toMatchObject({
        status: 404,
        body: { code: 'plant.no-such-plant' },
      })
    })

    test('D-A6: is the only answer that holds a secret', async () => {
      const { signedIn, context } = await site()
      const ada = await signedIn('ada', 'administrator')
      const id = await keep(ada)
      const secrets = secretsOf(await projectOf(ada, id))

      const answers = [
        await ada.get('/plants'),
        await ada.get(`/plants/${id}`),
        await ada.get(`/plants/${id}/versions`),
        await ada.get('/jobs'),
        await ada.get('/audit'),
        await ada.post('/stacks/preview', { plant: text }),
        await ada.post(`/plants/${id}/duplicate`, { name: 'Copy' }),
        await ada.ask('PUT', `/api/v1/plants/${id}`, { text }, { 'if-match': '"1"' }),
      ]
      const { query } = await context.database()
      const stored = await query.selectFrom('plant_secrets').selectAll().execute()

      for (const secret of secrets) {
        for (const { body } of answers) expect(JSON.stringify(body)).not.toContain(JSON.stringify(secret).slice(1, -1))
        expect(JSON.stringify(stored)).not.toContain(secret)
      }
    })

    test('stands in the audit with who has taken it', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'administrator')
      const id = await keep(ada)
      await projectOf(ada, id)

      expect((await ada.get('/audit?action=plant.download')).body.items).toMatchObject([
        { actor: 'user:ada', target: id, outcome: 'done' },
      ])
    })

    test('of a copy has other secrets', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'engineer')
      const id = await keep(ada)
      const { id: copy } = (await ada.post(`/plants/${id}/duplicate`, { name: 'Copy' })).body

      const [mine, theirs] = [await projectOf(ada, id), await projectOf(ada, copy)]

      expect([...theirs.keys()]).toEqual([...mine.keys()])
      for (const secret of secretsOf(mine)) expect(secretsOf(theirs)).not.toContain(secret)
    })

    test('leaves nothing behind when the plant is removed', async () => {
      const { signedIn, context } = await site()
      const ada = await signedIn('ada', 'engineer')
      const id = await keep(ada)
      await projectOf(ada, id)
      await ada.delete(`/plants/${id}`)

      const { query } = await context.database()
      expect(await query.selectFrom('plant_secrets').selectAll().execute()).toEqual([])
      expect((await ada.post(`/plants/${id}/download`)).status).toBe(404)
    })

    test('is not made of a plant with faults, nor of secrets of the machine', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'engineer')
      const broken = await keep(ada, 'Broken', 'version: 1\nname: x\nservices: { a: { uses: nothing } }\n')
      const nosy = text.replace('uses: postgres', 'uses: postgres, options: { password: "REF" }')
      expect((await ada.post(`/plants/${broken}/download`)).body).toMatchObject({ code: 'stack.invalid' })

      for (const reference of ['env:HOME', 'file:/etc/hostname', 'vault:db']) {
        const id = await keep(ada, reference, nosy.replace('REF', reference))
        expect(await ada.post(`/plants/${id}/download`)).toMatchObject({
          status: 422,
          body: { code: 'platform.reference-refused' },
        })
      }
    })

    test('has the secrets that somebody brought, which are taken in and never told again', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'administrator')
      const olga = await signedIn('olga', 'operator')
      const mine = text.replace('uses: postgres', 'uses: postgres, options: { password: "vault:db" }')
      const id = await keep(ada, 'Mine', mine)
      const keepSecret = (one: Browser, name: string, value: string) =>
        one.ask('PUT', `/api/v1/plants/${id}/secrets/${name}`, { value })

      expect((await keepSecret(olga, 'db', 'from olga, who may not')).status).toBe(403)
      expect((await keepSecret(ada, 'D%0AB', 'x')).status).toBe(400)
      const kept = await keepSecret(ada, 'db', 'brought by ada')

      expect({ status: kept.status, body: kept.body }).toEqual({ status: 204, body: '' })
      expect(secretsOf(await projectOf(ada, id))).toContain('brought by ada')
      for (const path of [`/plants/${id}`, '/audit', `/plants/${id}/versions`])
        expect(JSON.stringify((await ada.get(path)).body)).not.toContain('brought by ada')
    })

    test('does not open with another key', async () => {
      const environment = await storage()
      const home = temporaryFolder()
      const one = await makeSite({ ...environment, IGN_SECRET_KEY: 'one' }, home)
      const ada = await one.signedIn('ada', 'engineer')
      const id = await keep(ada)
      await projectOf(ada, id)
      const other = await makeSite({ ...environment, IGN_SECRET_KEY: 'other' }, home)

      expect(await ada.twin(other.server).post(`/plants/${id}/download`)).toMatchObject({
        status: 500,
        body: { code: 'platform.vault-locked' },
      })
    })
  })
})
