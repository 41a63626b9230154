import type { ReactNode } from 'react'
import { useText } from '../text/text.tsx'
import { Blank, Failure, Loading, Offline } from './states.tsx'
import type { Loaded } from './use-load.ts'

interface WholeProps<T> {
  readonly loaded: Loaded<T>
  /** What is read, in the words of the user. */
  readonly what: string
  /** The command that tells the same. */
  readonly command?: string
  /** Rows of the skeleton. */
  readonly rows?: number
  readonly children: (value: T) => ReactNode
}

/**
 * What was read, or why it is not there: loading, refused, the server away. What was read before stays while the server
 * is away, and says how old it is.
 */
export function Whole<T>({ loaded, what, command, rows, children }: WholeProps<T>) {
  const text = useText()
  const { value, error, nextTry, readAt, reload } = loaded
  const isAway = nextTry !== undefined
  return (
    <>
      {isAway && <Offline nextTry={nextTry} readAt={readAt} onRetry={reload} />}
      {value !== undefined ? (
        children(value)
      ) : isAway ? (
        <Blank icon="offline" title={text('notRead', { what })} command="ign serve">
          {text('awayText')}
        </Blank>
      ) : error ? (
        <Failure title={text('notRead', { what })} error={error} onRetry={reload} command={command} />
      ) : (
        <Loading label={text('reading', { what })} {...(rows === undefined ? {} : { rows })} />
      )}
    </>
  )
}
