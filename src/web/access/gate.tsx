import type { ReactNode } from 'react'
import { kept } from '../kept.ts'
import { Mark } from '../parts/mark.tsx'
import { isWork } from '../plants/draft.ts'
import { useText } from '../text/text.tsx'

interface GateProps {
  /** Name of the part at the side. */
  readonly aside: string
  readonly side: ReactNode
  readonly children: ReactNode
}

/** The page in front of the console: a form, and beside it what one has to know for it. */
export function Gate({ aside, side, children }: GateProps) {
  return (
    <main className="gate" id="main">
      <div className="gate-in">
        <a className="gate-brand" href="/">
          <Mark />
          Plantwright
        </a>
        <div className="panel gate-card">
          {children}
          <aside className="gate-side" aria-label={aside}>
            {side}
          </aside>
        </div>
      </div>
    </main>
  )
}

/** What a browser can know of the server before anybody has signed in. */
export function ServerFacts({ children }: { readonly children?: ReactNode }) {
  const text = useText()
  return (
    <dl className="facts">
      <dt>{text('address')}</dt>
      <dd className="mono">{location.host}</dd>
      <dt>TLS</dt>
      <dd>{text(location.protocol === 'https:' ? 'tlsOn' : 'tlsOff')}</dd>
      {children}
    </dl>
  )
}

/** Name of the plant that this browser keeps a draft of; one without services is none. */
export function draftName(): string | undefined {
  const draft = kept('draft') ?? ''
  return isWork(draft) ? /^name:\s*["']?([\w.-]+)/m.exec(draft)?.[1] : undefined
}
