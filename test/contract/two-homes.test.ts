import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const plant = join(root, 'examples', 'secure', 'plant.yaml')

/** Path, mode and digest of every file below a folder. */
function contents(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => {
      const { mode } = statSync(join(folder, path))
      return `${path} ${(mode & 0o777).toString(8)} ${createHash('sha256')
        .update(readFileSync(join(folder, path)))
        .digest('hex')}`
    })
    .sort()
}

describe('a stack that moves to another home', () => {
  const base = mkdtempSync(join(tmpdir(), 'ign-homes-'))
  const ign = (home: string, ...words: string[]) => {
    const { status, stderr } = spawnSync(process.execPath, [join(root, 'src', 'cli', 'main.ts'), ...words], {
      encoding: 'utf8',
      cwd: base,
      env: { ...process.env, IGN_HOME: join(base, home), TZ: home === 'first' ? 'Asia/Tokyo' : 'America/Lima' },
    })
    if (status !== 0) throw new Error(stderr)
  }
  const password = join(base, 'password.txt')

  beforeAll(() => {
    writeFileSync(password, 'correct horse battery staple\n')
    ign('first', 'stack', 'generate', plant, '-o', 'one')
    ign('first', 'stack', 'bundle', plant, '-o', 'one.zip')
    ign('first', 'stack', 'export', 'moved.ignstack', '--plant', plant, '--password-file', password)
    ign('second', 'stack', 'import', 'moved.ignstack', '--password-file', password, '-o', 'plant.yaml')
    ign('second', 'stack', 'generate', 'plant.yaml', '-o', 'two')
    ign('second', 'stack', 'bundle', 'plant.yaml', '-o', 'two.zip')
  }, 120_000)

  afterAll(() => rmSync(base, { recursive: true, force: true }))

  it('gives the same project there, byte for byte', () => {
    expect(contents(join(base, 'two'))).toEqual(contents(join(base, 'one')))
  })

  it('gives the same archive there, byte for byte, in another time zone', () => {
    expect(readFileSync(join(base, 'two.zip')).equals(readFileSync(join(base, 'one.zip')))).toBe(true)
  })

  it('gives other secrets to a home that has none', () => {
    ign('third', 'stack', 'generate', plant, '-o', 'three')

    const secret = (folder: string) => readFileSync(join(base, folder, 'secrets', 'login.admin-password'), 'utf8')
    expect(secret('three')).not.toBe(secret('one'))
  })

  it('changes no secret when it is generated again', () => {
    const before = contents(join(base, 'one'))

    ign('first', 'stack', 'generate', plant, '-o', 'one')

    expect(contents(join(base, 'one'))).toEqual(before)
  })
})
