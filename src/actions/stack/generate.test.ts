import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { testContext } from '../../../test/support/context.ts'
import { smallPlant } from '../../../test/support/plants.ts'
import { temporaryFolder } from '../../../test/support/temporary.ts'
import { stackGenerate } from './generate.ts'

let folder: string
beforeEach(() => {
  folder = join(temporaryFolder(), 'out')
})

const plant = { text: smallPlant }
const generate = (context = testContext(), more: Partial<Parameters<typeof stackGenerate.run>[0]> = {}) =>
  stackGenerate.run({ plant, output: folder, dryRun: false, ...more }, context)

const secretsIn = (path: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(path, 'secrets')).map((name) => [name, readFileSync(join(path, 'secrets', name), 'utf8')]),
  )

describe('generating', () => {
  test('writes the whole project and tells what is in it', async () => {
    const { data } = await generate()

    for (const { path, mode, bytes, sha256 } of data.files) {
      const content = readFileSync(join(folder, path))
      expect(mode).toMatch(/^0[67][045][045]$/)
      expect(bytes).toBe(content.length)
      expect(sha256).toBe(createHash('sha256').update(content).digest('hex'))
    }
    expect(data.changes).toHaveLength(data.files.length)
    expect(data.files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['docker-compose.yml', '.env', 'README.md']),
    )
    expect(data.urls).toContainEqual(expect.objectContaining({ service: 'charts', url: 'http://localhost:3000' }))
  })

  test('changes nothing the second time', async () => {
    const context = testContext()
    await generate(context)

    expect((await generate(context)).data.changes).toEqual([])
  })

  test('gives the same bytes in another folder, from another process with the same home', async () => {
    const context = testContext()
    const first = await generate(context)
    const elsewhere = join(temporaryFolder(), 'out')

    const second = await generate(testContext({ home: context.home, seed: 'another' }), { output: elsewhere })

    expect(second.data.files).toEqual(first.data.files)
  })

  test('gives other secrets in another home', async () => {
    await generate()
    const elsewhere = join(temporaryFolder(), 'out')
    await generate(testContext({ seed: 'another' }), { output: elsewhere })

    const [one, two] = [secretsIn(folder), secretsIn(elsewhere)]
    expect(Object.keys(one)).toEqual(Object.keys(two))
    for (const [name, value] of Object.entries(one)) expect(two[name], name).not.toBe(value)
  })

  test('keeps the password of a service that left and came back', async () => {
    const context = testContext()
    await generate(context)
    const before = secretsIn(folder)

    await generate(context, { plant: { text: smallPlant.replace(/ {2}charts:.*\n/, '') } })
    expect(Object.keys(secretsIn(folder)).some((name) => name.startsWith('charts.'))).toBe(false)
    await generate(context)

    expect(secretsIn(folder)).toEqual(before)
  })

  test('never tells a value of a secret', async () => {
    const outcome = await generate()

    const told = JSON.stringify(outcome)
    for (const [name, value] of Object.entries(secretsIn(folder))) {
      expect(outcome.data.secrets).toContainEqual({ name, where: `secrets/${name}` })
      expect(told, name).not.toContain(JSON.stringify(value).slice(1, -1))
    }
  })

  test('puts no secret into any file but its own', async () => {
    const { data } = await generate()
    const secrets = Object.entries(secretsIn(folder)).filter(([, value]) => value.length < 100)

    for (const { path } of data.files.filter(({ path }) => !path.startsWith('secrets/'))) {
      const content = readFileSync(join(folder, path), 'utf8')
      for (const [name, value] of secrets) expect(content.includes(value), `${name} in ${path}`).toBe(false)
    }
  })
})

