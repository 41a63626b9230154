import { z } from 'zod'
import { isBackup, isSigned, type ModuleFacts, moduleFacts } from '../../catalog/services/ignition/archives.ts'
import { describeActor } from '../../platform/auth/actor.ts'
import { lookIntoArchive } from '../../platform/index.ts'
import { plantError } from '../../platform/plants/errors.ts'
import {
  keepPlantFile,
  listPlantFiles,
  mostFileBytes,
  type PlantFile,
  removePlantFile,
} from '../../platform/plants/files.ts'
import { receive, tooLarge } from '../../platform/plants/incoming.ts'
import { readPlant } from '../../platform/plants/plants.ts'
import { type Context, defineAction } from '../action.ts'
import { isCarriedPath } from '../stack/carried-files.ts'
import { PlantId, requireWriter, roleOf } from './store.ts'

/** A body that is read as it comes. */
export interface Upload {
  readonly read: () => AsyncIterable<Uint8Array>
  /** As it was announced; absent where nobody knows. */
  readonly bytes: number | undefined
}

const isUpload = (value: unknown): value is Upload => typeof (value as Upload | null)?.read === 'function'

const FilePath = z
  .string()
  .max(500)
  .regex(/\.(modl|gwbk)$/, 'must end with .modl or .gwbk')
  .refine((path) => isCarriedPath(path.replace(/^\.\//, '')), 'must be a plain path below the folder of the plant file')
  .describe('Path as the plant file names it: demo.modl')

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits in lower case')

export const plantUpload = defineAction({
  id: 'plant.upload',
  summary: 'Keep a module (.modl) or gateway backup (.gwbk) with a plant, for its project',
  access: 'engineer',
  target: ({ id, path }) => `${id}, ${path}`,
  input: z.object({
    id: PlantId,
    path: FilePath,
    sha256: Sha256.optional().describe('Of the file, as its maker publishes it'),
    content: z.custom<Upload>(isUpload, 'send the file as application/octet-stream'),
  }),
  run: async ({ id, path, sha256, content }, context) => {
    const database = await context.database()
    await requireOwnWriter(id, context)
    if ((content.bytes ?? 0) > mostFileBytes) throw tooLarge(mostFileBytes)
    return receive(context.config.home.value, content.read(), mostFileBytes, async (incoming) => {
      if (sha256 !== undefined && sha256 !== incoming.sha256)
        throw plantError('plant.file-refused', `the file has the SHA-256 ${incoming.sha256}`, {
          hint: 'Get the file again, or correct the checksum.',
        })
      const kind = path.endsWith('.gwbk') ? 'backup' : 'module'
      const module = await judge(incoming.path, kind)
      const by = describeActor(context.actor)
      const file = { plant: id, path, kind, by, at: context.now() } as const
      return { data: { ...(await keepPlantFile(database, context.vault(), file, incoming)), module } }
    })
  },
})

interface KeptModule extends ModuleFacts {
  readonly isSigned: boolean
}

/** What a module says about itself; null for a backup. @throws plant.file-refused */
async function judge(path: string, kind: PlantFile['kind']): Promise<KeptModule | null> {
  const archive = await lookIntoArchive(path, ['module.xml', 'backupinfo.xml'])
  if ('fault' in archive) throw plantError('plant.file-refused', `the file ${archive.message}`)
  if (kind === 'backup') {
    if (isBackup(archive)) return null
    throw plantError('plant.file-refused', 'the file is no gateway backup')
  }
  const xml = archive.texts['module.xml']
  const facts = xml === undefined ? undefined : moduleFacts(xml)
  if (!facts || !/^[A-Za-z][\w.-]{0,200}$/.test(facts.id))
    throw plantError(
      'plant.file-refused',
      `the file is no Ignition module: ${xml === undefined ? 'it has no module.xml' : 'its module.xml names none'}`,
    )
  return { ...facts, isSigned: isSigned(archive.entries) }
}

export const plantFiles = defineAction({
  id: 'plant.files',
  summary: 'List the modules and gateway backups that are kept with a plant',
  access: 'viewer',
  changes: false,
  target: ({ id }) => id,
  input: z.object({ id: PlantId }),
  run: async ({ id }, context) => {
    const { query } = await context.database()
    await readPlant(query, roleOf(context), id)
    return { data: { items: await listPlantFiles(query, id) } }
  },
})

export const plantFileRemove = defineAction({
  id: 'plant.file-remove',
  summary: 'Remove a module or gateway backup that is kept with a plant',
  access: 'engineer',
  target: ({ id, sha256 }) => `${id}, ${sha256}`,
  input: z.object({ id: PlantId, sha256: Sha256 }),
  run: async ({ id, sha256 }, context) => {
    const database = await context.database()
    await requireOwnWriter(id, context)
    await removePlantFile(database, id, sha256)
    return { data: {} }
  },
})

async function requireOwnWriter(id: string, context: Context): Promise<void> {
  const { query } = await context.database()
  requireWriter(context, await readPlant(query, roleOf(context), id))
}
