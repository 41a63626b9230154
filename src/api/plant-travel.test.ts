import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { gwbk, modl, sha256 } from '../../test/support/archives.ts'
import type { Browser } from '../../test/support/browser.ts'
import { seededRandom } from '../../test/support/chance.ts'
import { testContext } from '../../test/support/context.ts'
import { makeSite } from '../../test/support/site.ts'
import { onEachStorage } from '../../test/support/storages.ts'
import { temporaryFolder } from '../../test/support/temporary.ts'
import { unzip } from '../../test/support/unzip.ts'
import { stackBundle } from '../actions/stack/bundle.ts'
import { stackExport, stackImport } from '../actions/stack/export.ts'
import { Secret } from '../core/secret.ts'
import { seal } from '../platform/index.ts'

const password = 'carried in a closed box'
const text = `version: 1
name: bottling
services:
  history: { uses: postgres }
  charts: { uses: grafana }
`

const press = `# ours
title: Press API
image: works/press
versions: ['1']
health: { command: ['true'] }
`

const contentsOf = async (zip: Buffer) => new Map([...(await unzip(zip))].map(([path, { content }]) => [path, content]))

const projectOf = async (one: Browser, id: string) => contentsOf((await one.post(`/plants/${id}/download`)).raw)

/** The project that the command line makes of a plant file. */
const bundleOf = async (file: string, plant: string, context: ReturnType<typeof testContext>) =>
  contentsOf(
    (await stackBundle.run({ plant: { text: plant, file }, secrets: 'kept', offline: false }, context)).data.zip,
  )

const sealed = (content: unknown, secret = password) => seal(JSON.stringify(content), secret, seededRandom('sealed'))

const moduleId = 'com.example.demo'

/** A plant with a module and a backup beside it. */
const withFiles = (data: Buffer) => `version: 1
name: bottling
services:
  gw:
    uses: ignition
    options:
      acceptEula: true
      restore: plant.gwbk
      thirdPartyModules:
        - id: ${moduleId}
          file: modules/demo.modl
          sha256: ${sha256(data)}
          acceptLicense: true
          acceptCertificate: true
`

