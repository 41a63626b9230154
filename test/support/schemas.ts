import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'

/** Files that generated projects hold and a public schema exists for. */
export type SchemaName =
  | 'compose-spec'
  | 'keycloak-realm'
  | 'prometheus'
  | 'prometheus.rules'
  | 'traefik-v3'
  | 'traefik-v3-file-provider'

const ajv = new Ajv({
  strict: false,
  // Compose means its own durations (`1m30s`) and port ranges, not the formats of that name elsewhere
  formats: {
    duration: /^(\d+(\.\d+)?(us|ms|s|m|h|d))+$/,
    'uri-reference': true,
  },
})

/** Keys that Traefik reads at the top of its static file: its schema lets mistyped ones pass. */
const topLevelKeys: Partial<Record<SchemaName, readonly string[]>> = {
  'traefik-v3': [
    'accessLog',
    'api',
    'certificatesResolvers',
    'core',
    'entryPoints',
    'experimental',
    'global',
    'hostResolver',
    'log',
    'metrics',
    'ping',
    'providers',
    'serversTransport',
    'spiffe',
    'tcpServersTransport',
    'tracing',
  ],
  'traefik-v3-file-provider': ['http', 'tcp', 'udp', 'tls'],
}

const validators = new Map<SchemaName, ValidateFunction>()

/** Compiled once for all tests of a process. */
function validator(name: SchemaName): ValidateFunction {
  let validate = validators.get(name)
  if (!validate) {
    const schema = JSON.parse(readFileSync(join(import.meta.dirname, 'schemas', `${name}.json`), 'utf8'))
    // the Compose schema names its draft in a way that Ajv does not know
    if (name === 'compose-spec') schema.$schema = 'http://json-schema.org/draft-07/schema#'
    validate = ajv.compile(schema)
    validators.set(name, validate)
  }
  return validate
}

/** What the schema finds wrong with the value, one sentence each. */
export function schemaProblems(name: SchemaName, value: unknown): string[] {
  const validate = validator(name)
  const problems = validate(value)
    ? []
    : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`)
  const known = topLevelKeys[name]
  const unknown = known ? Object.keys(value as object).filter((key) => !known.includes(key)) : []
  return [...problems, ...unknown.map((key) => `unknown key ${key}`)]
}
