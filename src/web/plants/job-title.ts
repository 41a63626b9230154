import type { Text } from '../text/text.tsx'
import { bundleAction } from '../transfer/api.ts'
import type { Job } from './api.ts'

/** What the server calls jobs, before the name of what they are about. */
const titles = [
  ['stack.verify', 'Verify every wire of ', 'verifyOf'],
  [bundleAction, 'Offline bundle of ', 'bundleTitle'],
] as const

/** What a job does, in the language of the reader; a job that is not known here keeps the server's words. Pure. */
export function jobTitle({ action, title }: Pick<Job, 'action' | 'title'>, text: Text): string {
  const known = titles.find(([of, start]) => of === action && title.startsWith(start))
  return known ? text(known[2], { name: title.slice(known[1].length) }) : title
}
