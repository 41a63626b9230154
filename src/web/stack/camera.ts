/**
 * Which part of a picture is looked at, and how close. Pure: what moves a camera gives a new one. A point of the
 * picture shows at `point * zoom + offset` of the stage, in CSS pixels.
 */

export interface Camera {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

export interface Point {
  readonly x: number
  readonly y: number
}

export type Rect = Point & Size

/**
 * How much a card tells: a square with its state, its name, its name and product, or all with ports. Text that would be
 * smaller than 11 px gives way to the level above.
 */
export type Level = 'dots' | 'names' | 'cards' | 'detail'

const levels: readonly (readonly [Level, number])[] = [
  ['detail', 1.3],
  ['cards', 0.65],
  ['names', 0.45],
]

export const levelOf = (zoom: number): Level => levels.find(([, from]) => zoom >= from)?.[0] ?? 'dots'

/** What the buttons and keys go through. */
const steps = [0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2]
export const [leastZoom, mostZoom] = [0.1, 2]

export function steppedZoom(now: number, by: 1 | -1): number {
  const next = by > 0 ? steps.find((zoom) => zoom > now + 0.01) : steps.findLast((zoom) => zoom < now - 0.01)
  return next ?? now
}

/** Room around a picture that is fitted, for what stands on the stage itself: tools above, zoom and minimap below. */
export interface Insets {
  readonly top: number
  readonly side: number
  readonly bottom: number
}

/** The whole picture in the middle of the stage; never larger than it is. */
export function fitted(picture: Size, stage: Size, { top, side, bottom }: Insets): Camera {
  const room = { width: Math.max(1, stage.width - 2 * side), height: Math.max(1, stage.height - top - bottom) }
  const zoom = Math.max(leastZoom, Math.min(1, room.width / picture.width, room.height / picture.height))
  return {
    zoom,
    x: Math.round(side + (room.width - picture.width * zoom) / 2),
    y: Math.round(top + Math.max(0, room.height - picture.height * zoom) / 2),
  }
}

/** Another zoom that keeps what is under a point of the stage where it is. */
export function zoomedAt({ x, y, zoom }: Camera, wished: number, at: Point): Camera {
  const next = Math.min(mostZoom, Math.max(leastZoom, wished))
  const factor = next / zoom
  return { zoom: next, x: at.x - (at.x - x) * factor, y: at.y - (at.y - y) * factor }
}

export const panned = ({ x, y, zoom }: Camera, by: Point): Camera => ({ zoom, x: x + by.x, y: y + by.y })

/** How much of a picture stays in sight, however far it is pushed away. */
const leastSeen = 80

export function kept({ x, y, zoom }: Camera, picture: Size, stage: Size): Camera {
  const within = (value: number, length: number, room: number): number =>
    Math.min(room - Math.min(leastSeen, length), Math.max(Math.min(leastSeen, length) - length, value))
  return {
    zoom,
    x: within(x, picture.width * zoom, stage.width),
    y: within(y, picture.height * zoom, stage.height),
  }
}

/** The shortest way after which a part of the picture is in sight; the same camera where it is already. */
export function revealing(camera: Camera, part: Rect, stage: Size, { top, side, bottom }: Insets): Camera {
  const shift = (start: number, length: number, from: number, to: number): number =>
    start < from ? from - start : start + length > to ? Math.max(from - start, to - start - length) : 0
  const seen = onStage(camera, part)
  const by = {
    x: shift(seen.x, seen.width, side, stage.width - side),
    y: shift(seen.y, seen.height, top, stage.height - bottom),
  }
  return by.x === 0 && by.y === 0 ? camera : panned(camera, by)
}

export const onStage = ({ x, y, zoom }: Camera, part: Rect): Rect => ({
  x: part.x * zoom + x,
  y: part.y * zoom + y,
  width: part.width * zoom,
  height: part.height * zoom,
})

/** The part of the picture that a stage shows. */
export const seenBy = ({ x, y, zoom }: Camera, stage: Size): Rect => ({
  x: -x / zoom,
  y: -y / zoom,
  width: stage.width / zoom,
  height: stage.height / zoom,
})

/** The camera that has a point of the picture in the middle of the stage. */
export const centredOn = ({ zoom }: Camera, { x, y }: Point, stage: Size): Camera => ({
  zoom,
  x: stage.width / 2 - x * zoom,
  y: stage.height / 2 - y * zoom,
})
