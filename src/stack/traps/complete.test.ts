import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Every known trap of generated stacks, by the number of the last one of each group. */
const groups: Readonly<Record<string, number>> = { C: 21, G: 6, I: 14, K: 10, M: 8, O: 5, P: 2, T: 11, V: 10, N: 5 }

/** Traps of programs that the catalogue does not have; each becomes a test with the service it is about. */
const notOurs: Readonly<Record<string, string>> = {}

describe('traps', () => {
  const all = Object.entries(groups).flatMap(([group, count]) =>
    Array.from({ length: count }, (_, index) => `D-${group}${index + 1}`),
  )
  const tested = new Set(
    readdirSync(import.meta.dirname).flatMap((file) =>
      [...readFileSync(join(import.meta.dirname, file), 'utf8').matchAll(/'(D-[A-Z]\d+): /g)].map(
        ([, id]) => id as string,
      ),
    ),
  )

  it('have a test each, or a reason why not', () => {
    expect(all.filter((id) => !tested.has(id) && !(id in notOurs))).toEqual([])
    expect([...tested].filter((id) => !all.includes(id))).toEqual([])
  })

  it('have no reason for not being tested where they are', () => {
    expect(Object.keys(notOurs).filter((id) => tested.has(id) || !all.includes(id))).toEqual([])
  })
})
