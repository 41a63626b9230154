import type { Rect, Size } from './camera.ts'

/** A picture made small: how far it is shrunk, and where it stands in the minimap. */
export interface Scale {
  readonly factor: number
  readonly left: number
  readonly top: number
}

const padding = 6

/** From how many cards on a minimap is worth its room. */
export const minimapFrom = 12

/** The whole picture in the middle of the minimap. */
export function scaleOf(picture: Size, map: Size): Scale {
  const room = { width: map.width - 2 * padding, height: map.height - 2 * padding }
  const factor = Math.min(room.width / Math.max(1, picture.width), room.height / Math.max(1, picture.height))
  return {
    factor,
    left: (map.width - picture.width * factor) / 2,
    top: (map.height - picture.height * factor) / 2,
  }
}

/** Cards stay visible, however large the picture is. */
const least = { width: 4, height: 2.5 }

export const small = ({ factor, left, top }: Scale, { x, y, width, height }: Rect): Rect => ({
  x: left + x * factor,
  y: top + y * factor,
  width: Math.max(least.width, width * factor),
  height: Math.max(least.height, height * factor),
})

/** The frame of what is seen; it ends at the edge of the minimap. */
export function frameOf(scale: Scale, seen: Rect, map: Size): Rect {
  const { factor, left, top } = scale
  const x = Math.max(1, left + seen.x * factor)
  const y = Math.max(1, top + seen.y * factor)
  return {
    x,
    y,
    width: Math.max(4, Math.min(map.width - 1, left + (seen.x + seen.width) * factor) - x),
    height: Math.max(4, Math.min(map.height - 1, top + (seen.y + seen.height) * factor) - y),
  }
}

/** The point of the picture under a point of the minimap. */
export const large = ({ factor, left, top }: Scale, x: number, y: number) => ({
  x: (x - left) / factor,
  y: (y - top) / factor,
})
