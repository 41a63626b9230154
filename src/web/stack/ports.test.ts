import { expect, it } from 'vitest'
import { wire } from '../../../test/support/topology.ts'
import { placed } from './placing.ts'
import { end, portsOf } from './ports.ts'
import { placesOf, runsOf } from './runs.ts'

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
const columns = [
  { id: 'applications', names },
  { id: 'data', names: ['db'] },
] as const
const { cards } = placed(columns, [[], []], false)
const runs = runsOf(
  names.map((name, index) => wire(name, `ability-${index}`, 'db')),
  placesOf(columns),
)
const ports = portsOf(runs, cards)

it('the wires of a card leave it in the order of where they go, all within its side', () => {
  const box = cards.get('db')
  const heights = runs.map(({ key }) => end('db', 'left', key, cards, ports).y)

  expect(heights).toEqual([...new Set(heights)].sort((a, b) => a - b))
  expect(heights[0]).toBeGreaterThan(box?.y ?? 0)
  expect(heights.at(-1)).toBeLessThan((box?.y ?? 0) + (box?.height ?? 0))
})

it('one wire alone meets the middle of the side that looks at the other card', () => {
  const box = cards.get('a')
  const { x, y } = end('a', 'right', runs[0]?.key ?? '', cards, ports)

  expect({ x, y }).toEqual({ x: (box?.x ?? 0) + (box?.width ?? 0), y: (box?.y ?? 0) + (box?.height ?? 0) / 2 })
})
