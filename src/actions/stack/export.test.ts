import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { gwbk, modl, sha256 } from '../../../test/support/archives.ts'
import { seededRandom } from '../../../test/support/chance.ts'
import { type TestContext, testContext } from '../../../test/support/context.ts'
import { smallPlant } from '../../../test/support/plants.ts'
import { temporaryFolder } from '../../../test/support/temporary.ts'
import { Secret } from '../../core/secret.ts'
import { seal, unseal } from '../../platform/index.ts'
import { stackExport, stackImport } from './export.ts'
import { stackGenerate } from './generate.ts'

const password = new Secret('correct horse')
const plant = { text: smallPlant }

const generate = async (context: TestContext, text = smallPlant) =>
  (await stackGenerate.run({ plant: { text }, output: join(temporaryFolder(), 'out'), dryRun: false }, context)).data

const sealed = (content: unknown) => seal(JSON.stringify(content), 'correct horse', seededRandom('sealed'))

/** A stack that another machine exported. */
const exported = async () =>
  (await stackExport.run({ plant, password }, testContext({ seed: 'there before' }))).data.content

describe('an exported stack', () => {
  test('builds the same project on another machine, byte for byte', async () => {
    const here = testContext({ seed: 'here' })
    const there = testContext({ seed: 'there' })
    const { files } = await generate(here)
    const { data } = await stackExport.run({ plant, password }, here)

    const imported = await stackImport.run({ content: data.content, password, overwrite: false }, there)

    expect(imported.data).toMatchObject({ name: 'demo', plant: smallPlant, secrets: data.secrets })
    expect((await generate(there, imported.data.plant)).files).toEqual(files)
  })

  test('has secrets even when the stack was never generated', async () => {
    const context = testContext()

    const { data } = await stackExport.run({ plant, password }, context)

    expect(data.secrets).toBeGreaterThan(10)
    expect(context.vault().load('demo').size).toBe(data.secrets)
  })

  test('shows none of them', async () => {
    const context = testContext()
    const { data } = await stackExport.run({ plant, password }, context)

    for (const value of context.vault().load('demo').values()) expect(data.content).not.toContain(value)
  })

  test('is not opened with another password, and nothing is kept', async () => {
    const there = testContext()

    await expect(
      stackImport.run({ content: await exported(), password: new Secret('wrong horse'), overwrite: false }, there),
    ).rejects.toMatchObject({ code: 'platform.sealed-closed', exitCode: 5 })
    expect(existsSync(there.home)).toBe(false)
  })

  test('can be imported twice', async () => {
    const there = testContext()
    const input = { content: await exported(), password, overwrite: false }

    await stackImport.run(input, there)
    await stackImport.run(input, there)

    expect(there.vault().load('demo').size).toBeGreaterThan(10)
  })

  test('replaces other secrets of a stack with that name only when that is confirmed', async () => {
    const there = testContext({ seed: 'there' })
    await generate(there)
    const before = there.vault().load('demo')
    const input = { content: await exported(), password }

    await expect(stackImport.run({ ...input, overwrite: false }, there)).rejects.toMatchObject({
      code: 'action.confirmation-needed',
      hint: expect.stringContaining('--yes'),
    })
    expect(there.vault().load('demo')).toEqual(before)

    await stackImport.run({ ...input, overwrite: true }, there)
    expect(there.vault().load('demo')).not.toEqual(before)
  })
})

