import { type RefObject, useEffect, useState } from 'react'
import type { OutlineService, Wire } from '../api.ts'
import { Glyph, Icon, type State } from '../parts/icon.tsx'
import { sentence } from '../parts/sentence.ts'
import { useText } from '../text/text.tsx'
import { stateWord } from './canvas-wires.tsx'

interface TipProps {
  readonly stage: RefObject<HTMLElement | null>
  readonly wires: ReadonlyMap<string, Wire>
  readonly services: ReadonlyMap<string, OutlineService>
  readonly stateOf: (wire: Wire) => State
}

interface Target {
  readonly wire?: string | undefined
  readonly service?: string | undefined
  readonly x: number
  readonly y: number
}

const size = { width: 280, height: 112 }

/** Why a wire is there and how it stands; and what a card is, from where the card itself does not tell. */
export function Tip({ stage, wires, services, stateOf }: TipProps) {
  const text = useText()
  const target = useTarget(stage)
  const wire = wires.get(target?.wire ?? '')
  const service = services.get(target?.service ?? '')
  if (!target || (!wire && !service)) return null
  const style = { left: target.x, top: target.y, width: size.width }
  if (wire) {
    const state = stateOf(wire)
    return (
      <div className="tip" style={style} aria-hidden="true">
        <b className="row">
          <Glyph state={state} />
          {wire.provider}
          <Icon name="arrow" size={12} />
          {wire.consumer}
        </b>
        {wire.ability}, {stateWord(text, state, wire)}
        <p className="t3">{sentence(text.said(wire.note ?? wire.why))}</p>
      </div>
    )
  }
  return (
    <div className="tip" style={style} aria-hidden="true">
      <b>{service?.name}</b>
      {service?.title} {service?.version}
    </div>
  )
}

/** What the pointer rests on or the keyboard has come to. Nothing is drawn anew while a pointer moves inside one thing. */
function useTarget(stage: RefObject<HTMLElement | null>): Target | undefined {
  const [target, setTarget] = useState<Target>()
  useEffect(() => {
    const host = stage.current
    if (!host) return
    const place = (element: Element, x: number, y: number) => {
      const box = host.getBoundingClientRect()
      const isFar = host.dataset.level === 'dots' || host.dataset.level === 'names'
      setTarget({
        wire: element.closest<SVGElement>('.wire')?.dataset.wire,
        service: isFar ? element.closest<HTMLElement>('.node')?.dataset.name : undefined,
        x: Math.max(8, Math.min(box.width - size.width - 8, x - box.left + 12)),
        y: Math.max(8, Math.min(box.height - size.height, y - box.top + 12)),
      })
    }
    const clear = () => setTarget(undefined)
    const onOver = (event: PointerEvent) => {
      const element = (event.target as Element).closest('.wire, .node')
      if (element && event.buttons === 0 && event.pointerType !== 'touch') place(element, event.clientX, event.clientY)
      else clear()
    }
    const onFocus = ({ target: focused }: FocusEvent) => {
      const element = focused as Element
      if (!element.matches('.wire, .node') || !element.matches(':focus-visible')) return
      const box = (element.querySelector('.mark') ?? element).getBoundingClientRect()
      place(element, box.right, box.bottom)
    }
    const onKey = ({ key }: KeyboardEvent) => key === 'Escape' && clear()
    host.addEventListener('pointerover', onOver)
    host.addEventListener('pointerleave', clear)
    host.addEventListener('pointerdown', clear)
    host.addEventListener('wheel', clear, { passive: true })
    host.addEventListener('focusin', onFocus)
    host.addEventListener('focusout', clear)
    addEventListener('keydown', onKey)
    return () => {
      host.removeEventListener('pointerover', onOver)
      host.removeEventListener('pointerleave', clear)
      host.removeEventListener('pointerdown', clear)
      host.removeEventListener('wheel', clear)
      host.removeEventListener('focusin', onFocus)
      host.removeEventListener('focusout', clear)
      removeEventListener('keydown', onKey)
    }
  }, [stage])
  return target
}
