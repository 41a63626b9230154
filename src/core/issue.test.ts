import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareText, formatIssue, formatPath, hasErrors, type Issue, sortIssues } from './issue.ts'

const issue = (more: Partial<Issue>): Issue => ({ severity: 'error', code: 'a.b', path: [], message: 'm', ...more })

describe('a path', () => {
  test('reads as a person would write it', () => {
    expect(formatPath([])).toBe('(root)')
    expect(formatPath(['services', 'charts', 'ports', 0])).toBe('services.charts.ports[0]')
    expect(formatPath([0, 'name'])).toBe('[0].name')
  })
})

describe('an issue', () => {
  test('is one line with its place, and its hint below', () => {
    const at = { file: 'plant.yaml', line: 12, column: 5 }

    expect(formatIssue(issue({ at, path: ['services', 'x'], message: 'unknown', hint: 'Remove it.' }))).toBe(
      'plant.yaml:12:5: error a.b at services.x: unknown\n    Remove it.',
    )
    expect(formatIssue(issue({ at: { line: 1, column: 2 } }))).toBe('input:1:2: error a.b at (root): m')
    expect(formatIssue(issue({ severity: 'warning' }))).toBe('warning a.b at (root): m')
  })

  test('is an error only when it says so', () => {
    expect(hasErrors([issue({ severity: 'warning' }), issue({ severity: 'info' })])).toBe(false)
    expect(hasErrors([issue({ severity: 'warning' }), issue({})])).toBe(true)
    expect(hasErrors([])).toBe(false)
  })
})

describe('sorted issues', () => {
  test('are errors first, then in the order of the file, without a place last', () => {
    const at = (line: number, column: number) => ({ at: { line, column } })
    const sorted = [
      issue({ ...at(2, 9) }),
      issue({ ...at(10, 1) }),
      issue({ ...at(10, 3) }),
      issue({ path: ['a'] }),
      issue({ path: ['b'], code: 'a.a' }),
      issue({ path: ['b'], code: 'a.b' }),
      issue({ severity: 'warning', ...at(1, 1) }),
      issue({ severity: 'info', ...at(1, 1) }),
    ]

    expect(sortIssues([...sorted].reverse())).toEqual(sorted)
  })

  test('stand in the same order, however they came', () => {
    const any = fc.record({
      severity: fc.constantFrom('error', 'warning', 'info'),
      code: fc.constantFrom('a.a', 'a.b'),
      path: fc.array(fc.oneof(fc.constantFrom('a', 'b'), fc.nat(2)), { maxLength: 3 }),
      message: fc.constant('m'),
      at: fc.option(fc.record({ line: fc.integer({ min: 1, max: 3 }), column: fc.integer({ min: 1, max: 3 }) }), {
        nil: undefined,
      }),
    }) as fc.Arbitrary<Issue>
    fc.assert(
      fc.property(fc.array(any), (issues) => {
        expect(sortIssues([...issues].reverse()).map(formatIssue)).toEqual(sortIssues(issues).map(formatIssue))
      }),
    )
  })
})

test('text is compared by code unit, which no locale changes', () => {
  expect(['b', 'a', 'Z', 'ä', 'a-b', 'ab'].sort(compareText)).toEqual(['Z', 'a', 'a-b', 'ab', 'b', 'ä'])
})
