import { expect, test } from 'vitest'
import { hostileTexts } from '../../../test/support/hostile.ts'
import { printJson } from './json.ts'

test('keys keep their order, two spaces indent, one line break ends the file', () => {
  expect(printJson({ b: [1, { a: null }], a: 'x' })).toBe(
    '{\n  "b": [\n    1,\n    {\n      "a": null\n    }\n  ],\n  "a": "x"\n}\n',
  )
})

test('every text comes back', () => {
  expect(JSON.parse(printJson(hostileTexts))).toEqual(hostileTexts)
})
