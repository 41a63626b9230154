import { describe, expect, it } from 'vitest'
import { service, wire } from '../../../test/support/topology.ts'
import { layOut } from './topology.ts'
import { nextCard, reordered, wiresOf } from './walk.ts'

const services = [
  service('edge', 'proxy'),
  service('gateway-1', 'scada'),
  service('gateway-2', 'scada'),
  service('history', 'database'),
  service('mail', 'mail'),
]
const wires = [
  wire('gateway-1', 'reverse-proxy', 'edge'),
  wire('gateway-1', 'database', 'history'),
  wire('gateway-2', 'database', 'history'),
]
const topology = layOut(services, wires)
const go = (from: string, direction: Parameters<typeof nextCard>[3]) => nextCard(topology, wires, from, direction)

describe('arrow keys on a card', () => {
  it('follow its wires to the left and to the right', () => {
    expect(go('gateway-1', 'right')).toBe('history')
    expect(go('gateway-1', 'left')).toBe('edge')
  })

  it('go through its column', () => {
    const names = topology.columns.find(({ id }) => id === 'applications')?.names ?? []
    expect(go(names[0] ?? '', 'down')).toBe(names[1])
    expect(go(names[1] ?? '', 'up')).toBe(names[0])
    expect(go(names[1] ?? '', 'down')).toBeUndefined()
  })

  it('reach cards that no wire leads to', () => {
    expect(['gateway-1', 'gateway-2']).toContain(go('mail', 'left'))
  })

  it('stop at the edge of the picture', () => {
    expect(go('edge', 'left')).toBeUndefined()
  })
})

it('the wires of a card come from top to bottom', () => {
  const heights = wiresOf(wires, 'history', topology.cards).map(({ consumer }) => topology.cards.get(consumer)?.y ?? 0)

  expect(heights).toHaveLength(2)
  expect(heights).toEqual([...heights].sort((a, b) => a - b))
})

describe('a card that is put elsewhere', () => {
  it('changes places in its layer and nowhere else', () => {
    const order = reordered(topology, 'gateway-2', 0)
    const again = layOut(services, wires, { order })

    expect(again.columns.find(({ id }) => id === 'applications')?.names).toEqual(['gateway-2', 'gateway-1'])
    expect(again.cards.get('history')).toEqual(topology.cards.get('history'))
  })

  it('stays in its column where the layer has several', () => {
    const many = Array.from({ length: 30 }, (_, index) => ({ name: `g-${index}`, category: 'scada' }))
    const wide = layOut(many, [])
    const column = wide.columns[1]?.names ?? []

    const again = layOut(many, [], { order: reordered(wide, column[4] ?? '', 1) })

    expect(wide.columns).toHaveLength(3)
    expect(again.columns[1]?.names[1]).toBe(column[4])
    expect(again.columns[0]).toEqual(wide.columns[0])
    expect(again.columns[2]).toEqual(wide.columns[2])
  })
})
