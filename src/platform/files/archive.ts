import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Entry, ZipFile } from 'yauzl'

/** What is known of an archive without unpacking it. */
export interface ArchiveContents {
  /** Names of all entries but folders, in the order of the archive. */
  readonly entries: readonly string[]
  /** Texts of the entries that were asked for and are there. */
  readonly texts: Readonly<Record<string, string>>
}

export interface ReadArchive extends ArchiveContents {
  readonly data: Buffer
  readonly sha256: string
}

export interface ArchiveFault {
  readonly fault: 'missing' | 'too-large' | 'not-an-archive'
  /** What is wrong, to be read after the name of the file: `is no ZIP archive`. */
  readonly message: string
}

/** More entries than any module or backup has, and more than is worth reading. */
const maxEntries = 100_000
/** What the whole may unpack to: a few kilobytes can claim to hold terabytes. */
const maxUnpackedBytes = 16 * 1024 ** 3
const maxTextBytes = 1024 ** 2
/** Programs and databases shrink to a tenth, not to a thousandth; what is small anyway does no harm. */
const maxTimesPacked = 200
const harmlessBytes = 256 * 1024 ** 2

export interface ArchiveLimits {
  readonly maxBytes: number
  /** Entries whose texts are wanted. */
  readonly texts: readonly string[]
}

/**
 * Looks into a ZIP archive without unpacking it. Names that would leave the folder they are unpacked into make it none:
 * whoever wrote them had no good in mind.
 */
export async function readArchive(path: string, limits: ArchiveLimits): Promise<ReadArchive | ArchiveFault> {
  const data = readLimited(path, limits.maxBytes)
  return Buffer.isBuffer(data) ? archiveOf(data, limits.texts) : data
}

/** An archive that is in memory already. */
export async function archiveOf(data: Buffer, texts: readonly string[]): Promise<ReadArchive | ArchiveFault> {
  const contents = await contentsOf(data, data.length, async (yauzl) => {
    const zip = await yauzl.fromBufferPromise(data, options)
    return readEntries(zip, texts, data.length)
  })
  if ('fault' in contents) return contents
  return { data, sha256: createHash('sha256').update(data).digest('hex'), ...contents }
}

/** Looks into an archive on the disk that may be too large for the memory. */
export async function lookIntoArchive(path: string, texts: readonly string[]): Promise<ArchiveContents | ArchiveFault> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return await contentsOf(buffer, size, async (yauzl) => {
      const zip = await yauzl.fromFdPromise(file.fd, { ...options, autoClose: false })
      return readEntries(zip, texts, size)
    })
  } finally {
    await file.close()
  }
}

const options = { lazyEntries: true, strictFileNames: true } as const

/** The shortest archive has 22 bytes; one may have anything before it, but what a gateway is given has nothing. */
async function contentsOf(
  head: Buffer,
  size: number,
  read: (yauzl: typeof import('yauzl')) => Promise<ArchiveContents>,
): Promise<ArchiveContents | ArchiveFault> {
  if (size < 22 || head.readUInt32BE(0) !== 0x504b0304) return notAnArchive('is no ZIP archive')
  try {
    // by way of `default`: named exports of a CommonJS package are there in Node, but not in a bundle
    const { default: yauzl } = await import('yauzl')
    return await read(yauzl)
  } catch (error) {
    return notAnArchive(`cannot be read as a ZIP archive: ${(error as Error).message}`)
  }
}

const notAnArchive = (message: string): ArchiveFault => ({ fault: 'not-an-archive', message })

function readLimited(path: string, maxBytes: number): Buffer | ArchiveFault {
  try {
    const stat = statSync(path)
    if (!stat.isFile()) return { fault: 'missing', message: 'is not a file' }
    if (stat.size > maxBytes) {
      const mebibytes = (bytes: number) => Math.ceil(bytes / 1024 ** 2)
      return { fault: 'too-large', message: `has ${mebibytes(stat.size)} MiB; ${mebibytes(maxBytes)} MiB are the most` }
    }
    return readFileSync(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return { fault: 'missing', message: code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})` }
  }
}

async function readEntries(zip: ZipFile, wanted: readonly string[], packedBytes: number): Promise<ArchiveContents> {
  const names = new Set<string>()
  const entries: string[] = []
  const texts: Record<string, string> = {}
  let unpackedBytes = 0
  for await (const entry of zip.eachEntry()) {
    // systems that do not tell case apart would write one over the other
    const key = entry.fileName.toLowerCase()
    if (names.has(key)) throw new Error(`two entries are named ${JSON.stringify(entry.fileName)}`)
    names.add(key)
    unpackedBytes += entry.uncompressedSize
    if (names.size > maxEntries) throw new Error(`it has more than ${maxEntries} entries`)
    if (unpackedBytes > Math.max(harmlessBytes, maxTimesPacked * packedBytes))
      throw new Error(`it unpacks to more than ${maxTimesPacked} times its size`)
    if (unpackedBytes > maxUnpackedBytes) throw new Error('it unpacks to more than any such file does')
    if (entry.fileName.endsWith('/')) continue
    entries.push(entry.fileName)
    if (wanted.includes(entry.fileName)) texts[entry.fileName] = await readText(zip, entry)
  }
  return { entries, texts }
}

async function readText(zip: ZipFile, entry: Entry): Promise<string> {
  if (entry.uncompressedSize > maxTextBytes) throw new Error(`its ${entry.fileName} is larger than 1 MiB`)
  const chunks: Buffer[] = []
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
