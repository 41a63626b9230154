import { expect, it } from 'vitest'
import { keyWord } from './key-words.ts'

it.each([
  ['Ctrl Shift L', 'en', 'Ctrl Shift L'],
  ['Ctrl Shift L', 'de', 'Strg Umschalt L'],
  ['Delete', 'de', 'Entf'],
  ['Shift drag', 'de', 'Umschalt ziehen'],
  ['F8', 'de', 'F8'],
] as const)('%s is labelled in %s as %s', (keys, language, label) => {
  expect(keyWord(keys, language)).toBe(label)
})
