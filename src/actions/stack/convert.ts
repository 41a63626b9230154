import { z } from 'zod'
import { hasErrors } from '../../core/issue.ts'
import { printYaml, type YamlValue } from '../../core/print/yaml.ts'
import { Secret } from '../../core/secret.ts'
import { checkPlant, translateRequest } from '../../stack/index.ts'
import { type Context, defineAction } from '../action.ts'
import { actionError } from '../errors.ts'
import { invalidPlant, namedPrefix } from './plant-source.ts'

/** A stack of an older client, as JSON. */
export const OlderText = z.string().max(10_485_760)

export const stackConvert = defineAction({
  id: 'stack.convert',
  summary: 'Turn a stack of an older client (JSON) into a plant file; passwords go into the vault',
  access: 'engineer',
  input: z.strictObject({ text: OlderText }),
  run: async ({ text }, context) => {
    const { stack, plant, secrets, issues } = convertOlder(text)
    await keep(stack, secrets, context)
    return {
      data: { plant, vault: [...secrets.keys()].map((name) => `vault:${name}`) },
      issues,
      next: ['ign stack check', 'ign stack generate -o DIR'],
    }
  },
})

/**
 * The plant file of an older client's stack, and its passwords by the names that the file has for them.
 *
 * @throws action.invalid-input, stack.invalid
 */
export function convertOlder(text: string) {
  const { plant, issues } = translateRequest(parseJson(text))
  if (!plant || hasErrors(issues)) throw invalidPlant(issues)
  const checked = checkPlant(plant)
  if (!checked.spec) throw invalidPlant([...issues, ...checked.issues])
  const { value, secrets } = withoutSecrets(tidy(plant))
  const yaml = `# Made by ign stack convert from a stack of an older client.\n${printYaml(value as YamlValue)}`
  return { stack: checked.spec.name, plant: yaml, secrets, issues }
}

/** How a vault calls what a plant file refers to as `vault:NAME`. */
export const namedSecrets = (secrets: ReadonlyMap<string, Secret>): [string, string][] =>
  [...secrets].map(([name, secret]) => [`${namedPrefix}${name}`, secret.reveal()])

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw actionError('action.invalid-input', `the file is not JSON: ${(error as Error).message}`)
  }
}

/** A plant file says what differs from the defaults: empty sections are left out. */
function tidy(value: unknown): unknown {
  if (value instanceof Secret || value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(tidy)
  const entries = Object.entries(value).map(([key, item]) => [key, tidy(item)] as const)
  return Object.fromEntries(
    entries
      .filter(([key, item]) => key === 'connect' || !isEmpty(item))
      .filter(([key, item]) => key !== 'connect' || !isEmptyObject(item)),
  )
}

const isEmptyObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0
const isEmpty = (value: unknown): boolean => isEmptyObject(value) && !(value instanceof Secret)

/** References in place of passwords, named after where they stood. */
function withoutSecrets(root: unknown): { value: unknown; secrets: Map<string, Secret> } {
  const secrets = new Map<string, Secret>()
  const walk = (value: unknown, path: readonly string[]): unknown => {
    if (value instanceof Secret) {
      const name = path
        .filter((step) => step !== 'services' && step !== 'options')
        .join('-')
        .toLowerCase()
        .replace(/[^a-z0-9-]/g, '-')
      secrets.set(name, value)
      return `vault:${name}`
    }
    if (Array.isArray(value)) return value.map((item, index) => walk(item, [...path, String(index)]))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, [...path, key])]))
  }
  return { value: walk(root, []), secrets }
}

async function keep(stack: string, secrets: ReadonlyMap<string, Secret>, context: Context): Promise<void> {
  if (secrets.size === 0) return
  await context.vault().update(stack, async (stored) => new Map([...stored, ...namedSecrets(secrets)]))
}
