import { isAtLeast, type Role, roles } from '../auth/actor.ts'
import type { Database } from '../storage/database.ts'
import type { PlantRow, PlantVersionRow, Queries } from '../storage/tables.ts'
import { plantError } from './errors.ts'
import { filesLock, removeOrphans } from './files.ts'

/** A plant file that the server keeps, without its text. */
export interface Plant {
  readonly id: string
  readonly name: string
  /** The newest one; the first is 1. */
  readonly version: number
  readonly readRole: Role
  readonly writeRole: Role
  readonly createdAt: string
  readonly createdBy: string
  readonly updatedAt: string
  readonly updatedBy: string
  readonly summary: PlantSummary
  readonly proof: PlantProof | null
}

/** What the newest version becomes, counted when it was saved. */
export interface PlantSummary {
  readonly services: number
  readonly wires: number
  /** Wires that the generated project makes, and a probe can prove. */
  readonly automatic: number
  /** Wires that the generated project leaves to people. */
  readonly manual: number
  readonly errors: number
  readonly warnings: number
  /** The `name` of the plant file: its Compose project. Null where the file has none that can be read. */
  readonly project: string | null
}

/** What the last run of all probes has shown. */
export interface PlantProof {
  readonly job: string
  readonly at: string
  readonly version: number
  readonly passed: number
  readonly failed: number
}

export interface PlantVersion {
  readonly version: number
  readonly at: string
  readonly by: string
  readonly note: string
  /** Problems that keep it from being generated; null where nobody has counted them. */
  readonly errors: number | null
}

export interface PlantText extends PlantVersion {
  readonly text: string
}

/** A version that is about to be. */
export interface NewText {
  readonly text: string
  readonly note: string
  readonly summary: PlantSummary
  readonly by: string
  readonly at: Date
}

/** Plants that a role may read, by name, after `cursor`. */
export async function listPlants(query: Queries, role: Role, limit: number, cursor?: string): Promise<Plant[]> {
  const readable = query.selectFrom('plants').selectAll().where('read_role', 'in', rolesBelow(role))
  const after = cursor === undefined ? readable : readable.where('name', '>', cursor)
  return (await after.orderBy('name').limit(limit).execute()).map(plantOf)
}

/** @throws plant.no-such-plant  also for who may not read it: that it exists is not told */
export async function readPlant(query: Queries, role: Role, id: string): Promise<Plant> {
  const row = await query.selectFrom('plants').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row || !isAtLeast(role, row.read_role as Role)) throw noSuchPlant(id)
  return plantOf(row)
}

/** @throws plant.no-such-version */
export async function readVersion(query: Queries, id: string, version: number): Promise<PlantText> {
  const row = await query
    .selectFrom('plant_versions')
    .selectAll()
    .where('plant_id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  if (!row) throw plantError('plant.no-such-version', `the plant has no version ${version}`)
  return { ...versionOf(row), text: row.text }
}

/** The newest first. */
export async function listVersions(
  query: Queries,
  id: string,
  limit: number,
  before?: number,
): Promise<readonly PlantVersion[]> {
  const all = query
    .selectFrom('plant_versions')
    .select(['version', 'at', 'by', 'note', 'errors'])
    .where('plant_id', '=', id)
  const older = before === undefined ? all : all.where('version', '<', before)
  return (await older.orderBy('version', 'desc').limit(limit).execute()).map(versionOf)
}

export interface PlantChange extends PlantVersion {
  readonly plant: string
  readonly name: string
}

/** The newest versions of all plants that a role may read. */
export async function listChanges(query: Queries, role: Role, limit: number): Promise<readonly PlantChange[]> {
  const rows = await query
    .selectFrom('plant_versions')
    .innerJoin('plants', 'plants.id', 'plant_versions.plant_id')
    .select(['plant_id', 'plants.name', 'plant_versions.version', 'at', 'by', 'note', 'errors'])
    .where('read_role', 'in', rolesBelow(role))
    .orderBy('at', 'desc')
    .orderBy('plant_versions.version', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ plant: row.plant_id, name: row.name, ...versionOf(row) }))
}

/** Another plant whose containers and volumes would have the same names. */
export interface SharingPlant {
  readonly id: string
  readonly name: string
}

/** Other plants that a role may read with the same Compose project: on one engine they fight over what it holds. */
export async function listSharing(
  query: Queries,
  role: Role,
  { id, summary: { project } }: Plant,
): Promise<readonly SharingPlant[]> {
  if (project === null) return []
  const rows = await query
    .selectFrom('plants')
    .select(['id', 'name', 'summary'])
    .where('id', '!=', id)
    .where('read_role', 'in', rolesBelow(role))
    .orderBy('name')
    .execute()
  return rows.filter(({ summary }) => summaryOf(summary).project === project).map(({ id, name }) => ({ id, name }))
}

/** Compose projects of all plants, whoever may read them. */
export async function projectsTaken(query: Queries): Promise<ReadonlySet<string>> {
  const rows = await query.selectFrom('plants').select('summary').execute()
  return new Set(rows.flatMap(({ summary }) => summaryOf(summary).project ?? []))
}

