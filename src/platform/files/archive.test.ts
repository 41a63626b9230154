import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { modl, sha256, zipClaiming, zipOf, zipWithName } from '../../../test/support/archives.ts'
import { temporaryFolder } from '../../../test/support/temporary.ts'
import { lookIntoArchive, readArchive } from './archive.ts'

const limits = { maxBytes: 1024 ** 2, texts: ['module.xml'] }

function stored(content: Buffer | string): string {
  const path = join(temporaryFolder(), 'x.modl')
  writeFileSync(path, content)
  return path
}

test('an archive is told by its entries, its checksum and the texts that were asked for', async () => {
  const data = await modl('com.example.demo')

  const archive = await readArchive(stored(data), limits)

  expect(archive).toMatchObject({
    data,
    sha256: sha256(data),
    entries: ['module.xml', 'gateway.jar', 'license.html', 'signatures.properties', 'certificates.p7b'],
    texts: { 'module.xml': expect.stringContaining('<id>com.example.demo</id>') },
  })
})

test('a text that is asked for and not there is left out, and folders are no entries', async () => {
  const archive = await readArchive(stored(await zipOf({ 'doc/index.html': 'hello' })), limits)

  expect(archive).toMatchObject({ entries: ['doc/index.html'], texts: {} })
})

test('a file that is not there, or is a folder, is missing', async () => {
  const folder = join(temporaryFolder(), 'folder.modl')
  mkdirSync(folder)

  expect(await readArchive(join(folder, 'none.modl'), limits)).toEqual({ fault: 'missing', message: 'does not exist' })
  expect(await readArchive(folder, limits)).toEqual({ fault: 'missing', message: 'is not a file' })
})

test('a file that is too large is not read', async () => {
  const path = stored('')
  truncateSync(path, 3 * 1024 ** 3)

  expect(await readArchive(path, limits)).toEqual({ fault: 'too-large', message: 'has 3072 MiB; 1 MiB are the most' })
})

test.each([
  ['nothing', ''],
  ['a text', 'this is a text that is longer than the end of an archive'],
  ['a page that tells of an error', '<!DOCTYPE html><html><title>404</title></html>'],
])('%s is no archive', async (_, content) => {
  expect(await readArchive(stored(content), limits)).toEqual({
    fault: 'not-an-archive',
    message: 'is no ZIP archive',
  })
})

test('an archive that was cut off is none', async () => {
  const whole = await modl('com.example.demo')

  for (const length of [30, whole.length / 2, whole.length - 1])
    expect(await readArchive(stored(whole.subarray(0, length)), limits)).toMatchObject({ fault: 'not-an-archive' })
})

test.each(['../evil.modl', '/etc/passwd', 'a\\..\\b', 'C:/evil', 'a/../../b'])(
  'an archive with an entry named %j is none',
  async (name) => {
    expect(await readArchive(stored(await zipWithName(name)), limits)).toMatchObject({ fault: 'not-an-archive' })
  },
)

test('two entries whose names differ by case alone are refused', async () => {
  const archive = await readArchive(stored(await zipOf({ 'a.jar': '1', 'A.jar': '2' })), limits)

  expect(archive).toMatchObject({ fault: 'not-an-archive', message: expect.stringContaining('"A.jar"') })
})

test('a text of more than a mebibyte is not unpacked', async () => {
  const archive = await readArchive(stored(await zipOf({ 'module.xml': ' '.repeat(1024 ** 2 + 1) })), limits)

  expect(archive).toMatchObject({ fault: 'not-an-archive', message: expect.stringContaining('larger than 1 MiB') })
})

/** The sizes that an archive claims for its entries, in the list at its end. */
function claiming(archive: Buffer, bytes: number): Buffer {
  const changed = Buffer.from(archive)
  for (let at = changed.indexOf('PK\x01\x02'); at >= 0; at = changed.indexOf('PK\x01\x02', at + 1))
    changed.writeUInt32LE(bytes, at + 24)
  return changed
}

test('ZIP bomb: what claims to unpack to more than any such file is none', async () => {
  const five = await zipOf({ a: '1', b: '2', c: '3', d: '4', e: '5' })

  expect(await readArchive(stored(claiming(five, 0xffff_fff0)), limits)).toMatchObject({
    fault: 'not-an-archive',
    message: expect.stringContaining('unpacks to more than'),
  })
})

test('ZIP bomb: a text that unpacks to more than it claims is not unpacked', async () => {
  const archive = await zipOf({ 'module.xml': ' '.repeat(50 * 1024 ** 2) })

  expect(await readArchive(stored(claiming(archive, 100)), limits)).toMatchObject({
    fault: 'not-an-archive',
    message: expect.stringContaining('too many bytes'),
  })
})

test('an archive that would unpack to hundreds of times its size is refused; one that shrinks well is not', async () => {
  const unpacking = async (mebibytes: number) => readArchive(stored(await zipClaiming(mebibytes * 1024 ** 2)), limits)

  expect(await unpacking(200)).toMatchObject({ entries: ['module.xml', 'zeros'] })
  expect(await unpacking(300)).toMatchObject({
    fault: 'not-an-archive',
    message: expect.stringContaining('more than 200 times its size'),
  })
})

test('an archive on the disk is looked into without being held in memory', async () => {
  const path = stored(await zipOf({ 'module.xml': '<modules/>', 'a.jar': 'code' }))

  expect(await lookIntoArchive(path, ['module.xml'])).toEqual({
    entries: ['module.xml', 'a.jar'],
    texts: { 'module.xml': '<modules/>' },
  })
  expect(await lookIntoArchive(stored(Buffer.from('PK')), [])).toMatchObject({ fault: 'not-an-archive' })
})
