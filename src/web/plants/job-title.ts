import type { Text } from '../text/text.tsx'
import type { Job } from './api.ts'
import { knownKind } from './job-kinds.ts'

/** What a job does, in the language of the reader; a job that is not known here keeps the server's words. Pure. */
export function jobTitle(job: Pick<Job, 'action' | 'title'>, text: Text): string {
  const { title } = job
  const kind = knownKind(job)
  return kind && title.startsWith(kind.said) ? text(kind.title, { name: title.slice(kind.said.length) }) : title
}
