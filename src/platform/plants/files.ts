import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { normalize } from 'node:path/posix'
import { sql } from 'kysely'
import { platformError } from '../errors.ts'
import type { Vault } from '../secrets/vault.ts'
import type { Database } from '../storage/database.ts'
import type { PlantFileRow, Queries } from '../storage/tables.ts'
import { plantError } from './errors.ts'
import type { Incoming } from './incoming.ts'

/**
 * Modules and gateway backups that plants of the server name. Their contents stand in the database, once for each
 * digest: so every server that shares it has them, a backup of the database is whole, and what no plant has any longer
 * goes in the same transaction. They are sealed, because a gateway backup holds users and connections.
 */

/** Modules have up to some 100 MiB; a project that holds the file is made in memory. */
export const mostFileBytes = 256 * 1024 ** 2
const mostStoredBytes = 8 * 1024 ** 3
const pieceBytes = 1024 ** 2

/** Files come and go while nobody else adds or removes any. */
export const filesLock = 'plant files'

export interface PlantFile {
  /** Relative to the plant file, without `./`. */
  readonly path: string
  readonly sha256: string
  readonly bytes: number
  readonly kind: PlantFileRow['kind']
  readonly at: string
  readonly by: string
}

export interface NewPlantFile {
  readonly plant: string
  readonly path: string
  readonly kind: PlantFileRow['kind']
  readonly by: string
  readonly at: Date
}

/** By path, the newest of each first. */
export async function listPlantFiles(query: Queries, plant: string): Promise<readonly PlantFile[]> {
  const rows = query.selectFrom('plant_files').selectAll().where('plant_id', '=', plant)
  return (await rows.orderBy('path').orderBy('at', 'desc').orderBy('sha256').execute()).map(
    ({ plant_id: _, at, ...file }) => ({ ...file, at: new Date(at).toISOString() }),
  )
}

/**
 * Keeps a file with a plant. An older one of the same path stays as long as a version of the plant names its digest.
 *
 * @throws plant.no-such-plant, plant.store-full
 * @throws platform.vault-busy  while others keep removing files
 */
export async function keepPlantFile(
  database: Database,
  vault: Vault,
  { plant, path, kind, by, at }: NewPlantFile,
  { path: source, bytes, sha256 }: Incoming,
): Promise<PlantFile> {
  const row: PlantFileRow = { plant_id: plant, path: normalize(path), sha256, bytes, kind, at: at.getTime(), by }
  const end = arriving(sha256)
  try {
    for (let attempt = 0; ; attempt++) {
      await requireRoom(database.query, row)
      // piece by piece, so that others are not kept waiting; nothing finds them before the row is there
      const count = await insertPieces(database.query, vault, source, sha256)
      const isKept = await database.transaction((query) => keepRow(query, row, count), filesLock)
      if (isKept) break
      if (attempt === mostAttempts) throw platformError('platform.vault-busy', 'others keep removing files')
    }
  } finally {
    end()
  }
  return { path: row.path, sha256, bytes, kind, by, at: at.toISOString() }
}

/** Another server may take the pieces away, to which nothing belongs yet: they are then sent again. */
const mostAttempts = 3

/** Digests of files that are on their way into the database of this process. */
const onTheWay = new Map<string, number>()

/** @returns what ends it */
function arriving(sha256: string): () => void {
  const count = (by: number) => onTheWay.set(sha256, (onTheWay.get(sha256) ?? 0) + by)
  count(1)
  return () => {
    if (count(-1).get(sha256) === 0) onTheWay.delete(sha256)
  }
}

/** @returns false when not all pieces are there any longer */
async function keepRow(query: Queries, row: PlantFileRow, count: number): Promise<boolean> {
  const found = await query.selectFrom('plants').select('id').where('id', '=', row.plant_id).executeTakeFirst()
  if (!found) throw plantError('plant.no-such-plant', 'the plant was removed meanwhile')
  const pieces = await query.selectFrom('file_pieces').select('number').where('sha256', '=', row.sha256).execute()
  if (pieces.length !== count) return false
  await query
    .insertInto('plant_files')
    .values(row)
    .onConflict((conflict) => conflict.columns(['plant_id', 'path', 'sha256']).doUpdateSet({ at: row.at, by: row.by }))
    .execute()
  await removeReplaced(query, row)
  await removeOrphans(query)
  return true
}

/**
 * The contents of a file that a plant names: the one with the digest, or the newest of its path where none is given.
 *
 * @returns undefined where the plant has none
 * @throws platform.vault-locked
 */
