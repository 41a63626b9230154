import { expect, it } from 'vitest'
import { largeServices, largeWires, service, services, wire, wires } from '../../../test/support/topology.ts'
import { columnsOf, layersOf } from './layers.ts'
import { layOut } from './topology.ts'

it('a plant stands in layers from the way in to the data', () => {
  const topology = layOut(services, wires)

  expect(topology.layers.map(({ id }) => id)).toEqual(['access', 'applications', 'data'])
  const x = (name: string) => topology.cards.get(name)?.x ?? 0
  expect(x('edge')).toBeLessThan(x('gateway-1'))
  expect(x('gateway-1')).toBe(x('charts'))
  expect(x('charts')).toBeLessThan(x('history'))
})

it('what shows dashboards stands with the applications', () => {
  const alone = layersOf([service('charts', 'monitoring')], [], [])
  const asked = layersOf(services, wires, []).find(({ names }) => names.includes('charts'))

  expect([alone[0]?.id, asked?.id]).toEqual(['data', 'applications'])
})

it('a card stands near what it is wired to', () => {
  const data = ['p', 'q', 'r', 's', 'z'].map((name) => service(name, 'database'))
  const [, layer] = layersOf([service('gateway', 'scada'), ...data], [wire('gateway', 'database', 'z')], [])

  expect(layer?.names).toEqual(['p', 'q', 'r', 'z', 's'])
})

it('somebody’s own order comes before that, and what it does not name comes last', () => {
  const [first] = layersOf(
    ['a', 'b', 'c', 'd'].map((name) => service(name, 'scada')),
    [],
    ['c', 'a'],
  )

  expect(first?.names).toEqual(['c', 'a', 'b', 'd'])
})

it('a layer that is too long has several columns under one head', () => {
  const topology = layOut(largeServices, largeWires)

  const applications = topology.columns.filter(({ id }) => id === 'applications')
  expect(applications.length).toBeGreaterThan(1)
  const cells = largeServices.filter(({ category }) => category === 'scada')
  expect(applications.flatMap(({ names }) => names).sort()).toEqual(cells.map(({ name }) => name).sort())
  expect(topology.layers.map(({ id }) => id)).toEqual(['access', 'applications', 'data'])
})

it('its cards go over to the next column row by row', () => {
  const names = Array.from({ length: 14 }, (_, index) => `s-${index}`)
  const [left, right] = columnsOf({ id: 'data', names })

  expect(left?.names.slice(0, 3)).toEqual(['s-0', 's-2', 's-4'])
  expect(right?.names.slice(0, 3)).toEqual(['s-1', 's-3', 's-5'])
})
