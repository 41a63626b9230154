import { type ReactNode, useEffect, useState } from 'react'
import { Refused } from '../server.ts'
import { useText } from '../text/text.tsx'
import { CopyButton } from './copy.tsx'
import { Glyph, Icon } from './icon.tsx'
import type { IconName } from './icons.ts'
import { sentence } from './sentence.ts'
import { clock } from './time.ts'

interface BlankProps {
  readonly icon: IconName
  readonly title: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
  /** The command that does the same. */
  readonly command?: string | undefined
}

/** What stands where there is nothing to show: what would be here, and what to do first. */
export function Blank({ icon, title, children, actions, command }: BlankProps) {
  return (
    <div className="blank">
      <Icon name={icon} size={24} />
      <h2>{title}</h2>
      {children && <div className="t2">{children}</div>}
      {actions && <div className="row wrap">{actions}</div>}
      {command && <CommandLine line={command} />}
    </div>
  )
}

export function CommandLine({ line }: { readonly line: string }) {
  return (
    <div className="cli">
      <span>{line}</span>
      <CopyButton content={line} />
    </div>
  )
}

interface FailureProps {
  /** What did not happen. */
  readonly title: string
  readonly error: Error
  readonly onRetry?: (() => void) | undefined
  readonly command?: string | undefined
}

/** What did not happen, why, what to do, and the command that does the same. */
export function Failure({ title, error, onRetry, command }: FailureProps) {
  const text = useText()
  const refusal = error instanceof Refused ? error : undefined
  return (
    <div className="blank" role="alert">
      <h2 className="row is-fault">
        <Glyph state="error" size={14} />
        {title}
      </h2>
      <p className="t2">
        {sentence(text.said(error.message))} {refusal?.hint && text.said(refusal.hint)}
      </p>
      {onRetry && (
        <div className="row">
          <button type="button" className="btn" onClick={onRetry}>
            {text('retry')}
          </button>
        </div>
      )}
      {command && <CommandLine line={command} />}
      {refusal?.code && (
        <p className="xs t3">
          <span className="mono">{refusal.code}</span>
          {refusal.requestId && (
            <>
              , {text('request')} <span className="mono">{refusal.requestId}</span>
            </>
          )}
        </p>
      )}
    </div>
  )
}

/** A skeleton in the shape of rows; nothing for the first 200 ms, in which most answers come. */
export function Loading({ label, rows = 4 }: { readonly label: string; readonly rows?: number }) {
  const isSlow = useAfter(200)
  if (!isSlow) return null
  return (
    <div className="blank" aria-busy="true">
      <p className="t2" role="status">
        {label}
      </p>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of a skeleton are all alike
        <div className="skrow" key={row}>
          <span className="sk w40" />
          <span className="sk w20" />
          <span className="sk w30" />
        </div>
      ))}
    </div>
  )
}

function useAfter(ms: number): boolean {
  const [isAfter, setAfter] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setAfter(true), ms)
    return () => clearTimeout(timer)
  }, [ms])
  return isAfter
}

interface OfflineProps {
  readonly nextTry: number
  /** When what is shown was read, in milliseconds since 1970. */
  readonly readAt?: number | undefined
  readonly onRetry: () => void
  /** What works all the same. */
  readonly children?: ReactNode
}

/** The server does not answer; what is shown stays and says how old it is. */
export function Offline({ nextTry, readAt, onRetry, children }: OfflineProps) {
  const text = useText()
  const [since] = useState(Date.now)
  const now = useNow(1000)
  return (
    <div className="banner" role="status">
      <Icon name="offline" />
      <span className="grow">
        <b>{text('noConnection', { time: clock(since) })}</b>{' '}
        {text('nextTry', { seconds: Math.max(0, Math.ceil((nextTry - now) / 1000)) })}{' '}
        {readAt !== undefined && text('seenFrom', { time: clock(readAt) })} {children}
      </span>
      <button type="button" className="btn s" onClick={onRetry}>
        {text('retry')}
      </button>
    </div>
  )
}

/** The time, told again as often as asked. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
