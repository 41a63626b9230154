import { z } from 'zod'
import { makeId } from '../../platform/auth/tokens.ts'
import { roles } from '../../platform/index.ts'
import { removeBundles } from '../../platform/plants/bundles.ts'
import { copyModules, filesLock } from '../../platform/plants/files.ts'
import {
  changePlant,
  createPlant,
  listChanges,
  listPlants,
  listVersions,
  projectsTaken,
  readPlant,
  readVersion,
  removePlant,
  savePlant,
} from '../../platform/plants/plants.ts'
import { freshName, withName } from '../../stack/index.ts'
import { paged, pageOf } from '../access/views.ts'
import { defineAction } from '../action.ts'
import { Note, newText, PlantFile, PlantId, PlantName, requireWriter, roleOf, Version, withText } from './store.ts'

export const plantList = defineAction({
  id: 'plant.list',
  summary: 'List the plants that are kept here, by name',
  access: 'viewer',
  changes: false,
  input: z.object(pageOf(200)),
  run: async ({ limit, cursor }, context) => {
    const { query } = await context.database()
    const items = await listPlants(query, roleOf(context), limit + 1, cursor)
    return { data: paged(items, limit, ({ name }) => name) }
  },
})

export const plantRead = defineAction({
  id: 'plant.read',
  summary: 'Read a plant that is kept here',
  access: 'viewer',
  changes: false,
  target: ({ id }) => id,
  input: z.object({ id: PlantId }),
  run: async ({ id }, context) => {
    const { query } = await context.database()
    const plant = await readPlant(query, roleOf(context), id)
    const { text } = await readVersion(query, id, plant.version)
    return { data: await withText(plant, text, context) }
  },
})

export const plantCreate = defineAction({
  id: 'plant.create',
  summary: 'Keep a plant here',
  access: 'engineer',
  target: ({ name }) => name,
  input: z.object({ name: PlantName, text: PlantFile, note: Note }),
  run: async ({ name, text, note }, context) => {
    const database = await context.database()
    const first = newText(text, note, context)
    const plant = await createPlant(database, makeId(context.random), name, first)
    return { data: await withText(plant, text, context) }
  },
})

export const plantSave = defineAction({
  id: 'plant.save',
  summary: 'Replace the text of a plant by a new version',
  access: 'viewer',
  target: ({ id, base }) => `${id}, version ${base + 1}`,
  input: z.object({
    id: PlantId,
    base: Version.describe('Version that the text was made from'),
    text: PlantFile,
    note: Note,
  }),
  run: async ({ id, base, text, note }, context) => {
    const database = await context.database()
    requireWriter(context, await readPlant(database.query, roleOf(context), id))
    const plant = await savePlant(database, roleOf(context), id, base, newText(text, note, context))
    return { data: await withText(plant, text, context) }
  },
})

export const plantChange = defineAction({
  id: 'plant.change',
  summary: 'Rename a plant, or say who may read and change it',
  access: 'viewer',
  target: ({ id }) => id,
  input: z.object({
    id: PlantId,
    name: PlantName.optional(),
    readRole: z.enum(roles).optional().describe('Who may read it'),
    writeRole: z.enum(roles).optional().describe('Who may change it'),
  }),
  run: async ({ id, ...settings }, context) => {
    const database = await context.database()
    const plant = await readPlant(database.query, roleOf(context), id)
    requireWriter(context, plant)
    return { data: await changePlant(database, roleOf(context), id, settings) }
  },
})

export const plantRemove = defineAction({
  id: 'plant.remove',
  summary: 'Remove a plant with all its versions, and with the secrets and files that are kept for it',
  access: 'viewer',
  target: ({ id }) => id,
  input: z.object({ id: PlantId }),
  run: async ({ id }, context) => {
    const database = await context.database()
    requireWriter(context, await readPlant(database.query, roleOf(context), id))
    await removePlant(database, roleOf(context), id)
    await removeBundles(context.config.home.value, id)
    return { data: {} }
  },
})

/**
 * The copy is a plant of its own, to be run beside the first: it gets secrets of its own, and its file a `name` of its
 * own, which is its Compose project. With the same project it would take over the containers and volumes of the first,
 * whose databases know other passwords. So it begins with empty volumes; host ports stay as they are in the file.
 */
export const plantDuplicate = defineAction({
  id: 'plant.duplicate',
  summary: 'Keep the newest version of a plant once more under another name; project and secrets are its own',
  access: 'engineer',
  target: ({ id, name }) => `${id} as ${name}`,
  input: z.object({ id: PlantId, name: PlantName }),
  run: async ({ id, name }, context) => {
    const database = await context.database()
    const plant = await readPlant(database.query, roleOf(context), id)
    const { text: copied } = await readVersion(database.query, id, plant.version)
    const { project } = plant.summary
    const text = withName(copied, freshName(name, project ?? 'plant', await projectsTaken(database.query)))
    const first = newText(text, `Copy of ${plant.name}, version ${plant.version}`, context)
    const copy = await createPlant(database, makeId(context.random), name, first)
    await database.transaction((query) => copyModules(query, id, copy.id), filesLock)
    return { data: await withText(copy, text, context) }
  },
})

export const plantVersions = defineAction({
  id: 'plant.versions',
  summary: 'List the versions of a plant, the newest first',
  access: 'viewer',
  changes: false,
  target: ({ id }) => id,
  input: z.object({ id: PlantId, ...pageOf(200), cursor: Version.optional() }),
  run: async ({ id, limit, cursor }, context) => {
    const { query } = await context.database()
    await readPlant(query, roleOf(context), id)
    const items = await listVersions(query, id, limit + 1, cursor)
    return { data: paged(items, limit, ({ version }) => String(version)) }
  },
})

export const plantVersion = defineAction({
  id: 'plant.version',
  summary: 'Read a version of a plant',
  access: 'viewer',
  changes: false,
  target: ({ id, version }) => `${id}, version ${version}`,
  input: z.object({ id: PlantId, version: Version }),
  run: async ({ id, version }, context) => {
    const { query } = await context.database()
    await readPlant(query, roleOf(context), id)
    return { data: await readVersion(query, id, version) }
  },
})

export const plantRestore = defineAction({
  id: 'plant.restore',
  summary: 'Make an older version of a plant the newest again',
  access: 'viewer',
  target: ({ id, version }) => `${id}, version ${version}`,
  input: z.object({ id: PlantId, version: Version, base: Version.describe('The newest version that is known') }),
  run: async ({ id, version, base }, context) => {
    const database = await context.database()
    requireWriter(context, await readPlant(database.query, roleOf(context), id))
    const { text } = await readVersion(database.query, id, version)
    const next = newText(text, `Version ${version} again`, context)
    const plant = await savePlant(database, roleOf(context), id, base, next)
    return { data: await withText(plant, text, context) }
  },
})

export const plantChanges = defineAction({
  id: 'plant.changes',
  summary: 'List what was changed last, over all plants',
  access: 'viewer',
  changes: false,
  input: z.object({ limit: pageOf(200).limit }),
  run: async ({ limit }, context) => {
    const { query } = await context.database()
    return { data: { items: await listChanges(query, roleOf(context), limit) } }
  },
})
