import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { type Entry, fromBufferPromise } from 'yauzl'
import { runScript } from '../../../test/support/child.ts'
import { temporaryFolder } from '../../../test/support/temporary.ts'
import { FileTree } from '../../core/file-tree.ts'
import { zipTree, zipWithLate } from './zip.ts'

const tree = new FileTree([
  { path: 'docker-compose.yml', mode: 0o644, content: `${'services: {}\n'.repeat(500)}` },
  { path: '.env', mode: 0o600, content: 'TAG=1\n' },
  { path: 'start.sh', mode: 0o755, content: '#!/bin/sh\n' },
  { path: 'config/charts/overview.txt', mode: 0o644, content: 'Größe 🏭\n' },
  { path: 'secrets/admin', mode: 0o600, content: 'geheim', secret: true },
  { path: 'empty', mode: 0o644, content: '' },
])

interface Unpacked {
  readonly mode: string
  readonly date: Date
  readonly content: string
}

async function unpack(zip: Buffer): Promise<Map<string, Unpacked>> {
  const archive = await fromBufferPromise(zip)
  const files = new Map<string, Unpacked>()
  for await (const entry of archive.eachEntry() as AsyncIterable<Entry>) {
    const chunks: Buffer[] = []
    if (!entry.fileName.endsWith('/'))
      for await (const chunk of await archive.openReadStreamPromise(entry)) chunks.push(chunk as Buffer)
    files.set(entry.fileName, {
      mode: (entry.externalFileAttributes >>> 16).toString(8),
      date: entry.getLastModDate(),
      content: Buffer.concat(chunks).toString('utf8'),
    })
  }
  return files
}

describe('a ZIP archive', () => {
  test('holds every file with its content and mode, in the order of the tree', async () => {
    const files = await unpack(await zipTree(tree))

    expect([...files.keys()].filter((name) => !name.endsWith('/'))).toEqual(tree.files.map(({ path }) => path))
    for (const { path, content, mode } of tree.files)
      expect(files.get(path)).toMatchObject({ content, mode: (0o100000 | mode).toString(8) })
  })

  test('closes the secret folder to other users', async () => {
    const files = await unpack(await zipTree(tree))

    expect(files.get('secrets/')?.mode).toBe('40700')
  })

  test('has no folder for secrets where there are none', async () => {
    const files = await unpack(await zipTree(new FileTree([{ path: 'a', mode: 0o644, content: '' }])))

    expect([...files.keys()]).toEqual(['a'])
  })

  test('is the same bytes every time, in every time zone and for every order of the files', async () => {
    const here = await zipTree(tree)
    const script = `
      import { FileTree } from './src/core/file-tree.ts'
      import { zipTree } from './src/platform/files/zip.ts'
      const files = ${JSON.stringify([...tree.files].reverse())}
      process.stdout.write((await zipTree(new FileTree(files))).toString('base64'))`

    for (const TZ of ['UTC', 'Pacific/Kiritimati', 'America/St_Johns']) {
      const { stdout, stderr } = await runScript(script, { TZ })
      expect(stderr).toBe('')
      expect(stdout === here.toString('base64'), TZ).toBe(true)
    }
  })

  test('carries no time of its making', async () => {
    for (const { date } of (await unpack(await zipTree(tree))).values()) expect(date.getFullYear()).toBe(1980)
  })

  test.skipIf(spawnSync('unzip', ['-v']).status !== 0)('is taken by unzip', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'a.zip'), await zipTree(tree))

    const tested = spawnSync('unzip', ['-tq', 'a.zip'], { cwd: folder, encoding: 'utf8' })

    expect(tested).toMatchObject({ status: 0, stdout: expect.stringContaining('No errors detected') })
  })

  test('of an empty tree is an archive all the same', async () => {
    expect([...(await unpack(await zipTree(new FileTree([])))).keys()]).toEqual([])
  })
})

describe('a ZIP archive with late files', () => {
  const read = async (stream: Readable) => {
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks)
  }

  test('holds them behind all others, each asked for when those before it are written', async () => {
    const asked: string[] = []
    const late = (path: string, content: string) => ({
      path,
      open: async () => {
        asked.push(path)
        return Readable.from([content, asked.join()])
      },
    })

    const files = await unpack(await read(await zipWithLate(tree, [late('a.tar', 'images '), late('sums', 'of ')])))

    expect([...files.keys()].slice(-2)).toEqual(['a.tar', 'sums'])
    expect(files.get('a.tar')?.content).toBe('images a.tar')
    expect(files.get('sums')?.content).toBe('of a.tar,sums')
    expect(files.get('secrets/admin')?.content).toBe('geheim')
  })

  test.each<[string, () => Promise<Readable>]>([
    [
      'cannot be opened',
      async () => {
        throw new Error('no engine')
      },
    ],
    [
      'ends in the middle',
      async () =>
        Readable.from(
          (function* () {
            yield 'half'
            throw new Error('no engine')
          })(),
        ),
    ],
  ])('fails with one that %s', async (_, open) => {
    await expect(read(await zipWithLate(tree, [{ path: 'a.tar', open }]))).rejects.toThrow('no engine')
  })
})
