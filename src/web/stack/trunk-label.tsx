import { memo } from 'react'
import { Glyph } from '../parts/icon.tsx'
import { useText } from '../text/text.tsx'
import { wireKinds } from './canvas-wires.tsx'
import type { Trunk } from './drawn-runs.ts'
import { type Standing, standingWords } from './trunk-standing.ts'

/** What stands beside a line has little room. */
const shortNames: Readonly<Record<string, string>> = {
  'reverse-proxy': 'route',
  'forward-auth': 'auth',
  'oidc-login': 'oidc',
  'mqtt-broker': 'mqtt',
  'secret-store': 'secrets',
  'time-series': 'series',
  'gateway-network': 'network',
}

interface TrunkLabelProps {
  readonly trunk: Trunk
  readonly standing: Standing | undefined
  readonly isOn: boolean
  readonly isOpen: boolean
  readonly onToggle: (key: string) => void
}

/** What a trunk carries; for one with many branches the way to see them. */
export const TrunkLabel = memo(function TrunkLabel({ trunk, standing, isOn, isOpen, onToggle }: TrunkLabelProps) {
  const text = useText()
  const { key, ability, provider, label, wires, isFolded } = trunk
  const name = shortNames[ability] ?? ability
  const style = { left: label.x, top: label.y }
  if (!isFolded || !standing)
    return (
      <span className={`wl ${label.side}${isOn ? ' on' : ''}`} style={style} aria-hidden="true">
        {name}
      </span>
    )
  const { worst } = standing
  const count = wires.length
  const said = text('bundleStanding', { count, standing: standingWords(standing, text) })
  return (
    <button
      type="button"
      className={`wl bundle ${label.side}${wireKinds[worst] ?? ''}`}
      style={style}
      aria-expanded={isOpen}
      aria-label={text('bundle', { name, count, said, ability, provider })}
      onClick={() => onToggle(key)}
    >
      {worst !== 'automatic' && <Glyph state={worst} />}
      <span className="ab">{name}</span>
      <span>× {count}</span>
      <span className="said">{said}</span>
    </button>
  )
})
