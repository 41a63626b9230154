import { expect, it } from 'vitest'
import { frameOf, large, scaleOf, small } from './minimap.ts'

const map = { width: 116, height: 76 }

it('holds the whole picture, in the middle', () => {
  const picture = { width: 2000, height: 500 }
  const scale = scaleOf(picture, map)

  const all = small(scale, { x: 0, y: 0, ...picture })

  expect(all.x).toBeCloseTo(6)
  expect(all.width).toBeCloseTo(104)
  expect(all.y + all.height / 2).toBeCloseTo(38)
})

it('leads back to the point of the picture', () => {
  const scale = scaleOf({ width: 900, height: 700 }, map)
  const { x, y } = small(scale, { x: 450, y: 120, width: 100, height: 100 })

  const point = large(scale, x, y)

  expect(point.x).toBeCloseTo(450)
  expect(point.y).toBeCloseTo(120)
})

it('shows cards of the largest plant', () => {
  const { width, height } = small(scaleOf({ width: 90_000, height: 90_000 }, map), {
    x: 0,
    y: 0,
    width: 156,
    height: 48,
  })

  expect(width).toBeGreaterThanOrEqual(4)
  expect(height).toBeGreaterThanOrEqual(2.5)
})

it('the frame of what is seen ends at the edge', () => {
  const scale = scaleOf({ width: 900, height: 700 }, map)

  const frame = frameOf(scale, { x: -5000, y: -5000, width: 20_000, height: 20_000 }, map)

  expect(frame).toEqual({ x: 1, y: 1, width: 114, height: 74 })
})
