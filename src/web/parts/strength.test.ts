import { expect, it } from 'vitest'
import { strengthOf } from './strength.ts'

it.each([
  ['', 0],
  ['short', 1],
  ['aaaaaaaaaaaaaaaaaaaaaaaa', 1],
  ['twelve chars', 2],
  ['sixteen letters!', 3],
  ['correct horse battery staple', 4],
])('%j has come %d steps', (password, steps) => {
  expect(strengthOf(password)).toBe(steps)
})
