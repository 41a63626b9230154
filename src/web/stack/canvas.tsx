import { memo, type ReactNode, useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { flushSync } from 'react-dom'
import type { Issue, Outline, Wire } from '../api.ts'
import { Glyph, Icon, type State } from '../parts/icon.tsx'
import { useStable } from '../parts/use-stable.ts'
import { serviceOf } from '../plant/pointer.ts'
import { areLettersOn } from '../shell/letters.ts'
import { useText } from '../text/text.tsx'
import { CameraControl } from './camera-control.ts'
import { Card } from './canvas-card.tsx'
import { useCanvasKeys } from './canvas-keys.ts'
import { Tip } from './canvas-tip.tsx'
import { Wires } from './canvas-wires.tsx'
import { dragCards } from './card-drag.ts'
import { useCardOrder } from './card-order.ts'
import { abilitiesOf, isSeen, type Lens, lensesFor, proofLenses } from './lens.ts'
import { minimapFrom } from './minimap.ts'
import { Overview } from './overview.tsx'
import { layOut, type Topology } from './topology.ts'
import { type Direction, nextCard, reordered, wiresOf } from './walk.ts'
import { WireTable } from './wire-table.tsx'

interface CanvasProps {
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

const nobody: readonly string[] = []

/** The picture of a plant: what there is, what is wired to what, and what is wrong with it. */
export const Canvas = memo(function Canvas(props: CanvasProps) {
  const { outline, proofs, tools } = props
  const text = useText()
  const [lens, setLens] = useState<Lens>('all')
  const [isList, setList] = useState(false)
  const [camera] = useState(() => new CameraControl())
  const { order, put, tidy } = useCardOrder(props.plant)
  const { services, wires } = outline
  const topology = useMemo(
    () => layOut(services, wires, { unfolded: new Set(abilitiesOf(lens, wires)), order }),
    [services, wires, lens, order],
  )
  const stateOf = useCallback((wire: Wire): State => proofs?.get(wire.id) ?? wire.status, [proofs])
  const tidyUp = () => {
    tidy()
    camera.fit()
  }
  useCanvasKeys({
    zoom: (by) => camera.step(by),
    showAll: camera.fit,
    tidy: tidyUp,
    list: () => setList((before) => !before),
  })
  const open = useStable((wire: Wire) => (props.onPickWire ? props.onPickWire(wire.id) : props.onSelect(wire.consumer)))
  return (
    <section className="canvas" aria-label={text('topology', { name: outline.name ?? '' })}>
      <div className="canvas-tools">
        {tools}
        <LensChoice lens={lens} wires={wires} isProof={proofs !== undefined} onLens={setLens} />
        <button type="button" className="btn s" title={text('tidyHelp')} onClick={tidyUp}>
          <Icon name="tidy" />
          {text('tidy')}
        </button>
        <button type="button" className="btn s" aria-pressed={isList} onClick={() => setList(!isList)}>
          <Icon name={isList ? 'stack' : 'list'} />
          {text(isList ? 'canvasView' : 'listView')}
        </button>
        <span className="spring" />
        {!proofs && <Legend wires={wires} />}
      </div>
      {isList ? (
        <WireTable wires={wires.filter((wire) => isSeen(lens, wire, stateOf(wire)))} stateOf={stateOf} onOpen={open} />
      ) : (
        <Stage
          {...props}
          topology={topology}
          camera={camera}
          lens={lens}
          stateOf={stateOf}
          onOpen={open}
          onOrder={put}
        />
      )}
    </section>
  )
})

const lensTexts = {
  all: 'lensAll',
  open: 'lensOpen',
  routes: 'lensRoutes',
  signIn: 'lensSignIn',
  data: 'lensData',
  messages: 'lensMessages',
  metrics: 'lensMetrics',
  logs: 'lensLogs',
  secrets: 'lensSecrets',
  other: 'lensOther',
  unproven: 'notProvenLens',
  broken: 'brokenLens',
} as const satisfies Record<Lens, string>

interface LensProps {
  readonly lens: Lens
  readonly wires: readonly Wire[]
  readonly isProof: boolean
  readonly onLens: (lens: Lens) => void
}

function LensChoice({ lens, wires, isProof, onLens }: LensProps) {
  const text = useText()
  if (isProof) {
    return (
      <fieldset className="seg" aria-label={text('lens')}>
        {proofLenses.map((one) => (
          <button key={one} type="button" aria-pressed={lens === one} onClick={() => onLens(one)}>
            {text(lensTexts[one])}
          </button>
        ))}
      </fieldset>
    )
  }
  return (
    <label className="btn s lens">
      <span className="vh">{text('lens')}</span>
      <select value={lens} onChange={({ target }) => onLens(target.value as Lens)}>
        {lensesFor(wires).map((one) => (
          <option key={one} value={one}>
            {text(lensTexts[one])}
          </option>
        ))}
      </select>
    </label>
  )
}

/** The worst of each service: a problem of its own, or a wire of it that does not carry. */
function worstOf(issues: readonly Issue[], broken: readonly Wire[]): Map<string, 'error' | 'warning'> {
  const worst = new Map<string, 'error' | 'warning'>(broken.map(({ consumer }) => [consumer, 'error']))
  for (const { path, severity } of issues) {
    const name = serviceOf(path)
    if (name === undefined || severity === 'info' || worst.get(name) === 'error') continue
    worst.set(name, severity)
  }
  return worst
}

const Legend = memo(function Legend({ wires }: { readonly wires: readonly Wire[] }) {
  const text = useText()
  const states = (['automatic', 'manual', 'unsupported'] as const).map((state) => ({
    state,
    count: wires.filter(({ status }) => status === state).length,
  }))
  return (
    <div className="legend" role="status">
      {states
        .filter(({ count }) => count > 0)
        .map(({ state, count }) => (
          <span key={state}>
            <Glyph state={state} />
            {count} {text(state)}
          </span>
        ))}
    </div>
  )
})

interface StageProps extends CanvasProps {
  readonly topology: Topology
  readonly camera: CameraControl
  readonly lens: Lens
  readonly stateOf: (wire: Wire) => State
  readonly onOpen: (wire: Wire) => void
  readonly onOrder: (layer: readonly string[]) => void
}

/** What is looked at through the camera, with everything that a pointer or key does there. */
function Stage({ outline, issues, topology, camera, lens, stateOf, onOpen, onOrder, ...props }: StageProps) {
  const { selected, onSelect, group = nobody, onGroup, added, pickedWire } = props
  const text = useText()
  const [stage, layer, dots] = [
    useRef<HTMLDivElement>(null),
    useRef<HTMLDivElement>(null),
    useRef<HTMLDivElement>(null),
  ]
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set())
  /** The card whose wires are gone through with `E`. */
  const [walked, setWalked] = useState<string>()
  const [said, say] = useState('')
  const { services } = outline
  const wires = useMemo(() => new Map(outline.wires.map((wire) => [wire.id, wire])), [outline.wires])
  const byName = useMemo(() => new Map(services.map((service) => [service.name, service])), [services])
  const worst = useMemo(
    () =>
      worstOf(
        issues,
        outline.wires.filter((wire) => stateOf(wire) === 'error'),
      ),
    [issues, outline.wires, stateOf],
  )
  const picked = useMemo(
    () => new Set(group.length > 0 ? group : selected === undefined ? [] : [selected]),
    [group, selected],
  )
  const marks = useMemo(() => foldedOf(topology, outline.wires), [topology, outline.wires])
  const urls = useMemo(
    () => new Map(outline.urls.toReversed().map(({ service, url }) => [service, url.replace(/^\w+:\/\//, '')])),
    [outline.urls],
  )
  const reached = useMemo(
    () =>
      lens === 'all'
        ? undefined
        : new Set(
            outline.wires
              .filter((wire) => isSeen(lens, wire, stateOf(wire)))
              .flatMap(({ provider, consumer }) => [provider, consumer]),
          ),
    [lens, outline.wires, stateOf],
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
  const { width, height } = topology
  useEffect(() => camera.setPicture({ width, height }), [camera, width, height])
  // a service that was just added is selected before it is in the picture
  const isShown = selected !== undefined && topology.cards.has(selected)
  useEffect(() => {
    const box = now.current.cards.get(selected ?? '')
    if (isShown && box) camera.reveal(box, coveredBy(stage.current))
  }, [camera, selected, isShown, stage])

  const focusOn = (selector: string) =>
    layer.current?.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true })
  const focusCard = (name: string) => focusOn(`[data-name="${CSS.escape(name)}"]`)
  const walkWires = (name: string, from: string | undefined, by: 1 | -1) => {
    const mine = wiresOf(outline.wires, name, topology.cards)
    if (mine.length === 0) return say(text('noWires'))
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
      place(name, direction === 'up' ? row - 1 : row + 1)
      return true
    }
    if (direction) {
      const next = nextCard(topology, outline.wires, name, direction)
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
  const onClick = (event: React.MouseEvent) => {
    const element = event.target as Element
    const name = element.closest<HTMLElement>('.node')?.dataset.name
    const wire = wires.get(element.closest<SVGElement>('.wire')?.dataset.wire ?? '')
    if (wire) onOpen(wire)
    if (name === undefined) return
    const isMore = event.shiftKey || event.ctrlKey || event.metaKey
    if (isMore && onGroup) onGroup(picked.has(name) ? [...picked].filter((one) => one !== name) : [...picked, name])
    else onSelect(name)
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
              const service = byName.get(name)
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
                    folded={marks.get(name) ?? ''}
                  />
                )
              )
            }),
          )}
          {topology.trunks.map((trunk) => (
            <TrunkLabel
              key={trunk.key}
              trunk={trunk}
              isOn={trunk.wires.some((id) => {
                const wire = wires.get(id)
                return wire !== undefined && isPicked(wire)
              })}
              isOpen={unfolded.has(trunk.key)}
              onToggle={toggle}
            />
          ))}
        </div>
      </div>
      <Tip stage={stage} wires={wires} services={byName} stateOf={stateOf} />
      <ZoomBar camera={camera} />
      {services.length >= minimapFrom && <Overview topology={topology} camera={camera} worst={worst} picked={picked} />}
      <p className="vh" role="status">
        {said}
      </p>
    </>
  )
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

