import { deepStrictEqual } from 'node:assert'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { hostileTexts } from '../../../test/support/hostile.ts'
import { printYaml, quoteYaml, type YamlValue } from './yaml.ts'

/** What readers of both versions make of a text; `merge` is what Compose's reader does with `<<`. */
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  '1.1': (text) => parse(text, { version: '1.1', merge: true }),
  '1.2': (text) => parse(text, { version: '1.2' }),
}

const text = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...':-#,[]{}"\'\\|>&*!%@`~?=<. \n\t0129eExob_+ynYNTF') }),
)
/** YAML allows 1024 characters before the colon of a key. */
const key = text.filter((name) => name.length < 200)
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })).map((value) => value + 0)
const leaf = fc.oneof(text, number, fc.boolean(), fc.constant(null))

const { value } = fc.letrec<{ value: YamlValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    leaf,
    fc.array(tie('value'), { maxLength: 6 }),
    fc.uniqueArray(fc.tuple(key, tie('value')), { maxLength: 6, selector: ([name]) => name }).map(Object.fromEntries),
  ),
}))

describe.each(Object.entries(readers))('a reader of YAML %s', (_, read) => {
  test('gets back every nested value', () => {
    fc.assert(
      fc.property(value, (given) => {
        // not toStrictEqual, which asks a key called "constructor" for the type of its object
        deepStrictEqual(read(printYaml(given)), given)
      }),
      { numRuns: 2000 },
    )
  })

  test('gets back texts that look like something else, as values, items and keys', () => {
    for (const given of hostileTexts) {
      const everywhere = [given, [given], [[given]], { a: given, b: { c: given }, d: [{ e: given }] }]
      expect(read(printYaml(given)), JSON.stringify(given)).toBe(given)
      expect(read(printYaml(everywhere)), JSON.stringify(given)).toStrictEqual(everywhere)
      const asKey = Object.fromEntries([[given, 1]])
      if (given.length < 1000) expect(read(printYaml(asKey)), JSON.stringify(given)).toStrictEqual(asKey)
    }
  })

  test('gets back numbers at the edges', () => {
    const numbers = [0, 1e21, 1e-7, 5e-324, Number.MAX_SAFE_INTEGER, Number.MAX_VALUE, -1.5]

    expect(read(printYaml(numbers))).toStrictEqual(numbers)
  })
})

test('plain words stay without quotes, so that people can read the file', () => {
  for (const plain of ['grafana', '/data', './config/a.yaml:/etc/a.yaml:ro', 'a b', 'x=1', 'no-new-privileges:true'])
    expect(quoteYaml(plain)).toBe(plain)
})

test('texts of several lines become literal blocks', () => {
  expect(printYaml({ script: 'set -e\n\nexec "$@"\n' })).toBe('script: |\n  set -e\n\n  exec "$@"\n')
})

test('short lists of scalars stand on one line, long ones below each other', () => {
  expect(printYaml({ test: ['CMD', 'pg_isready', 1, true, null] })).toBe('test: [CMD, pg_isready, 1, true, null]\n')
  expect(printYaml({ test: ['x'.repeat(40), 'y'.repeat(40)] })).toBe(
    `test:\n  - ${'x'.repeat(40)}\n  - ${'y'.repeat(40)}\n`,
  )
})

test('empty collections and missing values', () => {
  expect(printYaml({ a: {}, b: [], c: undefined, d: { e: undefined } })).toBe('a: {}\nb: []\nd: {}\n')
  expect(printYaml([])).toBe('[]\n')
  expect(printYaml({ a: undefined })).toBe('{}\n')
})

test('keys keep the order they are given in, and the text ends with one line break', () => {
  expect(printYaml({ b: 1, a: [{ d: 1, c: 2 }] })).toBe('b: 1\na:\n  - d: 1\n    c: 2\n')
})

test('numbers that YAML has no common word for are refused', () => {
  for (const number of [Number.NaN, Number.POSITIVE_INFINITY]) expect(() => printYaml({ number })).toThrow(/not a YAML/)
})
