import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { runScript } from '../../../test/support/child.ts'
import { temporaryFolder } from '../../../test/support/temporary.ts'
import { FileTree } from '../../core/file-tree.ts'
import { Secret } from '../../core/secret.ts'
import { compareTree, readProjectFile, writeOver, writeTree } from './write-tree.ts'

const isWindows = process.platform === 'win32'

type Content = string | { readonly content: string; readonly mode?: number; readonly secret?: boolean }

const treeOf = (files: Readonly<Record<string, Content>>): FileTree =>
  new FileTree(
    Object.entries(files).map(([path, file]) => ({
      path,
      mode: 0o644,
      ...(typeof file === 'string' ? { content: file } : file),
    })),
  )

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const project = {
  'docker-compose.yml': 'services: {}\n',
  'start.sh': { content: '#!/bin/sh\n', mode: 0o755 },
  'config/charts/datasources.yaml': 'apiVersion: 1\n',
  'secrets/charts-admin': { content: 'geheim', mode: 0o600, secret: true },
}

let outside: string
let folder: string
beforeEach(() => {
  const base = temporaryFolder()
  folder = join(base, 'out')
  outside = join(base, 'outside')
  mkdirSync(outside)
})

const modeOf = (path: string): string => (statSync(join(folder, path)).mode & 0o777).toString(8)
const read = (path: string): string => readFileSync(join(folder, path), 'utf8')
/** Every path below a folder with its inode: a file that was written anew has another one. */
/** Each file as it lies there: its inode, which a freshly written one may get again, and its content. */
const inodes = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => {
      const stat = lstatSync(join(folder, path))
      return [path, `${stat.ino} ${stat.isFile() ? readFileSync(join(folder, path), 'utf8') : ''}`]
    }),
  )

