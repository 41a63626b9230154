import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hostileUtf8 } from '../../../test/support/hostile.ts'
import { printIni } from './ini.ts'

/**
 * Reads a file by the rules of go-ini (parser.go of v1.67), which Grafana uses: `"""` and backtick quotes up to the
 * last of their kind, then continuation lines, comments from `#` or `;` on, and one pair of quotes around the value.
 */
function readIni(text: string): Record<string, Record<string, string>> {
  const sections: Record<string, Record<string, string>> = {}
  let section: Record<string, string> = {}
  const lines = text.split('\n')
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    const name = /^\[(.+)\]$/.exec(line)?.[1]
    if (name !== undefined) {
      section = {}
      sections[name] = section
    } else if (line.trim() !== '') {
      const equals = line.indexOf('=')
      section[line.slice(0, equals).trim()] = iniValue(line.slice(equals + 1), lines)
    }
  }
  return sections
}

/** Go's idea of space, which has a character that JavaScript's has not. */
const trimGo = (text: string): string => text.replace(/^[\s\u0085]+|[\s\u0085]+$/g, '')

function iniValue(raw: string, following: string[]): string {
  const line = raw.replace(/^[\s\u0085]+/, '')
  for (const quote of ['"""', '`']) {
    if (line.length > quote.length && line.startsWith(quote))
      return line.slice(quote.length, line.lastIndexOf(quote) === 0 ? undefined : line.lastIndexOf(quote))
  }
  let value = trimGo(line)
  if (value.endsWith('\\')) value = value.slice(0, -1) + trimGo(following.shift() ?? '')
  value = trimGo(value.split(/[#;]/, 1)[0] ?? '')
  return /^(["']).*\1$/s.test(value) && value.length > 1 ? value.slice(1, -1) : value
}

const oneLine = (text: string): boolean => !/[\r\n\0]/.test(text)

const value = fc
  .oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom(...'"\'`#;=[]\\% \t\u0085ab') }))
  .filter(oneLine)

test('a reader with the rules of go-ini gets back every value on one line', () => {
  fc.assert(
    fc.property(value, value, (first, second) => {
      const text = printIni({ server: { first, second, end: 'end' } })

      expect(readIni(text)).toEqual({ server: { first, second, end: 'end' } })
    }),
    { numRuns: 5000 },
  )
})

test('a reader with the rules of go-ini gets back texts that look like comments, quotes and continued lines', () => {
  for (const text of hostileUtf8.filter(oneLine))
    expect(readIni(printIni({ a: { key: text, end: 'end' } })), JSON.stringify(text)).toEqual({
      a: { key: text, end: 'end' },
    })
})

test('sections, numbers and booleans are written as people would write them', () => {
  const text = printIni({ '': { app_mode: 'production' }, server: { http_port: 3000, enforce_domain: false } })

  expect(text).toBe('app_mode = production\n\n[server]\nhttp_port = 3000\nenforce_domain = false\n')
})

test('a value with a line break is refused, because it would begin another setting', () => {
  for (const value of ['a\nb = c', 'a\rb', 'a\0b'])
    expect(() => printIni({ a: { key: value } })).toThrow(/cannot hold a line break/)
})
