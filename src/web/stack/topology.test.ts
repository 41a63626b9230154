import { expect, it } from 'vitest'
import { service, services, wire, wires } from '../../../test/support/topology.ts'
import { layOut } from './topology.ts'

it('the picture of a plant is the same for everybody', () => {
  expect(layOut(services, wires)).toEqual(layOut(services, wires))
})

it('a wire to a service that is not there is left out', () => {
  expect(layOut([service('a', 'database')], [wire('a', 'mail', 'gone')]).branches).toEqual([])
})