describe('writing a project', () => {
  test('makes the folder, every file and its mode', () => {
    const changes = writeTree(folder, treeOf(project))

    expect(changes).toEqual([
      { path: 'config/charts/datasources.yaml', change: 'added' },
      { path: 'docker-compose.yml', change: 'added' },
      { path: 'secrets/charts-admin', change: 'added' },
      { path: 'start.sh', change: 'added' },
    ])
    expect(read('secrets/charts-admin')).toBe('geheim')
    expect(JSON.parse(read('.ign/manifest.json'))).toEqual({
      version: 1,
      files: {
        'config/charts/datasources.yaml': sha256('apiVersion: 1\n'),
        'docker-compose.yml': sha256('services: {}\n'),
        // without a key there is no digest of a secret
        'secrets/charts-admin': null,
        'start.sh': sha256('#!/bin/sh\n'),
      },
    })
  })

  test.skipIf(isWindows)('keeps modes whatever the umask is, and closes the secret folder', () => {
    const before = process.umask(0o077)
    try {
      writeTree(folder, treeOf(project))
    } finally {
      process.umask(before)
    }

    expect(modeOf('docker-compose.yml')).toBe('644')
    expect(modeOf('start.sh')).toBe('755')
    expect(modeOf('secrets/charts-admin')).toBe('600')
    expect(modeOf('secrets')).toBe('700')
  })

  test('writes nothing the second time', () => {
    writeTree(folder, treeOf(project))
    const { '.ign/manifest.json': _, ...before } = inodes()

    expect(writeTree(folder, treeOf(project))).toEqual([])

    expect(inodes()).toMatchObject(before)
  })

  test('writes only what changed', () => {
    writeTree(folder, treeOf(project))
    const before = inodes()

    const changes = writeTree(folder, treeOf({ ...project, 'docker-compose.yml': 'services: { a: {} }\n' }))

    const after = inodes()
    expect(changes).toEqual([{ path: 'docker-compose.yml', change: 'changed' }])
    expect(
      Object.keys(before)
        .filter((path) => before[path] !== after[path])
        .sort(),
    ).toEqual(['.ign/manifest.json', 'docker-compose.yml'])
  })

  test('removes what is no longer part of it, and folders that became empty', () => {
    writeTree(folder, treeOf({ ...project, 'config/flows/a/settings.js': '' }))

    const changes = writeTree(folder, treeOf(project))

    expect(changes).toEqual([{ path: 'config/flows/a/settings.js', change: 'removed' }])
    expect(existsSync(join(folder, 'config/flows'))).toBe(false)
    expect(existsSync(join(folder, 'config/charts'))).toBe(true)
  })

  test('leaves files of others alone, also in its own folders', () => {
    writeTree(folder, treeOf({ ...project, 'config/flows/settings.js': '' }))
    writeFileSync(join(folder, 'notes.txt'), 'mine')
    writeFileSync(join(folder, 'config/flows/mine.js'), 'mine')

    writeTree(folder, treeOf(project))

    expect(read('notes.txt')).toBe('mine')
    expect(read('config/flows/mine.js')).toBe('mine')
    expect(existsSync(join(folder, 'config/flows/settings.js'))).toBe(false)
  })

  test('restores a file that somebody removed or changed', () => {
    writeTree(folder, treeOf(project))
    rmSync(join(folder, 'start.sh'))
    writeFileSync(join(folder, 'docker-compose.yml'), 'edited')

    const changes = writeTree(folder, treeOf(project), { replaceEdits: true })

    expect(changes).toEqual([
      { path: 'docker-compose.yml', change: 'changed', by: 'user' },
      { path: 'start.sh', change: 'added', by: 'user' },
    ])
    expect(read('docker-compose.yml')).toBe('services: {}\n')
    expect(read('.ign/replaced/docker-compose.yml')).toBe('edited')
  })

  test.skipIf(isWindows)('restores modes, of files and of the secret folder', () => {
    writeTree(folder, treeOf(project))
    chmodSync(join(folder, 'secrets/charts-admin'), 0o644)
    chmodSync(join(folder, 'secrets'), 0o755)

    expect(writeTree(folder, treeOf(project))).toEqual([{ path: 'secrets/charts-admin', change: 'mode' }])
    expect(modeOf('secrets/charts-admin')).toBe('600')

    chmodSync(join(folder, 'secrets'), 0o755)
    writeTree(folder, treeOf(project))
    expect(modeOf('secrets')).toBe('700')
  })

  test('makes a file again that somebody removed, without a question', () => {
    writeTree(folder, treeOf(project))
    rmSync(join(folder, 'start.sh'))

    expect(writeTree(folder, treeOf(project))).toEqual([{ path: 'start.sh', change: 'added', by: 'user' }])
  })

  test('leaves no temporary file behind', () => {
    writeTree(folder, treeOf(project))
    writeTree(folder, treeOf({ ...project, 'start.sh': 'changed' }))

    expect(Object.keys(inodes()).filter((path) => path.includes('.new'))).toEqual([])
  })
})

