import { describe, expect, it } from 'vitest'
import { layOut, type TopologyService, type TopologyWire } from './topology.ts'

const service = (name: string, category: string): TopologyService => ({ name, category })
const wire = (consumer: string, ability: string, provider: string): TopologyWire => ({
  id: `${consumer}.${ability}.${provider}`,
  ability,
  provider,
  consumer,
})

const services = [
  service('edge', 'proxy'),
  service('gateway-1', 'scada'),
  service('gateway-2', 'scada'),
  service('charts', 'monitoring'),
  service('history', 'database'),
  service('mail', 'mail'),
]
const wires = [
  wire('gateway-1', 'reverse-proxy', 'edge'),
  wire('gateway-2', 'reverse-proxy', 'edge'),
  wire('mail', 'reverse-proxy', 'edge'),
  wire('gateway-1', 'database', 'history'),
  wire('gateway-2', 'database', 'history'),
  wire('history', 'dashboards', 'charts'),
  wire('charts', 'mail', 'mail'),
]

/** First and last point of a path. */
function endsOf(path: string): { first: [number, number]; last: [number, number] } {
  const numbers = [...path.matchAll(/-?\d+(?:\.\d+)?/g)].map(Number)
  return { first: [numbers[0] ?? 0, numbers[1] ?? 0], last: [numbers.at(-2) ?? 0, numbers.at(-1) ?? 0] }
}

describe('the picture of a plant', () => {
  const topology = layOut(services, wires)

  it('stands in layers from the way in to the data', () => {
    expect(topology.layers.map(({ id }) => id)).toEqual(['access', 'applications', 'data'])
    const x = (name: string) => topology.cards.get(name)?.x ?? 0
    expect(x('edge')).toBeLessThan(x('gateway-1'))
    expect(x('gateway-1')).toBe(x('charts'))
    expect(x('charts')).toBeLessThan(x('history'))
  })

  it('has a card for every service, none over another', () => {
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

  it('leads every wire from its provider to its consumer', () => {
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

  it('draws one trunk for each provider and ability', () => {
    const trunks = topology.trunks.map(({ provider, ability }) => `${provider} ${ability}`)
    expect(trunks.sort()).toEqual(['charts dashboards', 'edge reverse-proxy', 'history database', 'mail mail'])
  })

  it('is the same for everybody', () => {
    expect(layOut(services, wires)).toEqual(topology)
  })
})

it('an ability that touches most cards is folded, until somebody asks for it', () => {
  const many = Array.from({ length: 9 }, (_, index) => service(`s-${index}`, 'database'))
  const scraped = many.slice(1).map(({ name }) => wire(name, 'metrics', 's-0'))

  expect([...layOut(many, scraped).folded]).toEqual(['metrics'])
  expect(layOut(many, scraped).branches).toEqual([])
  expect(layOut(many, scraped, { unfolded: new Set(['metrics']) }).branches).toHaveLength(8)
})

it('a wire to a service that is not there is left out', () => {
  expect(layOut([service('a', 'database')], [wire('a', 'mail', 'gone')]).branches).toEqual([])
})

describe('a large plant', () => {
  const cells = Array.from({ length: 40 }, (_, index) => service(`cell-${index}`, 'scada'))
  const all = [service('edge', 'proxy'), ...cells, service('history', 'database'), service('lake', 'database')]
  const many = [
    ...cells.map(({ name }) => wire(name, 'reverse-proxy', 'edge')),
    ...cells.slice(0, 6).map(({ name }) => wire(name, 'database', 'history')),
    ...cells.slice(6, 12).map(({ name }) => wire(name, 'time-series', 'lake')),
  ]
  const topology = layOut(all, many)

  it('has several columns for a layer, under one head', () => {
    const applications = topology.columns.filter(({ id }) => id === 'applications')
    expect(applications.length).toBeGreaterThan(1)
    expect(applications.flatMap(({ names }) => names).sort()).toEqual(cells.map(({ name }) => name).sort())
    expect(topology.layers.map(({ id }) => id)).toEqual(['access', 'applications', 'data'])
  })

  it('leads wires through the gaps between cards, not over them', () => {
    const boxes = [...topology.cards.values()]
    for (const { id, path } of topology.branches) {
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
        topology.branches
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

  it('folds trunks with many branches and no others', () => {
    const folded = topology.trunks.filter(({ isFolded }) => isFolded).map(({ ability }) => ability)
    expect(folded).toEqual(['reverse-proxy'])
    expect(layOut(all.slice(0, 20), many).trunks.some(({ isFolded }) => isFolded)).toBe(false)
  })
})

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

it('the wires of a folded ability are there for who looks at one of them', () => {
  const many = Array.from({ length: 9 }, (_, index) => service(`s-${index}`, 'database'))
  const scraped = many.slice(1).map(({ name }) => wire(name, 'metrics', 's-0'))

  const topology = layOut(many, scraped)

  expect(topology.foldedBranches.map(({ id }) => id).sort()).toEqual(scraped.map(({ id }) => id).sort())
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
