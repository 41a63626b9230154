import { expect, it } from 'vitest'
import type { Job, Plant } from '../plants/api.ts'
import { attentionOf } from './attention.ts'

const plant = (id: string, { errors = 0, warnings = 0, failed = 0 } = {}): Plant => ({
  id,
  name: id,
  version: 1,
  readRole: 'viewer',
  writeRole: 'engineer',
  createdAt: '',
  createdBy: '',
  updatedAt: '',
  updatedBy: '',
  summary: { services: 1, wires: 1, errors, warnings },
  proof: failed === 0 ? null : { job: 'run', at: '', version: 1, passed: 1, failed },
})
const job = (of: string, state: Job['state']): Job => ({
  id: `${of} ${state}`,
  action: 'stack.verify',
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
