import { expect, test } from 'vitest'
import { nameFrom, roleOf } from './oidc.ts'

const identity = (claims: Record<string, unknown>, subject = 'f3a1') => ({ issuer: 'https://login', subject, claims })

test.each([
  [{ preferred_username: 'Ada' }, 'ada'],
  [{ preferred_username: 'Ada Lovelace' }, 'ada-lovelace'],
  [{ preferred_username: '../../root' }, 'root'],
  [{ preferred_username: 7, email: 'ada@example.com' }, 'ada@example.com'],
  [{ preferred_username: '日本' }, 'f3a1'],
  [{ preferred_username: 'x'.repeat(100) }, 'x'.repeat(64)],
  [{}, 'f3a1'],
])('whom a provider calls %j is called %s', (claims, name) => {
  expect(nameFrom(identity(claims))).toBe(name)
})

test('a user without any usable name gets one', () => {
  expect(nameFrom(identity({}, '日本'))).toMatch(/^user-[a-z0-9]{1,8}$/)
})

test.each([
  [['a'], 'viewer'],
  [['a', 'b'], 'administrator'],
  [['b', 'a'], 'administrator'],
  ['b', 'administrator'],
  [['c'], undefined],
  [[{}, null, 1], undefined],
  [undefined, undefined],
])('the groups %j have the role %s', (groups, role) => {
  const map = new Map([
    ['a', 'viewer'],
    ['b', 'administrator'],
  ] as const)

  expect(roleOf(groups, map)).toBe(role)
})