describe('a file that somebody changed', () => {
  const key = new Secret('the key of the stack')
  const edit = (path: string, content = 'edited') => writeFileSync(join(folder, path), content)

  test('is not replaced in silence, and nothing else is written either', () => {
    writeTree(folder, treeOf(project), { key })
    edit('docker-compose.yml')

    expect(() => writeTree(folder, treeOf({ ...project, new: '' }), { key })).toThrow(
      expect.objectContaining({
        code: 'platform.file-edited',
        exitCode: 6,
        message: expect.stringContaining('docker-compose.yml'),
        details: { paths: ['docker-compose.yml'] },
      }),
    )
    expect(read('docker-compose.yml')).toBe('edited')
    expect(existsSync(join(folder, 'new'))).toBe(false)
  })

  test('is told from one that the plant changed, and from one that both changed', () => {
    writeTree(folder, treeOf({ ...project, mine: '1', ours: '1', both: '1', gone: '1', same: '1' }), { key })
    for (const path of ['mine', 'both', 'gone', 'same']) edit(path, '2')

    const changes = compareTree(folder, treeOf({ ...project, mine: '1', ours: '3', both: '3', same: '2' }), key)

    expect(changes).toEqual([
      { path: 'both', change: 'changed', by: 'both' },
      { path: 'gone', change: 'removed', by: 'both' },
      { path: 'mine', change: 'changed', by: 'user' },
      { path: 'ours', change: 'changed' },
    ])
  })

  test('is told of a secret too, by a digest that says nothing without the key', () => {
    writeTree(folder, treeOf(project), { key })
    const { files } = JSON.parse(read('.ign/manifest.json'))
    edit('secrets/charts-admin')

    expect(files['secrets/charts-admin']).toMatch(/^[0-9a-f]{64}$/)
    expect(files['secrets/charts-admin']).not.toBe(sha256('geheim'))
    expect(compareTree(folder, treeOf(project), key)).toEqual([
      { path: 'secrets/charts-admin', change: 'changed', by: 'user' },
    ])
  })

  test('is kept aside when it is replaced all the same; a secret is not', () => {
    writeTree(folder, treeOf({ ...project, 'config/old/a.conf': '1' }), { key })
    for (const path of ['start.sh', 'secrets/charts-admin', 'config/old/a.conf']) edit(path)

    writeTree(folder, treeOf(project), { key, replaceEdits: true })

    expect(read('.ign/replaced/start.sh')).toBe('edited')
    expect(read('.ign/replaced/config/old/a.conf')).toBe('edited')
    expect(existsSync(join(folder, '.ign/replaced/secrets'))).toBe(false)
    expect(writeTree(folder, treeOf(project), { key })).toEqual([])
  })

  test('is unknown where an earlier version wrote the folder, whose list is taken over', () => {
    mkdirSync(folder)
    writeFileSync(join(folder, '.ign-files'), 'start.sh\nold.txt\n')
    edit('start.sh')
    edit('old.txt')

    expect(writeTree(folder, treeOf(project)).map(({ path, by }) => [path, by])).toContainEqual(['old.txt', undefined])
    expect(existsSync(join(folder, '.ign-files'))).toBe(false)
    expect(read('start.sh')).toBe('#!/bin/sh\n')
  })

  test.each(['', '{', 'null', '[]', '{"files":[]}', '{"files":{"start.sh":1}}'])(
    'is unknown where the record is damaged: %s',
    (text) => {
      writeTree(folder, treeOf(project))
      edit('start.sh')
      edit('.ign/manifest.json', text)

      expect(writeTree(folder, treeOf(project))).toEqual([{ path: 'start.sh', change: 'changed' }])
    },
  )
})

describe('a folder that ign did not write', () => {
  test('is used when it is empty', () => {
    mkdirSync(folder)

    expect(writeTree(folder, treeOf(project))).toHaveLength(4)
  })

  test('is used when nothing in it is in the way', () => {
    mkdirSync(folder)
    writeFileSync(join(folder, 'plant.yaml'), 'version: 1\n')

    writeTree(folder, treeOf(project))

    expect(read('plant.yaml')).toBe('version: 1\n')
  })

  test.each([['docker-compose.yml'], ['config/mine.txt'], ['secrets/mine.txt']])(
    'is refused when it holds %s',
    (path) => {
      mkdirSync(join(folder, path, '..'), { recursive: true })
      writeFileSync(join(folder, path), 'mine')

      expect(() => writeTree(folder, treeOf(project))).toThrow(
        expect.objectContaining({ code: 'platform.folder-foreign', exitCode: 6 }),
      )
      expect(readdirSync(folder, { recursive: true })).toHaveLength(path.split('/').length)
      expect(read(path)).toBe('mine')
    },
  )

  test('is refused when it is a file', () => {
    writeFileSync(folder, 'mine')

    expect(() => writeTree(folder, treeOf(project))).toThrow(
      expect.objectContaining({ code: 'platform.folder-foreign' }),
    )
  })
})

