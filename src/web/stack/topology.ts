/**
 * Where the cards and wires of the canvas stand. Pure and the same for everybody: layers from left to right by what a
 * service is for, inside a layer by what it is wired to; wires orthogonal, one trunk for each provider and ability, one
 * branch for each consumer.
 */

import { type Branch, drawRuns, type Trunk } from './drawn-runs.ts'
import { branchLimit, foldedAbilities } from './folding.ts'
import { type Column, columnsOf, type LayerId, layersOf, type TopologyService, type TopologyWire } from './layers.ts'
import { type Box, firstLaneX, placed } from './placing.ts'
import { laneOrder, placesOf, runsOf } from './runs.ts'

export interface Topology {
  readonly width: number
  readonly height: number
  readonly layers: readonly { readonly id: LayerId; readonly x: number }[]
  /** From left to right, in each from top to bottom. */
  readonly columns: readonly Column[]
  readonly cards: ReadonlyMap<string, Box>
  readonly trunks: readonly Trunk[]
  readonly branches: readonly Branch[]
  /** Abilities that touch so many cards that they are a mark on the card instead of lines. */
  readonly folded: ReadonlySet<string>
  /** The wires of those abilities, for the ones that are looked at all the same; they take no room in the picture. */
  readonly foldedBranches: readonly Branch[]
}

/** What of the picture somebody has asked for. */
export interface Wishes {
  /** Abilities to draw although they touch most cards. */
  readonly unfolded?: ReadonlySet<string>
  /** The order of services inside their layers as somebody has put it; what it does not name comes after it. */
  readonly order?: readonly string[]
}

export function layOut(
  services: readonly TopologyService[],
  wires: readonly TopologyWire[],
  { unfolded = new Set(), order = [] }: Wishes = {},
): Topology {
  const known = new Set(services.map(({ name }) => name))
  const usable = wires.filter(({ provider, consumer }) => known.has(provider) && known.has(consumer))
  const folded = foldedAbilities(services, usable, unfolded)
  const drawn = usable.filter(({ ability }) => !folded.has(ability))
  const layers = layersOf(services, drawn, order)
  const columns = layers.flatMap(columnsOf)
  const place = placesOf(columns)
  const runs = runsOf(drawn, place)
  const { cards, columnX, laneX, width, height } = placed(
    columns,
    laneOrder(runs, columns.length),
    columns.length > layers.length,
  )
  const ground = { cards, columns, place, mostBranches: branchLimit(services.length) }
  const { trunks, branches } = drawRuns(runs, { ...ground, laneX })
  const quiet = runsOf(
    usable.filter(({ ability }) => folded.has(ability)),
    place,
  )
  // they run where the first lane would, over the picture instead of in it
  const quietX = new Map(quiet.map(({ key, gutter }) => [key, firstLaneX(columnX[gutter] ?? 0)]))
  return {
    width,
    height,
    layers: layers.map(({ id }) => ({ id, x: columnX[columns.findIndex((column) => column.id === id)] ?? 0 })),
    columns,
    cards,
    trunks,
    branches,
    folded,
    foldedBranches: drawRuns(quiet, { ...ground, laneX: quietX }).branches,
  }
}
