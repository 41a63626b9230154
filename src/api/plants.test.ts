import { describe, expect, test } from 'vitest'
import type { Browser } from '../../test/support/browser.ts'
import { makeSite } from '../../test/support/site.ts'
import { onEachStorage } from '../../test/support/storages.ts'

const text = `# the bottling line
version: 1
name: bottling
services:
  history: { uses: postgres }
  charts: { uses: grafana }
`
const longer = `${text}  broker: { uses: mosquitto }\n`

const put = (one: Browser, id: string, body: object, tag?: string) =>
  one.ask('PUT', `/api/v1/plants/${id}`, body, tag === undefined ? {} : { 'if-match': tag })

onEachStorage((storage) => {
  const site = async () => makeSite(await storage())

  describe('a plant that is kept', () => {
    test('is read as it was written, with what it becomes', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'engineer')

      const made = await ada.post('/plants', { name: 'Bottling', text, note: 'first try' })
      const read = await ada.get(`/plants/${made.body.id}`)

      expect(made.status).toBe(201)
      expect(read.headers.etag).toBe('"1"')
      expect(read.body).toEqual(made.body)
      expect(read.body).toMatchObject({
        name: 'Bottling',
        version: 1,
        text,
        createdBy: 'user:ada',
        summary: { services: 2, errors: 0 },
        proof: null,
      })
      expect((await ada.get('/plants')).body.items).toMatchObject([{ id: made.body.id, name: 'Bottling' }])
      expect((await ada.get('/plants')).body.items[0]).not.toHaveProperty('text')
    })

    test('keeps every version, and makes an older one the newest again', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'engineer')
      const { id } = (await ada.post('/plants', { name: 'Bottling', text })).body

      expect(await put(ada, id, { text: longer, note: 'broker added' }, '"1"')).toMatchObject({
        status: 200,
        headers: { etag: '"2"' },
        body: { version: 2, summary: { services: 3 } },
      })
      const restored = await ada.post(`/plants/${id}/versions/1/restore`, {}, { 'if-match': '"2"' })

      expect(restored.body).toMatchObject({ version: 3, text })
      expect((await ada.get(`/plants/${id}/versions`)).body.items).toMatchObject([
        { version: 3, note: 'Version 1 again' },
        { version: 2, note: 'broker added', by: 'user:ada' },
        { version: 1 },
      ])
      expect((await ada.get(`/plants/${id}/versions/2`)).body.text).toBe(longer)
      expect((await ada.get('/plants/changes?limit=2')).body.items).toMatchObject([
        { name: 'Bottling', version: 3 },
        { version: 2 },
      ])
    })

    test('gets no new version from the text that it has', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'engineer')
      const { id } = (await ada.post('/plants', { name: 'Bottling', text })).body

      expect((await put(ada, id, { text }, '"1"')).body.version).toBe(1)
    })

    test('is not overwritten by somebody who has not seen the newest version', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'engineer')
      const bob = await signedIn('bob', 'engineer')
      const { id } = (await ada.post('/plants', { name: 'Bottling', text })).body
      await put(ada, id, { text: longer }, '"1"')

      const late = await put(bob, id, { text: `${text}# mine\n` }, '"1"')

      expect(late).toMatchObject({ status: 412, body: { code: 'plant.changed' } })
      expect(late.body.detail).toContain('user:ada')
      expect((await bob.get(`/plants/${id}`)).body.text).toBe(longer)
    })

    test('is changed by one of two who save at once', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'engineer')
      const { id } = (await ada.post('/plants', { name: 'Bottling', text })).body

      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) => put(ada.twin(), id, { text: `${text}# ${index}\n` }, '"1"')),
      )

      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(412)])
      expect((await ada.get(`/plants/${id}/versions`)).body.items).toHaveLength(2)
    })

    test('cannot be saved without saying which version was read', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'engineer')
      const { id } = (await ada.post('/plants', { name: 'Bottling', text })).body

      for (const tag of [undefined, '*', 'W/"1"', '"x"'])
        expect(await put(ada, id, { text: longer }, tag)).toMatchObject({
          status: 428,
          body: { code: 'plant.version-needed' },
        })
    })

    test('tells how many of its wires are made, and how many are left to people', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'engineer')
      const byHand =
        'version: 1\nname: flows\nservices:\n  history: { uses: postgres }\n  login: { uses: keycloak }\n  flows: { uses: node-red }\n'

      expect((await ada.post('/plants', { name: 'Bottling', text })).body.summary).toMatchObject({
        wires: 1,
        automatic: 1,
        manual: 0,
      })
      expect((await ada.post('/plants', { name: 'Flows', text: byHand })).body.summary).toMatchObject({
        wires: 2,
        automatic: 1,
        manual: 1,
      })
    })

    test('may have faults: it is work that goes on', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'engineer')

      const { status, body } = await ada.post('/plants', { name: 'Draft', text: 'version: 1\nname: [broken' })

      expect(status).toBe(201)
      expect(body.summary.errors).toBeGreaterThan(0)
      await put(ada, body.id, { text }, '"1"')
      expect((await ada.get(`/plants/${body.id}/versions`)).body.items).toMatchObject([
        { version: 2, errors: 0 },
        { version: 1, errors: body.summary.errors },
      ])
    })

    test('D-A6: does not hold a password, and says where one stands', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'engineer')
      const withPassword = text.replace('uses: postgres', 'uses: postgres, options: { password: hunter2 }')

      const refused = await ada.post('/plants', { name: 'Bottling', text: withPassword })

      expect(refused).toMatchObject({ status: 422, body: { code: 'plant.secret-in-clear' } })
      expect(refused.body.issues).toMatchObject([{ path: '/services/history/options/password', line: 5 }])
      expect((await ada.get('/plants')).body.items).toEqual([])
      const withReference = text.replace('uses: postgres', 'uses: postgres, options: { password: "vault:db" }')
      expect((await ada.post('/plants', { name: 'Bottling', text: withReference })).status).toBe(201)
    })

    test('takes no zero byte, which not every database could keep', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'engineer')
      const { id } = (await ada.post('/plants', { name: 'Bottling', text })).body

      for (const body of [
        { name: 'Zero', text: `${text}# \0` },
        { name: 'Ze\0ro', text },
        { name: 'Zero', text, note: 'a\0b' },
      ])
        expect(await ada.post('/plants', body)).toMatchObject({ status: 400, body: { code: 'action.invalid-input' } })
      expect((await put(ada, id, { text: '\0' }, '"1"')).status).toBe(400)
      expect((await ada.get('/plants/%00')).status).toBe(400)
      expect((await ada.get('/jobs?plant=%00')).status).toBe(400)
    })

    test('is told of others with the same Compose project, as far as one may read them', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'administrator')
      const bob = await signedIn('bob', 'engineer')
      const { id } = (await ada.post('/plants', { name: 'One', text })).body
      const { body } = await bob.post('/plants', { name: 'Two', text })

      expect(body).toMatchObject({ summary: { project: 'bottling' }, sharing: [{ id, name: 'One' }] })
      const other = text.replace('name: bottling', 'name: filling')
      expect((await put(bob, body.id, { text: other }, '"1"')).body.sharing).toEqual([])
      expect((await put(bob, body.id, { text: longer }, '"2"')).body.sharing).toEqual([{ id, name: 'One' }])
      await ada.patch(`/plants/${id}`, { readRole: 'administrator' })
      expect((await bob.get(`/plants/${body.id}`)).body.sharing).toEqual([])
      expect((await bob.post('/plants', { name: 'Three', text: 'services: [' })).body).toMatchObject({
        summary: { project: null },
        sharing: [],
      })
    })

    test('gets a project of its own in its copy, and nothing else is changed', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'engineer')
      const { id } = (await ada.post('/plants', { name: 'One', text })).body
      const copyOf = async (name: string) => (await ada.post(`/plants/${id}/duplicate`, { name })).body

      expect(await copyOf('One, copy')).toMatchObject({
        text: text.replace('name: bottling', 'name: one-copy'),
        summary: { project: 'one-copy' },
        sharing: [],
      })
      expect((await copyOf('ONE: copy')).summary.project).toBe('one-copy-2')
    })

    test('that was removed is found in the audit by its id', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'administrator')
      const { id } = (await ada.post('/plants', { name: 'One', text })).body
      const { id: other } = (await ada.post('/plants', { name: 'Two', text })).body
      await ada.ask('DELETE', `/api/v1/plants/${id}`)
      await ada.ask('DELETE', `/api/v1/plants/${other}`)

      expect((await ada.get(`/audit?action=plant.remove&target=${id}`)).body.items).toMatchObject([
        { actor: 'user:ada', target: id, outcome: 'done' },
      ])
      expect((await ada.get('/audit?action=plant.remove&target=unknown')).body.items).toEqual([])
    })

    test('has a name that no other plant has', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'engineer')
      const { id } = (await ada.post('/plants', { name: 'One', text })).body
      await ada.post('/plants', { name: 'Two', text })

      expect(await ada.post('/plants', { name: 'One', text })).toMatchObject({
        status: 409,
        body: { code: 'plant.name-taken' },
      })
      expect((await ada.patch(`/plants/${id}`, { name: 'Two' })).status).toBe(409)
      expect((await ada.patch(`/plants/${id}`, { name: 'Three' })).body.name).toBe('Three')
      expect((await ada.post(`/plants/${id}/duplicate`, { name: 'Three' })).status).toBe(409)
      expect((await ada.post(`/plants/${id}/duplicate`, { name: 'Four' })).body).toMatchObject({ version: 1 })
      expect((await ada.get('/plants')).body.items.map(({ name }: { name: string }) => name)).toEqual([
        'Four',
        'Three',
        'Two',
      ])
    })

    test('goes with all its versions', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'engineer')
      const { id } = (await ada.post('/plants', { name: 'Bottling', text })).body

      expect((await ada.delete(`/plants/${id}`)).status).toBe(204)

      for (const path of [`/plants/${id}`, `/plants/${id}/versions`, `/plants/${id}/versions/1`])
        expect(await ada.get(path)).toMatchObject({ status: 404, body: { code: 'plant.no-such-plant' } })
    })

    test('comes in pages', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'engineer')
      for (const name of ['c', 'a', 'b']) await ada.post('/plants', { name, text })

      const first = (await ada.get('/plants?limit=2')).body
      const second = (await ada.get(`/plants?limit=2&cursor=${first.nextCursor}`)).body

      expect(first.items.map(({ name }: { name: string }) => name)).toEqual(['a', 'b'])
      expect(second).toMatchObject({ items: [{ name: 'c' }], nextCursor: null })
    })
  })

  describe('rights on a plant', () => {
    test('are what its owner gives: a viewer reads, an engineer writes', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'engineer')
      const vic = await signedIn('vic', 'viewer')
      const { id } = (await ada.post('/plants', { name: 'Bottling', text })).body

      expect((await vic.get(`/plants/${id}`)).status).toBe(200)
      expect(await put(vic, id, { text: longer }, '"1"')).toMatchObject({
        status: 403,
        body: { code: 'auth.not-allowed' },
      })
      expect((await vic.post('/plants', { name: 'Mine', text })).status).toBe(403)
      expect((await vic.delete(`/plants/${id}`)).status).toBe(403)
      await ada.patch(`/plants/${id}`, { writeRole: 'viewer' })
      expect((await put(vic, id, { text: longer }, '"1"')).status).toBe(200)
    })

    test('hide it from who may not read it', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'engineer')
      const vic = await signedIn('vic', 'viewer')
      const { id } = (await ada.post('/plants', { name: 'Secret', text })).body
      await ada.patch(`/plants/${id}`, { readRole: 'engineer' })

      expect((await vic.get(`/plants/${id}`)).status).toBe(404)
      expect((await vic.get('/plants')).body.items).toEqual([])
      expect((await vic.get('/plants/changes')).body.items).toEqual([])
      expect((await vic.get(`/plants/${id}/versions/1`)).status).toBe(404)
    })

    test('are needed at all', async () => {
      const { browser } = await site()

      for (const path of ['/plants', '/plants/x', '/plants/changes', '/jobs', '/jobs/x/events'])
        expect(await browser().get(path)).toMatchObject({ status: 401, body: { code: 'auth.sign-in-needed' } })
    })
  })

  describe('a request that is sent again', () => {
    const key = { 'idempotency-key': '3f6c2a94-0d5a-4a52-9a4c-0b7f0f2a9f11' }

    test('is carried out once and gets the first answer', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'engineer')

      const first = await ada.post('/plants', { name: 'Bottling', text }, key)
      const again = await ada.post('/plants', { name: 'Bottling', text }, key)

      expect(again.status).toBe(201)
      expect(again.body).toEqual(first.body)
      expect(again.headers.etag).toBe('"1"')
      expect((await ada.get('/plants')).body.items).toHaveLength(1)
    })

    test('is carried out once also when both come at the same time', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'engineer')

      const answers = await Promise.all(
        [1, 2, 3].map(() => ada.twin().post('/plants', { name: 'Bottling', text }, key)),
      )

      for (const { status, body } of answers) expect(status === 201 || body.code === 'repeat.under-way').toBe(true)
      expect((await ada.get('/plants')).body.items).toHaveLength(1)
    })

    test('is refused when it is another one, or belongs to somebody else', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'engineer')
      const bob = await signedIn('bob', 'engineer')
      await ada.post('/plants', { name: 'Bottling', text }, key)

      expect(await ada.post('/plants', { name: 'Other', text }, key)).toMatchObject({
        status: 422,
        body: { code: 'repeat.other-request' },
      })
      expect((await bob.post('/plants', { name: 'Other', text }, key)).status).toBe(201)
    })

    test('may be tried again after it failed, and after a day', async () => {
      const { signedIn, pass } = await site()
      const ada = await signedIn('ada', 'engineer')
      const { id } = (await ada.post('/plants', { name: 'Bottling', text })).body
      expect((await ada.post('/plants', { name: 'Bottling', text }, key)).status).toBe(409)
      await ada.patch(`/plants/${id}`, { name: 'Other' })
      expect((await ada.post('/plants', { name: 'Bottling', text }, key)).status).toBe(201)

      pass(25 * 60 * 60_000)
      await ada.signIn('ada', 'correct horse battery')
      expect((await ada.post('/plants', { name: 'Bottling', text }, key)).status).toBe(409)
    })

    test('needs a key that is one', async () => {
      const { signedIn } = await site()
      const ada = await signedIn('ada', 'engineer')

      expect(await ada.post('/plants', { name: 'B', text }, { 'idempotency-key': 'x y' })).toMatchObject({
        status: 400,
        body: { code: 'repeat.key-malformed' },
      })
    })
  })
})
