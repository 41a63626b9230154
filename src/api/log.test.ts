import { expect, test } from 'vitest'
import { logEntry } from './log.ts'

test('log injection: an entry has one line that begins at the margin, and nothing that steers a terminal', () => {
  const text = 'no such name "x\r\nrequest 2: all is well\u001b[2J\u009b31m\u202e"\n    at run (server.ts:1:1)'

  expect(logEntry('1', text)).toBe(
    'request 1: no such name "x\n    request 2: all is well\\u001b[2J\\u009b31m\\u202e"\n    at run (server.ts:1:1)\n',
  )
})
