import { z } from 'zod'
import { Secret } from '../../core/secret.ts'
import { describeActor } from '../../platform/auth/actor.ts'
import { makeId } from '../../platform/auth/tokens.ts'
import { plantError } from '../../platform/plants/errors.ts'
import { keepPlantFile } from '../../platform/plants/files.ts'
import { receive } from '../../platform/plants/incoming.ts'
import { createPlant, type NewText, type Plant, removePlant } from '../../platform/plants/plants.ts'
import { updatePlantSecrets } from '../../platform/plants/secrets.ts'
import { flattened } from '../../stack/index.ts'
import { type Context, defineAction } from '../action.ts'
import { maxCarriedBytes } from '../stack/carried-files.ts'
import { convertOlder, namedSecrets, OlderText } from '../stack/convert.ts'
import { fewestCharacters, importedParts, mostSealedBytes, openStack, sealStack } from '../stack/export.ts'
import { renderAtHome } from '../stack/plant-source.ts'
import { openSaved } from './download.ts'
import { newText, PlantId, PlantName, roleOf, withText } from './store.ts'

const mostCharacters = 256

export const plantExport = defineAction({
  id: 'plant.export',
  summary: 'A saved plant with its secrets and files as an .ignstack file that a password closes',
  access: 'engineer',
  target: ({ id }) => id,
  input: z.object({
    id: PlantId,
    password: z
      .string()
      .min(fewestCharacters)
      .max(mostCharacters)
      .describe('Without it the file cannot be opened by anybody'),
  }),
  run: async ({ id, password }, context) => {
    const { plant, text, built, home } = await openSaved(id, undefined, context)
    // makes secrets that the plant does not have yet, so that the other side gets the same ones
    await renderAtHome(built, 'kept', home, context)
    const { contents } = await home.userFiles(built.blueprint)
    const parts = { built, plant: { text }, secrets: await home.load(), contents }
    const { content, left } = await sealStack(parts, new Secret(password), context)
    const [first] = left
    if (first) throw plantError('plant.file-too-large', `${first.file} cannot travel: ${first.why}`)
    return { data: { name: plant.name, stack: built.blueprint.site.name, content } }
  },
})

export const plantImport = defineAction({
  id: 'plant.import',
  summary: 'Keep the plant of an .ignstack file here as one plant file, with the secrets and files that are in it',
  access: 'engineer',
  target: ({ name }) => name,
  input: z.object({
    name: PlantName,
    content: z.string().max(mostSealedBytes).describe('The file as it is: a text'),
    password: z.string().max(mostCharacters).describe('The one that the file was closed with'),
  }),
  run: async ({ name, content, password }, context) => {
    const { stack, archives } = await openStack(content, new Secret(password))
    const text = flattened(stack.plant, importedParts(stack))
    const first = newText(text, `From an .ignstack file of ${stack.name}`, context)
    const plant = await createWhole(name, first, Object.entries(stack.secrets), archives, context)
    return { data: await withText(plant, text, context) }
  },
})

export const plantConvert = defineAction({
  id: 'plant.convert',
  summary: 'Keep a stack of an older client (JSON) here as a plant, with the passwords that are in it',
  access: 'engineer',
  target: ({ name }) => name,
  input: z.object({ name: PlantName, text: OlderText.describe('The stack, as JSON') }),
  run: async ({ name, text }, context) => {
    const { stack, plant: file, secrets } = convertOlder(text)
    const first = newText(file, `From the stack ${stack} of an older client`, context)
    const plant = await createWhole(name, first, namedSecrets(secrets), [], context)
    return { data: await withText(plant, file, context) }
  },
})

/** A plant with its secrets and files, or none: half of one would make other secrets than the running stack has. */
async function createWhole(
  name: string,
  first: NewText,
  secrets: Iterable<readonly [string, string]>,
  archives: readonly { readonly path: string; readonly data: Buffer }[],
  context: Context,
): Promise<Plant> {
  const database = await context.database()
  const plant = await createPlant(database, makeId(context.random), name, first)
  try {
    await updatePlantSecrets(database, context.vault(), plant.id, async () => new Map(secrets))
    for (const { path, data } of archives) await keepFile(plant, path, data, context)
  } catch (error) {
    await removePlant(database, roleOf(context), plant.id)
    throw error
  }
  return plant
}

/** Its bytes have been compared with their checksum, and the plant file names it. */
async function keepFile(plant: Plant, path: string, data: Buffer, context: Context): Promise<void> {
  const database = await context.database()
  const kind = path.endsWith('.gwbk') ? 'backup' : 'module'
  const file = { plant: plant.id, path, kind, by: describeActor(context.actor), at: context.now() } as const
  const whole = (async function* () {
    yield data
  })()
  await receive(context.config.home.value, whole, maxCarriedBytes, (incoming) =>
    keepPlantFile(database, context.vault(), file, incoming),
  )
}
