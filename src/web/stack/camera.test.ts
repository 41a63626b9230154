import { describe, expect, it } from 'vitest'
import {
  type Camera,
  centredOn,
  fitted,
  kept,
  levelOf,
  onStage,
  revealing,
  seenBy,
  steppedZoom,
  zoomedAt,
} from './camera.ts'

const stage = { width: 800, height: 600 }
const insets = { top: 40, side: 16, bottom: 48 }
const none = { top: 0, side: 0, bottom: 0 }
const plain: Camera = { x: 0, y: 0, zoom: 1 }

describe('a picture that is fitted', () => {
  it('stands in the middle of the room that is left', () => {
    const camera = fitted({ width: 400, height: 200 }, stage, insets)

    expect(camera).toEqual({ zoom: 1, x: 200, y: 40 + (512 - 200) / 2 })
  })

  it('is never larger than it is', () => {
    expect(fitted({ width: 10, height: 10 }, stage, insets).zoom).toBe(1)
  })

  it('is seen whole where it is larger than the stage', () => {
    const picture = { width: 3000, height: 900 }

    const seen = onStage(fitted(picture, stage, insets), { x: 0, y: 0, ...picture })

    expect(seen.x).toBeGreaterThanOrEqual(insets.side)
    expect(seen.x + seen.width).toBeLessThanOrEqual(stage.width - insets.side)
    expect(seen.y + seen.height).toBeLessThanOrEqual(stage.height - insets.bottom)
  })
})

it('zooming keeps what is under the pointer there', () => {
  const at = { x: 300, y: 200 }
  const before = seenBy(plain, stage)

  const camera = zoomedAt(plain, 2, at)

  const under = { x: (at.x - camera.x) / camera.zoom, y: (at.y - camera.y) / camera.zoom }
  expect(under).toEqual({ x: before.x + at.x, y: before.y + at.y })
})

it('zooming ends at its limits', () => {
  expect(zoomedAt(plain, 50, { x: 0, y: 0 }).zoom).toBe(2)
  expect(zoomedAt(plain, 0.001, { x: 0, y: 0 }).zoom).toBe(0.1)
  expect(steppedZoom(2, 1)).toBe(2)
  expect(steppedZoom(0.97, 1)).toBe(1)
  expect(steppedZoom(0.97, -1)).toBe(0.8)
})

it('a picture cannot be pushed out of sight', () => {
  const picture = { width: 400, height: 300 }

  expect(kept({ x: 5000, y: -5000, zoom: 1 }, picture, stage)).toEqual({ x: 720, y: -220, zoom: 1 })
  expect(kept({ x: 10, y: 20, zoom: 1 }, picture, stage)).toEqual({ x: 10, y: 20, zoom: 1 })
})

describe('what gets the focus comes into sight', () => {
  it('by the shortest way', () => {
    const camera = revealing(plain, { x: 900, y: 100, width: 150, height: 50 }, stage, insets)

    expect(camera).toEqual({ x: 800 - 16 - 1050, y: 0, zoom: 1 })
  })

  it('and nothing moves where it is in sight', () => {
    expect(revealing(plain, { x: 100, y: 100, width: 150, height: 50 }, stage, insets)).toBe(plain)
  })

  it('shows the beginning of what is larger than the stage', () => {
    expect(revealing(plain, { x: -50, y: 0, width: 2000, height: 50 }, stage, none).x).toBe(50)
  })
})

it('tells less from further away', () => {
  expect([2, 1.3, 1, 0.65, 0.5, 0.44].map(levelOf)).toEqual(['detail', 'detail', 'cards', 'cards', 'names', 'dots'])
})

it('looks at the point that is asked for', () => {
  const camera = centredOn({ x: 7, y: 9, zoom: 0.5 }, { x: 1000, y: 400 }, stage)

  const { x, y, width, height } = seenBy(camera, stage)
  expect({ x: x + width / 2, y: y + height / 2 }).toEqual({ x: 1000, y: 400 })
})
