import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { plantError } from './errors.ts'

/**
 * Offline bundles, in the home folder of the server that made them: they have gigabytes, and are fetched once, soon. They
 * hold the secrets of their plant, so nobody else can read them, and they go after a day, or with their plant.
 */

const keptMs = 24 * 60 * 60_000

const folderOf = (home: string): string => join(home, 'bundles')
/** Ids are made here and hold letters, digits, "-" and "_" only. */
const nameOf = (plant: string, job: string): string => `${plant}.${job}.zip`

export interface Bundle {
  readonly path: string
  readonly bytes: number
}

/**
 * Layers that images share are counted for each of them, so this asks for rather more than is needed: better than to
 * fill the disk that the database is on.
 *
 * @throws plant.no-room
 */
export async function requireRoom(home: string, neededBytes: number): Promise<void> {
  await mkdir(home, { recursive: true, mode: 0o700 })
  const { bavail, bsize } = await statfs(home)
  const freeBytes = bavail * bsize
  if (neededBytes <= freeBytes) return
  const gib = (bytes: number) => (bytes / 1024 ** 3).toFixed(1)
  throw plantError('plant.no-room', `the images take ${gib(neededBytes)} GiB, and ${gib(freeBytes)} GiB are free`)
}

/** Writes a bundle whole or not at all; those of the plant before it are gone then. */
export async function keepBundle(
  home: string,
  plant: string,
  job: string,
  content: Readable,
  signal: AbortSignal,
): Promise<Bundle> {
  const folder = folderOf(home)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await removeBundles(home, plant)
  const path = join(folder, nameOf(plant, job))
  const unfinished = `${path}.part`
  try {
    await pipeline(content, createWriteStream(unfinished, { mode: 0o600 }), { signal })
    await rename(unfinished, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    throw plantError('plant.no-room', 'the disk of the server became full')
  } finally {
    await rm(unfinished, { force: true })
  }
  return { path, bytes: (await stat(path)).size }
}

/** @throws plant.no-bundle */
export async function findBundle(home: string, plant: string, job: string): Promise<Bundle> {
  const path = join(folderOf(home), nameOf(plant, job))
  const found = await stat(path).catch(() => undefined)
  if (!found) throw plantError('plant.no-bundle', 'this server does not have the bundle')
  return { path, bytes: found.size }
}

/** Those of a plant, and those that nobody has fetched in time. */
export async function removeBundles(home: string, plant: string): Promise<void> {
  const folder = folderOf(home)
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }))
    const isOver = Date.now() - mtimeMs > keptMs
    if (isOver || (name.startsWith(`${plant}.`) && !name.endsWith('.part'))) await rm(path, { force: true })
  }
}
