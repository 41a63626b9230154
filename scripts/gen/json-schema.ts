import { z } from 'zod'

/** The parts of a JSON schema that our schemas use. */
export interface JsonSchema {
  readonly type?: string
  readonly description?: string
  readonly default?: unknown
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly format?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly additionalProperties?: boolean | JsonSchema
  readonly propertyNames?: JsonSchema
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  /** Ours: a reference to a secret. */
  readonly secret?: boolean
}

/**
 * The schema of what a person writes. Branches for values that only a program can hand over (wrapped secrets) are left
 * out: in JSON they would allow anything.
 */
export function writtenSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...written } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      const { anyOf, secret } = jsonSchema as { anyOf?: object[]; secret?: boolean }
      const written = anyOf?.filter((branch) => Object.keys(branch).length > 0)
      if (secret && written?.length === 1) {
        delete jsonSchema.anyOf
        Object.assign(jsonSchema, written[0])
      }
      delete (jsonSchema as { code?: string }).code
    },
  })
  return written as JsonSchema
}

/** What a value must be, in words: `off, internal-ca, acme or own`, `integer from 1 to 65535`. */
export function kindOf(schema: JsonSchema): string {
  if (schema.secret) return 'secret reference'
  if (schema.const !== undefined) return shown(schema.const)
  if (schema.enum) return listed(schema.enum.map(shown))
  if (schema.anyOf) {
    const kinds = [...new Set(schema.anyOf.map(kindOf))]
    return kinds.every((kind) => kind.startsWith('IP')) ? 'IP address' : listed(kinds)
  }
  if (schema.format === 'ipv4' || schema.format === 'ipv6') return `IP${schema.format.slice(2)} address`
  if (schema.format === 'uri') return 'address (URL)'
  if (schema.type === 'array') return `list of ${plural(kindOf(schema.items ?? {}))}`
  if (schema.type === 'object') return 'mapping'
  if (schema.type === 'integer' || schema.type === 'number') return numberKind(schema)
  if (schema.type === 'boolean') return '`true` or `false`'
  return schema.type === 'string' ? 'text' : 'any value'
}

function numberKind({ type, minimum, maximum }: JsonSchema): string {
  const word = type === 'integer' ? 'whole number' : 'number'
  return minimum === undefined || maximum === undefined ? word : `${word} from ${minimum} to ${maximum}`
}

const plural = (kind: string): string =>
  ({ text: 'texts', mapping: 'mappings', 'secret reference': 'secret references' })[kind] ?? kind

/** A value the way it stands in YAML, as code. */
export const shown = (value: unknown): string => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``

/** The default in a table; mappings and lists are empty by default, which needs no word. */
export const defaultOf = ({ default: value }: JsonSchema): string =>
  value === undefined || value === '' || (typeof value === 'object' && value !== null) ? '' : shown(value)

/** `a`, `a or b`, `a, b or c`. */
export function listed(words: readonly string[], last = 'or'): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`
}
