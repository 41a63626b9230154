import { Secret, type SecretSource } from '../../core/secret.ts'
import { archiveOf, type Database, platformError, type StoredSecrets } from '../../platform/index.ts'
import { readPlantFile } from '../../platform/plants/files.ts'
import { loadPlantSecrets, updatePlantSecrets } from '../../platform/plants/secrets.ts'
import type { Context } from '../action.ts'
import { carriedPrefix, namedPrefix, type PlantHome } from '../stack/plant-source.ts'
import { judgeUserFiles, type UserFileFault } from '../stack/user-files.ts'

/** A plant that the server keeps: its secrets belong to it alone, and nothing of the machine is read for it. */
export function savedHome(plant: string, database: Database, context: Context): PlantHome {
  const vault = context.vault()
  return {
    load: () => loadPlantSecrets(database.query, vault, plant),
    update: (change) => updatePlantSecrets(database, vault, plant, change),
    read: ownSecret,
    userFiles: (blueprint) =>
      judgeUserFiles(blueprint, async ({ source, sha256, texts }) => {
        const content = await readPlantFile(database.query, vault, plant, source, sha256)
        return content ? archiveOf(content, texts) : notUploaded
      }),
  }
}

const notUploaded: UserFileFault = {
  fault: 'missing',
  message: 'is not kept with this plant',
  hint: 'Choose the file at the setting of its service, or send it to POST /api/v1/plants/{id}/files.',
}

/**
 * What a reference names among the secrets of the plant itself, where it was imported with them.
 *
 * @throws platform.reference-refused
 */
function ownSecret(source: SecretSource, stored: StoredSecrets): Secret {
  if (source instanceof Secret) return source
  const named = source.startsWith('vault:') ? stored.get(`${namedPrefix}${source.slice('vault:'.length)}`) : undefined
  const value = named ?? stored.get(`${carriedPrefix}${source}`)
  if (value !== undefined) return new Secret(value)
  throw platformError('platform.reference-refused', `${source} names nothing that the server keeps for this plant`, {
    hint: 'Leave it out and a password is made; keep a value with PUT /api/v1/plants/{id}/secrets/{name} and refer to it as vault:NAME; or import an .ignstack file that has it.',
  })
}
