import { type RefObject, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Wire } from '../api.ts'
import { areLettersOn } from '../shell/letters.ts'
import { useText } from '../text/text.tsx'
import type { CameraControl } from './camera-control.ts'
import type { Topology } from './topology.ts'
import { type Direction, nextCard, wiresOf } from './walk.ts'

interface WalkOptions {
  readonly topology: Topology
  readonly camera: CameraControl
  readonly wires: ReadonlyMap<string, Wire>
  /** Where cards and wires are found. */
  readonly layer: RefObject<HTMLElement | null>
  readonly onOpen: (wire: Wire) => void
  readonly onPlace: (name: string, row: number) => void
  readonly onSay: (text: string) => void
}

export interface Walk {
  /** The card whose wires are gone through; they have to be drawn, also where they are folded. */
  readonly walked: string | undefined
  readonly onKeyDown: (event: React.KeyboardEvent) => void
  readonly onFocus: (event: React.FocusEvent) => void
}

/** The keyboard on the stage: arrows from card to card, `E` through the wires of one, `Esc` back to it. */
export function useWalk({ topology, camera, wires, layer, onOpen, onPlace, onSay }: WalkOptions): Walk {
  const text = useText()
  const [walked, setWalked] = useState<string>()
  const all = [...wires.values()]
  const focusOn = (selector: string) =>
    layer.current?.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true })
  const focusCard = (name: string) => focusOn(`[data-name="${CSS.escape(name)}"]`)
  const walkWires = (name: string, from: string | undefined, by: 1 | -1) => {
    const mine = wiresOf(all, name, topology.cards)
    if (mine.length === 0) return onSay(text('noWires'))
    flushSync(() => setWalked(name))
    const at = mine.findIndex(({ id }) => id === from)
    const next = mine[at === -1 ? (by === 1 ? 0 : mine.length - 1) : (at + by + mine.length) % mine.length]
    focusOn(`[data-wire="${CSS.escape(next?.id ?? '')}"]`)
  }
  const cardKey = (event: React.KeyboardEvent, name: string): boolean => {
    const direction = directions[event.key]
    if (direction && event.altKey) {
      if (direction === 'left' || direction === 'right') return false
      const row = topology.columns.find(({ names }) => names.includes(name))?.names.indexOf(name) ?? 0
      onPlace(name, direction === 'up' ? row - 1 : row + 1)
      return true
    }
    if (direction) {
      const next = nextCard(topology, all, name, direction)
      if (next !== undefined) focusCard(next)
      return true
    }
    if (event.key.toLowerCase() !== 'e' || event.ctrlKey || event.metaKey || !areLettersOn()) return false
    walkWires(name, undefined, event.shiftKey ? -1 : 1)
    return true
  }
  const wireKey = (event: React.KeyboardEvent, wire: Wire): boolean => {
    const home = walked ?? wire.consumer
    const direction = directions[event.key]
    if (event.key === 'Enter' || event.key === ' ') onOpen(wire)
    else if (event.key === 'Escape') focusCard(home)
    else if (direction === 'left' || direction === 'right') focusCard(endOf(wire, direction, topology))
    else if (direction || event.key.toLowerCase() === 'e')
      walkWires(home, wire.id, direction === 'up' || event.shiftKey ? -1 : 1)
    else return false
    return true
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    const element = event.target as Element
    const name = element.closest<HTMLElement>('.node')?.dataset.name
    const wire = wires.get(element.closest<SVGElement>('.wire')?.dataset.wire ?? '')
    const isDone = name !== undefined ? cardKey(event, name) : wire !== undefined && wireKey(event, wire)
    if (isDone) event.preventDefault()
  }
  const onFocus = ({ target }: React.FocusEvent) => {
    if (!target.matches(':focus-visible')) return
    const name = target.closest<HTMLElement>('.node')?.dataset.name
    const box = topology.cards.get(name ?? '')
    if (name !== undefined && name !== walked) setWalked(undefined)
    if (box) camera.reveal(box)
    const wire = target.closest<SVGElement>('.wire')?.dataset.wire
    const branch = [...topology.branches, ...topology.foldedBranches].find(({ id }) => id === wire)
    if (branch) camera.reveal({ ...branch.glyph, width: 0, height: 0 })
  }
  return { walked, onKeyDown, onFocus }
}

const directions: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
}

/** The end of a wire that lies on one side. */
function endOf({ provider, consumer }: Wire, side: 'left' | 'right', { cards }: Topology): string {
  const isProviderLeft = (cards.get(provider)?.x ?? 0) < (cards.get(consumer)?.x ?? 0)
  return (side === 'left') === isProviderLeft ? provider : consumer
}
