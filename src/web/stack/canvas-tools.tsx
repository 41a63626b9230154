import { memo, useSyncExternalStore } from 'react'
import type { Wire } from '../api.ts'
import { Glyph, Icon } from '../parts/icon.tsx'
import { useText } from '../text/text.tsx'
import type { CameraControl } from './camera-control.ts'
import { type Lens, lensesFor, proofLenses } from './lens.ts'

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

/** What is looked at: a list while a stack is built, three buttons while it is tried. */
export function LensChoice({ lens, wires, isProof, onLens }: LensProps) {
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

/** How many wires there are of each kind. */
export const Legend = memo(function Legend({ wires }: { readonly wires: readonly Wire[] }) {
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

/** The zoom in numbers, and what changes it. */
export function ZoomBar({ camera }: { readonly camera: CameraControl }) {
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
