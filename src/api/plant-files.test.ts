import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { gwbk, modl, sha256, zipClaiming, zipOf, zipWithName } from '../../test/support/archives.ts'
import type { Browser } from '../../test/support/browser.ts'
import { makeSite } from '../../test/support/site.ts'
import { onEachStorage } from '../../test/support/storages.ts'
import { unzip } from '../../test/support/unzip.ts'

const module = 'com.example.demo'

const plantWith = (options: Record<string, unknown>): string =>
  stringify({
    version: 1,
    name: 'plant',
    services: { gw: { uses: 'ignition', options: { acceptEula: true, ...options } } },
  })

const withModule = (more: Record<string, unknown> = {}) =>
  plantWith({
    thirdPartyModules: [{ id: module, file: 'demo.modl', acceptLicense: true, acceptCertificate: true, ...more }],
  })

const keep = async (one: Browser, text = withModule(), name = 'Plant'): Promise<string> =>
  (await one.post('/plants', { name, text })).body.id

const send = (one: Browser, id: string, content: Buffer, query = 'path=demo.modl') =>
  one.ask('POST', `/api/v1/plants/${id}/files?${query}`, content, { 'content-type': 'application/octet-stream' })

onEachStorage((storage) => {
  const site = async () => {
    const made = await makeSite(await storage())
    return { ...made, ada: await made.signedIn('ada', 'engineer') }
  }

  describe('a module that is sent to the server', () => {
    test('is in the project of its plant, byte for byte', async () => {
      const { ada } = await site()
      const data = await modl(module)
      const id = await keep(ada, withModule({ sha256: sha256(data) }))
      expect((await ada.post(`/plants/${id}/download`)).body).toMatchObject({
        code: 'stack.invalid',
        issues: [{ code: 'stack.file-missing', path: '/services/gw/options/thirdPartyModules/0/file' }],
      })

      const sent = await send(ada, id, data)

      expect(sent).toMatchObject({
        status: 201,
        body: {
          path: 'demo.modl',
          sha256: sha256(data),
          bytes: data.length,
          kind: 'module',
          by: 'user:ada',
          module: { id: module, version: '1.2.3.2025010203', floor: '8.1.0', isSigned: true },
        },
      })
      const { raw } = await ada.post(`/plants/${id}/download`)
      const found = (await unzip(raw)).get(`config/gw/modules/${module}.modl`)
      expect(found?.content).toBe(data.toString('utf8'))
      const { module: _, ...file } = sent.body
      expect((await ada.get(`/plants/${id}/files`)).body).toEqual({ items: [file] })
    })

    test('is one of many pieces where it is large, and is not readable in the database', async () => {
      const { ada, context } = await site()
      const id = await keep(ada)
      const text = 'plain words that would be found'
      // stored and not compressed, because it has no pattern
      const noise = Array.from({ length: 300_000 }, (_, index) => (index * 2_654_435_761) % 4_294_967_296).join('')
      const data = await zipOf({ 'module.xml': `<modules><module><id>${module}</id></module></modules>`, noise, text })

      expect((await send(ada, id, data)).status).toBe(201)

      const { query } = await context.database()
      const pieces = await query.selectFrom('file_pieces').selectAll().execute()
      expect(pieces.length).toBe(Math.ceil(data.length / 1024 ** 2))
      expect(pieces.length).toBeGreaterThan(1)
      for (const { sealed } of pieces) expect(Buffer.from(sealed).includes('module.xml')).toBe(false)
    })

    test('stands once in the database for all plants, and goes with the last of them', async () => {
      const { ada, context } = await site()
      const data = await modl(module)
      const { query } = await context.database()
      const pieces = async () => (await query.selectFrom('file_pieces').select('sha256').execute()).length
      const one = await keep(ada)
      const other = await keep(ada, withModule(), 'Other')
      await send(ada, one, data)
      await send(ada, other, data, 'path=modules/else.modl')
      expect(await pieces()).toBe(1)

      await ada.delete(`/plants/${one}`)
      expect(await pieces()).toBe(1)
      await ada.delete(`/plants/${other}/files/${sha256(data)}`)
      expect(await pieces()).toBe(0)
      expect((await ada.delete(`/plants/${other}/files/${sha256(data)}`)).body.code).toBe('plant.no-such-file')
    })

    test('that replaces another leaves that one as long as a version names its checksum', async () => {
      const { ada } = await site()
      const [old, middle, young] = await Promise.all(['8.1.0', '8.1.1', '8.1.2'].map((floor) => modl(module, floor)))
      if (!old || !middle || !young) throw new Error('unreachable')
      const id = await keep(ada, withModule({ sha256: sha256(old) }))
      for (const data of [old, middle, young]) await send(ada, id, data)

      const { items } = (await ada.get(`/plants/${id}/files`)).body

      expect(new Set(items.map((file: { sha256: string }) => file.sha256))).toEqual(
        new Set([sha256(young), sha256(old)]),
      )
      expect((await ada.post(`/plants/${id}/download`)).status).toBe(200)
    })

    test('goes along into a copy of its plant', async () => {
      const { ada } = await site()
      const id = await keep(ada)
      await send(ada, id, await modl(module))

      const { id: copy } = (await ada.post(`/plants/${id}/duplicate`, { name: 'Copy' })).body

      expect((await ada.post(`/plants/${copy}/download`)).status).toBe(200)
    })
  })

  describe('a gateway backup that is sent to the server', () => {
    test('is in the project, and not in a copy of the plant: it holds users', async () => {
      const { ada } = await site()
      const id = await keep(ada, plantWith({ restore: './old/plant.gwbk' }))
      const data = await gwbk('8.1.40')

      expect((await send(ada, id, data, 'path=old/plant.gwbk')).body).toMatchObject({ kind: 'backup', module: null })

      const files = await unzip((await ada.post(`/plants/${id}/download`)).raw)
      expect(files.get('secrets/gw.restore.gwbk')?.content).toBe(data.toString('utf8'))
      const { id: copy } = (await ada.post(`/plants/${id}/duplicate`, { name: 'Copy' })).body
      expect((await ada.get(`/plants/${copy}/files`)).body.items).toEqual([])
    })
  })

  describe('a file is refused', () => {
    test.each<[string, () => Promise<Buffer>, string]>([
      ['that is no archive', async () => Buffer.from('a text of some length that is no archive'), 'is no ZIP archive'],
      ['that is empty', async () => Buffer.alloc(0), 'is no ZIP archive'],
      ['without module.xml', () => zipOf({ 'readme.txt': 'hello' }), 'has no module.xml'],
      ['whose module.xml names nothing', () => zipOf({ 'module.xml': '<x/>' }), 'names none'],
      ['that is cut off', async () => (await modl(module)).subarray(0, 200), 'cannot be read as a ZIP archive'],
      ['with an entry that leads elsewhere', () => zipWithName('../../evil.jar'), 'cannot be read as a ZIP archive'],
      ['with an absolute entry', () => zipWithName('/etc/passwd'), 'cannot be read as a ZIP archive'],
      [
        'that unpacks to a thousand times its size',
        () => zipClaiming(2 * 1024 ** 3),
        'unpacks to more than 200 times its size',
      ],
    ])('%s', async (_, make, message) => {
      const { ada, context } = await site()
      const id = await keep(ada)

      const { status, body } = await send(ada, id, await make())

      expect({ status, code: body.code }).toEqual({ status: 422, code: 'plant.file-refused' })
      expect(body.detail).toContain(message)
      expect((await ada.get(`/plants/${id}/files`)).body.items).toEqual([])
      expect(readdirSync(join(context.config.home.value, 'incoming'))).toEqual([])
    })

    test.each([
      '../demo.modl',
      '/tmp/demo.modl',
      'a/../../demo.modl',
      'C:\\demo.modl',
      'demo.exe',
      'con.modl',
      'a\r\nb.modl',
      '',
    ])('with the name %j', async (path) => {
      const { ada } = await site()
      const id = await keep(ada)

      expect(await send(ada, id, await modl(module), `path=${encodeURIComponent(path)}`)).toMatchObject({
        status: 400,
        body: { code: 'action.invalid-input' },
      })
    })

    test('of another checksum', async () => {
      const { ada } = await site()
      const id = await keep(ada)

      const refused = await send(ada, id, await modl(module), `path=demo.modl&sha256=${'0'.repeat(64)}`)

      expect(refused).toMatchObject({ status: 422, body: { code: 'plant.file-refused' } })
    })

    test('that is announced to be too large before it is read, and one that is not while it comes', async () => {
      const { ada, server, context } = await site()
      const id = await keep(ada)
      let sent = 0
      const endless = function* () {
        for (const chunk = Buffer.alloc(1024 ** 2); ; sent++) yield chunk
      }
      const request = async (headers: Record<string, string>) => {
        const cookie = [...ada.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
        return server.inject({
          method: 'POST',
          url: `/api/v1/plants/${id}/files?path=demo.modl`,
          headers: { cookie, 'x-csrf-token': ada.csrf ?? '', 'content-type': 'application/octet-stream', ...headers },
          payload: Readable.from(endless()),
        })
      }

      const announced = await request({ 'content-length': String(1024 ** 3) })
      expect({ status: announced.statusCode, code: announced.json().code }).toEqual({
        status: 413,
        code: 'plant.file-too-large',
      })
      sent = 0
      expect((await request({})).statusCode).toBe(413)
      expect(sent).toBeLessThan(300)
      expect(readdirSync(join(context.config.home.value, 'incoming'))).toEqual([])
    })

    test('from who may not change the plant, or is no engineer', async () => {
      const { ada, signedIn } = await site()
      const root = await signedIn('root', 'administrator')
      const operator = await signedIn('olga', 'operator')
      const id = await keep(ada)
      await root.patch(`/plants/${id}`, { writeRole: 'administrator' })

      for (const one of [ada, operator])
        expect(await send(one, id, await modl(module))).toMatchObject({
          status: 403,
          body: { code: 'auth.not-allowed' },
        })
      expect((await send(root, id, await modl(module))).status).toBe(201)
    })

    test('that comes as something else than a file', async () => {
      const { ada } = await site()
      const id = await keep(ada)

      expect(await ada.post(`/plants/${id}/files?path=demo.modl`, { read: 'x' })).toMatchObject({
        status: 400,
        body: { code: 'action.invalid-input' },
      })
    })
  })
})
