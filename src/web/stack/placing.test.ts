import { expect, it } from 'vitest'
import { services, wires } from '../../../test/support/topology.ts'
import type { Column } from './layers.ts'
import { placed, rowPitch } from './placing.ts'
import { layOut } from './topology.ts'

it('every service has a card, none over another', () => {
  const topology = layOut(services, wires)

  const boxes = [...topology.cards.values()]
  expect(boxes).toHaveLength(services.length)
  for (const [index, a] of boxes.entries()) {
    for (const b of boxes.slice(index + 1)) {
      const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
      expect(apart).toBe(true)
    }
    expect(a.x + a.width).toBeLessThanOrEqual(topology.width)
    expect(a.y + a.height).toBeLessThanOrEqual(topology.height)
  }
})

const columns: readonly Column[] = [
  { id: 'access', names: ['edge'] },
  { id: 'data', names: ['db', 'mail'] },
]

it('a short column stands beside the middle of a long one, and on a row where layers are split', () => {
  const rowOf = (isSplit: boolean) => {
    const { cards } = placed(columns, [[], []], isSplit)
    return ((cards.get('edge')?.y ?? 0) - (cards.get('db')?.y ?? 0)) / rowPitch
  }

  expect([rowOf(false), rowOf(true)]).toEqual([0.5, 0])
})

it('a gutter is as wide as its lanes need, and these run inside it', () => {
  const lanes = Array.from({ length: 20 }, (_, index) => `lane-${index}`)
  const few = placed(columns, [['lane-0'], []], false)
  const many = placed(columns, [lanes, []], false)

  const gutterOf = ({ cards }: typeof few) => (cards.get('db')?.x ?? 0) - (cards.get('edge')?.x ?? 0)
  expect(gutterOf(many)).toBeGreaterThan(gutterOf(few))
  const xs = lanes.map((lane) => many.laneX.get(lane) ?? Number.NaN)
  expect(xs.toSorted((a, b) => a - b)).toEqual(xs)
  expect(xs[0]).toBeGreaterThan((many.cards.get('edge')?.x ?? 0) + (many.cards.get('edge')?.width ?? 0))
  expect(xs.at(-1)).toBeLessThan(many.cards.get('db')?.x ?? 0)
})
