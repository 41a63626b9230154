import { expect, it } from 'vitest'
import { byRecent } from './recent.ts'

const plants = ['a', 'b', 'c', 'd'].map((id) => ({ id }))

it.each([
  [[], ['a', 'b', 'c', 'd']],
  [
    ['c', 'a'],
    ['c', 'a', 'b', 'd'],
  ],
  [
    ['gone', 'd'],
    ['d', 'a', 'b', 'c'],
  ],
])('after %j were opened they come as %j', (recent, order) => {
  expect(byRecent(plants, recent).map(({ id }) => id)).toEqual(order)
})
