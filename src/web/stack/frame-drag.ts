import type { Point, Rect } from './camera.ts'
import { type CameraControl, dragFromPx } from './camera-control.ts'
import { frameOf, touchedBy } from './frame.ts'
import type { Topology } from './topology.ts'

interface FrameOptions {
  readonly stage: HTMLElement
  /** Stands among the cards and shows the frame. */
  readonly frame: HTMLElement
  readonly camera: CameraControl
  readonly topology: () => Topology
  readonly onPick: (names: readonly string[]) => void
}

interface Framing {
  /** Where it began, in the picture and on the screen. */
  readonly from: Point
  readonly fromX: number
  readonly fromY: number
  readonly pointer: number
  isDrawn: boolean
  names: readonly string[]
}

/** Draws a frame with Shift and the pointer where no card is, and picks the cards that it touches. `Escape` gives up. */
export function dragFrame({ stage, frame, camera, topology, onPick }: FrameOptions): () => void {
  let framing: Framing | undefined

  const onDown = (event: PointerEvent) => {
    if (!event.shiftKey || event.button !== 0 || (event.target as Element).closest('button')) return
    // without Shift the same would move the picture
    event.stopPropagation()
    framing = {
      from: camera.pointAt(event),
      fromX: event.clientX,
      fromY: event.clientY,
      pointer: event.pointerId,
      isDrawn: false,
      names: [],
    }
  }

  const onMove = (event: PointerEvent) => {
    if (!framing || event.pointerId !== framing.pointer) return
    if (!framing.isDrawn) {
      if (Math.hypot(event.clientX - framing.fromX, event.clientY - framing.fromY) < dragFromPx) return
      framing.isDrawn = true
      stage.setPointerCapture(event.pointerId)
      stage.classList.add('framing')
      frame.hidden = false
    }
    const drawn = frameOf(framing.from, camera.pointAt(event))
    framing.names = touchedBy(drawn, topology().cards)
    put(frame, drawn)
    mark(stage, framing.names)
  }

  const end = (isPicked: boolean) => {
    if (!framing) return
    const { isDrawn, names } = framing
    framing = undefined
    if (!isDrawn) return
    frame.hidden = true
    stage.classList.remove('framing')
    mark(stage, [])
    if (isPicked && names.length > 0) onPick(names)
  }

  const onUp = () => end(true)
  const onCancel = () => end(false)
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !framing?.isDrawn) return
    event.preventDefault()
    end(false)
  }
  stage.addEventListener('pointerdown', onDown, { capture: true })
  stage.addEventListener('pointermove', onMove)
  stage.addEventListener('pointerup', onUp)
  stage.addEventListener('pointercancel', onCancel)
  addEventListener('keydown', onKey, { capture: true })
  return () => {
    end(false)
    stage.removeEventListener('pointerdown', onDown, { capture: true })
    stage.removeEventListener('pointermove', onMove)
    stage.removeEventListener('pointerup', onUp)
    stage.removeEventListener('pointercancel', onCancel)
    removeEventListener('keydown', onKey, { capture: true })
  }
}

function put(frame: HTMLElement, { x, y, width, height }: Rect): void {
  Object.assign(frame.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` })
}

/** Shows what would be picked. */
function mark(stage: HTMLElement, names: readonly string[]): void {
  for (const card of stage.querySelectorAll<HTMLElement>('.node'))
    card.classList.toggle('touched', names.includes(card.dataset.name ?? ''))
}
