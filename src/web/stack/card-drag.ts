import type { CameraControl } from './camera-control.ts'
import { dragFromPx } from './camera-control.ts'
import { rowPitch } from './placing.ts'
import type { Topology } from './topology.ts'

interface Dragging {
  readonly card: HTMLElement
  readonly name: string
  /** The cards of its column, from top to bottom. */
  readonly column: readonly HTMLElement[]
  readonly from: number
  readonly fromY: number
  isMoving: boolean
  row: number
}

interface DragOptions {
  readonly stage: HTMLElement
  readonly camera: CameraControl
  readonly topology: () => Topology
  readonly onPlace: (name: string, row: number) => void
}

/**
 * Moves a card with the mouse inside its column; the others make room. Only transforms change until it is let go. There
 * is no other place for a card, so that the picture never decays.
 */
export function dragCards({ stage, camera, topology, onPlace }: DragOptions): () => void {
  let dragging: Dragging | undefined

  const onDown = (event: PointerEvent) => {
    const card = (event.target as Element).closest<HTMLElement>('.node')
    if (!card || event.pointerType !== 'mouse' || event.button !== 0) return
    const name = card.dataset.name ?? ''
    const names = topology().columns.find((column) => column.names.includes(name))?.names ?? []
    const cards = new Map([...stage.querySelectorAll<HTMLElement>('.node')].map((one) => [one.dataset.name, one]))
    const column = names.flatMap((one) => cards.get(one) ?? [])
    const from = names.indexOf(name)
    dragging = { card, name, column, from, fromY: event.clientY, isMoving: false, row: from }
  }

  const onMove = (event: PointerEvent) => {
    if (!dragging) return
    const by = event.clientY - dragging.fromY
    if (!dragging.isMoving) {
      if (Math.abs(by) < dragFromPx || dragging.column.length < 2) return
      dragging.isMoving = true
      dragging.card.setPointerCapture(event.pointerId)
      stage.classList.add('reordering')
      dragging.card.classList.add('dragged')
    }
    const shift = by / camera.zoom()
    dragging.card.style.transform = `translateY(${shift}px)`
    const row = Math.min(dragging.column.length - 1, Math.max(0, dragging.from + Math.round(shift / rowPitch)))
    if (row !== dragging.row) makeRoom(dragging, row)
  }

  const end = (isPlaced: boolean) => {
    if (!dragging) return
    const { card, column, isMoving, row, from, name } = dragging
    dragging = undefined
    if (!isMoving) return
    for (const one of column) one.style.transform = ''
    card.classList.remove('dragged')
    stage.classList.remove('reordering')
    // the click that ends a drag is none
    addEventListener('click', stopClick, { capture: true, once: true })
    setTimeout(() => removeEventListener('click', stopClick, { capture: true }))
    if (isPlaced && row !== from) onPlace(name, row)
  }

  const onUp = () => end(true)
  const onCancel = () => end(false)
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !dragging?.isMoving) return
    event.preventDefault()
    end(false)
  }
  stage.addEventListener('pointerdown', onDown)
  stage.addEventListener('pointermove', onMove)
  stage.addEventListener('pointerup', onUp)
  stage.addEventListener('pointercancel', onCancel)
  addEventListener('keydown', onKey, { capture: true })
  return () => {
    stage.removeEventListener('pointerdown', onDown)
    stage.removeEventListener('pointermove', onMove)
    stage.removeEventListener('pointerup', onUp)
    stage.removeEventListener('pointercancel', onCancel)
    removeEventListener('keydown', onKey, { capture: true })
  }
}

function makeRoom(dragging: Dragging, row: number): void {
  dragging.row = row
  dragging.column.forEach((card, index) => {
    if (card === dragging.card) return
    const isAbove = index < dragging.from && index >= row
    const isBelow = index > dragging.from && index <= row
    card.style.transform = isAbove ? `translateY(${rowPitch}px)` : isBelow ? `translateY(${-rowPitch}px)` : ''
  })
}

function stopClick(event: Event): void {
  event.preventDefault()
  event.stopPropagation()
}
