import { useCallback, useEffect, useReducer, useRef, useState } from 'react'
import { Refused } from '../server.ts'

export interface Loaded<T> {
  readonly value?: T
  /** When the value was read, in milliseconds since 1970. */
  readonly readAt?: number
  readonly error?: Error
  /** The server does not answer; it is asked again at this time. What was read stays. */
  readonly nextTry?: number
  readonly reload: () => void
}

const retryMs = 5000

/** Reads something, again when its key changes or the connection is back. The last value stays until there is another. */
export function useLoad<T>(key: string, read: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [state, setState] = useState<Omit<Loaded<T>, 'reload'> & { readonly key: string }>({ key })
  const [round, again] = useReducer((count: number) => count + 1, 0)
  const reader = useRef(read)
  reader.current = read
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round reads again
  useEffect(() => {
    const asked = new AbortController()
    reader.current(asked.signal).then(
      (value) => !asked.signal.aborted && setState({ key, value, readAt: Date.now() }),
      (error: Error) => {
        if (asked.signal.aborted) return
        setState((before) =>
          error instanceof Refused
            ? { key, error }
            : { ...(before.key === key ? before : { key }), error, nextTry: Date.now() + retryMs },
        )
      },
    )
    return () => asked.abort()
  }, [key, round])
  useEffect(() => {
    if (state.nextTry === undefined) return
    const timer = setTimeout(again, Math.max(0, state.nextTry - Date.now()))
    addEventListener('online', again)
    return () => {
      clearTimeout(timer)
      removeEventListener('online', again)
    }
  }, [state.nextTry])
  const reload = useCallback(() => again(), [])
  const { key: of, ...rest } = state
  return of === key ? { ...rest, reload } : { reload }
}
