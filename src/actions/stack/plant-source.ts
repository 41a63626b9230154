import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import type { FileTree } from '../../core/file-tree.ts'
import type { Issue } from '../../core/issue.ts'
import { hasErrors } from '../../core/issue.ts'
import { Secret, type SecretSource } from '../../core/secret.ts'
import { hashKeyName, makeSecrets, readSource, refuseReferences, type StoredSecrets } from '../../platform/index.ts'
import {
  type Blueprint,
  checkLayered,
  type Detection,
  maskedSecrets,
  type ParsedPlant,
  parsePlant,
  planPlant,
  renderCompose,
  type SecretValues,
  stackError,
  type UserContents,
} from '../../stack/index.ts'
import type { Context } from '../action.ts'
import { readUserFiles, refuseUserFiles, type UserFiles } from './user-files.ts'

const PlantText = z.strictObject({ text: z.string(), file: z.string() })

/**
 * A plant as text with the name of its file and what stands beside it, or as a value that was parsed already.
 * `environments` are the words that chose the overlays.
 */
export const PlantSource = z.union([
  z.strictObject({
    text: z.string(),
    file: z.string().optional(),
    overlays: z.array(PlantText).optional(),
    definitions: z.union([z.record(z.string(), PlantText), z.literal('missing')]).optional(),
    environments: z.array(z.string()).optional(),
  }),
  z.strictObject({ value: z.unknown(), overlays: z.array(z.unknown()).optional() }),
])
export type PlantSource = z.infer<typeof PlantSource>

export interface BuiltPlant {
  readonly blueprint: Blueprint
  readonly detection: Detection
  readonly issues: readonly Issue[]
  /** Adds positions to issues that are found later. */
  readonly locate: ParsedPlant['locate']
}

export function parseSource(source: PlantSource): ParsedPlant {
  if (!('text' in source)) return checkLayered(source.value, source.overlays ?? [])
  const { text, file, overlays = [], definitions } = source
  return parsePlant(text, file, { overlays, ...(definitions === undefined ? {} : { definitions }) })
}

/** Words that name the plant on a command line: ` plant.yaml --env staging`; nothing for what has no file. */
export function plantWords(source: PlantSource): string {
  if (!('text' in source) || source.file === undefined || source.file === 'stdin') return ''
  return [source.file, ...(source.environments ?? []).map((name) => `--env ${name}`)].map((word) => ` ${word}`).join('')
}

/** The blueprint of a plant. @throws stack.invalid with all issues when it has errors */
export function buildPlant(source: PlantSource): BuiltPlant {
  const parsed = parseSource(source)
  const { blueprint, detection, issues } = planPlant(parsed)
  if (!blueprint || !detection || hasErrors(issues)) throw invalidPlant(issues)
  return { blueprint, detection, issues, locate: parsed.locate }
}

export function invalidPlant(issues: readonly Issue[]) {
  const count = issues.filter((issue) => issue.severity === 'error').length
  return stackError('stack.invalid', `the plant file has ${count === 1 ? 'an error' : `${count} errors`}`, { issues })
}

/**
 * Whose secrets a project gets: the stack's own from the vault, kept for the next time; the same without keeping those
 * that are new; new ones that nobody keeps; or asterisks.
 */
export type SecretPolicy = 'kept' | 'planned' | 'fresh' | 'masked'

/**
 * The files of a plant's project. What the user brings is read before any secret is made or stored.
 *
 * @throws stack.invalid when a file that the plant names is not what it should be
 */
export const renderPlant = async (...given: Parameters<typeof renderProject>): Promise<FileTree> =>
  (await renderProject(...given)).tree

