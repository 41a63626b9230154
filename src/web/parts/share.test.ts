import { expect, it } from 'vitest'
import { share } from './share.ts'

it('keeps what is as before, down to the part that has changed', () => {
  const before = {
    services: [
      { name: 'a', ports: [1] },
      { name: 'b', ports: [2] },
    ],
    issues: [],
  }
  const after = {
    services: [
      { name: 'a', ports: [1] },
      { name: 'b', ports: [3] },
    ],
    issues: [],
  }

  const shared = share(before, after)

  expect(shared).toEqual(after)
  expect(shared).not.toBe(before)
  expect(shared.services[0]).toBe(before.services[0])
  expect(shared.services[1]).not.toBe(before.services[1])
  expect(shared.issues).toBe(before.issues)
})

it('is the same value where nothing has changed', () => {
  const before = { name: null, list: [[1, 'two'], {}] }

  expect(share(before, structuredClone(before))).toBe(before)
})

it('tells a part that is gone from one that is undefined', () => {
  expect(share({ a: 1, b: undefined }, { a: 1 })).toEqual({ a: 1 })
  expect(Object.keys(share({ a: 1, b: 2 }, { a: 1 }))).toEqual(['a'])
  expect(share([1, 2], [1])).toEqual([1])
  expect(share({ a: 1 }, ['a'])).toEqual(['a'])
})
