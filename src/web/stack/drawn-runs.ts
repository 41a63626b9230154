import type { Column } from './layers.ts'
import { mean } from './mean.ts'
import { type Box, gutterPadding, rowPitch, top } from './placing.ts'
import { end, type Ports, portsOf, type Side, sideOf } from './ports.ts'
import { type Point, roundedPath } from './rounded-path.ts'
import type { Place, Run } from './runs.ts'

/** Where wires come through the gaps of other columns, they need room to turn to their card. */
const turnPitch = 3
const mostTurns = 5

export interface Branch {
  /** Id of the wire. */
  readonly id: string
  /** SVG path from the trunk to the consumer. */
  readonly path: string
  /** SVG path from provider to consumer, for the wire that is looked at. */
  readonly whole: string
  /** Where its state is shown: at the consumer. */
  readonly glyph: Point
  /** Key of the trunk that it leaves. */
  readonly trunk: string
}

export interface Trunk {
  readonly key: string
  readonly provider: string
  readonly ability: string
  readonly path: string
  readonly joints: readonly Point[]
  readonly wires: readonly string[]
  /** Where it leaves its provider. */
  readonly start: Point
  /** Where the ability is named: beside the provider, and on which side of it. */
  readonly label: Point & { readonly side: Side }
  /** True where it has so many branches in so large a plant that it is a name with a number until it is asked for. */
  readonly isFolded: boolean
}

/** What runs are drawn between. */
interface Ground {
  readonly cards: ReadonlyMap<string, Box>
  readonly columns: readonly Column[]
  readonly place: ReadonlyMap<string, Place>
  /** Where the trunk of each run goes up and down. */
  readonly laneX: ReadonlyMap<string, number>
  /** A trunk with more branches is folded. */
  readonly mostBranches: number
}

/** The trunks and branches of runs. Those that are drawn together keep apart from each other. Pure. */
export function drawRuns(runs: readonly Run[], ground: Ground): { trunks: Trunk[]; branches: Branch[] } {
  const drawing = { ...ground, ports: portsOf(runs, ground.cards), offsets: offsetsOf(runs) }
  const drawn = runs.map((run) => drawRun(run, drawing))
  return {
    trunks: withRoomForLabels(drawn.map(({ trunk }) => trunk)),
    branches: drawn.flatMap(({ branches }) => branches),
  }
}

interface Drawing extends Ground {
  readonly ports: Ports
  /** How far each run keeps from the middle of a gap. */
  readonly offsets: ReadonlyMap<string, number>
}

function drawRun(run: Run, drawing: Drawing): { trunk: Trunk; branches: Branch[] } {
  const { cards, ports, laneX, place } = drawing
  const lane = laneX.get(run.key) ?? 0
  const from = place.get(run.provider) as Place
  const startSide = sideOf(from.column, run.gutter)
  const start = end(run.provider, startSide, run.key, cards, ports)
  const branches = run.wires.map((wire) => {
    const to = place.get(wire.consumer) as Place
    const side: Side = to.column <= from.column ? 'right' : 'left'
    const finish = end(wire.consumer, side, run.key, cards, ports)
    const way = wayTo(finish, to, from, lane, drawing, drawing.offsets.get(run.key) ?? 0)
    const meeting = way[0] as Point
    const glyph = { x: finish.x + (side === 'right' ? 12 : -12), y: finish.y }
    return { id: wire.id, meeting, way, glyph }
  })
  const heights = [start.y, ...branches.map(({ meeting }) => meeting.y)]
  const [highest, lowest] = [Math.min(...heights), Math.max(...heights)]
  const inner = (y: number): boolean => y !== highest && y !== lowest
  return {
    trunk: {
      key: run.key,
      provider: run.provider,
      ability: run.ability,
      path: `${roundedPath([start, { x: lane, y: start.y }])}${
        highest === lowest
          ? ''
          : roundedPath([
              { x: lane, y: highest },
              { x: lane, y: lowest },
            ])
      }`,
      joints: heights.filter(inner).map((y) => ({ x: lane, y })),
      wires: run.wires.map(({ id }) => id),
      start,
      label: { ...start, side: startSide },
      isFolded: run.wires.length > drawing.mostBranches,
    },
    branches: branches.map(({ id, way, meeting, glyph }) => ({
      id,
      path: roundedPath(way),
      whole: roundedPath([start, { x: lane, y: start.y }, meeting, ...way.slice(1)]),
      glyph,
      trunk: run.key,
    })),
  }
}

/** Straight where nothing stands between; else through the gap between two cards of each layer on the way. */
function wayTo(
  finish: Point,
  to: Place,
  from: Place,
  lane: number,
  { cards, columns }: Drawing,
  offset: number,
): Point[] {
  const between = Math.abs(to.column - from.column) - 1
  if (between < 1) return [{ x: lane, y: finish.y }, finish]
  const gap = top + Math.round((finish.y - top) / rowPitch) * rowPitch
  const isFree = (y: number): boolean =>
    crossed(to.column, from.column).every((column) => isGap(y, columns[column], cards))
  const y = ([gap, gap - rowPitch / 2, gap + rowPitch / 2].find(isFree) ?? gap) + offset * turnPitch
  const room = gutterPadding - 8 + (offset + (mostTurns - 1) / 2) * turnPitch
  const turn = finish.x + (lane > finish.x ? room : -room)
  return [{ x: lane, y }, { x: turn, y }, { x: turn, y: finish.y }, finish]
}

const crossed = (a: number, b: number): number[] =>
  Array.from({ length: Math.abs(a - b) - 1 }, (_, index) => Math.min(a, b) + 1 + index)

const isGap = (y: number, column: Column | undefined, cards: ReadonlyMap<string, Box>): boolean =>
  (column?.names ?? []).every((name) => {
    const box = cards.get(name)
    return !box || y < box.y - 2 || y > box.y + box.height + 2
  })

/** How far each run keeps from the middle of a gap that it goes through, so that two in one gap stay apart. */
function offsetsOf(runs: readonly Run[]): ReadonlyMap<string, number> {
  const sorted = [...runs].sort((a, b) => a.gutter - b.gutter || a.height - b.height || (a.key < b.key ? -1 : 1))
  return new Map(sorted.map(({ key }, index) => [key, (index % mostTurns) - (mostTurns - 1) / 2]))
}

const labelPitch = 14
const aboveLine = 10

/** One name stands above its line; several of one card stand under each other, so that none covers another. */
function withRoomForLabels(trunks: readonly Trunk[]): Trunk[] {
  return trunks.map((trunk) => {
    const { provider, label, start } = trunk
    const beside = trunks
      .filter((one) => one.provider === provider && one.label.side === label.side)
      .sort((a, b) => a.start.y - b.start.y)
    const middle = mean(beside.map((one) => one.start.y)) ?? 0
    const y =
      beside.length === 1
        ? start.y - aboveLine
        : middle + (beside.indexOf(trunk) - (beside.length - 1) / 2) * labelPitch
    return { ...trunk, label: { ...label, y } }
  })
}
