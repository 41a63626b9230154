import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import type { Issue, Outline, Wire } from '../api.ts'
import type { State } from '../parts/icon.tsx'
import { useStable } from '../parts/use-stable.ts'
import { useText } from '../text/text.tsx'
import type { CameraControl } from './camera-control.ts'
import { Card } from './canvas-card.tsx'
import { Tip } from './canvas-tip.tsx'
import { ZoomBar } from './canvas-tools.tsx'
import { Wires } from './canvas-wires.tsx'
import { dragCards } from './card-drag.ts'
import { dragFrame } from './frame-drag.ts'
import { isSeen, type Lens } from './lens.ts'
import { minimapFrom } from './minimap.ts'
import { Overview } from './overview.tsx'
import { useStageFacts } from './stage-facts.ts'
import { useWalk } from './stage-walk.ts'
import type { Topology } from './topology.ts'
import { TrunkLabel } from './trunk-label.tsx'
import { reordered } from './walk.ts'

export interface CanvasProps {
  readonly outline: Outline
  readonly issues: readonly Issue[]
  /** Under which this browser keeps how somebody has put the cards; a draft where it is left out. */
  readonly plant?: string | undefined
  readonly selected: string | undefined
  readonly onSelect: (name: string | undefined) => void
  /** Services that are looked at together. */
  readonly group?: readonly string[]
  readonly onGroup?: ((names: readonly string[]) => void) | undefined
  /** Services that the version on the server does not have. */
  readonly added?: ReadonlySet<string> | undefined
  /** Where each wire stands in a run of probes, by its id; then wires are picked instead of services. */
  readonly proofs?: ReadonlyMap<string, State>
  readonly pickedWire?: string | undefined
  readonly onPickWire?: (wire: string) => void
  /** What else stands among the tools. */
  readonly tools?: ReactNode
}

interface StageProps extends CanvasProps {
  readonly topology: Topology
  readonly camera: CameraControl
  readonly lens: Lens
  readonly stateOf: (wire: Wire) => State
  readonly onOpen: (wire: Wire) => void
  readonly onOrder: (layer: readonly string[]) => void
}

const nobody: readonly string[] = []

