import { format, inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { Secret, secretReference } from './secret.ts'

const value = 'correct horse battery staple'

describe('a secret', () => {
  const secret = new Secret(value)
  const nested = { login: { user: 'ada', password: secret }, list: [secret], map: new Map([['p', secret]]) }

  test('gives its value to whoever asks for it by name', () => {
    expect(secret.reveal()).toBe(value)
  })

  test.each([
    ['a template', () => `${secret}`],
    ['concatenation', () => `a${String(secret)}${secret.toString()}`],
    ['joining', () => [secret, secret].join()],
    ['JSON', () => JSON.stringify({ secret, nested })],
    ['indented JSON', () => JSON.stringify(nested, null, 2)],
    ['inspect', () => inspect(nested, { depth: null })],
    [
      'inspect with hidden properties and getters',
      () => inspect(nested, { showHidden: true, getters: true, depth: null }),
    ],
    ['inspect without its own printer', () => inspect(secret, { customInspect: false, showHidden: true })],
    ['console formats', () => format('%s %o %O %j %d', secret, secret, nested, nested, secret)],
    ['its keys and a copy', () => inspect([Object.keys(secret), { ...secret }, Object.getOwnPropertyNames(secret)])],
    ['a structured clone', () => inspect(structuredClone(secret))],
    ['an error', () => inspect(new Error(`cannot log in with ${secret}`, { cause: secret }))],
    [
      'for in',
      () => {
        let all = ''
        for (const key in secret) all += key
        return all
      },
    ],
  ])('does not show in %s', (_, print) => {
    expect(print()).not.toContain('horse')
  })

  test('reads as [secret] where it would have been', () => {
    expect(`${secret}`).toBe('[secret]')
    expect(JSON.stringify({ secret })).toBe('{"secret":"[secret]"}')
    expect(inspect({ secret })).toBe('{ secret: [secret] }')
  })
})

describe('a reference', () => {
  test.each(['env:GRAFANA_PASSWORD', 'env:_x1', 'file:./password.txt', 'file:/run/secrets/a b', 'vault:named/charts'])(
    '%s names where a secret is',
    (reference) => {
      expect(secretReference.test(reference)).toBe(true)
    },
  )

  test.each([
    '',
    'hunter2',
    'env:',
    'env:1A',
    'env:A B',
    'env:A=B',
    'file:',
    'vault:',
    'vault:../x',
    'vault:A',
    'http://x',
  ])('%j does not', (text) => {
    expect(secretReference.test(text)).toBe(false)
  })
})