describe('what travels with a plant', () => {
  const withPassword = smallPlant.replace('uses: grafana }', "uses: grafana, options: { password: 'env:CHARTS' } }")

  test('is the value of each reference, for a machine that has no such variable', async () => {
    const here = testContext({ seed: 'here', environment: { CHARTS: 'chosen in the shell' } })
    const { data } = await stackExport.run({ plant: { text: withPassword }, password }, here)
    const there = testContext({ seed: 'there' })

    await stackImport.run({ content: data.content, password, overwrite: false }, there)

    await expect(generate(there, withPassword)).resolves.toMatchObject({ dryRun: false })
    expect([...here.vault().load('demo').keys()].filter((name) => name.startsWith('carried/'))).toEqual([])
  })

  test('gives way to a variable that is there', async () => {
    const here = testContext({ seed: 'here', environment: { CHARTS: 'chosen in the shell' } })
    const { data } = await stackExport.run({ plant: { text: withPassword }, password }, here)
    const there = testContext({ seed: 'there', environment: { CHARTS: 'chosen over there' } })
    await stackImport.run({ content: data.content, password, overwrite: false }, there)

    await generate(there, withPassword)

    expect(there.vault().load('demo').get('charts.admin-password')).toBe('chosen over there')
  })

  test('are its overlays and its own services', async () => {
    const definition = 'title: Mine\nimage: mine\nversions: ["1"]\nhealth: { command: [test, -f, /x] }\n'
    const text = `${smallPlant}  own: { uses: mine }\ncatalog: { folder: ./catalog/ }\n`
    const source = {
      text,
      overlays: [{ text: 'name: demo-staging\n', file: 'plant.staging.yaml' }],
      environments: ['staging'],
      definitions: { mine: { text: definition, file: 'catalog/mine.yaml' } },
    }
    const { data } = await stackExport.run({ plant: source, password }, testContext())

    const imported = await stackImport.run({ content: data.content, password, overwrite: false }, testContext())

    expect(imported.data).toMatchObject({
      name: 'demo-staging',
      plant: text,
      files: [
        { path: 'plant.staging.yaml', environment: 'staging', content: 'name: demo-staging\n', secret: false },
        { path: 'catalog/mine.yaml', content: definition, secret: false },
      ],
    })
    expect(imported.next).toEqual(['ign stack generate --env staging -o DIR'])
  })

  test('is not a folder somewhere else', async () => {
    const source = {
      text: smallPlant.replace('services:', 'catalog: { folder: ../elsewhere }\nservices:'),
      definitions: { mine: { text: 'title: M\nimage: m\nversions: [a]\nhealth: { command: [x] }\n', file: 'm.yaml' } },
    }

    await expect(stackExport.run({ plant: source, password }, testContext())).rejects.toMatchObject({
      code: 'action.invalid-input',
      message: expect.stringContaining('../elsewhere'),
    })
  })
})