describe('a project that somebody changed', () => {
  test('is not generated over in silence: the changes are named, and --yes keeps them aside', async () => {
    const context = testContext()
    await generate(context)
    writeFileSync(join(folder, '.env'), 'LOG_MAX_SIZE=1m\n')

    await expect(generate(context)).rejects.toMatchObject({ code: 'platform.file-edited', exitCode: 6 })
    expect(readFileSync(join(folder, '.env'), 'utf8')).toBe('LOG_MAX_SIZE=1m\n')

    await generate(context, { replaceEdits: true })
    expect(readFileSync(join(folder, '.ign/replaced/.env'), 'utf8')).toBe('LOG_MAX_SIZE=1m\n')
    expect((await generate(context)).data.changes).toEqual([])
  })

  test('tells a dry run which files those are', async () => {
    const context = testContext()
    await generate(context)
    writeFileSync(join(folder, 'start.sh'), 'edited\n')

    const { data } = await generate(context, { dryRun: true })

    expect(data.changes).toEqual([{ path: 'start.sh', change: 'changed', by: 'user' }])
  })

  test('has new secrets and new settings told as those of the plant', async () => {
    const context = testContext()
    await generate(context)
    const text = smallPlant.replace('uses: grafana }', "uses: grafana, options: { password: 'env:CHARTS' } }")

    const { data } = await generate(testContext({ home: context.home, environment: { CHARTS: 'a new password' } }), {
      plant: { text },
    })

    expect(data.changes.map(({ path, by }) => [path, by])).toContainEqual(['secrets/charts.admin-password', undefined])
  })
})

describe('a password of the user’s own', () => {
  const withPassword = (reference: string) => ({
    text: smallPlant.replace(
      'charts: { uses: grafana }',
      `charts: { uses: grafana, options: { password: '${reference}' } }`,
    ),
  })

  test('comes from a variable', async () => {
    const context = testContext({ environment: { CHARTS: 'chosen in the shell' } })

    await generate(context, { plant: withPassword('env:CHARTS') })

    expect(Object.values(secretsIn(folder))).toContain('chosen in the shell')
  })

  test('comes from a file beside the plant file', async () => {
    const beside = temporaryFolder()
    writeFileSync(join(beside, 'charts.txt'), 'chosen in a file\n')

    await generate(testContext(), { plant: { ...withPassword('file:charts.txt'), file: join(beside, 'plant.yaml') } })

    expect(Object.values(secretsIn(folder))).toContain('chosen in a file')
  })

  test('comes from the vault', async () => {
    const context = testContext()
    context.vault().save('demo', new Map([['named/charts', 'chosen long ago']]))

    await generate(context, { plant: withPassword('vault:charts') })

    expect(Object.values(secretsIn(folder))).toContain('chosen long ago')
  })

  test.each(['env:MISSING', 'file:missing.txt', 'vault:missing'])(
    'that is not there (%s) is told, and nothing is written or kept',
    async (reference) => {
      const context = testContext()

      await expect(generate(context, { plant: withPassword(reference) })).rejects.toMatchObject({
        code: 'platform.secret-missing',
        message: expect.stringContaining(reference),
      })
      expect(existsSync(folder)).toBe(false)
      expect(context.vault().load('demo').size).toBe(0)
    },
  )
})

describe('a plant file with errors', () => {
  test('is told with all of them, and nothing is written or kept', async () => {
    const context = testContext()
    const text = 'version: 1\nname: demo\nservices:\n  a: { uses: grafna }\n  b: { uses: postgres, optoins: {} }\n'

    await expect(generate(context, { plant: { text, file: 'plant.yaml' } })).rejects.toMatchObject({
      code: 'stack.invalid',
      exitCode: 2,
      issues: expect.arrayContaining([expect.objectContaining({ at: expect.objectContaining({ line: 5 }) })]),
    })
    expect(existsSync(folder)).toBe(false)
    expect(existsSync(context.home)).toBe(false)
  })
})

describe('a dry run', () => {
  test('tells what would be written, and writes and keeps nothing', async () => {
    const context = testContext()

    const { data, next } = await generate(context, { dryRun: true })

    expect(data.changes.length).toBe(data.files.length)
    expect(data.dryRun).toBe(true)
    expect(next).toEqual([])
    expect(existsSync(folder)).toBe(false)
    expect(existsSync(context.home)).toBe(false)
  })

  test('after a generation finds nothing to change', async () => {
    const context = testContext()
    await generate(context)

    const { data } = await generate(context, { dryRun: true })

    expect(data.changes).toEqual([])
  })

  test('tells of a change in the plant file and nothing else', async () => {
    const context = testContext()
    await generate(context)
    const text = smallPlant.replace('uses: grafana }', 'uses: grafana, version: "12.3.0" }')

    const { data } = await generate(context, { dryRun: true, plant: { text } })

    expect(data.changes.map(({ path }) => path)).toEqual(['.env'])
  })
})
