import { expect, it } from 'vitest'
import { services, wire, wires } from '../../../test/support/topology.ts'
import { laneOrder, placesOf, runsOf } from './runs.ts'
import { layOut } from './topology.ts'

it('draws one trunk for each provider and ability', () => {
  const trunks = layOut(services, wires).trunks.map(({ provider, ability }) => `${provider} ${ability}`)

  expect(trunks.sort()).toEqual(['charts dashboards', 'edge reverse-proxy', 'history database', 'mail mail'])
})

const place = placesOf([
  { id: 'access', names: ['edge'] },
  { id: 'applications', names: ['a', 'b'] },
  { id: 'data', names: ['db', 'mail'] },
])

it('a provider with consumers on both sides has a trunk in the gutter of each side', () => {
  const runs = runsOf([wire('edge', 'mail', 'a'), wire('db', 'mail', 'a'), wire('mail', 'mail', 'a')], place)

  expect(runs.map(({ gutter, wires: shared }) => [gutter, shared.length])).toEqual([
    [0, 1],
    [1, 2],
  ])
})

it('lanes stand in the order of the height of what they join', () => {
  const runs = runsOf([wire('b', 'mail', 'mail'), wire('a', 'database', 'db')], place)

  expect(laneOrder(runs, 3)).toEqual([[], ['db database 1', 'mail mail 1'], []])
})
