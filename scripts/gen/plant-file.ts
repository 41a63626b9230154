import type { ServiceDefinition } from '../../src/catalog/index.ts'
import { PlantFile } from '../../src/stack/spec.ts'
import { defaultOf, type JsonSchema, kindOf, writtenSchema } from './json-schema.ts'
import { code, fenced, page, section, table } from './markdown.ts'

/**
 * `docs/reference/plant-file.schema.json`: for editors. `uses` completes to the services of the catalogue, and each
 * service's own options, ports and versions follow from it.
 */
export function plantSchema(services: readonly ServiceDefinition[]): string {
  const schema = writtenSchema(PlantFile)
  const { services: all, ...others } = schema.properties as Record<string, JsonSchema>
  const service = all?.additionalProperties as JsonSchema
  const ids = services.map(({ id }) => id)
  const whole = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Plant file',
    ...schema,
    properties: {
      ...others,
      services: {
        ...all,
        additionalProperties: {
          ...service,
          allOf: services.map((one) => ({
            if: { properties: { uses: { const: one.id } }, required: ['uses'] },
            // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON schema
            then: { properties: ownProperties(one) },
          })),
        },
      },
    },
    // a plant with services of its own may use those too, which no schema can list
    if: { properties: { catalog: false } },
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON schema
    then: { properties: { services: { additionalProperties: { properties: { uses: { enum: ids } } } } } },
  }
  // marks of our own mean nothing to an editor, and strict validators refuse them
  return `${JSON.stringify(whole, (key, value) => (key === 'secret' && value === true ? undefined : value), 2)}\n`
}

const ownProperties = (service: ServiceDefinition) => ({
  version: { examples: service.versions },
  options: writtenSchema(service.options),
  ports: keysOf(Object.keys(service.ports)),
  connect: keysOf(Object.keys(service.accepts ?? {})),
})

/** A mapping with no keys but these; an empty list of words is not allowed in a schema. */
const keysOf = (keys: readonly string[]) =>
  keys.length === 0 ? { maxProperties: 0 } : { propertyNames: { enum: keys } }

/** `docs/reference/plant-file.md`: every setting of the schema with its place. */
export function plantPage(example: string): string {
  const schema = writtenSchema(PlantFile)
  return page(
    '# Plant file',
    'One YAML or JSON file describes a stack. `version`, `name` and one service are required; unknown keys are errors. `ign stack check` tells every problem with its line and column.',
    fenced('yaml', example.trim().split('\n')),
    section(
      'In your editor',
      'Editors with a YAML language server complete and check the file with [plant-file.schema.json](plant-file.schema.json) after this first line:',
      fenced('yaml', ['# yaml-language-server: $schema=path/to/plant-file.schema.json']),
    ),
    ...Object.entries(schema.properties ?? {}).map(([name, part]) =>
      section(name, intro[name] ?? '', settingsTable(settingsOf(part, name, schema.required?.includes(name) ?? false))),
    ),
    section('Secret references', secretReferences),
  )
}

const intro: Readonly<Record<string, string>> = {
  services:
    'The services of the stack by name. The name is a DNS label, the only host name by which other services reach it, and the beginning of all names made from it. Options are those of the [service](services/README.md). Write versions in quotes: YAML reads `8.10` as the number 8.1.',
  integrations: 'What several services share.',
  catalog:
    'Services of your own, which `uses` then understands; see [services of your own](../guide/own-services.md). Texts marked with placeholders may hold `${instance.name}` and others.',
}

const secretReferences = [
  'Where a setting takes a secret, the plant file names its place and never holds it:',
  '',
  '- `env:NAME`: an environment variable at the time of `ign stack generate`.',
  '- `file:PATH`: a file, relative to the plant file. One line break at its end does not count.',
  '- `vault:NAME`: a value that `ign stack convert` put into the vault.',
  '',
  'A password must be 8 to 128 printable ASCII characters. Without a reference one is generated and kept.',
].join('\n')

const settingsTable = (rows: readonly string[][]): string => table(['Setting', 'Value', 'Default', 'Meaning'], rows)

/** One row for each setting below a part, with its path; `<name>` and `[]` stand for any key and any item. */
function settingsOf(schema: JsonSchema, path: string, isRequired: boolean): string[][] {
  const children = [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, child]) =>
      settingsOf(child, `${path}.${name}`, schema.required?.includes(name) ?? false),
    ),
    ...(isSchema(schema.additionalProperties) && hasProperties(schema.additionalProperties)
      ? settingsOf(schema.additionalProperties, `${path}.<name>`, false)
      : []),
    ...(hasProperties(schema.items) ? settingsOf(schema.items, `${path}[]`, false) : []),
  ]
  const isGroup = children.length > 0 && schema.description === undefined && schema.type === 'object'
  if (isGroup) return children
  return [
    [code(path), kindOf(schema), isRequired ? 'required' : defaultOf(schema), schema.description ?? ''],
    ...children,
  ]
}

const isSchema = (value: JsonSchema | boolean | undefined): value is JsonSchema => typeof value === 'object'
const hasProperties = (value: JsonSchema | undefined): value is JsonSchema => value?.properties !== undefined