/** Where a plant is at home: who keeps its secrets, and who has the files that it names. */
export interface PlantHome {
  readonly load: () => Promise<StoredSecrets>
  /** Keeps what `change` makes of the stored secrets. */
  readonly update: (change: (stored: StoredSecrets) => Promise<Map<string, string>>) => Promise<StoredSecrets>
  /** Follows a reference of the plant file. */
  readonly read: (reference: SecretSource, stored: StoredSecrets) => Secret
  readonly userFiles: (blueprint: Blueprint) => Promise<UserFiles>
}

/** A plant file of this machine: its secrets are in the vault under the name of its stack, its files beside it. */
function machineHome({ site }: Blueprint, source: PlantSource, context: Context): PlantHome {
  const { environment } = context
  const folder = folderOf(source)
  return {
    load: async () => context.vault().load(site.name),
    update: (change) => context.vault().update(site.name, change),
    read: (reference, stored) => {
      const named = withoutPrefix(stored, namedPrefix)
      const carried = withoutPrefix(stored, carriedPrefix)
      return readSource(reference, { environment, folder, named, carried })
    },
    userFiles: (blueprint) => readUserFiles(blueprint, folder),
  }
}

/** With the key of the stack, under which changes of secrets are told from each other. */
export async function renderProject(
  built: BuiltPlant,
  policy: SecretPolicy,
  source: PlantSource,
  context: Context,
): Promise<{ readonly tree: FileTree; readonly key: Secret }> {
  const { blueprint, locate } = built
  if (policy === 'masked') return projectOf(blueprint, maskedSecrets(blueprint))
  if (policy !== 'fresh') return renderAtHome(built, policy, machineHome(blueprint, source, context), context)
  const issues = refuseUserFiles(blueprint)
  if (hasErrors(issues)) throw invalidPlant(locate(issues))
  const gifts = { random: context.random, now: context.now(), read: refuseReferences }
  return projectOf(blueprint, valuesOf(await makeSecrets(blueprint.needs, new Map(), gifts)))
}

/**
 * The project of a plant with the secrets and files that its home has.
 *
 * @throws stack.invalid when a file that the plant names is not what it should be
 */
export async function renderAtHome(
  { blueprint, locate }: BuiltPlant,
  policy: 'kept' | 'planned',
  home: PlantHome,
  { random, now }: Pick<Context, 'random' | 'now'>,
): Promise<{ readonly tree: FileTree; readonly key: Secret }> {
  const { contents, issues } = await home.userFiles(blueprint)
  if (hasErrors(issues)) throw invalidPlant(locate(issues))
  const complete = async (stored: StoredSecrets) => {
    const read = (reference: SecretSource) => home.read(reference, stored)
    const made = await makeSecrets(blueprint.needs, stored, { random, now: now(), read })
    // what this plant does not use at the moment stays, so that a service that comes back finds its password
    return new Map([...stored, ...made])
  }
  const values = policy === 'kept' ? await home.update(complete) : await complete(await home.load())
  return projectOf(blueprint, valuesOf(values), contents)
}

const projectOf = (blueprint: Blueprint, secrets: SecretValues, contents?: UserContents) => ({
  tree: renderCompose(blueprint, secrets, contents),
  key: secrets.hashKey,
})

/** Values that the user put into the vault, for `vault:NAME` references. */
export const namedPrefix = 'named/'

/** What references named on the machine that a stack was exported from, for where they name nothing. */
export const carriedPrefix = 'carried/'

/** What a rotation of secrets replaced, to be taken back. */
export const previousPrefix = 'previous/'

export const withoutPrefix = (stored: StoredSecrets, prefix: string): Map<string, string> =>
  new Map([...stored].flatMap(([name, value]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [])))

/** The folder that paths of a plant are relative to. */
export const folderOf = (source: PlantSource): string =>
  'text' in source && source.file !== undefined ? dirname(resolve(source.file)) : process.cwd()

function valuesOf(values: StoredSecrets): SecretValues {
  const files = new Map([...values].map(([name, value]) => [name, new Secret(value)]))
  return { files, hashKey: files.get(hashKeyName) ?? new Secret('') }
}
