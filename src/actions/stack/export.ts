import { normalize } from 'node:path/posix'
import { z } from 'zod'
import { isSafePath } from '../../core/file-tree.ts'
import { Secret, type SecretSource } from '../../core/secret.ts'
import { readSource, type StoredSecrets, seal, unseal } from '../../platform/index.ts'
import { type Blueprint, catalogFolder, type UserContents } from '../../stack/index.ts'
import { type Context, defineAction } from '../action.ts'
import { actionError } from '../errors.ts'
import { CarriedFile, carriedFiles, maxCarriedBytes, unpackFiles } from './carried-files.ts'
import {
  type BuiltPlant,
  buildPlant,
  carriedPrefix,
  folderOf,
  PlantSource,
  previousPrefix,
  renderPlant,
} from './plant-source.ts'
import { readUserFiles } from './user-files.ts'

const Texts = z
  .array(z.object({ name: z.string().refine(isName), text: z.string() }))
  .max(1000)
  .default([])

/** A file that belongs beside the plant file. */
interface FurtherFile {
  readonly path: string
  /** The environment that it is an overlay for: its name follows that of the plant file. */
  readonly environment?: string
  /** Text, or the bytes of an archive. */
  readonly content: string | Buffer
  /** True for what only its owner should read. */
  readonly secret: boolean
}

/** Names become files beside the plant file: nothing leads elsewhere. */
function isName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(name)
}

/**
 * What an `.ignstack` file holds once it is opened. The version is the lowest that has it all, so that older programs
 * read what they can: 1 is a plant file alone, 2 has overlays and own services, 3 has archives such as modules.
 */
const StackExport = z
  .object({
    version: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    name: z.string(),
    plant: z.string(),
    /** By environment, in their order. */
    overlays: Texts,
    /** Services of the plant's own folder, by id. */
    definitions: Texts,
    folder: z.string().refine(isSafePath).optional(),
    files: z.array(CarriedFile).max(200).default([]),
    secrets: z.record(z.string(), z.string()),
  })
  .refine(({ definitions, folder }) => definitions.length === 0 || folder !== undefined)

type OpenedStack = z.infer<typeof StackExport>

/** Shorter ones are found by trying. */
export const fewestCharacters = 8

const password = z
  .instanceof(Secret)
  .refine((secret) => secret.reveal().length >= fewestCharacters, `must have at least ${fewestCharacters} characters`)

/** In base64, with room for the text. */
export const mostSealedBytes = Math.ceil((maxCarriedBytes * 4) / 3) + 20_000_000

export const stackExport = defineAction({
  id: 'stack.export',
  summary: 'Pack a plant file, what it names and the secrets of its stack into a file that a password closes',
  access: 'engineer',
  input: z.strictObject({ plant: PlantSource, password }),
  run: async ({ plant, password }, context) => {
    if (!('text' in plant)) throw actionError('action.invalid-input', 'only a plant file can be exported')
    const built = buildPlant(plant)
    // makes secrets that the stack does not have yet, so that the other side gets the same ones
    await renderPlant(built, 'kept', plant, context)
    const ours = context.vault().load(built.blueprint.site.name)
    const secrets = new Map([...ours, ...carriedSecrets(built.blueprint, plant, context)])
    const { contents } = await readUserFiles(built.blueprint, folderOf(plant))
    return { data: await sealStack({ built, plant, secrets, contents }, password, context), issues: built.issues }
  },
})

interface StackParts {
  readonly built: BuiltPlant
  readonly plant: Extract<PlantSource, { text: string }>
  readonly secrets: StoredSecrets
  readonly contents: UserContents
}

/** The whole stack as an `.ignstack` file, with what stays behind and why. */
export async function sealStack(
  { built: { blueprint }, plant, secrets: stored, contents }: StackParts,
  password: Secret,
  { random }: Pick<Context, 'random'>,
) {
  const { name } = blueprint.site
  const secrets = Object.fromEntries([...stored].filter(([key]) => !key.startsWith(previousPrefix)))
  const further = furtherFiles(plant)
  const { files, contents: attached, left } = carriedFiles(blueprint, contents)
  const version = files.length > 0 ? 3 : further ? 2 : 1
  const carried = files.length > 0 ? { files } : {}
  const text = JSON.stringify({ version, name, plant: plant.text, ...further, ...carried, secrets })
  const content = await seal(text, password.reveal(), random, attached)
  return { name, content, secrets: Object.keys(secrets).length, files: files.map(({ path }) => path), left }
}

