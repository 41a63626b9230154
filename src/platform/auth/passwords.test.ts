import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { Secret } from '../../core/secret.ts'
import { hashPassword, isPassword } from './passwords.ts'

const cheap = { N: 16, r: 1, p: 1 }
const password = new Secret('correct horse battery')

test('a hash says how it was made, and checks after the defaults have changed', async () => {
  const hash = await hashPassword(password, randomBytes, cheap)

  expect(hash).toMatch(/^scrypt\$16\$1\$1\$[\w+/=]{24}\$[\w+/=]{44}$/)
  expect(await isPassword(password, hash)).toBe(true)
  expect(await isPassword(new Secret('correct horse batterx'), hash)).toBe(false)
})

test('the same password has another hash each time', async () => {
  expect(await hashPassword(password, randomBytes, cheap)).not.toBe(await hashPassword(password, randomBytes, cheap))
})

test('letters that look the same are the same, however the keyboard makes them', async () => {
  const hash = await hashPassword(new Secret('Zahnra\u0308der drehen'), randomBytes, cheap)

  expect(await isPassword(new Secret('Zahnr\u00e4der drehen'), hash)).toBe(true)
})

test.each([null, undefined])('nobody’s password is right where there is none (%s)', async (stored) => {
  expect(await isPassword(new Secret(''), stored)).toBe(false)
})