export async function readPlantFile(
  query: Queries,
  vault: Vault,
  plant: string,
  path: string,
  sha256?: string,
): Promise<Buffer | undefined> {
  const files = query.selectFrom('plant_files').select('sha256').where('plant_id', '=', plant)
  const wanted = sha256 === undefined ? files.where('path', '=', normalize(path)) : files.where('sha256', '=', sha256)
  const found = await wanted.orderBy('at', 'desc').limit(1).executeTakeFirst()
  if (!found) return undefined
  const pieces: Buffer[] = []
  for (let number = 0; ; number++) {
    const piece = await query
      .selectFrom('file_pieces')
      .select('sealed')
      .where('sha256', '=', found.sha256)
      .where('number', '=', number)
      .executeTakeFirst()
    if (!piece) break
    pieces.push(vault.unsealBytes(piece.sealed, purposeOf(found.sha256, number)))
  }
  const content = Buffer.concat(pieces)
  if (createHash('sha256').update(content).digest('hex') !== found.sha256)
    throw new Error(`the pieces of the file ${found.sha256} are not whole`)
  return content
}

/** @throws plant.no-such-file */
export async function removePlantFile(database: Database, plant: string, sha256: string): Promise<void> {
  await database.transaction(async (query) => {
    const { numDeletedRows } = await query
      .deleteFrom('plant_files')
      .where('plant_id', '=', plant)
      .where('sha256', '=', sha256)
      .executeTakeFirstOrThrow()
    if (numDeletedRows === 0n) throw plantError('plant.no-such-file', 'the plant has no file of that SHA-256')
    await removeOrphans(query)
  }, filesLock)
}

/** Modules of a plant for its copy. A gateway backup holds users and passwords, and stays. */
export async function copyModules(query: Queries, from: string, to: string): Promise<void> {
  const rows = await query
    .selectFrom('plant_files')
    .selectAll()
    .where('plant_id', '=', from)
    .where('kind', '=', 'module')
    .execute()
  if (rows.length > 0)
    await query
      .insertInto('plant_files')
      .values(rows.map((row) => ({ ...row, plant_id: to })))
      .execute()
}

/** Contents that no plant has any longer. */
export async function removeOrphans(query: Queries): Promise<void> {
  const orphans = query
    .deleteFrom('file_pieces')
    .where('sha256', 'not in', (all) => all.selectFrom('plant_files').select('sha256'))
  const coming = [...onTheWay.keys()]
  await (coming.length === 0 ? orphans : orphans.where('sha256', 'not in', coming)).execute()
}

/** @throws plant.store-full */
async function requireRoom(query: Queries, { sha256, bytes }: PlantFileRow): Promise<void> {
  const known = await query.selectFrom('plant_files').select('sha256').where('sha256', '=', sha256).executeTakeFirst()
  if (!known && (await storedBytes(query)) + bytes > mostStoredBytes)
    throw plantError('plant.store-full', `the files of all plants would have more than ${mostStoredBytes} bytes`)
}

async function storedBytes(query: Queries): Promise<number> {
  const { rows } = await sql<{ bytes: number | string | null }>`
    select sum(bytes) as bytes from (select distinct sha256, bytes from plant_files) as files`.execute(query)
  return Number(rows[0]?.bytes ?? 0)
}

/** Nothing finds them any longer: the newest of a path counts, but for a version that names another digest. */
async function removeReplaced(query: Queries, { plant_id, path, sha256 }: PlantFileRow): Promise<void> {
  const older = await query
    .selectFrom('plant_files')
    .select('sha256')
    .where('plant_id', '=', plant_id)
    .where('path', '=', path)
    .where('sha256', '!=', sha256)
    .execute()
  for (const one of older) {
    const naming = await query
      .selectFrom('plant_versions')
      .select('version')
      .where('plant_id', '=', plant_id)
      .where('text', 'like', `%${one.sha256}%`)
      .limit(1)
      .executeTakeFirst()
    if (naming) continue
    await query
      .deleteFrom('plant_files')
      .where('plant_id', '=', plant_id)
      .where('path', '=', path)
      .where('sha256', '=', one.sha256)
      .execute()
  }
}

/** Adds those that are not there. @returns how many there are */
async function insertPieces(query: Queries, vault: Vault, source: string, sha256: string): Promise<number> {
  const file = await open(source)
  try {
    for (let number = 0; ; number++) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(pieceBytes), 0, pieceBytes, number * pieceBytes)
      if (bytesRead === 0) return number
      const sealed = vault.sealBytes(buffer.subarray(0, bytesRead), purposeOf(sha256, number))
      await query
        .insertInto('file_pieces')
        .values({ sha256, number, sealed })
        .onConflict((conflict) => conflict.columns(['sha256', 'number']).doNothing())
        .execute()
    }
  } finally {
    await file.close()
  }
}

const purposeOf = (sha256: string, number: number): string => `piece ${number} of file ${sha256}`