onEachStorage((storage) => {
  const site = async () => {
    const made = await makeSite(await storage())
    return { ...made, ada: await made.signedIn('ada', 'engineer') }
  }
  const send = (one: Browser, content: string, secret = password, name = 'Brought') =>
    one.post('/plants/import', { name, content, password: secret })

  describe('an .ignstack file', () => {
    test('of the server is opened by the command line, and makes the same project', async () => {
      const { ada } = await site()
      const { id } = (await ada.post('/plants', { name: 'Bottling', text })).body
      const { status, headers, raw } = await ada.post(`/plants/${id}/export`, { password })
      expect({ status, name: headers['content-disposition'] }).toEqual({
        status: 200,
        name: 'attachment; filename="bottling.ignstack"',
      })

      const there = testContext({ seed: 'there' })
      const content = raw.toString('utf8')
      const { data } = await stackImport.run({ content, password: new Secret(password), overwrite: false }, there)

      expect(data).toMatchObject({ name: 'bottling', plant: text })
      expect(await bundleOf('plant.yaml', data.plant, there)).toEqual(await projectOf(ada, id))
    })

    test('of the command line is opened by the server, and makes the same project', async () => {
      const { ada } = await site()
      const there = testContext({ seed: 'there' })
      const { data } = await stackExport.run({ plant: { text }, password: new Secret(password) }, there)

      const imported = await send(ada, data.content)

      expect(imported).toMatchObject({ status: 201, body: { name: 'Brought', text, version: 1 } })
      expect(await projectOf(ada, imported.body.id)).toEqual(await bundleOf('plant.yaml', text, there))
    })

    test('carries modules and backups from the command line to the server, and from there to another one', async () => {
      const { ada } = await site()
      const folder = temporaryFolder()
      const [module, backup] = [await modl(moduleId), await gwbk('8.1.40')]
      const plant = withFiles(module)
      mkdirSync(join(folder, 'modules'))
      writeFileSync(join(folder, 'modules/demo.modl'), module)
      writeFileSync(join(folder, 'plant.gwbk'), backup)
      const file = join(folder, 'plant.yaml')
      const there = testContext({ seed: 'there' })
      const { data } = await stackExport.run({ plant: { text: plant, file }, password: new Secret(password) }, there)

      const { id } = (await send(ada, data.content)).body
      const again = (
        await send(ada, (await ada.post(`/plants/${id}/export`, { password })).raw.toString(), password, 'Two')
      ).body

      const project = await projectOf(ada, id)
      expect(project.get(`config/gw/modules/${moduleId}.modl`)).toBe(module.toString('utf8'))
      expect(project).toEqual(await bundleOf(file, plant, there))
      expect(await projectOf(ada, again.id)).toEqual(project)
    })

    test('brings what references named where it comes from, and nothing of this machine', async () => {
      const { ada } = await site()
      const plant = text.replace('uses: postgres', 'uses: postgres, options: { password: "env:HISTORY" }')
      const there = testContext({ seed: 'there', environment: { HISTORY: 'brought along' } })
      const { data } = await stackExport.run({ plant: { text: plant }, password: new Secret(password) }, there)

      const { id } = (await send(ada, data.content)).body

      expect([...(await projectOf(ada, id)).values()]).toContain('brought along')
    })

    test('shows no secret without its password', async () => {
      const { ada } = await site()
      const { id } = (await ada.post('/plants', { name: 'Bottling', text })).body
      const content = (await ada.post(`/plants/${id}/export`, { password })).raw.toString('utf8')

      for (const [path, secret] of await projectOf(ada, id))
        if (path.startsWith('secrets/') && secret !== '') expect(content).not.toContain(secret)
      const { kdf, cipher } = JSON.parse(content)
      expect({ kdf: kdf.name, cipher: cipher.name }).toEqual({ kdf: 'PBKDF2-HMAC-SHA-256', cipher: 'AES-256-GCM' })
      expect(kdf.iterations).toBeGreaterThanOrEqual(600_000)
    })

    test('is not opened with another password, and nothing is kept', async () => {
      const { ada } = await site()
      const content = await sealed({ version: 1, name: 'bottling', plant: text, secrets: {} })

      const refused = await send(ada, content, 'another password')

      expect(refused).toMatchObject({ status: 403, body: { code: 'platform.sealed-closed' } })
      expect(refused.body.hint).toContain('Try again')
      expect((await ada.get('/plants')).body.items).toEqual([])
    })

    test.each<[string, () => Promise<string>, number, string]>([
      ['that is none', async () => 'version: 1', 400, 'platform.sealed-damaged'],
      ['that opens and is no JSON', () => seal('no JSON', password, seededRandom('x')), 400, 'action.invalid-input'],
      ['that holds no stack', () => sealed({ version: 1 }), 400, 'action.invalid-input'],
      [
        'of another stack than its plant file',
        () => sealed({ version: 1, name: 'other', plant: text, secrets: {} }),
        400,
        'action.invalid-input',
      ],
      [
        'whose plant file has faults',
        () =>
          sealed({
            version: 1,
            name: 'x',
            plant: 'version: 1\nname: x\nservices: { a: { uses: none } }\n',
            secrets: {},
          }),
        422,
        'stack.invalid',
      ],
    ])('%s is refused, and nothing is kept', async (_, make, status, code) => {
      const { ada } = await site()

      const refused = await send(ada, await make())

      expect({ status: refused.status, code: refused.body.code }).toEqual({ status, code })
      expect((await ada.get('/plants')).body.items).toEqual([])
    })

    test('with overlays and own services becomes one plant file, for the same project', async () => {
      const { ada } = await site()
      const there = testContext({ seed: 'there' })
      const plant = {
        text: `${text}  orders: { uses: press }\ncatalog: { folder: services }\n`,
        overlays: [
          { text: '# the trial\nname: bottling-trial\nservices: { charts: null }\n', file: 'plant.trial.yaml' },
        ],
        environments: ['trial'],
        definitions: { press: { text: press, file: 'services/press.yaml' } },
      }
      const { content } = (await stackExport.run({ plant, password: new Secret(password) }, there)).data

      const { status, body } = await send(ada, content)

      expect(status).toBe(201)
      expect(body.text).toContain('# ours')
      expect(await projectOf(ada, body.id)).toEqual(
        await contentsOf((await stackBundle.run({ plant, secrets: 'kept', offline: false }, there)).data.zip),
      )
    })

    test('does not take the name of another plant', async () => {
      const { ada } = await site()
      await ada.post('/plants', { name: 'Bottling', text })
      const content = await sealed({ version: 1, name: 'bottling', plant: text, secrets: {} })

      expect((await send(ada, content, password, 'Bottling')).body.code).toBe('plant.name-taken')
      expect((await ada.get('/plants')).body.items).toHaveLength(1)
    })

    test('is for engineers, in both directions', async () => {
      const { ada, signedIn } = await site()
      const { id } = (await ada.post('/plants', { name: 'Bottling', text })).body
      const content = await sealed({ version: 1, name: 'bottling', plant: text, secrets: {} })

      for (const role of ['viewer', 'operator'] as const) {
        const one = await signedIn(role, role)
        expect((await one.post(`/plants/${id}/export`, { password })).body.code).toBe('auth.not-allowed')
        expect((await send(one, content)).body.code).toBe('auth.not-allowed')
      }
    })

    test('needs a password that is not found by trying', async () => {
      const { ada } = await site()
      const { id } = (await ada.post('/plants', { name: 'Bottling', text })).body

      expect(await ada.post(`/plants/${id}/export`, { password: 'short' })).toMatchObject({
        status: 400,
        body: { code: 'action.invalid-input' },
      })
    })
  })

  describe('a stack of an older client', () => {
    const older = JSON.stringify({
      instances: [{ app_id: 'postgres', instance_name: 'db', config: { password: 'hunter2-hunter2' } }],
      global_settings: { stack_name: 'older' },
    })

    test('becomes a plant with its passwords, of which the file shows none', async () => {
      const { ada } = await site()

      const { status, body } = await ada.post('/plants/convert', { name: 'Older', text: older })

      expect({ status, name: body.name }).toEqual({ status: 201, name: 'Older' })
      expect(body.text).toContain('name: older')
      expect(body.text).not.toContain('hunter2-hunter2')
      expect([...(await projectOf(ada, body.id)).values()]).toContain('hunter2-hunter2')
    })

    test.each([
      ['is no JSON', 'version: 1', 'action.invalid-input'],
      [
        'has no such program',
        JSON.stringify({ instances: [{ app_id: 'abacus', instance_name: 'a' }] }),
        'stack.invalid',
      ],
    ])('that %s is refused, and nothing is kept', async (_, text, code) => {
      const { ada } = await site()

      expect((await ada.post('/plants/convert', { name: 'Older', text })).body.code).toBe(code)
      expect((await ada.get('/plants')).body.items).toEqual([])
    })
  })
})
