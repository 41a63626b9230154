import type { Column, TopologyWire } from './layers.ts'
import { mean } from './mean.ts'

/** Where a card stands, counted from the left and from the top. */
export interface Place {
  readonly column: number
  readonly row: number
}

export const placesOf = (columns: readonly Column[]): Map<string, Place> =>
  new Map(columns.flatMap(({ names }, column) => names.map((name, row) => [name, { column, row }])))

/** The wires of one provider and ability that share a trunk in one gutter; gutter `n` is right of column `n`. */
export interface Run {
  readonly key: string
  readonly provider: string
  readonly ability: string
  readonly gutter: number
  readonly wires: readonly TopologyWire[]
  /** Mean row of all its ends, which orders lanes. */
  readonly height: number
}

export function runsOf(wires: readonly TopologyWire[], place: ReadonlyMap<string, Place>): Run[] {
  const groups = new Map<string, { gutter: number; wires: TopologyWire[] }>()
  for (const wire of wires) {
    const from = place.get(wire.provider) as Place
    const to = place.get(wire.consumer) as Place
    const gutter = to.column < from.column ? from.column - 1 : from.column
    const key = `${wire.provider} ${wire.ability} ${gutter}`
    const group = groups.get(key)
    if (group) group.wires.push(wire)
    else groups.set(key, { gutter, wires: [wire] })
  }
  return [...groups].map(([key, { gutter, wires: list }]) => {
    const [first] = list as [TopologyWire, ...TopologyWire[]]
    const rows = [first.provider, ...list.map(({ consumer }) => consumer)].map((name) => place.get(name)?.row ?? 0)
    return { key, provider: first.provider, ability: first.ability, gutter, wires: list, height: mean(rows) ?? 0 }
  })
}

/** Lanes of each gutter from left to right, by name: trunks, and the ways of branches that come from further away. */
export function laneOrder(runs: readonly Run[], columns: number): string[][] {
  const gutters: { key: string; height: number }[][] = Array.from({ length: columns }, () => [])
  for (const { key, gutter, height } of runs) gutters[gutter]?.push({ key, height })
  return gutters.map((lanes) =>
    lanes.sort((a, b) => a.height - b.height || (a.key < b.key ? -1 : 1)).map(({ key }) => key),
  )
}
