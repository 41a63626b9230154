import { expect, test } from 'vitest'
import { RateLimit } from './rate-limit.ts'

const times = (count: number, limit: RateLimit, address = 'a', now = 0) =>
  Array.from({ length: count }, () => limit.take(address, now))

test('half of a minute’s requests may come at once, then one at a time', () => {
  const limit = new RateLimit(60)

  expect(times(30, limit).every((waitMs) => waitMs === 0)).toBe(true)
  expect(limit.take('a', 0)).toBe(1000)
  expect(limit.take('a', 1000)).toBe(0)
  expect(limit.take('a', 1000)).toBe(1000)
})

test('each address has its own, and who waits is not made to wait longer by asking', () => {
  const limit = new RateLimit(60)
  times(50, limit)

  expect(limit.take('b', 0)).toBe(0)
  expect(limit.take('a', 0)).toBe(1000)
})
