/** The server's OpenAPI document, as far as a page about it needs it. Pure. */

interface Schema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly format?: string
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly anyOf?: readonly Schema[]
}

interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly schema?: Schema
  readonly description?: string
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>
  readonly description?: string
}

interface RawOperation {
  readonly summary?: string
  readonly tags?: readonly string[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: Content
  readonly responses?: Readonly<Record<string, Content>>
  readonly 'x-access'?: string
}

export interface Document {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>
}

export interface Field {
  readonly name: string
  readonly type: string
  readonly isNeeded: boolean
  readonly meaning: string
}

export interface Operation {
  /** `post-api-v1-users`, for the address of the page. */
  readonly id: string
  readonly method: string
  readonly path: string
  readonly summary: string
  readonly tag: string
  /** Who may ask, in the server's word. */
  readonly access: string
  readonly inPath: readonly Field[]
  readonly inQuery: readonly Field[]
  readonly inBody: readonly Field[]
  readonly answers: readonly { readonly status: string; readonly type: string; readonly fields: readonly Field[] }[]
}

const methods = ['get', 'post', 'put', 'patch', 'delete']

/** Every operation, in the order of the document. */
export const operationsOf = ({ paths }: Document): readonly Operation[] =>
  Object.entries(paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod)
      .filter(([method]) => methods.includes(method))
      .map(([method, raw]) => operationOf(method, path, raw)),
  )

function operationOf(method: string, path: string, raw: RawOperation): Operation {
  const parameters = raw.parameters ?? []
  const fieldsIn = (place: string) => parameters.filter((one) => one.in === place).map(parameterField)
  return {
    id: `${method}${path.replaceAll(/[^A-Za-z0-9]+/g, '-')}`.replace(/-$/, ''),
    method: method.toUpperCase(),
    path,
    summary: raw.summary ?? '',
    tag: raw.tags?.[0] ?? '',
    access: raw['x-access'] ?? '',
    inPath: fieldsIn('path'),
    inQuery: fieldsIn('query'),
    inBody: fieldsOf(schemaOf(raw.requestBody)),
    answers: Object.entries(raw.responses ?? {}).map(([status, content]) => {
      const schema = schemaOf(content)
      return { status, type: schema ? typeOf(schema) : '', fields: fieldsOf(schema) }
    }),
  }
}

const schemaOf = (content: Content | undefined): Schema | undefined => Object.values(content?.content ?? {})[0]?.schema

const parameterField = ({ name, required = false, schema = {}, description }: Parameter): Field =>
  fieldOf(name, { ...schema, ...(description === undefined ? {} : { description }) }, required)

const fieldsOf = (schema: Schema | undefined): readonly Field[] =>
  Object.entries(schema?.properties ?? {}).map(([name, one]) =>
    fieldOf(name, one, schema?.required?.includes(name) === true),
  )

const fieldOf = (name: string, schema: Schema, isNeeded: boolean): Field => ({
  name,
  type: typeOf(schema),
  isNeeded: isNeeded && schema.default === undefined,
  meaning: [schema.description, schema.default === undefined ? undefined : `= ${JSON.stringify(schema.default)}`]
    .filter(Boolean)
    .join(' '),
})

/** `string`, `"a" | "b"`, `{ name, role }[]`; deep ones are cut. */
export function typeOf(schema: Schema, depth = 0): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(' | ')
  if (schema.anyOf) return schema.anyOf.map((one) => typeOf(one, depth)).join(' | ')
  if (schema.items) return `${bracketed(typeOf(schema.items, depth))}[]`
  if (schema.properties) return depth > 0 ? 'object' : `{ ${Object.keys(schema.properties).join(', ')} }`
  if (Array.isArray(schema.type)) return schema.type.join(' | ')
  return (schema.type as string | undefined) ?? 'any'
}

const bracketed = (type: string): string => (type.includes(' | ') ? `(${type})` : type)

/** Operations in which every word occurs. */
export function searched(operations: readonly Operation[], search: string): readonly Operation[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return operations.filter(({ method, path, summary, tag, access }) => {
    const all = `${method} ${path} ${summary} ${tag} ${access}`.toLowerCase()
    return words.every((word) => all.includes(word))
  })
}

/** What a script would say to the shell. */
export function curlOf({ method, path, access, inBody, inQuery }: Operation, origin: string): string {
  const query = inQuery.filter(({ isNeeded }) => isNeeded).map(({ name }) => `${name}=…`)
  const body = inBody.filter(({ isNeeded }) => isNeeded).map(({ name }) => `"${name}": …`)
  const isOpen = ['public', 'visitor', 'computes'].includes(access)
  return [
    'curl',
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    ...(isOpen ? [] : ['-H "Authorization: Bearer $IGN_TOKEN"']),
    ...(inBody.length === 0 ? [] : [`-H "Content-Type: application/json" -d '{${body.join(', ')}}'`]),
    `"${origin}${path}${query.length === 0 ? '' : `?${query.join('&')}`}"`,
  ].join(' ')
}
