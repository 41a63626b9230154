import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { attackList, type NamedTest } from '../../scripts/gen/security.ts'
import { root } from '../support/project.ts'

/** A title stands behind the bracket of its test, or on a line of its own where it is long. */
function isThere({ file, title }: NamedTest): boolean {
  const source = readFileSync(join(root, file), 'utf8')
  return ['(', '\n'].some((before) =>
    source
      .split(before)
      .some((part) => [`'${title}',`, `"${title}",`].some((start) => part.trimStart().startsWith(start))),
  )
}

it.each(attackList)('the page of attacks names tests that exist: $attack', ({ tests }) => {
  expect(tests.length).toBeGreaterThan(0)

  expect(tests.filter((one) => !isThere(one))).toEqual([])
})

it('the page of attacks could not name a test that is not there', () => {
  expect(isThere({ file: 'src/api/log.test.ts', title: 'no such test' })).toBe(false)
})
