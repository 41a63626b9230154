import { keep, kept } from '../kept.ts'
import type { Size } from './camera.ts'

/** The panels around the canvas, and how large they are. Pure but for the two functions that ask the browser. */
export type Panel = 'catalog' | 'inspector' | 'drawer'
export type PanelSizes = Readonly<Partial<Record<Panel, number>>>

interface PanelKind {
  readonly axis: 'x' | 'y'
  /** Whether a pointer that goes right or down makes it larger. */
  readonly grows: 1 | -1
  readonly leastPx: number
  readonly mostPx: number
  /** In a window from 1680 px on, and in a smaller one. */
  readonly usualPx: readonly [wide: number, narrow: number]
  /** Custom property that carries the size to the style sheet. */
  readonly property: string
}

export const panelKinds: Readonly<Record<Panel, PanelKind>> = {
  catalog: { axis: 'x', grows: 1, leastPx: 176, mostPx: 440, usualPx: [264, 224], property: '--catalog-width' },
  inspector: { axis: 'x', grows: -1, leastPx: 264, mostPx: 720, usualPx: [376, 312], property: '--inspector-width' },
  drawer: { axis: 'y', grows: -1, leastPx: 112, mostPx: 720, usualPx: [280, 240], property: '--drawer-height' },
}

/** What the canvas keeps, however large the panels are wished. */
const canvasLeast: Size = { width: 320, height: 200 }
const wideFromPx = 1680
/** What a key moves; ten of them with Shift. */
export const panelStepPx = 16

export const usualSize = (panel: Panel, windowWidth: number): number =>
  panelKinds[panel].usualPx[windowWidth >= wideFromPx ? 0 : 1]

/** A size that a panel can have beside the others. */
export function sizeWithin(panel: Panel, wishedPx: number, frame: Size, others: PanelSizes): number {
  const { axis, leastPx, mostPx } = panelKinds[panel]
  const beside = panel === 'catalog' ? 'inspector' : 'catalog'
  const room =
    axis === 'x'
      ? frame.width - canvasLeast.width - (others[beside] ?? usualSize(beside, frame.width))
      : frame.height - canvasLeast.height
  return Math.round(Math.max(leastPx, Math.min(mostPx, room, wishedPx)))
}

/** What a key makes of a size; undefined for keys that mean nothing here, `usual` for the one that resets. */
export function sizeAfterKey(
  panel: Panel,
  sizePx: number,
  { key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>,
): number | 'usual' | undefined {
  const { axis, grows, leastPx, mostPx } = panelKinds[panel]
  if (key === 'Home') return leastPx
  if (key === 'End') return mostPx
  if (key === 'Enter') return 'usual'
  const keys = axis === 'x' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown']
  const at = keys.indexOf(key)
  if (at === -1) return undefined
  return sizePx + (at === 0 ? -1 : 1) * grows * panelStepPx * (shiftKey ? 10 : 1)
}

/** Sizes as they were kept; what is no size is left out. */
export function sizesOf(text: string | undefined): PanelSizes {
  try {
    const found: unknown = JSON.parse(text ?? '{}')
    return Object.fromEntries(
      Object.entries(found as object).filter(([name, size]) => name in panelKinds && Number.isFinite(size)),
    )
  } catch {
    return {}
  }
}

export const keptSizes = (): PanelSizes => sizesOf(kept('panels'))
export const keepSizes = (sizes: PanelSizes): void => keep('panels', JSON.stringify(sizes))
