import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatComposeSize, parseSize } from './size.ts'

describe('a size', () => {
  test.each([
    ['1000B', 1000],
    ['512MiB', 536_870_912],
    ['512MB', 536_870_912],
    ['512m', 536_870_912],
    ['2g', 2_147_483_648],
    ['1.5GiB', 1_610_612_736],
    ['1 k', 1024],
    ['0.001k', 1],
  ])('%s is %d bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes)
  })

  test.each([
    '',
    '512',
    'm',
    '-1g',
    '1e3m',
    '1,5g',
    '1  g',
    ' 1g',
    '1g ',
    '1tb',
    '1gigs',
    '1.2345g',
    '9999999999g',
    '1\ng',
  ])('%j is not one', (text) => {
    expect(parseSize(text)).toBeUndefined()
  })

  test('is written in the largest unit that loses nothing', () => {
    expect(formatComposeSize(2 * 1024 ** 3)).toBe('2G')
    expect(formatComposeSize(1.5 * 1024 ** 3)).toBe('1536M')
    expect(formatComposeSize(1000)).toBe('1000B')
  })

  test('that was written is read back as the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_999 }), fc.constantFrom(1, 1024 ** 2, 1024 ** 3), (count, unit) => {
        expect(parseSize(formatComposeSize(count * unit))).toBe(count * unit)
      }),
    )
  })
})
