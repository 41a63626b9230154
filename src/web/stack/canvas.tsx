import { useEffect, useMemo, useRef, useState } from 'react'
import type { Issue, Outline, OutlineService, Wire } from '../api.ts'
import { categoryIcon, Glyph, Icon, type State, StateShape } from '../parts/icon.tsx'
import { serviceOf } from '../plant/pointer.ts'
import { useText } from '../text/text.tsx'
import { type Branch, layOut, type Topology } from './topology.ts'

interface CanvasProps {
  readonly outline: Outline
  readonly issues: readonly Issue[]
  readonly selected: string | undefined
  readonly onSelect: (name: string | undefined) => void
  /** Where each wire stands in a run of probes, by its id; then wires are picked instead of services. */
  readonly proofs?: ReadonlyMap<string, State>
  readonly pickedWire?: string | undefined
  readonly onPickWire?: (wire: string) => void
}

/** `all`, `open` for what is not automatic, `unproven` and `broken` for a run of probes, or an ability. */
type Lens = string

const zooms = [0.5, 0.67, 0.8, 1, 1.25]

export function Canvas(props: CanvasProps) {
  const { outline, issues, selected, onSelect, proofs, pickedWire, onPickWire } = props
  const text = useText()
  const [lens, setLens] = useState<Lens>('all')
  const [isList, setList] = useState(false)
  const [zoom, setZoom] = useState(1)
  const host = useRef<HTMLDivElement>(null)
  const topology = useMemo(
    () => layOut(outline.services, outline.wires, new Set(lens === 'all' ? [] : [lens])),
    [outline.services, outline.wires, lens],
  )
  const wires = useMemo(() => new Map(outline.wires.map((wire) => [wire.id, wire])), [outline.wires])
  const worst = useMemo(() => worstOf(issues), [issues])
  const abilities = useMemo(() => [...new Set(outline.wires.map(({ ability }) => ability))].sort(), [outline.wires])
  const fit = () => {
    const box = host.current?.getBoundingClientRect()
    if (box) setZoom(Math.min(1, box.width / topology.width, (box.height - 96) / topology.height))
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: a picture of another size is fitted anew
  useEffect(fit, [topology.width, topology.height])
  const step = (by: number) => setZoom((now) => nextZoom(now, by))
  const isShown = (wire: Wire): boolean => {
    if (lens === 'all') return true
    if (lens === 'open') return wire.status !== 'automatic'
    if (lens === 'unproven') return proofs?.get(wire.id) !== 'proven'
    if (lens === 'broken') return proofs?.get(wire.id) === 'error'
    return wire.ability === lens
  }
  return (
    <section className="canvas" aria-label={text('topology', { name: outline.name ?? '' })}>
      <div className="canvas-tools">
        <label className="btn s lens">
          <span className="vh">{text('lens')}</span>
          <select value={lens} onChange={({ target }) => setLens(target.value)}>
            <option value="all">{text('lensAll')}</option>
            <option value="open">{text('lensOpen')}</option>
            {proofs && <option value="unproven">{text('notProvenLens')}</option>}
            {proofs && <option value="broken">{text('brokenLens')}</option>}
            {abilities.map((ability) => (
              <option key={ability}>{ability}</option>
            ))}
          </select>
        </label>
        <button type="button" className="btn s" aria-pressed={isList} onClick={() => setList(!isList)}>
          {text(isList ? 'canvasView' : 'listView')}
        </button>
        <span className="spring" />
        {!proofs && <Legend wires={outline.wires} />}
      </div>
      {isList ? (
        <WireTable wires={outline.wires.filter(isShown)} onSelect={onSelect} />
      ) : (
        <>
          <div className="stage" ref={host}>
            <div className="layer" style={{ width: topology.width * zoom, height: topology.height * zoom }}>
              <div
                className="scaled"
                style={{ transform: `scale(${zoom})`, width: topology.width, height: topology.height }}
              >
                <Wires
                  topology={topology}
                  wires={wires}
                  isShown={isShown}
                  selected={selected}
                  proofs={proofs}
                  pickedWire={pickedWire}
                  onOpen={(wire) => (onPickWire ? onPickWire(wire.id) : onSelect(wire.consumer))}
                />
                {topology.layers.map(({ id, x }) => (
                  <span key={id} className="lane-head" style={{ left: x, top: 8 }}>
                    {text(id)}
                  </span>
                ))}
                {outline.services.map((service) => (
                  <Card
                    key={service.name}
                    service={service}
                    topology={topology}
                    wires={outline.wires}
                    worst={worst.get(service.name)}
                    isSelected={service.name === selected}
                    onSelect={onSelect}
                  />
                ))}
              </div>
            </div>
          </div>
          <div className="zoom">
            <button type="button" className="tool" aria-label={text('zoomOut')} onClick={() => step(-1)}>
              <Icon name="minus" />
            </button>
            <span className="pc">{Math.round(zoom * 100)} %</span>
            <button type="button" className="tool" aria-label={text('zoomIn')} onClick={() => step(1)}>
              <Icon name="plus" />
            </button>
            <button type="button" className="tool" aria-label={text('fit')} onClick={fit}>
              <Icon name="fit" />
            </button>
          </div>
        </>
      )}
    </section>
  )
}

function nextZoom(now: number, by: number): number {
  const next = by > 0 ? zooms.find((zoom) => zoom > now + 0.01) : zooms.findLast((zoom) => zoom < now - 0.01)
  return next ?? now
}

/** The worst problem of each service. */
function worstOf(issues: readonly Issue[]): Map<string, 'error' | 'warning'> {
  const worst = new Map<string, 'error' | 'warning'>()
  for (const { path, severity } of issues) {
    const name = serviceOf(path)
    if (name === undefined || severity === 'info' || worst.get(name) === 'error') continue
    worst.set(name, severity)
  }
  return worst
}

function Legend({ wires }: { readonly wires: readonly Wire[] }) {
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
}

interface WiresProps {
  readonly topology: Topology
  readonly wires: ReadonlyMap<string, Wire>
  readonly isShown: (wire: Wire) => boolean
  readonly selected: string | undefined
  readonly proofs: ReadonlyMap<string, State> | undefined
  readonly pickedWire: string | undefined
  readonly onOpen: (wire: Wire) => void
}

function Wires({ topology, wires, isShown, selected, proofs, pickedWire, onOpen }: WiresProps) {
  const shown = (id: string): boolean => {
    const wire = wires.get(id)
    return wire !== undefined && isShown(wire)
  }
  return (
    <svg className="wires" width={topology.width} height={topology.height} aria-hidden={topology.branches.length === 0}>
      <title>wires</title>
      {topology.trunks.map(({ provider, ability, path, joints, wires: ids }) => (
        <g key={`${provider} ${ability} ${path}`} className={ids.some(shown) ? '' : 'faded'}>
          <path className={ids.every((id) => proofs?.get(id) === 'proven') ? 'trunk ok' : 'trunk'} d={path} />
          {joints.map(({ x, y }) => (
            <circle key={y} className="joint" cx={x} cy={y} r="2.6" />
          ))}
        </g>
      ))}
      {topology.branches.map((branch) => {
        const wire = wires.get(branch.id)
        if (!wire) return null
        const isPicked = wire.id === pickedWire || wire.consumer === selected || wire.provider === selected
        return (
          <WirePath
            key={branch.id}
            branch={branch}
            wire={wire}
            isFaded={!isShown(wire)}
            isPicked={isPicked}
            state={proofs?.get(wire.id) ?? wire.status}
            onOpen={onOpen}
          />
        )
      })}
    </svg>
  )
}

interface WirePathProps {
  readonly branch: Branch
  readonly wire: Wire
  readonly isFaded: boolean
  readonly isPicked: boolean
  readonly state: State
  readonly onOpen: (wire: Wire) => void
}

/** How a wire looks in each state. */
const wireKinds: Partial<Readonly<Record<State, string>>> = {
  manual: ' manual',
  unsupported: ' none',
  proven: ' ok',
  error: ' fault',
  running: ' run',
}
const wireWords = { proven: 'proven', error: 'broken', running: 'inTheWire' } as const

function WirePath({ branch, wire, isFaded, isPicked, state, onOpen }: WirePathProps) {
  const text = useText()
  const label = text('wireName', {
    consumer: wire.consumer,
    provider: wire.provider,
    ability: wire.ability,
    state: text(wireWords[state as keyof typeof wireWords] ?? wire.status),
  })
  const open = () => onOpen(wire)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot stand inside an SVG
    <g
      className={`wire${wireKinds[state] ?? ''}${isFaded ? ' faded' : ''}${isPicked ? ' mine' : ''}`}
      role="button"
      tabIndex={0}
      aria-label={label}
      onClick={open}
      onKeyDown={({ key }) => (key === 'Enter' || key === ' ') && open()}
    >
      <title>{`${label}. ${wire.note ?? wire.why}`}</title>
      {isPicked && <path className="halo on" d={branch.whole} />}
      <path className="ln" d={isPicked ? branch.whole : branch.path} />
      <path className="hit" d={branch.path} />
      <g
        style={{ '--glyph-bg': 'var(--bg)' } as React.CSSProperties}
        transform={`translate(${branch.glyph.x - 6} ${branch.glyph.y - 6})`}
      >
        <StateShape state={state} />
      </g>
    </g>
  )
}

