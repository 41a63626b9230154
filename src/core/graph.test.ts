import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findCycle } from './graph.ts'

const graph = (edges: Record<string, string[]>) => new Map(Object.entries(edges))

test('a graph without a way back has no cycle', () => {
  expect(findCycle(graph({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }))).toBeUndefined()
  expect(findCycle(new Map())).toBeUndefined()
})

test('a node that points at itself is a cycle of one', () => {
  expect(findCycle(graph({ a: [], b: ['b'] }))).toEqual(['b'])
})

test('only the nodes of the cycle are told, not the way to it', () => {
  expect(findCycle(graph({ start: ['a'], a: ['b'], b: ['c'], c: ['a'] }))).toEqual(['a', 'b', 'c'])
})

test('targets that are not nodes of the graph are ignored', () => {
  expect(findCycle(graph({ a: ['elsewhere'] }))).toBeUndefined()
})

test('a chain of a hundred thousand nodes does not exhaust the stack', () => {
  const chain = new Map(Array.from({ length: 100_000 }, (_, index) => [`n${index}`, [`n${index + 1}`]]))
  expect(findCycle(chain)).toBeUndefined()

  chain.set('n99999', ['n0'])
  expect(findCycle(chain)).toHaveLength(100_000)
})

test('what is found is a cycle, and what has an order has none', () => {
  const edge = fc.tuple(fc.nat(7), fc.nat(7))
  fc.assert(
    fc.property(fc.array(edge, { maxLength: 20 }), (edges) => {
      const nodes = new Map(Array.from({ length: 8 }, (_, node) => [`${node}`, [] as string[]]))
      for (const [from, to] of edges) nodes.get(`${from}`)?.push(`${to}`)

      const cycle = findCycle(nodes)

      if (cycle) {
        for (const [index, node] of cycle.entries())
          expect(nodes.get(node)).toContain(cycle[(index + 1) % cycle.length])
      } else expect(removeLeaves(nodes)).toBe(0)
    }),
  )
})

/** Takes away nodes that point at nothing until none is left to take; what stays is on or before a cycle. */
function removeLeaves(nodes: Map<string, string[]>): number {
  for (;;) {
    const leaf = [...nodes].find(([, targets]) => !targets.some((target) => nodes.has(target)))
    if (!leaf) return nodes.size
    nodes.delete(leaf[0])
  }
}
