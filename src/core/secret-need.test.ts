import { expect, test } from 'vitest'
import { password, type SecretNeed, secretFileName, secretPath } from './secret-need.ts'

const authority: SecretNeed = { kind: 'authority', name: 'stack-ca', commonName: 'CA' }

test('a password file has the name of its need, a certificate two files with endings', () => {
  const file: SecretNeed = { kind: 'password-file', name: 'broker-passwd', format: 'mosquitto', users: [] }

  expect(secretFileName({ need: password('admin') })).toBe('admin')
  expect(secretFileName({ need: file })).toBe('broker-passwd')
  expect(secretFileName({ need: authority })).toBe('stack-ca.crt')
  expect(secretFileName({ need: authority, part: 'certificate' })).toBe('stack-ca.crt')
  expect(secretFileName({ need: authority, part: 'key' })).toBe('stack-ca.key')
})

test('containers find secrets where Compose puts them', () => {
  expect(secretPath({ need: password('admin') })).toBe('/run/secrets/admin')
})

test('a password is generated unless one is given', () => {
  expect(password('admin')).toEqual({ kind: 'password', name: 'admin', length: 24, given: undefined })
  expect(password('admin', 'env:ADMIN').given).toBe('env:ADMIN')
})
