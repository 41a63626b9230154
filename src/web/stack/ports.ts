import { mean } from './mean.ts'
import { type Box, card } from './placing.ts'
import type { Point } from './rounded-path.ts'
import type { Run } from './runs.ts'

const portPitch = 11

export type Side = 'left' | 'right'
/** Heights at which wires meet cards. */
export type Ports = ReadonlyMap<string, number>

const portKey = (name: string, side: Side, run: string): string => `${name} ${side} ${run}`

/** Left where the trunk runs left of the card, right where it runs right of it. */
export const sideOf = (column: number, gutter: number): Side => (gutter < column ? 'left' : 'right')

/** Heights at which wires leave and enter cards, in the order of where they go. */
export function portsOf(runs: readonly Run[], cards: ReadonlyMap<string, Box>): Ports {
  const ends = new Map<string, { name: string; side: Side; run: string; towards: number }[]>()
  const middle = (name: string): number => (cards.get(name)?.y ?? 0) + card.height / 2
  for (const run of runs) {
    const providerX = cards.get(run.provider)?.x ?? 0
    for (const name of [run.provider, ...run.wires.map(({ consumer }) => consumer)]) {
      const others = name === run.provider ? run.wires.map(({ consumer }) => consumer) : [run.provider]
      const side = sideIn(cards.get(name)?.x ?? 0, providerX, name === run.provider, run, cards)
      const list = ends.get(`${name} ${side}`) ?? []
      list.push({ name, side, run: run.key, towards: mean(others.map(middle)) ?? 0 })
      ends.set(`${name} ${side}`, list)
    }
  }
  const ports = new Map<string, number>()
  for (const list of ends.values()) {
    list.sort((a, b) => a.towards - b.towards || (a.run < b.run ? -1 : 1))
    const pitch = Math.min(portPitch, (card.height - 8) / Math.max(1, list.length - 1))
    list.forEach(({ name, side, run }, index) => {
      ports.set(portKey(name, side, run), Math.round(middle(name) + (index - (list.length - 1) / 2) * pitch))
    })
  }
  return ports
}

function sideIn(x: number, providerX: number, isProvider: boolean, run: Run, cards: ReadonlyMap<string, Box>): Side {
  if (isProvider) {
    const first = cards.get(run.wires[0]?.consumer ?? '')?.x ?? 0
    return first < providerX ? 'left' : 'right'
  }
  return x <= providerX ? 'right' : 'left'
}

/** Where a run meets a card; the middle of its side where no port is known. */
export function end(name: string, side: Side, run: string, cards: ReadonlyMap<string, Box>, ports: Ports): Point {
  const box = cards.get(name) as Box
  const y = ports.get(portKey(name, side, run)) ?? box.y + box.height / 2
  return { x: side === 'right' ? box.x + box.width : box.x, y }
}