/** Overlays and own services, where the plant has any. */
function furtherFiles(plant: Extract<PlantSource, { text: string }>) {
  const { overlays = [], environments = [], definitions } = plant
  const own = typeof definitions === 'object' ? Object.entries(definitions) : []
  if (overlays.length === 0 && own.length === 0) return undefined
  const named = [plant, ...overlays].map(({ text }) => catalogFolder(text)).findLast((one) => one !== undefined)
  const folder = normalize(named ?? '').replace(/\/$/, '')
  if (own.length > 0 && !isSafePath(folder)) {
    const hint = 'Move the folder below that of the plant file.'
    throw actionError('action.invalid-input', `the folder ${named} is not beside the plant file and cannot travel`, {
      hint,
    })
  }
  return {
    overlays: overlays.map(({ text }, index) => ({ name: environments[index] ?? `overlay-${index + 1}`, text })),
    definitions: own.map(([id, { text }]) => ({ name: id, text })),
    ...(own.length > 0 ? { folder } : {}),
  }
}

/** What references name here: on the other machine there may be no such variable or file. */
function carriedSecrets({ needs }: Blueprint, plant: PlantSource, { environment }: Context): [string, string][] {
  const given = needs.flatMap((need): (SecretSource | undefined)[] =>
    need.kind === 'password' ? [need.given] : need.kind === 'given-certificate' ? [need.certificate, need.key] : [],
  )
  return given.flatMap((source) => {
    if (typeof source !== 'string' || source.startsWith('vault:')) return []
    return [[`${carriedPrefix}${source}`, readSource(source, { environment, folder: folderOf(plant) }).reveal()]]
  })
}

export const stackImport = defineAction({
  id: 'stack.import',
  summary: 'Open a file that ign stack export wrote: its secrets go into the vault, its plant file is given back',
  access: 'engineer',
  input: z.strictObject({
    content: z.string().max(mostSealedBytes),
    password: z.instanceof(Secret),
    overwrite: z.boolean().default(false),
  }),
  run: async ({ content, password, overwrite }, context) => {
    const { stack, archives } = await openStack(content, password)
    const { name, plant, overlays, definitions, folder, secrets } = stack
    await context.vault().update(name, async (stored) => {
      const differs = Object.entries(secrets).some(([key, value]) => stored.has(key) && stored.get(key) !== value)
      if (differs && !overwrite) {
        throw actionError(
          'action.confirmation-needed',
          `the vault already holds other secrets for the stack "${name}"`,
          {
            hint: 'Add --yes to replace them; the running stack would then no longer fit its project.',
          },
        )
      }
      return new Map([...stored, ...Object.entries(secrets)])
    })
    const environments = overlays.map((one) => one.name)
    const files: FurtherFile[] = [
      ...overlays.map((one) => ({
        path: `plant.${one.name}.yaml`,
        environment: one.name,
        content: one.text,
        secret: false,
      })),
      ...definitions.map((one) => ({ path: `${folder}/${one.name}.yaml`, content: one.text, secret: false })),
      ...archives.map(({ path, data, secret }) => ({ path, content: data, secret })),
    ]
    return {
      data: { name, plant, environments, files, secrets: Object.keys(secrets).length },
      next: [`ign stack generate${environments.map((one) => ` --env ${one}`).join('')} -o DIR`],
    }
  },
})

/**
 * Opens an `.ignstack` file and checks all of it, before anything is kept.
 *
 * @throws platform.sealed-closed, platform.sealed-damaged, action.invalid-input, stack.invalid
 */
export async function openStack(content: string, password: Secret) {
  const { text, attached } = await unseal(content, password.reveal())
  const opened = StackExport.safeParse(parseJson(text))
  if (!opened.success) throw actionError('action.invalid-input', 'the file opens, but does not hold a stack')
  const { blueprint } = buildPlant({ text: opened.data.plant, ...importedParts(opened.data) })
  if (blueprint.site.name !== opened.data.name) {
    throw actionError('action.invalid-input', 'the file names another stack than its plant file')
  }
  return { stack: opened.data, archives: unpackFiles(opened.data.files, attached, blueprint) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What stood beside the plant file of an opened stack. */
export function importedParts({ overlays, definitions, folder }: OpenedStack) {
  const textOf = ({ name, text }: { name: string; text: string }) => ({ text, file: `${name}.yaml` })
  return {
    overlays: overlays.map(textOf),
    ...(folder === undefined
      ? {}
      : { definitions: Object.fromEntries(definitions.map((one) => [one.name, textOf(one)])) }),
  }
}
