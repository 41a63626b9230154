import { describe, expect, test } from 'vitest'
import { View, wantsColour } from './view.ts'

const written = (use: (view: View) => void, hasColour = false): string => {
  let text = ''
  use(
    new View(
      (part) => {
        text += part
      },
      { hasColour, isQuiet: false },
    ),
  )
  return text
}

describe('a table', () => {
  test('has columns as wide as their widest cell, and no blanks at the ends of lines', () => {
    const rows = [
      ['name', 'port', 'title'],
      ['a', '80', ''],
      ['longer', '8080', 'Dashboards'],
    ]

    expect(written((view) => view.table(rows, '  '))).toBe(
      '  name    port  title\n  a       80\n  longer  8080  Dashboards\n',
    )
  })

  test('may have rows of different length', () => {
    expect(written((view) => view.table([['a'], ['b', 'c', 'd'], ['e', 'f']]))).toBe('a\nb  c  d\ne  f\n')
  })

  test('of nothing is nothing', () => {
    expect(written((view) => view.table([]))).toBe('')
  })
})

describe('colour', () => {
  test('stands around the text only where it is wanted', () => {
    expect(written((view) => view.line(view.style('red', 'x')))).toBe('x\n')
    expect(written((view) => view.line(view.style('red', 'x')), true)).toBe('\u001b[31mx\u001b[39m\n')
  })

  test.each([
    [true, { isTTY: true }, {}, false],
    [false, { isTTY: false }, {}, false],
    [false, {}, {}, false],
    [false, { isTTY: true }, { NO_COLOR: '1' }, false],
    [true, { isTTY: true }, { NO_COLOR: '' }, false],
    [false, { isTTY: true }, { TERM: 'dumb' }, false],
    [false, { isTTY: true }, {}, true],
  ])('is wanted: %j, for %j with %j and --no-color %j', (wanted, stream, environment, noColour) => {
    expect(wantsColour(stream, environment, noColour)).toBe(wanted)
  })
})
