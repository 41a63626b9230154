import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import type { Entry, ZipFile } from 'yauzl'

export interface ReadArchive {
  readonly data: Buffer
  readonly sha256: string
  /** Names of all entries but folders, in the order of the archive. */
  readonly entries: readonly string[]
  /** Texts of the entries that were asked for and are there. */
  readonly texts: Readonly<Record<string, string>>
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

/**
 * Looks into a ZIP archive without unpacking it. Names that would leave the folder they are unpacked into make it none:
 * whoever wrote them had no good in mind.
 */
export async function readArchive(
  path: string,
  { maxBytes, texts }: { readonly maxBytes: number; readonly texts: readonly string[] },
): Promise<ReadArchive | ArchiveFault> {
  const data = readLimited(path, maxBytes)
  if (!Buffer.isBuffer(data)) return data
  // an archive may have anything before it; what a gateway is given has nothing
  if (data.readUInt32BE(0) !== 0x504b0304) return notAnArchive('is no ZIP archive')
  try {
    // by way of `default`: named exports of a CommonJS package are there in Node, but not in a bundle
    const { default: yauzl } = await import('yauzl')
    const zip = await yauzl.fromBufferPromise(data, { lazyEntries: true, strictFileNames: true })
    const found = await readEntries(zip, texts)
    return { data, sha256: createHash('sha256').update(data).digest('hex'), ...found }
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
    return stat.size < 22 ? notAnArchive('is no ZIP archive') : readFileSync(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return { fault: 'missing', message: code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})` }
  }
}

async function readEntries(
  zip: ZipFile,
  wanted: readonly string[],
): Promise<{ entries: readonly string[]; texts: Record<string, string> }> {
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
