import { expect, test } from 'vitest'
import { drawnAhead } from './random.ts'

/** Counts up, so that a byte given twice shows. */
function counting(): (count: number) => Buffer {
  let next = 0
  return (count) => Buffer.from(Array.from({ length: count }, () => next++ % 256))
}

test('bytes are given in the order in which they were drawn, none twice', () => {
  const random = drawnAhead(counting())
  expect([...random(3), ...random(0), ...random(4)]).toEqual([0, 1, 2, 3, 4, 5, 6])
})

test('as many bytes are given as were asked for, however many were drawn ahead', () => {
  const random = drawnAhead(counting())
  for (const count of [4000, 200, 5000, 1]) expect(random(count)).toHaveLength(count)
})
