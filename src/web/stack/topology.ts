/**
 * Where the cards and wires of the canvas stand. Pure and the same for everybody: layers from left to right by what a
 * service is for, inside a layer by what it is wired to; wires orthogonal, one trunk for each provider and ability, one
 * branch for each consumer.
 */

export interface TopologyService {
  readonly name: string
  readonly category: string
}

export interface TopologyWire {
  readonly id: string
  readonly ability: string
  readonly provider: string
  readonly consumer: string
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

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

/** Cards under each other. A layer with many services has several columns. */
export interface Column {
  readonly id: LayerId
  readonly names: readonly string[]
}

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

interface Point {
  readonly x: number
  readonly y: number
}

export const layerIds = ['access', 'applications', 'data', 'field'] as const
export type LayerId = (typeof layerIds)[number]

const layerOfCategory: Readonly<Record<string, LayerId>> = {
  proxy: 'access',
  scada: 'applications',
  identity: 'applications',
  automation: 'applications',
  operations: 'applications',
  development: 'applications',
  database: 'data',
  messaging: 'data',
  monitoring: 'data',
  mail: 'data',
  security: 'data',
}

const card = { width: 156, height: 48 }
export const rowPitch = 64
const top = 40
const margin = 16
/** Between the edge of a column and the first and last lane: room for the glyph at the consumer. */
const gutterPadding = 28
const wideGutter = 52
/** Lanes stand apart as far as a gutter of usual width allows. */
const lanePitch = { least: 10, most: 20, gutter: 110 }
/** A gutter with few lanes still has room for the name of what they carry. */
const leastGutter = 92
const portPitch = 11

/** Cards beyond which an ability that touches more than half of them is folded. */
const foldFrom = 8
/** Cards from which a trunk with many branches is folded. */
const foldTrunksFrom = 40
const mostBranches = 8
/** Cards in a column; a layer with more has several columns side by side. */
const mostRows = 12
/** Where wires come through the gaps of other columns, they need room to turn to their card. */
const turnPitch = 3
const mostTurns = 5

export function layOut(
  services: readonly TopologyService[],
  wires: readonly TopologyWire[],
  { unfolded = new Set(), order = [] }: Wishes = {},
): Topology {
  const known = new Set(services.map(({ name }) => name))
  const usable = wires.filter(({ provider, consumer }) => known.has(provider) && known.has(consumer))
  const folded = foldedAbilities(services, usable, unfolded)
  const drawn = usable.filter(({ ability }) => !folded.has(ability))
  const layers = inOrder(ordered(layersOf(services, drawn), drawn), order)
  const columns = layers.flatMap(split)
  const place = placesOf(columns)
  const runs = runsOf(drawn, place)
  const gutters = laneOrder(runs, columns.length)
  const isSplit = columns.length > layers.length
  const { xOf, laneX, width } = horizontal(columns.length, gutters, isSplit)
  const rows = Math.max(0, ...columns.map(({ names }) => names.length))
  const cards = new Map(
    columns.flatMap(({ names }, column) =>
      names.map((name, row): [string, Box] => [
        name,
        { x: xOf[column] ?? 0, y: centre(row, names.length, rows, isSplit) - card.height / 2, ...card },
      ]),
    ),
  )
  const drawing = {
    cards,
    laneX,
    columns,
    place,
    mostBranches: services.length < foldTrunksFrom ? Infinity : mostBranches,
  }
  const drawAll = (some: readonly Run[], lanes: ReadonlyMap<string, number>) => {
    const ways = { ...drawing, laneX: lanes, ports: portsOf(some, cards), offsets: offsetsOf(some) }
    return some.map((run) => drawRun(run, ways))
  }
  const drawnRuns = drawAll(runs, laneX)
  const quiet = runsOf(
    usable.filter(({ ability }) => folded.has(ability)),
    place,
  )
  // they run where the first lane would, over the picture instead of in it
  const quietX = new Map(quiet.map(({ key, gutter }) => [key, (xOf[gutter] ?? 0) + card.width + gutterPadding]))
  return {
    width,
    height: top + rows * rowPitch + margin,
    layers: layers.map(({ id }) => ({ id, x: xOf[columns.findIndex((column) => column.id === id)] ?? 0 })),
    columns,
    cards,
    trunks: withRoomForLabels(drawnRuns.map(({ trunk }) => trunk)),
    branches: drawnRuns.flatMap(({ branches }) => branches),
    folded,
    foldedBranches: drawAll(quiet, quietX).flatMap(({ branches }) => branches),
  }
}

function foldedAbilities(
  services: readonly TopologyService[],
  wires: readonly TopologyWire[],
  unfolded: ReadonlySet<string>,
): Set<string> {
  if (services.length < foldFrom) return new Set()
  const touched = new Map<string, Set<string>>()
  for (const { ability, consumer, provider } of wires) {
    const names = touched.get(ability) ?? new Set()
    touched.set(ability, names.add(consumer).add(provider))
  }
  return new Set(
    [...touched]
      // the way in and the login are what a plant's picture is about
      .filter(([ability]) => ability !== 'reverse-proxy' && ability !== 'oidc-login' && !unfolded.has(ability))
      .filter(([, names]) => names.size > services.length / 2)
      .map(([ability]) => ability),
  )
}

function layersOf(services: readonly TopologyService[], wires: readonly TopologyWire[]): Column[] {
  const showsDashboards = new Set(
    wires.filter(({ ability }) => ability === 'dashboards').map(({ provider }) => provider),
  )
  const layerOf = ({ name, category }: TopologyService): LayerId =>
    showsDashboards.has(name) ? 'applications' : (layerOfCategory[category] ?? 'applications')
  return layerIds
    .map((id) => ({ id, names: services.filter((service) => layerOf(service) === id).map(({ name }) => name) }))
    .filter(({ names }) => names.length > 0)
}

/** Each card near the mean height of what it is wired to; a few rounds there and back are enough. */
function ordered(columns: readonly Column[], wires: readonly TopologyWire[]): Column[] {
  const neighbours = new Map<string, string[]>()
  for (const { provider, consumer } of wires) {
    neighbours.set(provider, [...(neighbours.get(provider) ?? []), consumer])
    neighbours.set(consumer, [...(neighbours.get(consumer) ?? []), provider])
  }
  const height = new Map<string, number>()
  const measure = (list: readonly Column[]) => {
    for (const { names } of list) names.forEach((name, row) => void height.set(name, (row + 0.5) / names.length))
  }
  let result = [...columns]
  measure(result)
  for (let round = 0; round < 4; round++) {
    result = result.map(({ id, names }) => ({
      id,
      names: names
        .map((name, row) => ({
          name,
          row,
          wish: mean((neighbours.get(name) ?? []).map((one) => height.get(one) ?? 0.5)),
        }))
        .sort((a, b) => (a.wish ?? height.get(a.name) ?? 0) - (b.wish ?? height.get(b.name) ?? 0) || a.row - b.row)
        .map(({ name }) => name),
    }))
    measure(result)
  }
  return result
}

/** Every layer as somebody has put it, as far as they have. */
function inOrder(layers: readonly Column[], order: readonly string[]): Column[] {
  if (order.length === 0) return [...layers]
  const rank = new Map(order.map((name, index) => [name, index]))
  const rankOf = (name: string): number => rank.get(name) ?? order.length
  return layers.map(({ id, names }) => ({ id, names: [...names].sort((a, b) => rankOf(a) - rankOf(b)) }))
}

/** Columns of a layer that is too long for one: row by row, so that each card stays at its height. */
function split({ id, names }: Column): Column[] {
  const count = Math.ceil(names.length / mostRows)
  return Array.from({ length: count }, (_, column) => ({
    id,
    names: names.filter((_, index) => index % count === column),
  }))
}

const mean = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length

interface Place {
  readonly column: number
  readonly row: number
}

const placesOf = (columns: readonly Column[]): Map<string, Place> =>
  new Map(columns.flatMap(({ names }, column) => names.map((name, row) => [name, { column, row }])))

/** The wires of one provider and ability that share a trunk in one gutter; gutter `n` is right of column `n`. */
interface Run {
  readonly key: string
  readonly provider: string
  readonly ability: string
  readonly gutter: number
  readonly wires: readonly TopologyWire[]
  /** Mean row of all its ends, which orders lanes. */
  readonly height: number
}

function runsOf(wires: readonly TopologyWire[], place: ReadonlyMap<string, Place>): Run[] {
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
function laneOrder(runs: readonly Run[], columns: number): string[][] {
  const gutters: { key: string; height: number }[][] = Array.from({ length: columns }, () => [])
  for (const { key, gutter, height } of runs) gutters[gutter]?.push({ key, height })
  return gutters.map((lanes) =>
    lanes.sort((a, b) => a.height - b.height || (a.key < b.key ? -1 : 1)).map(({ key }) => key),
  )
}

function horizontal(columns: number, gutters: readonly (readonly string[])[], isSplit: boolean) {
  const xOf: number[] = []
  const laneX = new Map<string, number>()
  const padding = isSplit ? wideGutter : gutterPadding
  let x = margin
  for (let column = 0; column < columns; column++) {
    xOf.push(x)
    x += card.width
    const lanes = gutters[column] ?? []
    const between = Math.max(0, lanes.length - 1)
    const room = Math.min(lanePitch.most, lanePitch.gutter / Math.max(1, between))
    // many columns are wide enough by themselves
    const pitch = isSplit ? lanePitch.least : Math.round(Math.max(lanePitch.least, room))
    const wished = 2 * padding + between * pitch
    const gutter = isSplit ? wished : Math.max(leastGutter, wished)
    const first = x + padding + Math.round((gutter - wished) / 2)
    lanes.forEach((key, index) => void laneX.set(key, first + index * pitch))
    const isLast = column === columns - 1
    if (!isLast || lanes.length > 0) x += gutter
  }
  return { xOf, laneX, width: x + margin }
}

/** Where layers are split, all columns keep to the same rows, so that the gaps between cards are at one height. */
function centre(row: number, count: number, rows: number, isSplit: boolean): number {
  const above = (rows - count) / 2
  return top + (row + 0.5 + (isSplit ? Math.floor(above) : above)) * rowPitch
}

export type Side = 'left' | 'right'
type Ports = ReadonlyMap<string, number>

const portKey = (name: string, side: Side, run: string): string => `${name} ${side} ${run}`

/** Left where the trunk runs left of the card, right where it runs right of it. */
const sideOf = (column: number, gutter: number): Side => (gutter < column ? 'left' : 'right')

/** Heights at which wires leave and enter cards, in the order of where they go. */
function portsOf(runs: readonly Run[], cards: ReadonlyMap<string, Box>): Ports {
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

interface Drawing {
  readonly cards: ReadonlyMap<string, Box>
  readonly ports: Ports
  readonly offsets: ReadonlyMap<string, number>
  readonly mostBranches: number
  readonly laneX: ReadonlyMap<string, number>
  readonly columns: readonly Column[]
  readonly place: ReadonlyMap<string, Place>
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
      path: `${line([start, { x: lane, y: start.y }])}${
        highest === lowest
          ? ''
          : line([
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
      path: line(way),
      whole: line([start, { x: lane, y: start.y }, meeting, ...way.slice(1)]),
      glyph,
      trunk: run.key,
    })),
  }
}

function end(name: string, side: Side, run: string, cards: ReadonlyMap<string, Box>, ports: Ports): Point {
  const box = cards.get(name) as Box
  const y = ports.get(portKey(name, side, run)) ?? box.y + box.height / 2
  return { x: side === 'right' ? box.x + box.width : box.x, y }
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

const cornerRadius = 4

/** A path along right angles whose corners are round. */
function line(points: readonly Point[]): string {
  const distinct = points.filter(
    (point, index) => index === 0 || point.x !== points[index - 1]?.x || point.y !== points[index - 1]?.y,
  )
  const [first, ...rest] = distinct
  if (!first) return ''
  let path = `M${first.x} ${first.y}`
  rest.forEach((point, index) => {
    const next = rest[index + 1]
    const before = distinct[index] as Point
    if (!next) path += `L${point.x} ${point.y}`
    else {
      const radius = Math.min(cornerRadius, distance(before, point) / 2, distance(point, next) / 2)
      const into = towards(point, before, radius)
      const out = towards(point, next, radius)
      path += `L${into.x} ${into.y}Q${point.x} ${point.y} ${out.x} ${out.y}`
    }
  })
  return path
}

const distance = (a: Point, b: Point): number => Math.abs(a.x - b.x) + Math.abs(a.y - b.y)

const towards = (from: Point, to: Point, by: number): Point => ({
  x: from.x + Math.sign(to.x - from.x) * by,
  y: from.y + Math.sign(to.y - from.y) * by,
})
