import { expect, it } from 'vitest'
import { largeServices, largeWires, service, wire } from '../../../test/support/topology.ts'
import { layOut } from './topology.ts'

const many = Array.from({ length: 9 }, (_, index) => service(`s-${index}`, 'database'))
const scraped = many.slice(1).map(({ name }) => wire(name, 'metrics', 's-0'))

it('an ability that touches most cards is folded, until somebody asks for it', () => {
  expect([...layOut(many, scraped).folded]).toEqual(['metrics'])
  expect(layOut(many, scraped).branches).toEqual([])
  expect(layOut(many, scraped, { unfolded: new Set(['metrics']) }).branches).toHaveLength(8)
})

it('the wires of a folded ability are there for who looks at one of them', () => {
  const topology = layOut(many, scraped)

  expect(topology.foldedBranches.map(({ id }) => id).sort()).toEqual(scraped.map(({ id }) => id).sort())
})

it('ways in and logins are never folded, nor is anything of a small plant', () => {
  const routed = many.slice(1).map(({ name }) => wire(name, 'reverse-proxy', 's-0'))

  expect([...layOut(many, routed).folded]).toEqual([])
  expect([...layOut(many.slice(0, 7), scraped).folded]).toEqual([])
})

it('a large plant folds trunks with many branches and no others', () => {
  const folded = layOut(largeServices, largeWires)
    .trunks.filter(({ isFolded }) => isFolded)
    .map(({ ability }) => ability)

  expect(folded).toEqual(['reverse-proxy'])
  expect(layOut(largeServices.slice(0, 20), largeWires).trunks.some(({ isFolded }) => isFolded)).toBe(false)
})
