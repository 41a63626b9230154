import { expect, it } from 'vitest'
import { sizeOf } from './size.ts'

it.each([
  [0, '0 B'],
  [512, '512 B'],
  [1024, '1 KiB'],
  [88_290_099, '84.2 MiB'],
  [256 * 1024 ** 2, '256 MiB'],
  [2_254_857_830, '2.1 GiB'],
])('%i bytes are %s', (bytes, text) => {
  expect(sizeOf(bytes)).toBe(text)
})
