import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../test/support/chance.ts'
import { type TestContext, testContext } from '../../../test/support/context.ts'
import { smallPlant } from '../../../test/support/plants.ts'
import { temporaryFolder } from '../../../test/support/temporary.ts'
import { Secret } from '../../core/secret.ts'
import { seal } from '../../platform/index.ts'
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
        { path: 'plant.staging.yaml', environment: 'staging', text: 'name: demo-staging\n' },
        { path: 'catalog/mine.yaml', text: definition },
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

describe('a sealed file with something else inside', () => {
  test.each(['../x', 'a/b', '.hidden', ''])('(an overlay named %j) is refused', async (name) => {
    const inside = { version: 2, name: 'demo', plant: smallPlant, overlays: [{ name, text: '' }], secrets: {} }

    await expect(
      stackImport.run({ content: await sealed(inside), password, overwrite: false }, testContext()),
    ).rejects.toMatchObject({ code: 'action.invalid-input' })
  })

  test.each([
    ['no stack', { version: 1 }],
    ['a version of later', { version: 3, name: 'demo', plant: smallPlant, secrets: {} }],
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
