import { expect, it } from 'vitest'
import { freshName, withName } from './plant-name.ts'

it('puts another name into a plant file and leaves all else as it was written', () => {
  const text = '# the line\nversion: 1\nname:   bottling # as on the door\n\nservices:\n    mail: {uses: mailpit}\n'

  expect(withName(text, 'filling')).toBe(text.replace('bottling', 'filling'))
  expect(withName("name: 'bottling'\n", 'filling')).toBe("name: 'filling'\n")
  expect(withName('{"version": 1, "name": "bottling"}', 'filling')).toBe('{"version": 1, "name": "filling"}')
})

it.each(['version: 1\nname: [broken', 'version: 1\nservices: {}\n', 'name: {}\n', 'name: |\n  bottling\n', ''])(
  'leaves %j as it is: there is no name that could be replaced',
  (text) => {
    expect(withName(text, 'filling')).toBe(text)
  },
)

it('does not make a truth value of a name', () => {
  expect(withName('name: bottling\n', 'true')).toBe('name: "true"\n')
})

it.each([
  ['Bottling, copy', [], 'bottling-copy'],
  ['Bottling, copy', ['bottling-copy', 'bottling-copy-2'], 'bottling-copy-3'],
  ['Abfüllung Süd', [], 'abfullung-sud'],
  ['2. Linie', [], 'linie'],
  ['第7', ['plant'], 'plant-2'],
  ['a'.repeat(80), ['a'.repeat(36)], `${'a'.repeat(36)}-2`],
] as const)('makes of %s, where %j are taken, %s', (words, taken, name) => {
  expect(freshName(words, 'plant', new Set(taken))).toBe(name)
})
