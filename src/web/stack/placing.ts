import type { Column } from './layers.ts'

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Size of every card. */
export const card = { width: 156, height: 48 }
/** From one card of a column to the next. */
export const rowPitch = 64
/** Room above the first row, for the names of layers. */
export const top = 40
const margin = 16
/** Between the edge of a column and the first and last lane: room for the glyph at the consumer. */
export const gutterPadding = 28
const wideGutter = 52
/** Lanes stand apart as far as a gutter of usual width allows. */
const lanePitch = { least: 10, most: 20, gutter: 110 }
/** A gutter with few lanes still has room for the name of what they carry. */
const leastGutter = 92

export interface Placing {
  readonly cards: ReadonlyMap<string, Box>
  /** Left edge of each column. */
  readonly columnX: readonly number[]
  /** Where each lane runs. */
  readonly laneX: ReadonlyMap<string, number>
  readonly width: number
  readonly height: number
}

/** Where the first lane of a gutter runs, or would run: by the left edge of the column before it. */
export const firstLaneX = (columnX: number): number => columnX + card.width + gutterPadding

/**
 * Where cards and lanes stand, in the pixels of a picture that is not zoomed. Pure.
 *
 * @param gutters  the lanes right of each column, from left to right
 * @param isSplit  some layer has several columns
 */
export function placed(columns: readonly Column[], gutters: readonly (readonly string[])[], isSplit: boolean): Placing {
  const { columnX, laneX, width } = horizontal(columns.length, gutters, isSplit)
  const rows = Math.max(0, ...columns.map(({ names }) => names.length))
  const cards = new Map(
    columns.flatMap(({ names }, column) =>
      names.map((name, row): [string, Box] => [
        name,
        { x: columnX[column] ?? 0, y: centre(row, names.length, rows, isSplit) - card.height / 2, ...card },
      ]),
    ),
  )
  return {
    cards,
    columnX,
    laneX,
    width,
    height: top + rows * rowPitch + margin,
  }
}

function horizontal(columns: number, gutters: readonly (readonly string[])[], isSplit: boolean) {
  const columnX: number[] = []
  const laneX = new Map<string, number>()
  const padding = isSplit ? wideGutter : gutterPadding
  let x = margin
  for (let column = 0; column < columns; column++) {
    columnX.push(x)
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
  return { columnX, laneX, width: x + margin }
}

/** Where layers are split, all columns keep to the same rows, so that the gaps between cards are at one height. */
function centre(row: number, count: number, rows: number, isSplit: boolean): number {
  const above = (rows - count) / 2
  return top + (row + 0.5 + (isSplit ? Math.floor(above) : above)) * rowPitch
}
