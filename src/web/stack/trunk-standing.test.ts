import { expect, it } from 'vitest'
import type { State } from '../parts/icon.tsx'
import { textOf } from '../text/text.tsx'
import { standingOf, standingWords } from './trunk-standing.ts'

it.each<[State, State[]]>([
  ['error', ['proven', 'unsupported', 'error', 'manual']],
  ['unsupported', ['manual', 'unsupported', 'proven']],
  ['manual', ['proven', 'automatic', 'manual', 'running']],
  ['running', ['proven', 'running', 'automatic']],
  ['automatic', ['proven', 'automatic', 'proven']],
  ['proven', ['proven', 'proven']],
  ['automatic', []],
])('a trunk is %s with wires that are %j', (worst, states) => {
  expect(standingOf(states).worst).toBe(worst)
})

it.each([
  ['en', ['proven', 'error', 'proven'], '1 broken, 2 proven'],
  ['en', ['proven', 'proven'], 'all proven'],
  ['en', ['running', 'automatic', 'running'], '2 being tried, 1 automatic'],
  ['de', ['manual', 'proven', 'manual'], '2 von Hand, 1 bewiesen'],
  ['de', ['proven', 'proven'], 'alle bewiesen'],
] as const)('says in %s how %j stand: %s', (language, states, said) => {
  expect(standingWords(standingOf(states), textOf(language))).toBe(said)
})
