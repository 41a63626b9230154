import { memo, useCallback, useMemo, useState } from 'react'
import type { Wire } from '../api.ts'
import { Icon, type State } from '../parts/icon.tsx'
import { useStable } from '../parts/use-stable.ts'
import { useChoice } from '../shell/place.ts'
import { useText } from '../text/text.tsx'
import { CameraControl } from './camera-control.ts'
import { useCanvasKeys } from './canvas-keys.ts'
import { Legend, LensChoice } from './canvas-tools.tsx'
import { useCardOrder } from './card-order.ts'
import { abilitiesOf, isSeen, type Lens, lenses, proofLenses } from './lens.ts'
import { type CanvasProps, Stage } from './stage.tsx'
import { layOut } from './topology.ts'
import { WireTable } from './wire-table.tsx'

/** The picture of a plant: what there is, what is wired to what, and what is wrong with it. */
export const Canvas = memo(function Canvas(props: CanvasProps) {
  const { outline, proofs, tools } = props
  const text = useText()
  const [lens, setLens] = useChoice<Lens>('lens', proofs ? proofLenses : lenses, 'all')
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
