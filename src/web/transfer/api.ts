import type { Job, PlantText } from '../plants/api.ts'
import { ask, request, upload } from '../server.ts'

/** How plants and their files go in and out of the server, in the shapes of its OpenAPI document. */

/** A module or gateway backup that the server keeps with a plant. */
export interface KeptFile {
  readonly path: string
  readonly sha256: string
  readonly bytes: number
  readonly kind: 'module' | 'backup'
  readonly at: string
  readonly by: string
}

export interface UploadedFile extends KeptFile {
  /** What a module says about itself; null for a backup. */
  readonly module: {
    readonly id: string
    readonly version: string
    readonly floor?: string
    readonly isSigned: boolean
  } | null
}

const plant = (id: string) => `/api/v1/plants/${encodeURIComponent(id)}`

/** The project of the newest version, with the secrets that the server keeps for it. */
export const downloadPlant = async (id: string): Promise<Blob> =>
  (await request(`${plant(id)}/download`, { method: 'POST', body: {} })).blob()

/** An `.ignstack` file, which only the password opens. */
export const exportPlant = async (id: string, password: string): Promise<Blob> =>
  (await request(`${plant(id)}/export`, { method: 'POST', body: { password } })).blob()

/** @throws Refused with `platform.sealed-closed` for a wrong password */
export const importPlant = (name: string, content: string, password: string): Promise<PlantText> =>
  ask('/api/v1/plants/import', { method: 'POST', body: { name, content, password } })

/** Keeps the stack of an older client as a plant, with its passwords. */
export const importOlder = (name: string, text: string): Promise<PlantText> =>
  ask('/api/v1/plants/convert', { method: 'POST', body: { name, text } })

export const readFiles = async (id: string, signal?: AbortSignal): Promise<readonly KeptFile[]> =>
  (await ask<{ items: readonly KeptFile[] }>(`${plant(id)}/files`, { signal })).items

export const sendFile = (
  id: string,
  file: File,
  told: (share: number) => void,
  signal: AbortSignal,
): Promise<UploadedFile> => upload(`${plant(id)}/files?${new URLSearchParams({ path: file.name })}`, file, told, signal)

/** Whether the server has a container engine, and why not. */
export const readEngine = (signal?: AbortSignal): Promise<{ readonly answers: boolean; readonly why: string | null }> =>
  ask('/api/v1/engine', { signal })

export const makeBundle = (id: string): Promise<Job> => ask(`${plant(id)}/offline`, { method: 'POST', body: {} })

/** For a link: the browser writes it to the disk as it comes. */
export const bundleAddress = (id: string, job: string): string => `${plant(id)}/offline/${encodeURIComponent(job)}`

/** Action of the jobs that make offline bundles. */
export const bundleAction = 'plant.offline'
