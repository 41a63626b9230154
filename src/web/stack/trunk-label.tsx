import { memo } from 'react'
import { useText } from '../text/text.tsx'
import type { Trunk } from './drawn-runs.ts'

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
  readonly isOn: boolean
  readonly isOpen: boolean
  readonly onToggle: (key: string) => void
}

/** What a trunk carries; for one with many branches the way to see them. */
export const TrunkLabel = memo(function TrunkLabel({ trunk, isOn, isOpen, onToggle }: TrunkLabelProps) {
  const text = useText()
  const { key, ability, provider, label, wires, isFolded } = trunk
  const name = shortNames[ability] ?? ability
  const style = { left: label.x, top: label.y }
  if (!isFolded)
    return (
      <span className={`wl ${label.side}${isOn ? ' on' : ''}`} style={style} aria-hidden="true">
        {name}
      </span>
    )
  return (
    <button
      type="button"
      className={`wl bundle ${label.side}`}
      style={style}
      aria-expanded={isOpen}
      aria-label={text('bundle', { name, count: wires.length, ability, provider })}
      onClick={() => onToggle(key)}
    >
      <span className="ab">{name} </span>× {wires.length}
    </button>
  )
})
