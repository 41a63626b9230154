import { memo, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { useUser } from '../access/access.tsx'
import type { Issue, Outline } from '../api.ts'
import { Glyph, Icon } from '../parts/icon.tsx'
import { sentence } from '../parts/sentence.ts'
import { moment } from '../parts/time.ts'
import { useLanguage } from '../text/text.tsx'

interface SummaryProps {
  readonly name: string
  /** Which state of the plant this is. */
  readonly state: string
  readonly outline: Outline
  readonly issues: readonly Issue[]
}

/** The summary for paper, there only while it is printed: for a large plant it is thousands of elements that nobody sees. */
export function PrintSummary(props: SummaryProps) {
  return usePrinting() && <Summary {...props} />
}

function usePrinting(): boolean {
  const [isPrinting, setPrinting] = useState(false)
  useEffect(() => {
    const media = matchMedia('print')
    // at once: the browser takes what is there when the event has been heard
    const begin = () => flushSync(() => setPrinting(true))
    const end = () => setPrinting(false)
    const turn = () => (media.matches ? begin() : end())
    addEventListener('beforeprint', begin)
    addEventListener('afterprint', end)
    media.addEventListener('change', turn)
    return () => {
      removeEventListener('beforeprint', begin)
      removeEventListener('afterprint', end)
      media.removeEventListener('change', turn)
    }
  }, [])
  return isPrinting
}

/** What paper shows of a plant: services with their ports and addresses, wires with their state in words, problems. */
const Summary = memo(function Summary({ name, state, outline, issues }: SummaryProps) {
  const { text, language } = useLanguage()
  const user = useUser()
  return (
    <section className="paper" aria-hidden="true">
      <header>
        <h2>{name}</h2>
        <dl>
          <dt>{text('version')}</dt>
          <dd>{state}</dd>
          <dt>{text('printed')}</dt>
          <dd>{[moment(Date.now(), language), user?.displayName || user?.name].filter(Boolean).join(', ')}</dd>
          <dt>{text('thisServer')}</dt>
          <dd>{location.origin}</dd>
        </dl>
      </header>
      <h3>
        {text('services')}, {outline.services.length}
      </h3>
      <table className="of-services">
        <thead>
          <tr>
            <th scope="col">{text('service')}</th>
            <th scope="col">{text('what')}</th>
            <th scope="col">{text('ports')}</th>
            <th scope="col">{text('address')}</th>
          </tr>
        </thead>
        <tbody>
          {outline.services.map(({ name: service, title, version, ports }) => (
            <tr key={service}>
              <td>{service}</td>
              <td>
                {title} {version}
              </td>
              <td>{ports.map(({ address, published }) => `${address}:${published}`).join(', ')}</td>
              <td>
                {outline.urls
                  .filter((one) => one.service === service)
                  .map(({ url }) => url)
                  .join(', ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3>
        {text('wires')}, {outline.wires.length}
      </h3>
      <table className="of-wires">
        <thead>
          <tr>
            <th scope="col">{text('wire')}</th>
            <th scope="col">{text('ability')}</th>
            <th scope="col">{text('plantState')}</th>
          </tr>
        </thead>
        <tbody>
          {outline.wires.map(({ id, provider, consumer, ability, status, note }) => (
            <tr key={id}>
              <td>
                {provider} <Icon name="arrow" size={10} /> {consumer}
              </td>
              <td>{ability}</td>
              <td>
                <Glyph state={status} /> {text(status)}
                {note && <p>{text.said(note)}</p>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3>{text('problems')}</h3>
      {issues.length === 0 && <p>{text('noProblems')}</p>}
      <ul>
        {issues.map(({ code, path, severity, message, hint }) => (
          <li key={`${code} ${path} ${message}`}>
            <Glyph state={severity} /> {sentence(text.said(message))} {hint && text.said(hint)}
          </li>
        ))}
      </ul>
    </section>
  )
})
