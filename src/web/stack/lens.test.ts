import { expect, it } from 'vitest'
import type { Wire } from '../api.ts'
import { abilitiesOf, isSeen, lensesFor } from './lens.ts'

const wire = (ability: string, status: Wire['status'] = 'automatic'): Wire => ({
  id: `a.${ability}.b`,
  ability,
  provider: 'b',
  consumer: 'a',
  status,
  why: '',
})

it('offers only what there is something to see of', () => {
  expect(lensesFor([wire('database'), wire('oidc-login', 'manual')])).toEqual(['all', 'open', 'signIn', 'data'])
})

it('an ability that has no lens of its own is still reachable', () => {
  expect(lensesFor([wire('docker-api')])).toEqual(['all', 'other'])
})

it('tells wires of a run of probes apart by where they stand', () => {
  expect(isSeen('unproven', wire('database'), 'error')).toBe(true)
  expect(isSeen('unproven', wire('database'), 'proven')).toBe(false)
  expect(isSeen('broken', wire('database'), 'running')).toBe(false)
  expect(isSeen('broken', wire('database'), 'error')).toBe(true)
})

it('unfolds what it is about, and nothing where it is about all', () => {
  const wires = [wire('metrics'), wire('logs')]

  expect(abilitiesOf('metrics', wires)).toEqual(['metrics'])
  expect(abilitiesOf('all', wires)).toEqual([])
})
