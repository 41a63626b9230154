import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hostileTexts } from '../../../test/support/hostile.ts'
import { quoteSqlIdentifier, quoteSqlLiteral } from './sql.ts'

/**
 * The first quoted token of a statement and what follows it, as PostgreSQL's scanner reads it with
 * standard_conforming_strings: a doubled quote is one quote, nothing else is special.
 */
function scan(statement: string): { value: string; rest: string } {
  const quote = statement[0] as string
  let value = ''
  for (let index = 1; index < statement.length; index++) {
    if (statement[index] !== quote) value += statement[index]
    else if (statement[index + 1] === quote) {
      value += quote
      index++
    } else return { value, rest: statement.slice(index + 1) }
  }
  throw new Error('unterminated')
}

const text = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'\'"\\;-$E ab') }),
)

test('a literal ends where it should, whatever it holds', () => {
  fc.assert(
    fc.property(text, (value) => {
      expect(scan(`${quoteSqlLiteral(value)}; DROP TABLE t`)).toEqual({ value, rest: '; DROP TABLE t' })
    }),
  )
})

test('an identifier ends where it should, whatever it holds', () => {
  fc.assert(
    fc.property(text, (value) => {
      expect(scan(`${quoteSqlIdentifier(value)}.column`)).toEqual({ value, rest: '.column' })
    }),
  )
})

test('a quote that tries to end the statement stays text', () => {
  expect(quoteSqlLiteral("x'; DROP ROLE admin; --")).toBe("'x''; DROP ROLE admin; --'")
  expect(quoteSqlIdentifier('a"; DROP ROLE admin; --')).toBe('"a""; DROP ROLE admin; --"')
})
