import { expect, test } from 'vitest'
import type { Actor } from './actor.ts'
import { SameReads, sameReadMs } from './same-reads.ts'

const actor: Actor = { kind: 'user', name: 'ada', credential: { id: 'desk' }, address: '192.0.2.1' }
const read = { action: 'job.list', target: '', actor }

test('a read is known for five minutes from the first time on', () => {
  const reads = new SameReads()
  reads.remember(read, 'line-1', 0)

  expect(reads.lineOf(read, sameReadMs - 1)).toBe('line-1')
  expect(reads.lineOf(read, sameReadMs)).toBeUndefined()
})

test.each([
  ['another action', { ...read, action: 'job.read' }],
  ['another thing', { ...read, target: 'x' }],
  ['another session', { ...read, actor: { ...actor, credential: { id: 'couch' } } }],
  ['another address', { ...read, actor: { ...actor, address: '192.0.2.2' } }],
])('%s is another read', (_, other) => {
  const reads = new SameReads()
  reads.remember(read, 'line-1', 0)

  expect(reads.lineOf(other, 1)).toBeUndefined()
})

test('what cannot be told apart by its texts is told apart', () => {
  const reads = new SameReads()
  reads.remember({ ...read, action: 'a', target: 'b\nc' }, 'line-1', 0)

  expect(reads.lineOf({ ...read, action: 'a\nb', target: 'c' }, 1)).toBeUndefined()
})

test('of very many reads the oldest are forgotten, and told again', () => {
  const reads = new SameReads()
  for (let count = 0; count <= 10_000; count++) reads.remember({ ...read, target: String(count) }, `line-${count}`, 0)

  expect(reads.lineOf({ ...read, target: '0' }, 1)).toBeUndefined()
  expect(reads.lineOf({ ...read, target: '1' }, 1)).toBe('line-1')
})
