/** What the server tells the console about stacks, in the shapes of its OpenAPI document. */
import { type Asking, ask, request } from './server.ts'

export interface CatalogEntry {
  readonly id: string
  readonly title: string
  readonly category: string
  readonly summary: string
  readonly versions: readonly string[]
  readonly multiple: boolean
  readonly exclusive?: string
}

export interface CatalogDetails extends CatalogEntry {
  readonly homepage: string
  readonly license: string
  readonly ports: readonly {
    readonly name: string
    readonly container: number
    readonly protocol: string
    readonly title: string
    readonly host: number | null
  }[]
  readonly options: OptionSchema
  readonly offers: readonly string[]
  readonly accepts: readonly string[]
}

/** The part of JSON schema that options are described with. */
export interface OptionSchema {
  readonly type?: string
  readonly description?: string
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly pattern?: string
  readonly secret?: boolean
  readonly items?: OptionSchema
  readonly anyOf?: readonly OptionSchema[]
  readonly properties?: Readonly<Record<string, OptionSchema>>
}

export type WireStatus = 'automatic' | 'manual' | 'unsupported'

export interface Wire {
  readonly id: string
  readonly ability: string
  readonly provider: string
  readonly consumer: string
  readonly status: WireStatus
  readonly why: string
  readonly note?: string
}

export interface OutlineService {
  readonly name: string
  readonly uses: string
  readonly title: string
  readonly category: string
  readonly version: string
  readonly addedBecause: string | null
  readonly ports: readonly {
    readonly address: string
    readonly published: number
    readonly target: number
    readonly protocol: string
    readonly title: string
  }[]
}

export interface Issue {
  /** JSON pointer into the plant file. */
  readonly path: string
  readonly severity: 'error' | 'warning' | 'info'
  readonly code: string
  readonly message: string
  readonly hint?: string
  readonly line?: number
  readonly column?: number
}

export interface Outline {
  readonly name: string | null
  readonly isComplete: boolean
  readonly services: readonly OutlineService[]
  readonly wires: readonly Wire[]
  readonly recommendations: readonly { readonly code: string; readonly message: string; readonly suggest: string }[]
  readonly urls: readonly { readonly service: string; readonly url: string; readonly note: string }[]
  readonly secrets: readonly { readonly file: string; readonly readers: readonly string[] }[]
  readonly issues: readonly Issue[]
}

export interface GeneratedFile {
  readonly path: string
  readonly mode: string
  readonly content: string
}

export interface Template {
  readonly id: string
  readonly summary: string
}

const post = (plant: string, signal?: AbortSignal): Asking => ({ method: 'POST', body: { plant }, signal })

export const readCatalog = async (): Promise<readonly CatalogEntry[]> =>
  (await ask<{ services: readonly CatalogEntry[] }>('/api/v1/catalog')).services

export const readDetails = async (id: string): Promise<CatalogDetails> =>
  (await ask<{ services: readonly CatalogDetails[] }>(`/api/v1/catalog/${encodeURIComponent(id)}`))
    .services[0] as CatalogDetails

export const readTemplates = async (): Promise<readonly Template[]> =>
  (await ask<{ templates: readonly Template[] }>('/api/v1/templates')).templates

export const readTemplate = async (id: string): Promise<string> =>
  (await ask<{ plant: string }>(`/api/v1/templates/${encodeURIComponent(id)}`)).plant

export const outlineOf = (plant: string, signal?: AbortSignal): Promise<Outline> =>
  ask('/api/v1/stacks/outline', post(plant, signal))

export const filesOf = async (plant: string, signal?: AbortSignal): Promise<readonly GeneratedFile[]> =>
  (await ask<{ files: readonly GeneratedFile[] }>('/api/v1/stacks/preview', post(plant, signal))).files

export const projectOf = async (plant: string): Promise<Blob> =>
  (await request('/api/v1/stacks/bundle', post(plant))).blob()

export interface UsersTaken {
  readonly plant: string
  readonly changes: readonly { readonly username: string; readonly change: 'added' | 'changed' | 'unchanged' }[]
}

/** Puts the users of a spreadsheet (CSV) into a plant. */
export const takeUsers = (plant: string, users: string): Promise<UsersTaken> =>
  ask('/api/v1/stacks/users', { method: 'POST', body: { plant, users } })
