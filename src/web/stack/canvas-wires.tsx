import { memo } from 'react'
import type { Wire } from '../api.ts'
import { type State, StateShape } from '../parts/icon.tsx'
import { type Text, useText } from '../text/text.tsx'
import type { Branch, Trunk } from './drawn-runs.ts'
import type { Topology } from './topology.ts'
import { type Standing, wireWords } from './trunk-standing.ts'

interface WiresProps {
  readonly topology: Topology
  readonly wires: ReadonlyMap<string, Wire>
  readonly isSeen: (wire: Wire) => boolean
  readonly stateOf: (wire: Wire) => State
  /** How the wires of each trunk stand, by its key. */
  readonly standings: ReadonlyMap<string, Standing>
  /** Wires of what is looked at: drawn whole, above everything, also where they are folded. */
  readonly isNear: (wire: Wire) => boolean
  readonly isPicked: (wire: Wire) => boolean
  /** Folded trunks that somebody wants to see. */
  readonly unfolded: ReadonlySet<string>
}

/** Trunks, branches above them, and above all what is looked at. */
export function Wires({ topology, wires, isSeen, stateOf, standings, isNear, isPicked, unfolded }: WiresProps) {
  const seen = (id: string): boolean => {
    const wire = wires.get(id)
    return wire !== undefined && isSeen(wire)
  }
  const hidden = new Set(
    topology.trunks.filter(({ key, isFolded }) => isFolded && !unfolded.has(key)).map(({ key }) => key),
  )
  const drawn = [
    ...topology.branches.map((branch) => ({ branch, isFolded: hidden.has(branch.trunk) })),
    ...topology.foldedBranches.map((branch) => ({ branch, isFolded: true })),
  ].flatMap(({ branch, isFolded }) => {
    const wire = wires.get(branch.id)
    if (!wire) return []
    const state = stateOf(wire)
    const isShown = !isFolded || isNear(wire) || state === 'error' || state === 'running'
    return isShown ? [{ branch, wire, state, isFolded }] : []
  })
  const above = drawn
    .filter(({ wire, state }) => isPicked(wire) || state === 'running')
    .sort((one, other) => rankOf(one.state) - rankOf(other.state))
  return (
    <svg className="wires" width={topology.width} height={topology.height} aria-hidden={drawn.length === 0}>
      <title>wires</title>
      {topology.trunks.map((trunk) => (
        <TrunkPath
          key={trunk.key}
          trunk={trunk}
          isHidden={hidden.has(trunk.key)}
          isFaded={!trunk.wires.some(seen)}
          state={standings.get(trunk.key)?.worst ?? 'automatic'}
        />
      ))}
      {drawn.map(({ branch, wire, state, isFolded }) => (
        <WirePath
          key={branch.id}
          wire={wire}
          d={isFolded ? branch.whole : branch.path}
          x={branch.glyph.x}
          y={branch.glyph.y}
          state={state}
          isFaded={!isSeen(wire)}
        />
      ))}
      {above.map(({ branch, state }) => (
        <WholeWire key={branch.id} branch={branch} state={state} />
      ))}
    </svg>
  )
}

/** What is drawn later covers what shares its trunk: the less usual a state is where something happens, the later. */
const ranks: readonly State[] = ['unsupported', 'manual', 'automatic', 'proven', 'running', 'error']
const rankOf = (state: State): number => ranks.indexOf(state)

interface TrunkPathProps {
  readonly trunk: Trunk
  readonly isHidden: boolean
  readonly isFaded: boolean
  /** The worst of its wires. */
  readonly state: State
}

/** How far the beginning of a folded trunk reaches out of its card. */
const stubPx = 14

const TrunkPath = memo(function TrunkPath({ trunk, isHidden, isFaded, state }: TrunkPathProps) {
  const { path, joints, start, label } = trunk
  if (isHidden) {
    const stub = `M${start.x} ${start.y}h${label.side === 'right' ? stubPx : -stubPx}`
    return <path className={`trunk${wireKinds[state] ?? ''}`} d={stub} />
  }
  // its branches tell the rest
  const look = state === 'proven' ? wireKinds.proven : ''
  return (
    <g className={isFaded ? 'faded' : ''}>
      <path className={`trunk${look}`} d={path} />
      {joints.map(({ x, y }) => (
        <circle key={y} className={`joint${look}`} cx={x} cy={y} r="2.6" />
      ))}
    </g>
  )
})

/** How a wire looks in each state. */
export const wireKinds: Partial<Readonly<Record<State, string>>> = {
  manual: ' manual',
  unsupported: ' none',
  proven: ' ok',
  error: ' fault',
  running: ' run',
}

export const stateWord = (text: Text, state: State, { status }: Wire): string =>
  text(wireWords[state as keyof typeof wireWords] ?? status)

interface WirePathProps {
  readonly wire: Wire
  readonly d: string
  readonly x: number
  readonly y: number
  readonly state: State
  readonly isFaded: boolean
}

const WirePath = memo(function WirePath({ wire, d, x, y, state, isFaded }: WirePathProps) {
  const text = useText()
  const { consumer, provider, ability } = wire
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot stand inside an SVG
    <g
      className={`wire${wireKinds[state] ?? ''}${isFaded ? ' faded' : ''}`}
      role="button"
      tabIndex={-1}
      data-wire={wire.id}
      aria-label={text('wireName', { consumer, provider, ability, state: stateWord(text, state, wire) })}
      aria-description={text.said(wire.note ?? wire.why)}
    >
      <path className="halo" d={d} />
      <path className="ln" d={d} />
      <path className="hit" d={d} />
      <WireGlyph state={state} x={x} y={y} />
    </g>
  )
})

const WireGlyph = ({ state, x, y }: { readonly state: State; readonly x: number; readonly y: number }) => (
  <g className="mark" transform={`translate(${x - 6} ${y - 6})`}>
    <StateShape state={state} />
  </g>
)

/** What is looked at or being tried, from provider to consumer; the wire below it is the one that is clicked. */
const WholeWire = memo(function WholeWire({ branch, state }: { readonly branch: Branch; readonly state: State }) {
  return (
    <g className={`drawn${wireKinds[state] ?? ''}`}>
      <path className="halo" d={branch.whole} />
      <path className="ln" d={branch.whole} />
      {state === 'running' && <path className="pulse" d={branch.whole} pathLength="260" />}
      <WireGlyph state={state} x={branch.glyph.x} y={branch.glyph.y} />
    </g>
  )
})
