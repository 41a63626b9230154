import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { plantError } from './errors.ts'

/** A file on its way in: on the disk as it came, and gone when its work is done. */
export interface Incoming {
  readonly path: string
  readonly bytes: number
  /** Hexadecimal, lower case. */
  readonly sha256: string
}

/** What a process that died left behind. */
const staleMs = 24 * 60 * 60_000

/**
 * Writes what comes to a file of the home folder, that nobody else can read, and has it worked on.
 *
 * @throws plant.file-too-large  as soon as there is more than `mostBytes`
 */
export async function receive<T>(
  home: string,
  content: AsyncIterable<Uint8Array>,
  mostBytes: number,
  work: (file: Incoming) => Promise<T>,
): Promise<T> {
  const folder = join(home, 'incoming')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await removeStale(folder)
  const path = join(folder, randomUUID())
  const file = await open(path, 'wx', 0o600)
  try {
    const digest = createHash('sha256')
    let bytes = 0
    for await (const chunk of content) {
      bytes += chunk.byteLength
      if (bytes > mostBytes) throw tooLarge(mostBytes)
      digest.update(chunk)
      await file.writeFile(chunk)
    }
    return await work({ path, bytes, sha256: digest.digest('hex') })
  } finally {
    await file.close()
    await rm(path, { force: true })
  }
}

export const tooLarge = (mostBytes: number) =>
  plantError('plant.file-too-large', `the file has more than ${mostBytes / 1024 ** 2} MiB`)

async function removeStale(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const age = Date.now() - (await stat(path).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs
    if (age > staleMs) await rm(path, { force: true })
  }
}
