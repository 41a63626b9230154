import { expect, test } from 'vitest'
import type { Issue } from '../core/issue.ts'
import { printIssue } from './report.ts'
import { View } from './view.ts'

function printed(issue: Partial<Issue>, isQuiet = false): string {
  let text = ''
  const view = new View(
    (part) => {
      text += part
    },
    { hasColour: false, isQuiet },
  )
  printIssue({ severity: 'error', code: 'a.b', path: ['services', 'x'], message: 'unknown', ...issue }, view)
  return text
}

test('an issue of a file begins with its place, so that editors can jump there', () => {
  expect(printed({ at: { file: 'plant.yaml', line: 12, column: 5 }, hint: 'Remove it.' })).toBe(
    'plant.yaml:12:5  error  unknown  (a.b)\n    Remove it.\n',
  )
})

test('an issue of a value begins with its path', () => {
  expect(printed({})).toBe('services.x  error  unknown  (a.b)\n')
})

test('what is only worth knowing is left out when results only are asked for', () => {
  expect(printed({ severity: 'info' }, true)).toBe('')
  expect(printed({ severity: 'warning' }, true)).not.toBe('')
})
