import { expect, test } from 'vitest'
import { printCsv } from './csv.ts'

test('rows become lines of RFC 4180, quoted where they have to be', () => {
  expect(
    printCsv([
      ['a', 'b'],
      ['1, 2', 'say "hi"\nthere'],
    ]),
  ).toBe('a,b\r\n"1, 2","say ""hi""\nthere"\r\n')
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1'])('a spreadsheet does not carry out %j', (text) => {
  expect(printCsv([[text]])).toBe(`'${text}\r\n`)
})
