import { platformError } from '../errors.ts'
import type { StoredSecrets } from '../secrets/make.ts'
import { isEqual, type Vault } from '../secrets/vault.ts'
import type { Database } from '../storage/database.ts'
import type { PlantSecretsRow, Queries } from '../storage/tables.ts'
import { plantError } from './errors.ts'

/**
 * Secrets of the plants that the server keeps. They stand in the database, sealed with the key of the vault, so that all
 * servers with this database and this key have the same ones; they belong to the plant, whatever it is called.
 */

const purposeOf = (plant: string): string => `secrets of plant ${plant}`

/** More than there are people who download one plant for the first time in the same second. */
const mostAttempts = 20

/**
 * None for a plant that has never been generated.
 *
 * @throws platform.vault-locked, platform.vault-damaged
 */
export async function loadPlantSecrets(query: Queries, vault: Vault, plant: string): Promise<Map<string, string>> {
  return openRow(await readRow(query, plant), vault)
}

/**
 * Loads, changes and keeps. Making secrets takes a while, so nothing is locked meanwhile: of two who do it at once, one
 * begins again with what the other has kept.
 *
 * @throws plant.no-such-plant  for a plant that is gone by then
 * @throws platform.vault-busy, platform.vault-locked, platform.vault-damaged
 */
export async function updatePlantSecrets(
  database: Database,
  vault: Vault,
  plant: string,
  change: (stored: StoredSecrets) => Promise<Map<string, string>>,
): Promise<StoredSecrets> {
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const row = await readRow(database.query, plant)
    const stored = openRow(row, vault)
    const values = await change(stored)
    if (isEqual(stored, values)) return values
    const sealed = vault.seal(JSON.stringify(Object.fromEntries(values)), purposeOf(plant))
    if (await replaceRow(database, plant, row?.revision ?? 0, sealed)) return values
  }
  throw platformError('platform.vault-busy', 'others keep changing the secrets of the plant')
}

const readRow = (query: Queries, plant: string): Promise<PlantSecretsRow | undefined> =>
  query.selectFrom('plant_secrets').selectAll().where('plant_id', '=', plant).executeTakeFirst()

const openRow = (row: PlantSecretsRow | undefined, vault: Vault): Map<string, string> =>
  row === undefined
    ? new Map()
    : new Map(Object.entries(JSON.parse(vault.unseal(row.sealed, purposeOf(row.plant_id))) as Record<string, string>))

/** @returns false when somebody else was quicker */
async function replaceRow(database: Database, plant: string, revision: number, sealed: string): Promise<boolean> {
  return database.transaction(async (query) => {
    if (revision === 0) return insertRow(query, { plant_id: plant, revision: 1, sealed })
    const { numUpdatedRows } = await query
      .updateTable('plant_secrets')
      .set({ revision: revision + 1, sealed })
      .where('plant_id', '=', plant)
      .where('revision', '=', revision)
      .executeTakeFirstOrThrow()
    return numUpdatedRows > 0n
  })
}

async function insertRow(query: Queries, row: PlantSecretsRow): Promise<boolean> {
  const found = await query.selectFrom('plants').select('id').where('id', '=', row.plant_id).executeTakeFirst()
  if (!found) throw plantError('plant.no-such-plant', 'the plant was removed meanwhile')
  const { numInsertedOrUpdatedRows } = await query
    .insertInto('plant_secrets')
    .values(row)
    .onConflict((conflict) => conflict.column('plant_id').doNothing())
    .executeTakeFirstOrThrow()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}
