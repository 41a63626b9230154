import { z } from 'zod'
import { jobsOf } from '../../platform/jobs/jobs.ts'
import { paged, pageOf } from '../access/views.ts'
import { defineAction } from '../action.ts'
import { roleOf } from '../plants/store.ts'

const JobId = z.string().max(64).describe('Id of the job')

export const jobList = defineAction({
  id: 'job.list',
  summary: 'List work that goes on or has ended, the newest first',
  access: 'viewer',
  changes: false,
  input: z.object({
    ...pageOf(200),
    plant: z.string().max(64).optional().describe('Only those about this plant'),
  }),
  run: async ({ limit, cursor, plant }, context) => {
    const jobs = jobsOf(await context.database())
    const items = await jobs.list(roleOf(context), limit + 1, { plant, before: cursor })
    return { data: paged(items, limit, (job) => job.id) }
  },
})

export const jobRead = defineAction({
  id: 'job.read',
  summary: 'Tell how far a job has come',
  access: 'viewer',
  changes: false,
  target: ({ id }) => id,
  input: z.object({ id: JobId }),
  run: async ({ id }, context) => ({ data: await jobsOf(await context.database()).read(roleOf(context), id) }),
})

export const jobStop = defineAction({
  id: 'job.stop',
  summary: 'Stop a job',
  access: 'operator',
  target: ({ id }) => id,
  input: z.object({ id: JobId }),
  run: async ({ id }, context) => {
    await jobsOf(await context.database()).stop(roleOf(context), id)
    return { data: {} }
  },
})

/** What happened in a job after event `after`, and what goes on to happen until its end. */
export const jobEvents = defineAction({
  id: 'job.events',
  summary: 'Watch a job: its events as they happen',
  access: 'viewer',
  changes: false,
  target: ({ id }) => id,
  input: z.object({
    id: JobId,
    after: z.coerce.number().int().min(0).default(0).describe('Number of the last one seen'),
  }),
  run: async ({ id, after }, context) => {
    const jobs = jobsOf(await context.database())
    const role = roleOf(context)
    // told before the stream begins, while there can still be a status
    await jobs.read(role, id)
    return {
      data: {
        events: (signal: AbortSignal) => jobs.events(role, id, after, signal),
        job: () => jobs.read(role, id),
      },
    }
  },
})
