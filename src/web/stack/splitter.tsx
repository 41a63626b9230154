import { type RefObject, useEffect, useRef, useState } from 'react'
import { useText } from '../text/text.tsx'
import {
  keepSizes,
  keptSizes,
  type Panel,
  type PanelSizes,
  panelKinds,
  sizeAfterKey,
  sizeWithin,
  usualSize,
} from './panels.ts'

export interface Panels {
  readonly sizes: PanelSizes
  /** Undefined sets the usual size again. */
  readonly resize: (panel: Panel, size: number | undefined) => void
  readonly host: RefObject<HTMLDivElement | null>
}

/** How large the panels are: as they were left in this browser. The sizes reach the style sheet as properties of the host. */
export function usePanels(): Panels {
  const host = useRef<HTMLDivElement>(null)
  const [sizes, setSizes] = useState(keptSizes)
  useEffect(() => {
    for (const panel of Object.keys(panelKinds) as Panel[]) show(host.current, panel, sizes[panel])
  }, [sizes])
  const resize = (panel: Panel, size: number | undefined) => {
    const { [panel]: _, ...others } = sizes
    const next = size === undefined ? others : { ...others, [panel]: size }
    setSizes(next)
    keepSizes(next)
  }
  return { sizes, resize, host }
}

function show(host: HTMLElement | null, panel: Panel, size: number | undefined): void {
  if (size === undefined) host?.style.removeProperty(panelKinds[panel].property)
  else host?.style.setProperty(panelKinds[panel].property, `${size}px`)
}

const names = { catalog: 'resizeCatalogue', inspector: 'resizeInspector', drawer: 'resizeDrawer' } as const

interface SplitterProps {
  readonly panel: Panel
  readonly panels: Panels
}

/** The edge of a panel: dragged, moved with arrow keys, reset with a double click or Enter. */
export function Splitter({ panel, panels: { sizes, resize, host } }: SplitterProps) {
  const text = useText()
  const { axis, grows, leastPx, mostPx } = panelKinds[panel]
  const size = sizes[panel] ?? usualSize(panel, innerWidth)
  const within = (wished: number): number => {
    const { width, height } = host.current?.getBoundingClientRect() ?? { width: innerWidth, height: innerHeight }
    return sizeWithin(panel, wished, { width, height }, sizes)
  }
  const drag = (down: React.PointerEvent<HTMLElement>) => {
    const edge = down.currentTarget
    const from = axis === 'x' ? down.clientX : down.clientY
    let last = size
    const onMove = (move: PointerEvent) => {
      last = within(size + grows * ((axis === 'x' ? move.clientX : move.clientY) - from))
      show(host.current, panel, last)
    }
    const onEnd = () => {
      edge.removeEventListener('pointermove', onMove)
      edge.classList.remove('held')
      if (last !== size) resize(panel, last)
    }
    edge.setPointerCapture(down.pointerId)
    edge.classList.add('held')
    edge.addEventListener('pointermove', onMove)
    edge.addEventListener('lostpointercapture', onEnd, { once: true })
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a line that is moved is no thematic break
    <div
      className={`splitter of-${panel}`}
      role="separator"
      tabIndex={0}
      aria-label={text(names[panel])}
      aria-orientation={axis === 'x' ? 'vertical' : 'horizontal'}
      aria-valuenow={size}
      aria-valuemin={leastPx}
      aria-valuemax={mostPx}
      title={text('resizeHelp')}
      onPointerDown={drag}
      onDoubleClick={() => resize(panel, undefined)}
      onKeyDown={(event) => {
        const next = sizeAfterKey(panel, size, event)
        if (next === undefined) return
        event.preventDefault()
        resize(panel, next === 'usual' ? undefined : within(next))
      }}
    />
  )
}