/** How much of the stage the settings cover, which lie over it in a narrow window. */
function coveredBy(stage: HTMLElement | null): number {
  const sheet = stage?.closest('.builder')?.querySelector(':scope > .inspector')?.getBoundingClientRect()
  const box = stage?.getBoundingClientRect()
  return box && sheet && sheet.width > 0 ? Math.max(0, box.right - sheet.left) : 0
}

/** The abilities of each card that are no lines. */
function foldedOf({ folded }: Topology, wires: readonly Wire[]): Map<string, string> {
  const found = new Map<string, Set<string>>()
  for (const { ability, provider, consumer } of wires) {
    if (!folded.has(ability)) continue
    for (const name of [provider, consumer]) found.set(name, (found.get(name) ?? new Set()).add(ability))
  }
  return new Map([...found].map(([name, abilities]) => [name, [...abilities].sort().join(', ')]))
}

interface TrunkLabelProps {
  readonly trunk: Topology['trunks'][number]
  readonly isOn: boolean
  readonly isOpen: boolean
  readonly onToggle: (key: string) => void
}

/** What a trunk carries; for one with many branches the way to see them. */
const TrunkLabel = memo(function TrunkLabel({ trunk, isOn, isOpen, onToggle }: TrunkLabelProps) {
  const text = useText()
  const { key, ability, provider, label, wires, isFolded } = trunk
  const style = { left: label.x, top: label.y }
  if (!isFolded)
    return (
      <span className={`wl ${label.side}${isOn ? ' on' : ''}`} style={style} aria-hidden="true">
        {ability}
      </span>
    )
  return (
    <button
      type="button"
      className={`wl bundle ${label.side}`}
      style={style}
      aria-expanded={isOpen}
      aria-label={text('bundle', { ability, provider, count: wires.length })}
      onClick={() => onToggle(key)}
    >
      <span className="ab">{ability} </span>× {wires.length}
    </button>
  )
})

function ZoomBar({ camera }: { readonly camera: CameraControl }) {
  const text = useText()
  const percent = useSyncExternalStore(camera.subscribe, () => Math.round(camera.zoom() * 100))
  return (
    <div className="zoom">
      <button type="button" className="tool" aria-label={text('zoomOut')} title="-" onClick={() => camera.step(-1)}>
        <Icon name="minus" />
      </button>
      <span className="pc">{percent} %</span>
      <button type="button" className="tool" aria-label={text('zoomIn')} title="+" onClick={() => camera.step(1)}>
        <Icon name="plus" />
      </button>
      <button type="button" className="tool" aria-label={text('fit')} title="0" onClick={camera.fit}>
        <Icon name="fit" />
      </button>
    </div>
  )
}
