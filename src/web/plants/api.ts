import type { Role } from '../access/role.ts'
import { ask } from '../server.ts'
import { byName } from './by-name.ts'

/** Plants that the server keeps, and its jobs, in the shapes of its OpenAPI document. */

export interface Plant {
  readonly id: string
  readonly name: string
  readonly version: number
  readonly readRole: Role
  readonly writeRole: Role
  readonly createdAt: string
  readonly createdBy: string
  readonly updatedAt: string
  readonly updatedBy: string
  readonly summary: {
    readonly services: number
    readonly wires: number
    /** Wires that the generated project makes, and can be proven. */
    readonly automatic: number
    /** Wires that are left to people. */
    readonly manual: number
    readonly errors: number
    readonly warnings: number
    /** Compose project: the `name` in the plant file; null where it cannot be read. */
    readonly project: string | null
  }
  readonly proof: Proof | null
}

/** What the last run of all probes has shown. */
export interface Proof {
  readonly job: string
  readonly at: string
  readonly version: number
  readonly passed: number
  readonly failed: number
}

export interface PlantText extends Plant {
  readonly text: string
  /** Others with the same Compose project: on one engine they would fight over containers and volumes. */
  readonly sharing: readonly { readonly id: string; readonly name: string }[]
}

export interface Version {
  readonly version: number
  readonly at: string
  readonly by: string
  readonly note: string
  /** Problems that keep it from being generated; null where nobody has counted them. */
  readonly errors: number | null
}

export interface Change extends Version {
  readonly plant: string
  readonly name: string
}

export interface Job {
  readonly id: string
  readonly action: string
  readonly title: string
  readonly plant: string | null
  readonly state: 'running' | 'done' | 'failed' | 'cancelled' | 'lost'
  readonly steps: { readonly done: number; readonly total: number }
  readonly startedAt: string
  readonly startedBy: string
  readonly endedAt: string | null
  readonly result: unknown
  readonly error: { readonly code: string; readonly message: string } | null
}

interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
}

const plants = '/api/v1/plants'
const plant = (id: string) => `${plants}/${encodeURIComponent(id)}`
const jobs = '/api/v1/jobs'
const job = (id: string) => `${jobs}/${encodeURIComponent(id)}`

/** A request that is sent again, because its answer was lost, is carried out once. */
const onceOnly = () => ({ 'idempotency-key': crypto.randomUUID() })

const expecting = (version: number) => ({ 'if-match': `"${version}"` })

export const readPlants = async (signal?: AbortSignal): Promise<readonly Plant[]> =>
  byName((await ask<Page<Plant>>(`${plants}?limit=200`, { signal })).items)

export const readPlant = (id: string, signal?: AbortSignal): Promise<PlantText> => ask(plant(id), { signal })

export const createPlant = (name: string, text: string, note = ''): Promise<PlantText> =>
  ask(plants, { method: 'POST', body: { name, text, note }, headers: onceOnly() })

/** @throws Refused with `plant.changed` when `version` is not the newest one any longer */
export const savePlant = (id: string, version: number, text: string, note = ''): Promise<PlantText> =>
  ask(plant(id), { method: 'PUT', body: { text, note }, headers: expecting(version) })

export const changePlant = (
  id: string,
  settings: { readonly name?: string; readonly readRole?: Role; readonly writeRole?: Role },
): Promise<Plant> => ask(plant(id), { method: 'PATCH', body: settings })

export const removePlant = (id: string): Promise<unknown> => ask(plant(id), { method: 'DELETE' })

export const duplicatePlant = (id: string, name: string): Promise<PlantText> =>
  ask(`${plant(id)}/duplicate`, { method: 'POST', body: { name }, headers: onceOnly() })

/** Taken in and never told again; the plant file refers to it as `vault:NAME`. */
export const keepSecret = (id: string, name: string, value: string): Promise<unknown> =>
  ask(`${plant(id)}/secrets/${encodeURIComponent(name)}`, { method: 'PUT', body: { value } })

export const readVersions = async (id: string, signal?: AbortSignal): Promise<readonly Version[]> =>
  (await ask<Page<Version>>(`${plant(id)}/versions?limit=200`, { signal })).items

export const readVersion = async (id: string, version: number, signal?: AbortSignal): Promise<string> =>
  (await ask<{ text: string }>(`${plant(id)}/versions/${version}`, { signal })).text

export const restoreVersion = (id: string, version: number, newest: number): Promise<PlantText> =>
  ask(`${plant(id)}/versions/${version}/restore`, { method: 'POST', body: {}, headers: expecting(newest) })

export const readChanges = async (signal?: AbortSignal): Promise<readonly Change[]> =>
  (await ask<Page<Change>>(`${plants}/changes?limit=8`, { signal })).items

export const verifyPlant = (id: string): Promise<Job> =>
  ask(`${plant(id)}/verify`, { method: 'POST', body: {}, headers: onceOnly() })

export const readJobs = (
  { plant: about, cursor }: { readonly plant?: string; readonly cursor?: string } = {},
  signal?: AbortSignal,
): Promise<Page<Job>> => {
  const query = new URLSearchParams({ limit: '50', ...(about ? { plant: about } : {}), ...(cursor ? { cursor } : {}) })
  return ask(`${jobs}?${query}`, { signal })
}

export const readJob = (id: string, signal?: AbortSignal): Promise<Job> => ask(job(id), { signal })

export const stopJob = (id: string): Promise<unknown> => ask(job(id), { method: 'DELETE' })

export const jobEventsAddress = (id: string): string => `${job(id)}/events`