/** What is looked at through the camera, with everything that a pointer or key does there. */
export function Stage({ outline, issues, topology, camera, lens, stateOf, onOpen, onOrder, ...props }: StageProps) {
  const { selected, onSelect, group = nobody, onGroup, added, pickedWire } = props
  const text = useText()
  const [stage, layer, dots, frame] = [
    useRef<HTMLDivElement>(null),
    useRef<HTMLDivElement>(null),
    useRef<HTMLDivElement>(null),
    useRef<HTMLDivElement>(null),
  ]
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set())
  const [said, say] = useState('')
  const facts = useStageFacts({ outline, issues, topology, lens, stateOf })
  const { wires, services, worst, folded, urls, reached, standings } = facts
  const picked = useMemo(
    () => new Set(group.length > 0 ? group : selected === undefined ? [] : [selected]),
    [group, selected],
  )
  const isPicked = ({ id, provider, consumer }: Wire) =>
    id === pickedWire || picked.has(provider) || picked.has(consumer)
  const place = useStable((name: string, row: number) => {
    const column = topology.columns.find(({ names }) => names.includes(name))
    if (!column || row < 0 || row >= column.names.length) return
    onOrder(reordered(topology, name, row))
    say(text('placed', { name, place: row + 1, count: column.names.length }))
  })
  const now = useRef(topology)
  now.current = topology
  useEffect(() => {
    const [host, moved, ground] = [stage.current, layer.current, dots.current]
    if (!host || !moved || !ground) return
    const detach = camera.attach(host, moved, ground)
    const stop = dragCards({ stage: host, camera, topology: () => now.current, onPlace: place })
    return () => {
      detach()
      stop()
    }
  }, [camera, place, stage, layer, dots])
  const pick = useStable((names: readonly string[]) => {
    const [only] = names
    if (names.length > 1) onGroup?.(names)
    else onSelect(only)
  })
  const pickMore = useStable((names: readonly string[]) => {
    pick([...new Set([...picked, ...names])])
    say(text('picked', { count: names.length }))
  })
  const canGroup = onGroup !== undefined
  useEffect(() => {
    if (!canGroup || !stage.current || !frame.current) return
    return dragFrame({
      stage: stage.current,
      frame: frame.current,
      camera,
      topology: () => now.current,
      onPick: pickMore,
    })
  }, [camera, canGroup, pickMore, stage, frame])
  const { width, height } = topology
  useEffect(() => camera.setPicture({ width, height }), [camera, width, height])
  // a service that was just added is selected before it is in the picture
  const isShown = selected !== undefined && topology.cards.has(selected)
  useEffect(() => {
    const box = now.current.cards.get(selected ?? '')
    if (isShown && box) camera.reveal(box, coveredBy(stage.current))
  }, [camera, selected, isShown, stage])

  const { walked, onKeyDown, onFocus } = useWalk({
    topology,
    camera,
    wires,
    layer,
    onOpen,
    onPlace: place,
    onSay: say,
  })
  const onClick = (event: React.MouseEvent) => {
    const element = event.target as Element
    const name = element.closest<HTMLElement>('.node')?.dataset.name
    const wire = wires.get(element.closest<SVGElement>('.wire')?.dataset.wire ?? '')
    if (wire) onOpen(wire)
    if (name === undefined) return
    const isMore = event.shiftKey || event.ctrlKey || event.metaKey
    if (isMore && onGroup) pick(picked.has(name) ? [...picked].filter((one) => one !== name) : [...picked, name])
    else onSelect(name)
  }
  const toggle = (key: string) =>
    setUnfolded((before) => new Set(before.has(key) ? [...before].filter((one) => one !== key) : [...before, key]))
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only listens for the cards and wires inside it */}
      <div className="stage" ref={stage} onKeyDown={onKeyDown} onClick={onClick} onFocus={onFocus}>
        <div className="ground" ref={dots} />
        <div className="scaled" ref={layer} style={{ width: topology.width, height: topology.height }}>
          <Wires
            topology={topology}
            wires={wires}
            isSeen={(wire) => isSeen(lens, wire, stateOf(wire))}
            stateOf={stateOf}
            standings={standings}
            isNear={(wire) => isPicked(wire) || wire.consumer === walked || wire.provider === walked}
            isPicked={isPicked}
            unfolded={unfolded}
          />
          {topology.layers.map(({ id, x }) => (
            <span key={id} className="lane-head" style={{ left: x, top: 8 }}>
              {text(id)}
            </span>
          ))}
          {topology.columns.flatMap(({ names }) =>
            names.map((name) => {
              const service = services.get(name)
              const box = topology.cards.get(name)
              return (
                service &&
                box && (
                  <Card
                    key={name}
                    service={service}
                    box={box}
                    worst={worst.get(name)}
                    isPicked={picked.has(name)}
                    isFaded={reached?.has(name) === false}
                    isNew={added?.has(name) ?? false}
                    url={urls.get(name)}
                    folded={folded.get(name) ?? ''}
                  />
                )
              )
            }),
          )}
          {topology.trunks.map((trunk) => (
            <TrunkLabel
              key={trunk.key}
              trunk={trunk}
              standing={standings.get(trunk.key)}
              isOn={trunk.wires.some((id) => {
                const wire = wires.get(id)
                return wire !== undefined && isPicked(wire)
              })}
              isOpen={unfolded.has(trunk.key)}
              onToggle={toggle}
            />
          ))}
          <div className="marquee" ref={frame} hidden />
        </div>
      </div>
      <Tip stage={stage} wires={wires} services={services} stateOf={stateOf} />
      <ZoomBar camera={camera} />
      {services.size >= minimapFrom && <Overview topology={topology} camera={camera} worst={worst} picked={picked} />}
      <p className="vh" role="status">
        {said}
      </p>
    </>
  )
}

/** How much of the stage the settings cover, which lie over it in a narrow window. */
function coveredBy(stage: HTMLElement | null): number {
  const sheet = stage?.closest('.builder')?.querySelector(':scope > .inspector')?.getBoundingClientRect()
  const box = stage?.getBoundingClientRect()
  return box && sheet && sheet.width > 0 ? Math.max(0, box.right - sheet.left) : 0
}
