import { expect, it } from 'vitest'
import type { Job } from '../plants/api.ts'
import { textOf } from '../text/text.tsx'
import { outcomeOf, tookOf } from './job-words.ts'

const startedAt = '2026-11-20T14:00:00.000Z'
const after = (ms: number) => Date.parse(startedAt) + ms

it.each([
  [420, '420 ms'],
  [18_200, '18 s'],
  [200_000, '3 min 20 s'],
  [-50, '0 ms'],
])('a job of %d ms took %s', (ms, said) => {
  expect(tookOf({ startedAt, endedAt: new Date(after(ms)).toISOString() }, 0)).toBe(said)
})

it('counts on while a job runs', () => {
  expect(tookOf({ startedAt, endedAt: null }, after(30_000))).toBe('30 s')
})

it.each([
  ['done', { passed: 26, failed: 1 }, '26 proven, 1 broken', true],
  ['done', { passed: 27, failed: 0 }, '27 proven, 0 broken', false],
  ['done', null, '3 of 9', false],
  ['done', { bytes: 3.5 * 1024 ** 2 }, '3.5 MiB packed', false],
  ['running', null, '3 of 9', false],
] as const)('a job that is %s with %j says %s', (state, result, said, isBad) => {
  const job = { state, result, steps: { done: 3, total: 9 } } as unknown as Job

  expect(outcomeOf(job, textOf('en'))).toEqual({ said, isBad })
})
