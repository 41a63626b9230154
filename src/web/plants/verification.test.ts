import { expect, test } from 'vitest'
import type { Job } from './api.ts'
import {
  afterEvent,
  countOf,
  nothingTried,
  type ProbeResult,
  proofOf,
  runToShow,
  type VerificationEvent,
} from './verification.ts'

const probe = (wire: string, ok: boolean): VerificationEvent => ({
  kind: 'probe',
  data: { wire, ok, what: 'log in', ms: 3, evidence: '', at: '2026-01-01T00:00:00Z' } satisfies ProbeResult,
})
const after = (...events: VerificationEvent[]) => events.reduce(afterEvent, nothingTried)
const begun: VerificationEvent = { kind: 'begun', data: { wires: ['a', 'b', 'c'] } }

test('a wire is running until its probe has answered', () => {
  const run = after(begun, probe('b', true), probe('c', false))

  expect(['a', 'b', 'c', 'd'].map((wire) => proofOf(run, wire))).toEqual(['running', 'proven', 'broken', undefined])
  expect(countOf(run)).toEqual({ proven: 1, broken: 1, running: 1 })
})

test('a run that was stopped leaves wires neither proven nor broken', () => {
  const run = after(begun, probe('a', true), { kind: 'end', data: { state: 'cancelled' } as Job })

  expect(proofOf(run, 'b')).toBeUndefined()
  expect(countOf(run)).toEqual({ proven: 1, broken: 0, running: 0 })
})

test('events that come again after a lost connection change nothing', () => {
  expect(after(begun, probe('a', true), probe('a', true))).toEqual(after(begun, probe('a', true)))
})

test('a view begins with a run that goes on or was cut off, else with the one that is proof', () => {
  const jobs = (...states: Job['state'][]) =>
    states.map((state, index) => ({ id: `${state} ${index}`, action: 'stack.verify', state }) as Job)
  const bundle = { id: 'bundle', action: 'plant.offline', state: 'running' } as Job
  const proof = { job: 'proof', at: '', version: 1, passed: 1, failed: 0 }

  expect(runToShow(jobs('lost', 'done'), proof)).toBe('lost 0')
  expect(runToShow([bundle, ...jobs('running')], proof)).toBe('running 0')
  expect(runToShow(jobs('failed', 'lost'), proof)).toBe('proof')
  expect(runToShow(jobs('done'), proof)).toBe('proof')
  expect(runToShow(jobs('failed', 'lost'), null)).toBe('failed 0')
  expect(runToShow([bundle], null)).toBeUndefined()
})
