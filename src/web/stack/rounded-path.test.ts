import { expect, it } from 'vitest'
import { roundedPath } from './rounded-path.ts'

it.each([
  ['nothing', [], ''],
  [
    'a straight line',
    [
      [0, 5],
      [20, 5],
    ],
    'M0 5L20 5',
  ],
  [
    'a corner, which is round',
    [
      [0, 0],
      [20, 0],
      [20, 30],
    ],
    'M0 0L16 0Q20 0 20 4L20 30',
  ],
  [
    'a short way between two corners, which share it',
    [
      [0, 0],
      [20, 0],
      [20, 4],
      [40, 4],
    ],
    'M0 0L18 0Q20 0 20 2L20 2Q20 4 22 4L40 4',
  ],
  [
    'a point that stands still, as if it were not there',
    [
      [0, 0],
      [20, 0],
      [20, 0],
      [20, 30],
    ],
    'M0 0L16 0Q20 0 20 4L20 30',
  ],
] as const)('draws %s', (_, points, path) => {
  expect(roundedPath(points.map(([x, y]) => ({ x, y })))).toBe(path)
})