describe('D-A11: files of the user’s own', () => {
  /** A plant that names a module and a backup, in a folder that has both. */
  async function withFiles(module = 'modules/demo 1.2.modl') {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'modules'))
    const [module_, backup] = [await modl('com.example.demo'), await gwbk('8.1.40')]
    writeFileSync(join(folder, 'modules', 'demo 1.2.modl'), module_)
    writeFileSync(join(folder, 'then.gwbk'), backup)
    const text = `version: 1
name: demo
services:
  gw:
    uses: ignition
    options:
      acceptEula: true
      restore: ./then.gwbk
      thirdPartyModules:
        - { id: com.example.demo, file: ${JSON.stringify(module)}, acceptLicense: true, acceptCertificate: true }
`
    return { plant: { text, file: join(folder, 'plant.yaml') }, folder, module: module_, backup }
  }

  test('travel with the plant, byte for byte', async () => {
    const { plant: source, module, backup } = await withFiles()

    const { data } = await stackExport.run({ plant: source, password }, testContext())
    const imported = await stackImport.run({ content: data.content, password, overwrite: false }, testContext())

    expect(data).toMatchObject({ files: expect.arrayContaining(['modules/demo 1.2.modl', 'then.gwbk']), left: [] })
    expect(imported.data.files).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ path: 'modules/demo 1.2.modl', content: module, secret: false }),
        expect.objectContaining({ path: 'then.gwbk', content: backup, secret: true }),
      ]),
    )
  })

  test('make a newer form, which a plant without them does not have', async () => {
    const { plant: source } = await withFiles()
    const withThem = (await stackExport.run({ plant: source, password }, testContext())).data.content
    const without = await exported()

    const inside = async (content: string) => JSON.parse((await unseal(content, password.reveal())).text)
    expect([JSON.parse(withThem).ignstack, (await inside(withThem)).version]).toEqual([2, 3])
    expect([JSON.parse(without).ignstack, (await inside(without)).version]).toEqual([1, 1])
  })

  test('that are somewhere else stay there, which is told', async () => {
    const { folder } = await withFiles()
    const elsewhere = join(folder, 'modules', 'demo 1.2.modl')
    const { plant: source } = await withFiles(elsewhere)

    const { data } = await stackExport.run({ plant: source, password }, testContext())

    expect(data.files).toEqual(['then.gwbk'])
    expect(data.left).toEqual([{ file: elsewhere, why: expect.stringContaining('not beside the plant file') }])
  })

  describe('that somebody put into a sealed file', () => {
    const importing = async (files: readonly object[], bytes: Buffer) => {
      const { plant: source } = await withFiles()
      const inside = JSON.stringify({ version: 3, name: 'demo', plant: source.text, files, secrets: {} })
      const content = await seal(inside, password.reveal(), seededRandom('files'), [bytes])
      const there = testContext()
      const error = await stackImport.run({ content, password, overwrite: false }, there).then(
        () => expect.fail('it was taken'),
        (thrown: Error) => thrown,
      )
      expect(error).toMatchObject({ code: 'action.invalid-input' })
      expect(existsSync(there.home)).toBe(false)
      return error.message
    }
    const data = Buffer.from('bytes')
    const file = { path: 'then.gwbk', bytes: data.length, sha256: sha256(data), secret: true }

    test.each([
      '../then.gwbk',
      '/etc/cron.d/then',
      'a/../../then.gwbk',
      'C:/then.gwbk',
      'a\\then.gwbk',
      '.ssh/authorized_keys',
      'nul.gwbk',
      'then.gwbk ',
      'then\n.gwbk',
      '',
    ])('under the name %j are refused', async (path) => {
      expect(await importing([{ ...file, path }], data)).toMatch(/has a name that leads elsewhere/)
    })

    test.each([
      ['the plant does not name', [{ ...file, path: 'plant.yaml' }], data, /no file that the plant names/],
      ['have other bytes', [file], Buffer.from('bites'), /then.gwbk.* is damaged/],
      ['are too short', [file], Buffer.from('byte'), /then.gwbk.* is damaged/],
      ['are longer than said', [file], Buffer.from('bytes and more'), /belong to none/],
      ['are there twice', [file, file], Buffer.concat([data, data]), /is there twice/],
      ['are larger than all may be', [{ ...file, bytes: 2 ** 40 }], data, /does not hold a stack/],
    ] as const)('that %s are refused', async (_, files, bytes, message) => {
      expect(await importing(files, bytes)).toMatch(message)
    })
  })
})

describe('a sealed file with something else inside', () => {
  test.each(['../x', 'a/b', '.hidden', ''])('(an overlay named %j) is refused', async (name) => {
    const inside = { version: 2, name: 'demo', plant: smallPlant, overlays: [{ name, text: '' }], secrets: {} }

    await expect(
      stackImport.run({ content: await sealed(inside), password, overwrite: false }, testContext()),
    ).rejects.toMatchObject({ code: 'action.invalid-input' })
  })

  test.each([
    ['no stack', { version: 1 }],
    ['a version of later', { version: 4, name: 'demo', plant: smallPlant, secrets: {} }],
    ['a plant that cannot be built', { version: 1, name: 'demo', plant: 'version: 1\nname: X\n', secrets: {} }],
    ['text', 'hello'],
    ['nothing', null],
  ])('(%s) is refused, and nothing is kept', async (_, inside) => {
    const there = testContext()

    await expect(
      stackImport.run({ content: await sealed(inside), password, overwrite: false }, there),
    ).rejects.toMatchObject({ exitCode: 2 })
    expect(existsSync(there.home)).toBe(false)
  })

  test('(the name of another stack) is refused', async () => {
    const there = testContext()
    const inside = { version: 1, name: '../../elsewhere', plant: smallPlant, secrets: { a: 'b' } }

    await expect(
      stackImport.run({ content: await sealed(inside), password, overwrite: false }, there),
    ).rejects.toMatchObject({ code: 'action.invalid-input' })
  })
})

test('only a plant file can be exported', async () => {
  await expect(
    stackExport.run({ plant: { value: { version: 1, name: 'demo' } }, password }, testContext()),
  ).rejects.toMatchObject({ code: 'action.invalid-input' })
})

test('a password of less than eight characters closes nothing', () => {
  expect(stackExport.input.safeParse({ plant, password: new Secret('short') }).error?.issues[0]?.message).toBe(
    'must have at least 8 characters',
  )
})
