import fc from 'fast-check'
import { expect, test } from 'vitest'
import { didYouMean, nearest } from './nearest.ts'

const services = ['grafana', 'ignition', 'keycloak', 'mailpit', 'mosquitto', 'node-red', 'postgres', 'prometheus']

test.each([
  ['grafna', 'grafana'],
  ['Grafana', 'grafana'],
  ['rgafana', 'grafana'],
  ['ignitoin', 'ignition'],
  ['postgresql', 'postgres'],
  ['nodered', 'node-red'],
  ['mosquito', 'mosquitto'],
])('"%s" means "%s"', (word, meant) => {
  expect(nearest(word, services)).toBe(meant)
})

test.each(['', 'influxdb', 'xyz', 'g', 'x'.repeat(65), 'grafana'.repeat(9)])('"%s" means none of them', (word) => {
  expect(nearest(word, services)).toBeUndefined()
})

test('of two that are equally near, the first is meant', () => {
  expect(nearest('cat', ['bat', 'rat'])).toBe('bat')
  expect(nearest('cat', ['rat', 'bat'])).toBe('rat')
})

test('a word of the list means itself', () => {
  fc.assert(
    fc.property(fc.constantFrom(...services), (word) => {
      expect(nearest(word, services)).toBe(word)
    }),
  )
})

test('one slip in a word of four letters or more is always found', () => {
  const slip = fc.constantFrom('drop', 'double', 'swap', 'change')
  fc.assert(
    fc.property(fc.constantFrom(...services), slip, fc.nat(), (word, kind, at) => {
      const index = at % (word.length - 1)
      const [head, first, second, tail] = [word.slice(0, index), word[index], word[index + 1], word.slice(index + 2)]
      const slips = {
        drop: head + second + tail,
        double: head + first + first + second + tail,
        swap: head + second + first + tail,
        change: `${head}${first}x${tail}`,
      }

      expect(nearest(slips[kind as keyof typeof slips], services)).toBe(word)
    }),
  )
})

test('a question when something is near, the fallback when nothing is', () => {
  expect(didYouMean('grafna', services, 'See the list.')).toBe('Did you mean "grafana"?')
  expect(didYouMean('influxdb', services, 'See the list.')).toBe('See the list.')
})
