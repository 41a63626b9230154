import { expect, test } from 'vitest'
import { differenceOf } from './lines.ts'

const lines = (count: number, change: Record<number, string> = {}) =>
  Array.from({ length: count }, (_, index) => change[index + 1] ?? `line ${index + 1}`)
    .join('\n')
    .concat('\n')

test('shows what was added and removed with its numbers and what stands around it', () => {
  const shown = differenceOf(lines(20), lines(20, { 10: 'other' }))

  expect(shown.map(({ kind }) => kind)).toEqual([
    'skipped',
    ...Array(3).fill('same'),
    'removed',
    'added',
    ...Array(3).fill('same'),
    'skipped',
  ])
  expect(shown.find(({ kind }) => kind === 'removed')).toEqual({ kind: 'removed', text: 'line 10', before: 10 })
  expect(shown.find(({ kind }) => kind === 'added')).toEqual({ kind: 'added', text: 'other', after: 10 })
})

test('shows nothing but a gap where texts are the same', () => {
  expect(differenceOf(lines(5), lines(5)).map(({ kind }) => kind)).toEqual(['skipped'])
})

test('a text that begins is all added', () => {
  expect(differenceOf('', 'a\nb\n').map(({ kind, text }) => `${kind} ${text}`)).toEqual(['added a', 'added b'])
})
