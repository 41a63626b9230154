import type { Point, Rect } from './camera.ts'

/** The frame between two points, whichever of them comes first. Pure. */
export const frameOf = (one: Point, other: Point): Rect => ({
  x: Math.min(one.x, other.x),
  y: Math.min(one.y, other.y),
  width: Math.abs(one.x - other.x),
  height: Math.abs(one.y - other.y),
})

/** The cards that a frame touches, be it at a corner. Pure. */
export const touchedBy = ({ x, y, width, height }: Rect, cards: ReadonlyMap<string, Rect>): string[] =>
  [...cards]
    .filter(
      ([, card]) =>
        card.x <= x + width && card.x + card.width >= x && card.y <= y + height && card.y + card.height >= y,
    )
    .map(([name]) => name)
