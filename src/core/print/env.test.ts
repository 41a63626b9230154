import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDotenv } from '../../../test/support/dotenv.ts'
import { hostileUtf8 } from '../../../test/support/hostile.ts'
import { printEnv, quoteEnv } from './env.ts'

/** A variable that every `$` in a value would find. */
const surroundings = { HOME: '/root', x: 'expanded', A: 'expanded', b: 'expanded' }

const value = fc.oneof(
  fc.constantFrom(...hostileUtf8),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom(...'\'"\\$#={}` \t\n\rnrtabvf0xA') }),
)

describe('Docker Compose', () => {
  test('reads back every value, and the values after it', () => {
    fc.assert(
      fc.property(value, value, (first, second) => {
        const text = printEnv([
          { name: 'FIRST', value: first },
          { name: 'SECOND', value: second, comment: 'after whatever stood above' },
          { name: 'END', value: 'end' },
        ])

        expect(readDotenv(text, surroundings)).toEqual({ FIRST: first, SECOND: second, END: 'end' })
      }),
      { numRuns: 5000 },
    )
  })

  test('reads back texts that end a line, a quote or a comment elsewhere', () => {
    for (const text of hostileUtf8)
      expect(readDotenv(printEnv([{ name: 'A', value: text }]), surroundings), JSON.stringify(text)).toEqual({
        A: text,
      })
  })
})

test('values without special characters stay without quotes', () => {
  expect(printEnv([{ name: 'TAG', value: 'v3.14.0' }])).toBe('TAG=v3.14.0\n')
  expect(quoteEnv('Europe/Berlin')).toBe('Europe/Berlin')
  expect(quoteEnv('')).toBe('')
})

test('single quotes keep a dollar sign from being expanded, double quotes take what single ones cannot', () => {
  expect(quoteEnv('pa$word')).toBe("'pa$word'")
  expect(quoteEnv("it's $5\n")).toBe('"it\'s \\$5\\n"')
})

test('no line of a comment becomes a variable', () => {
  const text = printEnv([{ name: 'A', value: '1', comment: 'one\nB=2\r\nC=3' }])

  expect(readDotenv(text)).toEqual({ A: '1' })
})
