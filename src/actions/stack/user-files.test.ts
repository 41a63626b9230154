import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { gwbk, modl, moduleXml, sha256, zipOf } from '../../../test/support/archives.ts'
import { testContext } from '../../../test/support/context.ts'
import { temporaryFolder } from '../../../test/support/temporary.ts'
import { unzip } from '../../../test/support/unzip.ts'
import type { Issue } from '../../core/issue.ts'
import { stackBundle } from './bundle.ts'
import { stackCheck } from './check.ts'
import { stackGenerate } from './generate.ts'
import { stackPreview } from './preview.ts'

const id = 'com.example.demo'
let folder: string
beforeEach(() => {
  folder = temporaryFolder()
})

/** A plant file in the folder, whose gateway has these options. */
function plantWith(options: Record<string, unknown>, version = '8.3') {
  const text = stringify({
    version: 1,
    name: 'plant',
    services: { gw: { uses: 'ignition', version, options: { acceptEula: true, ...options } } },
  })
  return { text, file: join(folder, 'plant.yaml') }
}

const moduleWith = (more: Record<string, unknown> = {}) => ({
  thirdPartyModules: [{ id, file: './demo.modl', acceptLicense: true, acceptCertificate: true, ...more }],
})

const generate = (plant: ReturnType<typeof plantWith>) =>
  stackGenerate.run({ plant, output: join(folder, 'out'), dryRun: false }, testContext())

/** Issues of a plant that is refused; none where it is not. */
const issuesOf = async (plant: ReturnType<typeof plantWith>): Promise<readonly Issue[]> =>
  stackCheck.run({ plant, files: true }, testContext()).then(
    () => [],
    (error: { issues: readonly Issue[] }) => error.issues,
  )

describe('a module file', () => {
  test('is in the project byte for byte, mounted where the gateway looks, and changes the label of its service', async () => {
    const data = await modl(id)
    writeFileSync(join(folder, 'demo.modl'), data)

    const { data: result } = await generate(plantWith(moduleWith({ sha256: sha256(data) })))

    const path = `config/gw/modules/${id}.modl`
    expect(readFileSync(join(folder, 'out', path))).toEqual(data)
    expect(result.files.find((file) => file.path === path)).toMatchObject({ bytes: data.length, sha256: sha256(data) })
    const compose = readFileSync(join(folder, 'out', 'docker-compose.yml'), 'utf8')
    expect(compose).toContain(`./${path}:/usr/local/bin/ignition/user-lib/modules/${id}.modl:ro`)

    writeFileSync(join(folder, 'demo.modl'), await modl(id, '8.3.1'))
    const again = await stackGenerate.run(
      { plant: plantWith(moduleWith()), output: join(folder, 'out'), dryRun: true },
      testContext(),
    )
    expect(again.data.changes).toEqual(
      expect.arrayContaining([
        { path, change: 'changed' },
        { path: 'docker-compose.yml', change: 'changed' },
      ]),
    )
  })

  test('is looked for beside the plant file, or below it', async () => {
    mkdirSync(join(folder, 'modules'))
    writeFileSync(join(folder, 'modules', 'demo 1.2.modl'), await modl(id))

    expect(await issuesOf(plantWith(moduleWith({ file: 'modules/demo 1.2.modl' })))).toEqual([])
  })

  test('is part of the archive, too', async () => {
    const data = await modl(id)
    writeFileSync(join(folder, 'demo.modl'), data)
    const input = { plant: plantWith(moduleWith()), secrets: 'kept' as const, offline: false }

    const files = await unzip((await stackBundle.run(input, testContext())).data.zip)

    expect(files.get(`config/gw/modules/${id}.modl`)?.content).toBe(data.toString('utf8'))
  })

  test('is only named in a preview, which does not need it', async () => {
    const { data } = await stackPreview.run({ plant: plantWith(moduleWith()) }, testContext())

    expect(data.files.find(({ path }) => path.endsWith('.modl'))?.content).toBe('(your file demo.modl, as it is)\n')
  })
})

