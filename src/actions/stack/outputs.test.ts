import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fromBufferPromise } from 'yauzl'
import { testContext } from '../../../test/support/context.ts'
import { smallPlant } from '../../../test/support/plants.ts'
import { temporaryFolder } from '../../../test/support/temporary.ts'
import { stackBundle } from './bundle.ts'
import { stackDiff } from './diff.ts'
import { stackGenerate } from './generate.ts'
import { stackPreview } from './preview.ts'

/** Folder, archive and preview are views of one project. */

const plant = { text: smallPlant }

async function unzipped(zip: Buffer): Promise<Map<string, string>> {
  const archive = await fromBufferPromise(zip)
  const files = new Map<string, string>()
  for await (const entry of archive.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue
    const chunks: Buffer[] = []
    for await (const chunk of await archive.openReadStreamPromise(entry)) chunks.push(chunk as Buffer)
    files.set(entry.fileName, Buffer.concat(chunks).toString('utf8'))
  }
  return files
}

describe('a bundle', () => {
  test('holds what a generation writes, byte for byte', async () => {
    const context = testContext()
    const folder = join(temporaryFolder(), 'out')
    const generated = await stackGenerate.run({ plant, output: folder, dryRun: false }, context)

    const bundle = await stackBundle.run({ plant, secrets: 'kept', offline: false }, context)

    expect(bundle.data.files).toEqual(generated.data.files)
    const files = await unzipped(bundle.data.zip)
    expect([...files.keys()]).toEqual(generated.data.files.map(({ path }) => path))
    for (const [path, content] of files) expect(content, path).toBe(readFileSync(join(folder, path), 'utf8'))
  })

  test('is the same bytes every time with kept secrets', async () => {
    const context = testContext()
    const run = async () => (await stackBundle.run({ plant, secrets: 'kept', offline: false }, context)).data.zip

    expect((await run()).equals(await run())).toBe(true)
  })

  test('with fresh secrets leaves no trace on this machine', async () => {
    const context = testContext()

    const { data } = await stackBundle.run({ plant, secrets: 'fresh', offline: false }, context)

    expect(existsSync(context.home)).toBe(false)
    expect(data.name).toBe('demo')
  })

  test('with fresh secrets follows no reference', async () => {
    const context = testContext({ environment: { CHARTS: 'a password of this machine' } })
    for (const reference of ['env:CHARTS', 'file:/etc/hostname', 'vault:charts']) {
      const text = smallPlant.replace('uses: grafana }', `uses: grafana, options: { password: '${reference}' } }`)

      await expect(
        stackBundle.run({ plant: { text }, secrets: 'fresh', offline: false }, context),
      ).rejects.toMatchObject({ code: 'platform.reference-refused', status: 422 })
    }
  })
})

describe('a preview', () => {
  test('lists the files of a generation with their modes', async () => {
    const context = testContext()
    const { data: generated } = await stackGenerate.run(
      { plant, output: join(temporaryFolder(), 'out'), dryRun: false },
      context,
    )

    const { data } = await stackPreview.run({ plant }, context)

    expect(data.files.map(({ path, mode }) => [path, mode])).toEqual(
      generated.files.map(({ path, mode }) => [path, mode]),
    )
  })

  test('masks every secret, and needs no vault', async () => {
    const context = testContext()

    const { data } = await stackPreview.run({ plant }, context)

    const secrets = data.files.filter(({ path }) => path.startsWith('secrets/'))
    expect(secrets.length).toBeGreaterThan(8)
    expect(new Set(secrets.map(({ content }) => content))).toEqual(new Set(['********']))
    expect(existsSync(context.home)).toBe(false)
  })

  test('shows one file', async () => {
    const { data } = await stackPreview.run({ plant, path: '.env' }, testContext())

    expect(data.files.map(({ path }) => path)).toEqual(['.env'])
  })

  test('of a file that is not there names the one that was meant', async () => {
    await expect(stackPreview.run({ plant, path: 'docker-compose.yaml' }, testContext())).rejects.toMatchObject({
      code: 'action.no-such-file',
      status: 404,
      hint: 'Did you mean "docker-compose.yml"?',
    })
  })
})

describe('a comparison', () => {
  async function generated() {
    const context = testContext()
    const folder = join(temporaryFolder(), 'out')
    await stackGenerate.run({ plant, output: folder, dryRun: false }, context)
    return { context, folder }
  }

  test('finds no difference after a generation', async () => {
    const { context, folder } = await generated()

    expect((await stackDiff.run({ plant, folder }, context)).data).toEqual({ folder, same: true, changes: [] })
  })

  test('shows both texts of a file that was edited', async () => {
    const { context, folder } = await generated()
    writeFileSync(join(folder, 'start.sh'), 'edited\n')

    const { data } = await stackDiff.run({ plant, folder }, context)

    expect(data).toMatchObject({
      same: false,
      changes: [
        {
          path: 'start.sh',
          by: 'user',
          before: 'edited\n',
          after: expect.stringContaining('#!/bin/sh'),
          secret: false,
        },
      ],
    })
  })

  test('tells that a secret was changed, and neither text', async () => {
    const { context, folder } = await generated()
    writeFileSync(join(folder, 'secrets', 'charts.admin-password'), 'changed by hand')

    const { data } = await stackDiff.run({ plant, folder }, context)

    expect(data.changes).toEqual([
      { path: 'secrets/charts.admin-password', change: 'changed', by: 'user', secret: true },
    ])
  })

  test('tells what somebody changed from what the plant changed', async () => {
    const { context, folder } = await generated()
    writeFileSync(join(folder, 'start.sh'), 'edited\n')
    const text = smallPlant.replace('uses: grafana }', 'uses: grafana, version: "12.3.0" }')

    const { data } = await stackDiff.run({ plant: { text }, folder }, context)

    expect(data.changes.map(({ path, by }) => [path, by])).toEqual([
      ['.env', undefined],
      ['start.sh', 'user'],
    ])
  })

  test('keeps nothing on this machine', async () => {
    const context = testContext()

    await stackDiff.run({ plant, folder: temporaryFolder() }, context)

    expect(existsSync(context.home)).toBe(false)
  })

  test('with a folder that is not there is refused', async () => {
    await expect(stackDiff.run({ plant, folder: '/nonexistent' }, testContext())).rejects.toMatchObject({
      code: 'action.no-such-folder',
      exitCode: 2,
    })
  })
})
