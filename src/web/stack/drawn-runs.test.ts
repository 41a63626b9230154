import { expect, it } from 'vitest'
import { largeServices, largeWires, service, services, wire, wires } from '../../../test/support/topology.ts'
import type { TopologyWire } from './layers.ts'
import { layOut } from './topology.ts'

it('leads every wire from its provider to its consumer', () => {
  const topology = layOut(services, wires)

  expect(topology.branches.map(({ id }) => id).sort()).toEqual(wires.map(({ id }) => id).sort())
  for (const { id, whole } of topology.branches) {
    const { provider, consumer } = wires.find((one) => one.id === id) as TopologyWire
    const { first, last } = endsOf(whole)
    for (const [name, [x, y]] of [
      [provider, first],
      [consumer, last],
    ] as const) {
      const box = topology.cards.get(name)
      expect([box?.x, (box?.x ?? 0) + (box?.width ?? 0)], id).toContain(x)
      expect(y).toBeGreaterThan(box?.y ?? 0)
      expect(y).toBeLessThan((box?.y ?? 0) + (box?.height ?? 0))
    }
  }
})

const large = layOut(largeServices, largeWires)

it('leads wires through the gaps between cards, not over them', () => {
  const boxes = [...large.cards.values()]
  for (const { id, path } of large.branches) {
    for (const [x1, x2, y] of horizontals(path)) {
      const covered = boxes.filter(
        (box) => y > box.y && y < box.y + box.height && x1 < box.x + box.width - 1 && x2 > box.x + 1,
      )
      expect(covered, id).toEqual([])
    }
  }
})

it('keeps wires of different providers apart in the gaps', () => {
  const heights = (ability: string) =>
    new Set(
      large.branches
        .filter(({ id }) => id.includes(ability))
        .flatMap(({ path }) =>
          horizontals(path)
            .slice(0, 1)
            .map(([, , y]) => y),
        ),
    )

  const shared = [...heights('.database.')].filter((y) => heights('.time-series.').has(y))
  expect(shared).toEqual([])
})

it('names of abilities beside one card do not cover each other', () => {
  const [first, ...rest] = layOut(
    [service('hub', 'database'), ...['a', 'b', 'c'].map((name) => service(name, 'scada'))],
    [wire('a', 'database', 'hub'), wire('b', 'cache', 'hub'), wire('c', 'time-series', 'hub')],
  )
    .trunks.map(({ label }) => label.y)
    .sort((a, b) => a - b)

  let before = first ?? 0
  for (const y of rest) {
    expect(y - before).toBeGreaterThanOrEqual(14)
    before = y
  }
})

/** First and last point of a path. */
function endsOf(path: string): { first: [number, number]; last: [number, number] } {
  const numbers = [...path.matchAll(/-?\d+(?:\.\d+)?/g)].map(Number)
  return { first: [numbers[0] ?? 0, numbers[1] ?? 0], last: [numbers.at(-2) ?? 0, numbers.at(-1) ?? 0] }
}

/** The straight parts of a path from left to right: `[from, to, height]`. */
function horizontals(path: string): [number, number, number][] {
  // a corner begins where the straight part before it ends; where it ends, the next one begins
  const points = [...path.matchAll(/(?:[ML]|Q\S+ \S+ )(-?[\d.]+) (-?[\d.]+)/g)].map(
    ([, x, y]) => [Number(x), Number(y)] as const,
  )
  return points.slice(1).flatMap(([x, y], index): [number, number, number][] => {
    const before = points[index]
    return before && before[1] === y ? [[Math.min(x, before[0]), Math.max(x, before[0]), y]] : []
  })
}
