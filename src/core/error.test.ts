import { expect, test } from 'vitest'
import { defineCodes, exitCodes, failuresOf, IgnError } from './error.ts'

const codes = defineCodes({
  'room.broken': { title: 'It is broken', hint: 'Mend it.', exitCode: exitCodes.refused, status: 409 },
})
const fail = failuresOf(codes)

test('an error has the exit code, status and hint of its code', () => {
  const error = fail('room.broken', 'the pump is broken')

  expect(error).toBeInstanceOf(IgnError)
  expect(error).toMatchObject({
    name: 'IgnError',
    code: 'room.broken',
    message: 'the pump is broken',
    hint: 'Mend it.',
    exitCode: 6,
    status: 409,
    issues: [],
    details: {},
  })
  expect('cause' in error).toBe(false)
})

test('a more exact hint, the cause and the issues are kept', () => {
  const cause = new Error('EIO')
  const issues = [{ severity: 'error', code: 'room.broken', path: ['pump'], message: 'broken' }] as const

  const error = fail('room.broken', 'broken', { hint: 'Mend the pump.', cause, issues, details: { pump: 3 } })

  expect(error).toMatchObject({ hint: 'Mend the pump.', cause, issues, details: { pump: 3 } })
})
