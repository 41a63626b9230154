import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import type { FileTree } from '../../core/file-tree.ts'
import type { Issue } from '../../core/issue.ts'
import { hasErrors } from '../../core/issue.ts'
import { Secret } from '../../core/secret.ts'
import { hashKeyName, makeSecrets, readSource, refuseReferences, type StoredSecrets } from '../../platform/index.ts'
import {
  type Blueprint,
  checkPlant,
  type Detection,
  maskedSecrets,
  type ParsedPlant,
  parsePlant,
  planPlant,
  renderCompose,
  type SecretValues,
  stackError,
} from '../../stack/index.ts'
import type { Context } from '../action.ts'

/** A plant as text with the name of its file, or as a value that was parsed already. */
export const PlantSource = z.union([
  z.strictObject({ text: z.string(), file: z.string().optional() }),
  z.strictObject({ value: z.unknown() }),
])
export type PlantSource = z.infer<typeof PlantSource>

export interface BuiltPlant {
  readonly blueprint: Blueprint
  readonly detection: Detection
  readonly issues: readonly Issue[]
}

export const parseSource = (source: PlantSource): ParsedPlant =>
  'text' in source ? parsePlant(source.text, source.file) : checkPlant(source.value)

/** The blueprint of a plant. @throws stack.invalid with all issues when it has errors */
export function buildPlant(source: PlantSource): BuiltPlant {
  const { blueprint, detection, issues } = planPlant(parseSource(source))
  if (!blueprint || !detection || hasErrors(issues)) throw invalidPlant(issues)
  return { blueprint, detection, issues }
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

export async function renderPlant(
  { blueprint }: BuiltPlant,
  policy: SecretPolicy,
  source: PlantSource,
  context: Context,
): Promise<FileTree> {
  return renderCompose(
    blueprint,
    policy === 'masked' ? maskedSecrets(blueprint) : await secretValues(blueprint, policy, source, context),
  )
}

async function secretValues(
  blueprint: Blueprint,
  policy: Exclude<SecretPolicy, 'masked'>,
  source: PlantSource,
  context: Context,
): Promise<SecretValues> {
  const { random, now, environment } = context
  if (policy === 'fresh') {
    return valuesOf(await makeSecrets(blueprint.needs, new Map(), { random, now: now(), read: refuseReferences }))
  }
  const stack = blueprint.site.name
  const folder = 'text' in source && source.file !== undefined ? dirname(resolve(source.file)) : process.cwd()
  const complete = async (stored: StoredSecrets) => {
    const named = new Map(
      [...stored]
        .filter(([name]) => name.startsWith(namedPrefix))
        .map(([name, value]) => [name.slice(namedPrefix.length), value]),
    )
    const read = (reference: Parameters<typeof readSource>[0]) => readSource(reference, { environment, folder, named })
    const made = await makeSecrets(blueprint.needs, stored, { random, now: now(), read })
    // what this plant does not use at the moment stays, so that a service that comes back finds its password
    return new Map([...stored, ...made])
  }
  const vault = context.vault()
  return valuesOf(policy === 'kept' ? await vault.update(stack, complete) : await complete(vault.load(stack)))
}

/** Values that the user put into the vault, for `vault:NAME` references. */
export const namedPrefix = 'named/'

function valuesOf(values: StoredSecrets): SecretValues {
  const files = new Map([...values].map(([name, value]) => [name, new Secret(value)]))
  return { files, hashKey: files.get(hashKeyName) ?? new Secret('') }
}
