import { z } from 'zod'
import { roles } from '../../platform/index.ts'

/** What the API tells of plants and jobs, for its description. */

const time = z.iso.datetime()

const shared = {
  id: z.string(),
  name: z.string(),
  version: z.number().int().describe('The newest version; the first is 1'),
  readRole: z.enum(roles),
  writeRole: z.enum(roles),
  createdAt: time,
  createdBy: z.string(),
  updatedAt: time,
  updatedBy: z.string(),
  summary: z
    .object({
      services: z.number(),
      wires: z.number(),
      automatic: z.number().describe('Wires that the project makes, and that can be proven'),
      manual: z.number().describe('Wires that are left to people'),
      errors: z.number(),
      warnings: z.number(),
      project: z.string().nullable().describe('Compose project: the name in the plant file'),
    })
    .describe('What the newest version becomes'),
  proof: z
    .object({ job: z.string(), at: time, version: z.number(), passed: z.number(), failed: z.number() })
    .nullable()
    .describe('What the last run of all probes has shown'),
}

export const PlantView = z.object(shared)

export const PlantTextView = z.object({
  ...shared,
  text: z.string(),
  sharing: z
    .array(z.object({ id: z.string(), name: z.string() }))
    .describe('Other plants with the same Compose project: on one engine they would fight over containers and volumes'),
})

const version = {
  version: z.number().int(),
  at: time,
  by: z.string(),
  note: z.string(),
  errors: z.number().nullable().describe('Problems that keep it from being generated; null where nobody has counted'),
}

export const VersionView = z.object(version)

export const VersionTextView = z.object({ ...version, text: z.string() })

export const ChangeView = z.object({ ...version, plant: z.string(), name: z.string() })

const file = {
  path: z.string(),
  sha256: z.string(),
  bytes: z.number().int(),
  kind: z.enum(['module', 'backup']),
  at: time,
  by: z.string(),
}

export const FilesView = z.object({ items: z.array(z.object(file)) })

export const UploadedView = z.object({
  ...file,
  module: z
    .object({ id: z.string(), version: z.string(), floor: z.string().optional(), isSigned: z.boolean() })
    .nullable()
    .describe('What a module says about itself; null for a backup'),
})

export const EngineView = z.object({
  answers: z.boolean(),
  why: z.string().nullable().describe('Why none answers'),
})
export type EngineView = z.infer<typeof EngineView>

export const JobView = z.object({
  id: z.string(),
  action: z.string(),
  title: z.string(),
  plant: z.string().nullable(),
  state: z.enum(['running', 'done', 'failed', 'cancelled', 'lost']),
  steps: z.object({ done: z.number(), total: z.number() }),
  startedAt: time,
  startedBy: z.string(),
  endedAt: time.nullable(),
  result: z.unknown(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
})
