import { describe, expect, test } from 'vitest'
import { allCodes } from '../../src/actions/codes.ts'
import { exitCodes } from '../../src/core/error.ts'
import { sources } from '../support/sources.ts'

/** Files that only list codes; a code that stands nowhere else is used by nobody. */
const tables = [
  'src/actions/errors.ts',
  'src/containers/errors.ts',
  'src/platform/auth/errors.ts',
  'src/platform/errors.ts',
  'src/stack/errors.ts',
]

const rooms = [...new Set(Object.keys(allCodes).map((code) => code.split('.')[0]))]
/** `plant.yaml` is a file and no code. */
const text = new RegExp(`(['"\`])((?:${rooms.join('|')})\\.(?!(?:yaml|db)\\1)[a-z]+(?:-[a-z]+)*)\\1`, 'g')

/** Names of actions have the form of codes, and are none. */
const actionIds = new Set(
  sources().flatMap((source) =>
    [...source.text.matchAll(/\bid: '([a-z]+\.[a-z-]+)'/g)].map((match) => match[1] as string),
  ),
)

const used = new Map<string, string>()
for (const source of sources()) {
  if (tables.includes(source.path)) continue
  for (const match of source.text.matchAll(text)) used.set(match[2] as string, source.path)
}

describe('error codes', () => {
  test('that the sources use are in the catalogue', () => {
    const unknown = [...used].filter(([code]) => !Object.hasOwn(allCodes, code) && !actionIds.has(code))

    expect(unknown.map(([code, path]) => `${code} in ${path}`)).toEqual([])
  })

  test('of the catalogue are used by the sources', () => {
    expect(Object.keys(allCodes).filter((code) => !used.has(code))).toEqual([])
  })

  test('have the form room.reason, a title, and a hint that says what to do', () => {
    for (const [code, { title, hint }] of Object.entries(allCodes)) {
      expect(code).toMatch(/^[a-z]+\.[a-z]+(-[a-z]+)*$/)
      expect(title, code).toMatch(/^[A-Z].*[^.]$/)
      expect(hint, code).toMatch(/^[A-Z].*\.$/)
    }
  })

  test('have an exit code of the table and an HTTP status of an error', () => {
    for (const [code, { exitCode, status }] of Object.entries(allCodes)) {
      expect(Object.values(exitCodes), code).toContain(exitCode)
      expect(exitCode, code).not.toBe(0)
      expect(status === 200 || (status >= 400 && status < 600), code).toBe(true)
    }
  })

  test('blame the request, not the server, for what a request can cause', () => {
    for (const [code, { status }] of Object.entries(allCodes))
      if (code.startsWith('stack.')) expect(status, code).toBe(422)
  })
})

test('exit codes are the public ones', () => {
  expect(exitCodes).toEqual({
    ok: 0,
    unexpected: 1,
    usage: 2,
    configuration: 3,
    unreachable: 4,
    credentials: 5,
    refused: 6,
    engine: 7,
    someFailed: 8,
    interrupted: 130,
  })
})