describe('what is wrong with a module file is told with its place', () => {
  const at = { file: expect.stringContaining('plant.yaml'), line: expect.any(Number), column: expect.any(Number) }
  const path = ['services', 'gw', 'options', 'thirdPartyModules', 0]

  test.each([
    ['is not there', undefined, 'stack.file-missing', 'file'],
    ['is a text', 'a text of some length that is no archive', 'stack.file-invalid', 'file'],
  ])('a file that %s', async (_, content, code, key) => {
    if (content !== undefined) writeFileSync(join(folder, 'demo.modl'), content)

    expect(await issuesOf(plantWith(moduleWith()))).toMatchObject([
      { severity: 'error', code, path: [...path, key], at },
    ])
  })

  test.each([
    ['no descriptor', { 'a.jar': 'x' }, 'stack.file-invalid', 'file', 'it has no module.xml'],
    ['an empty descriptor', { 'module.xml': '<modules/>' }, 'stack.file-invalid', 'file', 'names none'],
    ['another id', { 'module.xml': moduleXml('com.example.other') }, 'stack.file-mismatch', 'id', 'com.example.other'],
    ['no signature', { 'module.xml': moduleXml(id) }, 'stack.file-invalid', 'file', 'not signed'],
  ])('an archive with %s', async (_, entries, code, key, words) => {
    writeFileSync(join(folder, 'demo.modl'), await zipOf(entries))

    const issues = await issuesOf(plantWith(moduleWith()))

    expect(issues).toMatchObject([{ code, path: [...path, key], at, message: expect.stringContaining(words) }])
  })

  test('another checksum, before anything else is looked at', async () => {
    writeFileSync(join(folder, 'demo.modl'), await modl('com.example.other'))

    expect(await issuesOf(plantWith(moduleWith({ sha256: 'a'.repeat(64) })))).toMatchObject([
      { code: 'stack.file-mismatch', path: [...path, 'sha256'], at },
    ])
  })

  test('a module for a newer Ignition than the gateway', async () => {
    writeFileSync(join(folder, 'demo.modl'), await modl(id, '8.3.0'))

    expect(await issuesOf(plantWith(moduleWith(), '8.1'))).toMatchObject([
      { code: 'stack.file-mismatch', message: expect.stringContaining('8.3.0'), at },
    ])
  })

  test('an unsigned module is taken where the gateway loads such', async () => {
    writeFileSync(join(folder, 'demo.modl'), await zipOf({ 'module.xml': moduleXml(id) }))

    expect(await issuesOf(plantWith({ ...moduleWith(), allowUnsignedModules: true }))).toEqual([])
  })

  test('nothing is written and no secret is made', async () => {
    const context = testContext()
    const input = { plant: plantWith(moduleWith()), output: join(folder, 'out'), dryRun: false }

    await expect(stackGenerate.run(input, context)).rejects.toMatchObject({ code: 'stack.invalid' })

    expect(() => statSync(join(folder, 'out'))).toThrow()
    expect(() => statSync(context.home)).toThrow()
  })
})

describe('a backup', () => {
  test('is kept with the secrets and restored by the first start', async () => {
    const data = await gwbk('8.1.11.2021100812-rc2')
    writeFileSync(join(folder, 'old.gwbk'), data)

    await generate(plantWith({ restore: './old.gwbk' }))

    expect(readFileSync(join(folder, 'out', 'secrets', 'gw.restore.gwbk'))).toEqual(data)
    const compose = readFileSync(join(folder, 'out', 'docker-compose.yml'), 'utf8')
    expect(compose).toContain('./secrets/gw.restore.gwbk:/restore.gwbk:ro')
    expect(statSync(join(folder, 'out', 'secrets')).mode & 0o777).toBe(0o700)
  })

  test.each([
    ['of a newer Ignition', () => gwbk('8.3.99'), 'stack.file-mismatch'],
    ['that is a module', () => modl(id), 'stack.file-invalid'],
    ['that is a text', async () => Buffer.from('nothing of a backup at all'), 'stack.file-invalid'],
  ])('%s is refused', async (_, make, code) => {
    writeFileSync(join(folder, 'old.gwbk'), await make())

    expect(await issuesOf(plantWith({ restore: './old.gwbk' }))).toMatchObject([
      { code, path: ['services', 'gw', 'options', 'restore'] },
    ])
  })
})

test('a request from outside learns nothing of the files of this machine', async () => {
  const data = await modl(id)
  writeFileSync(join(folder, 'demo.modl'), data)
  const plant = { text: plantWith(moduleWith({ file: join(folder, 'demo.modl') })).text, file: 'plant.yaml' }

  await expect(stackBundle.run({ plant, secrets: 'fresh', offline: false }, testContext())).rejects.toMatchObject({
    issues: [{ code: 'stack.file-refused' }],
  })
  const there = await stackCheck.run({ plant }, testContext())
  const elsewhere = { text: plantWith(moduleWith({ file: '/nonexistent/demo.modl' })).text, file: 'plant.yaml' }
  expect((await stackCheck.run({ plant: elsewhere }, testContext())).issues).toEqual(there.issues)
})
