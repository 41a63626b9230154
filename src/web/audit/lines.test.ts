import { describe, expect, it } from 'vitest'
import { type AuditLine, byDay, matching, personOf, targetOf } from './lines.ts'

const line = (values: Partial<AuditLine> = {}): AuditLine => ({
  id: '1',
  at: new Date(2026, 10, 20, 14, 6).toISOString(),
  actor: 'user:ada',
  action: 'user.add',
  target: 'grace',
  outcome: 'done',
  code: null,
  address: '127.0.0.1',
  requestId: null,
  changed: true,
  times: 1,
  plant: null,
  ...values,
})

describe('personOf', () => {
  it.each([
    ['user:ada', { kind: 'user', name: 'ada' }],
    ['token:ada/nightly backup', { kind: 'token', name: 'ada', title: 'nightly backup' }],
    ['shell:root', { kind: 'shell', name: 'root' }],
    ['server', { kind: 'server', name: '' }],
    ['anonymous', { kind: 'anonymous', name: '' }],
  ])('%s', (actor, person) => {
    expect(personOf(actor)).toEqual(person)
  })
})

it('finds lines in which every word occurs, wherever', () => {
  const lines = [line(), line({ action: 'session.open', target: 'ada', code: 'auth.wrong-credentials' })]

  expect(matching(lines, 'ada WRONG')).toEqual([lines[1]])
  expect(matching(lines, '')).toEqual(lines)
})

const aboutPlant = line({
  action: 'plant.version',
  target: '0a1b2c, version 3',
  plant: { id: '0a1b2c', name: 'bottling' },
})

it('a line about a plant has its name instead of its id, and is found by both', () => {
  expect(targetOf(aboutPlant)).toBe('bottling, version 3')
  expect(targetOf(line())).toBe('grace')
  for (const words of ['bottling', '0a1b2c']) expect(matching([aboutPlant, line()], words)).toEqual([aboutPlant])
})

it('groups lines by the day of the place where the browser is', () => {
  const today = line()
  const before = line({ id: '2', at: new Date(2026, 10, 19, 23, 59).toISOString() })

  expect(byDay([today, before])).toEqual([
    { start: new Date(2026, 10, 20).getTime(), lines: [today] },
    { start: new Date(2026, 10, 19).getTime(), lines: [before] },
  ])
})