describe.skipIf(isWindows)('a link', () => {
  test('as the folder itself is followed: that is where the user wants the project', () => {
    symlinkSync(outside, folder)

    writeTree(folder, treeOf(project))

    expect(readdirSync(outside).sort()).toEqual(['.ign', 'config', 'docker-compose.yml', 'secrets', 'start.sh'])
  })

  test('in a file’s place is replaced, and what it points at stays as it was', () => {
    writeTree(folder, treeOf(project))
    for (const path of ['docker-compose.yml', 'secrets/charts-admin', '.ign/manifest.json']) {
      const target = join(outside, path.replace('/', '-'))
      writeFileSync(target, 'precious')
      rmSync(join(folder, path))
      symlinkSync(target, join(folder, path))
    }

    writeTree(folder, treeOf(project))

    for (const name of readdirSync(outside)) expect(readFileSync(join(outside, name), 'utf8')).toBe('precious')
    expect(lstatSync(join(folder, 'docker-compose.yml')).isFile()).toBe(true)
    expect(lstatSync(join(folder, 'secrets/charts-admin')).isFile()).toBe(true)
    expect(lstatSync(join(folder, '.ign/manifest.json')).isFile()).toBe(true)
  })

  test.each(['secrets', 'config', 'config/charts'])(
    'in place of the folder %s is refused, and nothing is written',
    (path) => {
      writeTree(folder, treeOf(project))
      rmSync(join(folder, path), { recursive: true })
      chmodSync(outside, 0o755)
      symlinkSync(outside, join(folder, path))
      const changed = treeOf({ ...project, 'docker-compose.yml': 'changed' })

      expect(() => writeTree(folder, changed)).toThrow(
        expect.objectContaining({ code: 'platform.folder-foreign', message: expect.stringContaining(path) }),
      )
      expect(readdirSync(outside)).toEqual([])
      expect((statSync(outside).mode & 0o777).toString(8)).toBe('755')
      expect(read('docker-compose.yml')).toBe('services: {}\n')
    },
  )

  test('on the way to a file that is to be removed is not followed', () => {
    writeTree(folder, treeOf({ ...project, 'old/settings.js': '' }))
    rmSync(join(folder, 'old'), { recursive: true })
    symlinkSync(outside, join(folder, 'old'))
    writeFileSync(join(outside, 'settings.js'), 'precious')

    expect(() => writeTree(folder, treeOf(project))).toThrow(
      expect.objectContaining({ code: 'platform.folder-foreign' }),
    )
    expect(readFileSync(join(outside, 'settings.js'), 'utf8')).toBe('precious')
  })

  test('that waits where a temporary file might come is not followed', () => {
    const target = join(outside, 'precious')
    writeFileSync(target, 'precious')
    mkdirSync(folder)
    symlinkSync(target, join(folder, `a.txt.${process.pid}.new`))

    writeOver(join(folder, 'a.txt'), 'content', 0o644)

    expect(readFileSync(target, 'utf8')).toBe('precious')
    expect(read('a.txt')).toBe('content')
  })
})

describe('a list of files that somebody edited', () => {
  test.each(['../outside/precious', '/etc/hostname', 'config/../../outside/precious', 'a\\..\\b', 'C:/x', '.'])(
    'makes nothing outside the folder disappear: %s',
    (entry) => {
      writeTree(folder, treeOf(project))
      writeFileSync(join(outside, 'precious'), 'precious')
      const files = { [entry]: null, [join(outside, 'precious')]: null }
      writeFileSync(join(folder, '.ign/manifest.json'), JSON.stringify({ version: 1, files }))

      expect(writeTree(folder, treeOf(project))).toEqual([])
      expect(readFileSync(join(outside, 'precious'), 'utf8')).toBe('precious')
    },
  )

  test('does not make a folder disappear', () => {
    writeTree(folder, treeOf(project))
    mkdirSync(join(folder, 'mine'))
    writeFileSync(join(folder, 'mine', 'notes.txt'), 'mine')
    writeFileSync(join(folder, '.ign/manifest.json'), '{"files":{"mine":null}}')

    expect(writeTree(folder, treeOf(project))).toEqual([])
    expect(read('mine/notes.txt')).toBe('mine')
  })
})

