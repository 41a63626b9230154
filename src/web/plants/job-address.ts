import type { Job } from './api.ts'
import { kindOf } from './job-kinds.ts'

/** Where one sees what a job does, and what came of it. */
export function addressOfJob(job: Pick<Job, 'id' | 'plant' | 'action'>): string {
  const { id, plant } = job
  return plant === null ? `/jobs?job=${id}` : kindOf(job).address(plant, id)
}