/** @throws plant.name-taken */
export async function createPlant(database: Database, id: string, name: string, first: NewText): Promise<Plant> {
  const at = first.at.getTime()
  const row: PlantRow = {
    id,
    name,
    version: 1,
    read_role: 'viewer',
    write_role: 'engineer',
    created_at: at,
    created_by: first.by,
    updated_at: at,
    updated_by: first.by,
    summary: JSON.stringify(first.summary),
    proof: null,
  }
  await database.transaction(async (query) => {
    const { numInsertedOrUpdatedRows } = await query
      .insertInto('plants')
      .values(row)
      .onConflict((conflict) => conflict.column('name').doNothing())
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows === 0n) throw nameTaken(name)
    await insertVersion(query, id, 1, first)
  }, namesLock)
  return plantOf(row)
}

/**
 * Adds a version, where `base` is still the newest one. A text that is the newest already adds nothing.
 *
 * @throws plant.no-such-plant, plant.changed
 */
export async function savePlant(
  database: Database,
  role: Role,
  id: string,
  base: number,
  next: NewText,
): Promise<Plant> {
  return database.transaction(async (query) => {
    const plant = await readPlant(query, role, id)
    if (plant.version !== base) throw changedBy(plant, base)
    const { text } = await readVersion(query, id, base)
    if (text === next.text) return plant
    const values = {
      version: base + 1,
      updated_at: next.at.getTime(),
      updated_by: next.by,
      summary: JSON.stringify(next.summary),
    }
    // the condition again: on PostgreSQL another transaction may have been quicker
    const { numUpdatedRows } = await query
      .updateTable('plants')
      .set(values)
      .where('id', '=', id)
      .where('version', '=', base)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) throw changedBy(await readPlant(query, role, id), base)
    await insertVersion(query, id, base + 1, next)
    return readPlant(query, role, id)
  })
}

export interface PlantSettings {
  readonly name?: string | undefined
  readonly readRole?: Role | undefined
  readonly writeRole?: Role | undefined
}

/** @throws plant.no-such-plant, plant.name-taken */
export async function changePlant(
  database: Database,
  role: Role,
  id: string,
  { name, readRole, writeRole }: PlantSettings,
): Promise<Plant> {
  return database.transaction(async (query) => {
    const plant = await readPlant(query, role, id)
    if (name !== undefined && name !== plant.name) {
      const other = await query.selectFrom('plants').select('id').where('name', '=', name).executeTakeFirst()
      if (other) throw nameTaken(name)
    }
    const values = {
      ...(name === undefined ? {} : { name }),
      ...(readRole === undefined ? {} : { read_role: readRole }),
      ...(writeRole === undefined ? {} : { write_role: writeRole }),
    }
    if (Object.keys(values).length > 0) await query.updateTable('plants').set(values).where('id', '=', id).execute()
    return plantOf(await query.selectFrom('plants').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
  }, namesLock)
}

/** With all its versions, secrets and files. @throws plant.no-such-plant */
export async function removePlant(database: Database, role: Role, id: string): Promise<void> {
  await database.transaction(async (query) => {
    await readPlant(query, role, id)
    await query.deleteFrom('plants').where('id', '=', id).execute()
    await removeOrphans(query)
  }, filesLock)
}

/** Keeps what a run of all probes has shown; the plant may be gone by then. */
export async function keepProof(query: Queries, id: string, proof: PlantProof): Promise<void> {
  await query
    .updateTable('plants')
    .set({ proof: JSON.stringify(proof) })
    .where('id', '=', id)
    .execute()
}

/** A name is free or not while it is being given. */
const namesLock = 'plant names'

const insertVersion = (query: Queries, plant: string, version: number, { text, note, by, at, summary }: NewText) =>
  query
    .insertInto('plant_versions')
    .values({ plant_id: plant, version, text, note, by, at: at.getTime(), errors: summary.errors })
    .execute()

/** Roles that ask for no more than `role` has. */
const rolesBelow = (role: Role): Role[] => roles.filter((other) => isAtLeast(role, other))

const plantOf = (row: PlantRow): Plant => ({
  id: row.id,
  name: row.name,
  version: row.version,
  readRole: row.read_role as Role,
  writeRole: row.write_role as Role,
  createdAt: new Date(row.created_at).toISOString(),
  createdBy: row.created_by,
  updatedAt: new Date(row.updated_at).toISOString(),
  updatedBy: row.updated_by,
  summary: summaryOf(row.summary),
  proof: row.proof === null ? null : (JSON.parse(row.proof) as PlantProof),
})

/** One that was kept before wires were told apart and projects were named: each wire may be one to be proven. */
function summaryOf(kept: string): PlantSummary {
  const summary = JSON.parse(kept) as PlantSummary
  const { automatic = summary.wires, manual = 0, project = null } = summary as Partial<PlantSummary>
  return { ...summary, automatic, manual, project }
}

const versionOf = ({ version, at, by, note, errors }: Omit<PlantVersionRow, 'plant_id' | 'text'>): PlantVersion => ({
  version,
  at: new Date(at).toISOString(),
  by,
  note,
  errors,
})

const noSuchPlant = (id: string) => plantError('plant.no-such-plant', `there is no plant "${id.slice(0, 64)}"`)

const nameTaken = (name: string) => plantError('plant.name-taken', `there is a plant "${name}" already`)

const changedBy = ({ name, version, updatedBy, updatedAt }: Plant, base: number) =>
  plantError('plant.changed', `${updatedBy} saved version ${version} of "${name}" while version ${base} was edited`, {
    details: { version, updatedBy, updatedAt },
  })
