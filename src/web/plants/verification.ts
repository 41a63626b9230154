import type { Job, Proof } from './api.ts'

/** What a run of all probes tells, event by event. Pure. */

export interface ProbeResult {
  readonly wire: string
  readonly what: string
  readonly ok: boolean
  readonly ms: number
  readonly evidence: string
  readonly hint?: string
  readonly at: string
}

export type WireProof = 'running' | 'proven' | 'broken'

export interface Verification {
  /** All wires that are tried, in the order of the server. */
  readonly wires: readonly string[]
  readonly results: ReadonlyMap<string, ProbeResult>
  /** The job's end; undefined while it runs. */
  readonly end?: Job
}

export const nothingTried: Verification = { wires: [], results: new Map() }

export type VerificationEvent =
  | { readonly kind: 'begun'; readonly data: { readonly wires: readonly string[] } }
  | { readonly kind: 'probe'; readonly data: ProbeResult }
  | { readonly kind: 'end'; readonly data: Job }

export function afterEvent(before: Verification, { kind, data }: VerificationEvent): Verification {
  if (kind === 'begun') return { wires: data.wires, results: new Map() }
  if (kind === 'probe') return { ...before, results: new Map(before.results).set(data.wire, data) }
  return { ...before, end: data }
}

/** Where a wire stands; undefined for one that is not tried. */
export function proofOf({ wires, results, end }: Verification, wire: string): WireProof | undefined {
  const result = results.get(wire)
  if (result) return result.ok ? 'proven' : 'broken'
  return !end && wires.includes(wire) ? 'running' : undefined
}

/**
 * The run that a plant's view begins with. One that goes on or was cut off says more than an older one that came to its
 * end; one that failed, or that somebody stopped, says less.
 *
 * @param jobs of the plant, the newest first
 */
export function runToShow(jobs: readonly Job[], proof: Proof | null): string | undefined {
  const last = jobs.find(({ action }) => action === 'stack.verify')
  const isTelling = last?.state === 'running' || last?.state === 'lost'
  return isTelling || proof === null ? last?.id : proof.job
}

export interface Count {
  readonly proven: number
  readonly broken: number
  readonly running: number
}

export function countOf({ wires, results, end }: Verification): Count {
  const broken = [...results.values()].filter(({ ok }) => !ok).length
  return { proven: results.size - broken, broken, running: end ? 0 : wires.length - results.size }
}
