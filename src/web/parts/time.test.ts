import { expect, it } from 'vitest'
import { ago, clock, day, dayStart } from './time.ts'

const now = new Date(2026, 10, 20, 14, 6, 21).getTime()
const before = (seconds: number) => now - seconds * 1000

it('writes the time of day with two digits each', () => {
  expect(clock(new Date(2026, 10, 20, 4, 6, 1).getTime())).toBe('04:06:01')
})

it('writes a day in the order that nobody mistakes', () => {
  expect(day(now, 'en')).toBe('20 Nov 2026')
  expect(day(now, 'de')).toBe('20. Nov. 2026')
})

it.each([
  [2, 'now'],
  [40, '40 s ago'],
  [120, '2 min ago'],
  [3 * 3600, '3 h ago'],
  [86_400, 'yesterday'],
  [50 * 86_400, '2 mo ago'],
  [-600, 'in 10 min'],
])('%d seconds before now is %j', (seconds, words) => {
  expect(ago(before(seconds), now, 'en')).toBe(words)
})

it('a day begins at midnight of the place where the browser is', () => {
  expect(dayStart(now)).toBe(new Date(2026, 10, 20).getTime())
})
