import { expect, it } from 'vitest'
import type { Job, Plant } from '../plants/api.ts'
import { attentionOf, isCalm } from './attention.ts'

interface Made {
  readonly errors?: number
  readonly warnings?: number
  readonly failed?: number
  readonly manual?: number
  readonly automatic?: number
  readonly project?: string | null
  /** Version that was verified; 0 for none. */
  readonly verified?: number
}

/** Version 2 of a plant, verified and whole where nothing else is said. */
const plant = (
  id: string,
  { errors = 0, warnings = 0, failed = 0, manual = 0, automatic = 3, verified = 2, project = id }: Made = {},
): Plant => ({
  id,
  name: id,
  version: 2,
  readRole: 'viewer',
  writeRole: 'engineer',
  createdAt: '',
  createdBy: '',
  updatedAt: '',
  updatedBy: '',
  summary: { services: 1, wires: automatic + manual, automatic, manual, errors, warnings, project },
  proof: verified === 0 ? null : { job: 'run', at: '', version: verified, passed: 1, failed },
})
const job = (of: string, state: Job['state'], action = 'stack.verify'): Job => ({
  id: `${of} ${state}`,
  action,
  title: '',
  plant: of,
  state,
  steps: { done: 0, total: 0 },
  startedAt: '',
  startedBy: '',
  endedAt: null,
  result: null,
  error: null,
})
const kinds = (plants: readonly Plant[], jobs: readonly Job[] = []) =>
  attentionOf(plants, jobs).map(({ kind, plant }) => `${plant.id} ${kind}`)

it('begins with what is broken where something runs, and ends with warnings', () => {
  const plants = [plant('a', { warnings: 2 }), plant('b', { errors: 1 }), plant('c', { failed: 3 }), plant('d')]

  expect(kinds(plants, [job('d', 'failed')])).toEqual(['c broken', 'b errors', 'd job', 'a warnings'])
})

it('says nothing of a plant that needs nothing', () => {
  expect(kinds([plant('a')], [job('a', 'done')])).toEqual([])
})

it('a run that went through makes up for one that failed before it', () => {
  expect(kinds([plant('a')], [job('a', 'done'), job('a', 'failed')])).toEqual([])
})

it('does not speak of a run that somebody stopped, nor of jobs of a plant that one may not read', () => {
  expect(kinds([plant('a')], [job('a', 'cancelled'), job('other', 'lost')])).toEqual([])
})

it('tells wires that are made by hand, and plants that nobody has verified, after all that is wrong', () => {
  const plants = [
    plant('by hand', { manual: 2 }),
    plant('never', { verified: 0 }),
    plant('older', { verified: 1 }),
    plant('warned', { warnings: 1 }),
  ]

  expect(kinds(plants)).toEqual(['warned warnings', 'never unverified', 'older unverified', 'by hand by-hand'])
  expect(attentionOf(plants, []).map(isCalm)).toEqual([false, true, true, true])
})

it('asks nobody to verify what cannot be generated, or has no wire to prove', () => {
  expect(kinds([plant('a', { verified: 0, errors: 1 })])).toEqual(['a errors'])
  expect(kinds([plant('a', { verified: 0, automatic: 0 })])).toEqual([])
})

it('asks nobody to verify what is being verified, or has just failed to be', () => {
  expect(kinds([plant('a', { verified: 0 })], [job('a', 'running')])).toEqual([])
  expect(kinds([plant('a', { verified: 0 })], [job('a', 'failed')])).toEqual(['a job'])
  expect(kinds([plant('a', { verified: 0 })], [job('a', 'cancelled')])).toEqual(['a unverified'])
  expect(kinds([plant('a', { verified: 0 })], [job('a', 'done', 'plant.offline')])).toEqual(['a unverified'])
})

it('tells once which plants have one Compose project', () => {
  const plants = [plant('a', { project: 'line' }), plant('b'), plant('c', { project: 'line' })]

  expect(kinds(plants)).toEqual(['a sharing'])
  expect(attentionOf(plants, [])).toMatchObject([{ project: 'line', others: ['c'] }])
  expect(kinds([plant('a', { project: null }), plant('b', { project: null })])).toEqual([])
})
