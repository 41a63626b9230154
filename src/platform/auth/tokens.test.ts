import { expect, test } from 'vitest'
import { makeId } from './tokens.ts'

test('an id is one word of a command line and one step of an address', () => {
  for (let byte = 0; byte < 256; byte++) expect(makeId((count) => Buffer.alloc(count, byte))).toMatch(/^[a-z0-9]+$/)
})