describe('a disk that refuses', () => {
  test('is told as such when a file is in the folder’s way', () => {
    writeFileSync(join(outside, 'file'), '')

    expect(() => writeTree(join(outside, 'file', 'out'), treeOf(project))).toThrow(
      expect.objectContaining({ code: 'platform.file-unwritable', exitCode: 3 }),
    )
  })

  test('is told as such when a folder is in a file’s way, and no half-written file stays', () => {
    writeTree(folder, treeOf(project))
    rmSync(join(folder, 'start.sh'))
    mkdirSync(join(folder, 'start.sh'))

    expect(() => writeTree(folder, treeOf(project))).toThrow(
      expect.objectContaining({ code: 'platform.file-unwritable', message: expect.stringContaining(folder) }),
    )
    expect(readdirSync(folder).sort()).toEqual(['.ign', 'config', 'docker-compose.yml', 'secrets', 'start.sh'])
  })

  test('half-way leaves a folder that the next generation goes on with', () => {
    // with the ending of its temporary file the name is too long for the disk
    const refused = treeOf({ ...project, [`z${'z'.repeat(250)}`]: '' })

    expect(() => writeTree(folder, refused)).toThrow(expect.objectContaining({ code: 'platform.file-unwritable' }))

    expect(read('start.sh')).toBe('#!/bin/sh\n')
    expect(
      writeTree(folder, treeOf({ 'start.sh': project['start.sh'] })).map(({ path, change }) => [change, path]),
    ).toEqual([
      ['removed', 'config/charts/datasources.yaml'],
      ['removed', 'docker-compose.yml'],
      ['removed', 'secrets/charts-admin'],
    ])
    expect(readdirSync(folder).sort()).toEqual(['.ign', 'start.sh'])
  })

  test.skipIf(isWindows).each([
    ['a folder without the right to write', 0o555, 'platform.file-unwritable'],
    ['a folder without the right to look into', 0o000, 'platform.file-unwritable'],
  ])('is told as such for %s', async (_, mode, code) => {
    writeTree(folder, treeOf({ a: 'a' }))
    chmodSync(join(folder, '..'), 0o755)
    chmodSync(folder, mode)
    // rights do not hold for root, so a process of its own gives them up first
    const result = await runScript(`
      const { writeTree } = await import('./src/platform/files/write-tree.ts')
      const { FileTree } = await import('./src/core/file-tree.ts')
      if (process.getuid() === 0) { process.setgroups([]); process.setgid(65534); process.setuid(65534) }
      try { writeTree(${JSON.stringify(folder)}, new FileTree([{ path: 'b', mode: 0o644, content: '' }])) }
      catch (error) { console.log(error.code, error.exitCode) }`)
    chmodSync(folder, 0o755)

    expect(result).toEqual({ status: 0, stdout: `${code} 3\n`, stderr: '' })
  })
})

describe('one file', () => {
  test('is written with its mode, in place of what was there', () => {
    writeOver(join(outside, 'a'), 'one', 0o600)
    writeOver(join(outside, 'a'), Buffer.from('two'), 0o644)

    expect(readFileSync(join(outside, 'a'), 'utf8')).toBe('two')
    expect(readdirSync(outside)).toEqual(['a'])
  })

  test.each(['missing/a', '.'])('that cannot be written (%s) is told with its path', (path) => {
    expect(() => writeOver(join(outside, path), 'one', 0o600)).toThrow(
      expect.objectContaining({
        code: 'platform.file-unwritable',
        message: expect.stringContaining(`cannot write ${join(outside, path)}: `),
      }),
    )
    expect(readdirSync(outside)).toEqual([])
  })
})

describe('comparing', () => {
  test('tells what writing would change and touches nothing', () => {
    writeTree(folder, treeOf({ ...project, old: '' }))
    const before = inodes()

    const changes = compareTree(folder, treeOf({ ...project, 'start.sh': 'changed', new: '' }))

    expect(changes).toEqual([
      { path: 'new', change: 'added' },
      { path: 'old', change: 'removed' },
      { path: 'start.sh', change: 'changed' },
    ])
    expect(inodes()).toEqual(before)
  })

  test('with a folder that does not exist finds everything added', () => {
    expect(compareTree(folder, treeOf(project)).map(({ change }) => change)).toEqual(Array(4).fill('added'))
    expect(existsSync(folder)).toBe(false)
  })

  test('sees a change that has the same length', () => {
    writeTree(folder, treeOf({ a: 'one' }))

    expect(compareTree(folder, treeOf({ a: 'two' }))).toEqual([{ path: 'a', change: 'changed' }])
  })
})

test('a file of the project is read, a folder or a missing one is not', () => {
  writeTree(folder, treeOf(project))

  expect(readProjectFile(folder, 'docker-compose.yml')).toBe('services: {}\n')
  expect(readProjectFile(folder, 'config')).toBeUndefined()
  expect(readProjectFile(folder, 'missing')).toBeUndefined()
})
