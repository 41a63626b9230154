import type { Wire } from '../api.ts'
import { Glyph, type State } from '../parts/icon.tsx'
import { useText } from '../text/text.tsx'
import { stateWord } from './canvas-wires.tsx'

interface WireTableProps {
  readonly wires: readonly Wire[]
  readonly stateOf: (wire: Wire) => State
  readonly onOpen: (wire: Wire) => void
}

/** The same as the picture, as a table: for those who cannot see it, and for long lists. */
export function WireTable({ wires, stateOf, onOpen }: WireTableProps) {
  const text = useText()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="stage list" tabIndex={0} aria-label={text('listView')}>
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
          {wires.map((wire) => {
            const state = stateOf(wire)
            return (
              <tr key={wire.id} className="hit">
                <td>
                  <button type="button" className="btn quiet s" onClick={() => onOpen(wire)}>
                    {wire.consumer}
                  </button>
                </td>
                <td className="mono">{wire.ability}</td>
                <td>{wire.provider}</td>
                <td>
                  <span className="state">
                    <Glyph state={state} />
                    <span>
                      {stateWord(text, state, wire)}
                      {wire.note ? `: ${text.said(wire.note)}` : ''}
                    </span>
                  </span>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