interface CardProps {
  readonly service: OutlineService
  readonly topology: Topology
  readonly wires: readonly Wire[]
  readonly worst: State | undefined
  readonly isSelected: boolean
  readonly onSelect: (name: string) => void
}

function Card({ service, topology, wires, worst, isSelected, onSelect }: CardProps) {
  const text = useText()
  const box = topology.cards.get(service.name)
  if (!box) return null
  const folded = [...topology.folded].filter((ability) =>
    wires.some(
      (wire) => wire.ability === ability && (wire.consumer === service.name || wire.provider === service.name),
    ),
  )
  const added = service.addedBecause === null ? undefined : text('addedService', { why: service.addedBecause })
  return (
    <button
      type="button"
      className={`node inset${isSelected ? ' picked' : ''}${worst === 'error' ? ' err' : ''}${added ? ' ext' : ''}`}
      style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
      aria-pressed={isSelected}
      title={added}
      onClick={() => onSelect(service.name)}
    >
      <Icon name={categoryIcon(service.category)} />
      <span className="nm cut">{service.name}</span>
      {worst ? (
        <Glyph state={worst} />
      ) : folded.length > 0 ? (
        <span className="fold" title={text('folded', { abilities: folded.join(', ') })}>
          <Icon name="metrics" size={12} />
        </span>
      ) : (
        <span />
      )}
      <span className="pr cut">
        {service.title} {service.version.replace(/^v/, '')}
      </span>
    </button>
  )
}

/** The same as the picture, as a table: for those who cannot see it, and for long lists. */
function WireTable({
  wires,
  onSelect,
}: {
  readonly wires: readonly Wire[]
  readonly onSelect: (name: string) => void
}) {
  const text = useText()
  return (
    <div className="stage list">
      <table>
        <thead>
          <tr>
            <th scope="col">{text('service')}</th>
            <th scope="col">{text('accepts')}</th>
            <th scope="col">{text('offers')}</th>
            <th scope="col">{text('what')}</th>
          </tr>
        </thead>
        <tbody>
          {wires.map((wire) => (
            <tr key={wire.id} className="hit">
              <td>
                <button type="button" className="btn quiet s" onClick={() => onSelect(wire.consumer)}>
                  {wire.consumer}
                </button>
              </td>
              <td className="mono">{wire.ability}</td>
              <td>{wire.provider}</td>
              <td>
                <span className="state">
                  <Glyph state={wire.status} />
                  <span>
                    {text(wire.status)}
                    {wire.note ? `: ${wire.note}` : ''}
                  </span>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
