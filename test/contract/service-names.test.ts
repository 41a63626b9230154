import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instanceName } from '../../src/stack/spec.ts'
import { isServiceName } from '../../src/web/plant/edit.ts'

const table: readonly (readonly [name: string, isAllowed: boolean])[] = [
  ['a', true],
  ['charts', true],
  ['gateway-1', true],
  ['a--b', true],
  ['a'.repeat(40), true],
  ['a'.repeat(41), false],
  ['', false],
  ['1st', false],
  ['-a', false],
  ['a-', false],
  ['Charts', false],
  ['charts_2', false],
  ['my charts', false],
  ['a.b', false],
  ['charts\n', false],
  ['größe', false],
  ['ａ', false],
]

/** Of letters that count and such that do not. */
const anything = fc.string({ unit: fc.constantFrom(...'az09-A_. \né'), maxLength: 45 })
/** Names that are allowed, names about as long as the limit, and names that are a letter away from one that is allowed. */
const allowed = fc.stringMatching(instanceName)
const longest = fc.stringMatching(/^[a-z][a-z0-9-]{37,41}$/)
const almost = fc
  .tuple(allowed, fc.nat({ max: 40 }), anything)
  .map(([name, at, [put = '']]) => name.slice(0, at) + put + name.slice(at))

describe('what the console allows as the name of a service', () => {
  it.each(table)('%j: %s, as in a plant file', (name, isAllowed) => {
    expect({ console: isServiceName(name), plantFile: instanceName.test(name) }).toEqual({
      console: isAllowed,
      plantFile: isAllowed,
    })
  })

  it('is what a plant file allows, whatever is typed', () => {
    const seen = { allowed: 0, refused: 0 }

    fc.assert(
      fc.property(fc.oneof(anything, allowed, longest, almost), (name) => {
        const isAllowed = instanceName.test(name)
        seen[isAllowed ? 'allowed' : 'refused']++
        expect(isServiceName(name)).toBe(isAllowed)
      }),
      { numRuns: 2000, seed: 20_261_121 },
    )

    expect(seen.allowed).toBeGreaterThan(300)
    expect(seen.refused).toBeGreaterThan(300)
  })
})
