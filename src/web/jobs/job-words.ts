import type { State } from '../parts/icon.tsx'
import type { Job } from '../plants/api.ts'
import type { Text } from '../text/text.tsx'
import { sizeOf } from '../transfer/size.ts'

/** How jobs are told. Pure. */

export const glyphs: Readonly<Record<Job['state'], State>> = {
  running: 'running',
  done: 'done',
  failed: 'error',
  cancelled: 'warning',
  lost: 'error',
}

export const words = {
  running: 'runningJob',
  done: 'doneJob',
  failed: 'failedJob',
  cancelled: 'cancelledJob',
  lost: 'lostJob',
} as const satisfies Readonly<Record<Job['state'], string>>

interface Outcome {
  readonly said: string
  readonly isBad: boolean
}

/** What came of a job that did not fail, or how far it is. */
export function outcomeOf({ state, steps, result }: Job, text: Text): Outcome {
  const { passed, failed, bytes } = (result ?? {}) as Readonly<
    Record<'passed' | 'failed' | 'bytes', number | undefined>
  >
  if (state === 'done' && bytes !== undefined)
    return { said: text('bundleResult', { size: sizeOf(bytes) }), isBad: false }
  if (state === 'done' && passed !== undefined && failed !== undefined)
    return { said: text('jobResult', { passed, failed }), isBad: failed > 0 }
  return { said: text('stepOf', steps), isBad: false }
}

/** `420 ms`, `18 s`, `3 min 20 s` */
export function tookOf({ startedAt, endedAt }: Pick<Job, 'startedAt' | 'endedAt'>, now: number): string {
  const ms = Math.max(0, (endedAt === null ? now : Date.parse(endedAt)) - Date.parse(startedAt))
  if (ms < 10_000) return `${ms} ms`
  const seconds = Math.round(ms / 1000)
  return seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
