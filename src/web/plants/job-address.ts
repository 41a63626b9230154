import { bundleAction } from '../transfer/api.ts'
import type { Job } from './api.ts'

/** Where one sees what a job does, and what came of it. */
export function addressOfJob({ id, plant, action }: Pick<Job, 'id' | 'plant' | 'action'>): string {
  if (plant === null) return `/jobs?job=${id}`
  return action === bundleAction ? `/stack?plant=${plant}&bundle=${id}` : `/stack/verify?plant=${plant}&job=${id}`
}
