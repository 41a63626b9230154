import { expect, it } from 'vitest'
import { initials } from './initials.ts'

it.each([
  ['m.keller', 'MK'],
  ['Ada Lovelace', 'AL'],
  ['ada', 'AD'],
  ['ci-deploy', 'CD'],
  ['', '?'],
])('%s is drawn as %s', (name, letters) => {
  expect(initials(name)).toBe(letters)
})
