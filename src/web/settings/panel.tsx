import { type ReactNode, useId } from 'react'

interface PanelProps {
  readonly title: string
  readonly lead?: string
  /** At the right of its head. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** One matter of the settings. */
export function Panel({ title, lead, actions, children }: PanelProps) {
  const id = useId()
  return (
    <section className="panel" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {lead !== undefined && <span className="t3 xs cut grow w-wide">{lead}</span>}
        <span className="spring" />
        {actions}
      </header>
      {children}
    </section>
  )
}
