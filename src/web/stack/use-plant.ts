import { startTransition, useEffect, useReducer, useRef, useState } from 'react'
import { filesOf, type GeneratedFile, type Issue, type Outline, outlineOf } from '../api.ts'
import { share } from '../parts/share.ts'
import { newPlant } from '../plant/edit.ts'
import { reduceSession, type Session, type SessionAction } from '../plant/session.ts'
import type { PlantText } from '../plants/api.ts'
import { keptDraft } from '../plants/draft.ts'
import { Refused } from '../server.ts'

/**
 * The session with its draft kept in the browser: a reload loses nothing.
 *
 * @param saved the plant as the server has it; undefined for a draft that no server keeps
 */
export function useSession(saved?: PlantText): [Session, (action: SessionAction) => void] {
  return useReducer(reduceSession, undefined, () => ({
    text: keptDraft(saved?.id)?.text ?? saved?.text ?? newPlant('plant'),
    past: [],
    future: [],
  }))
}

/** What the server made of the text: the last whole picture, the problems of now, and whether it answers at all. */
export interface Seen {
  readonly outline?: Outline
  readonly issues: readonly Issue[]
  readonly refusal?: string
  /** When the server will be asked again, in milliseconds since 1970. */
  readonly nextTry?: number
}

const retryMs = 5000

/**
 * Asks at once, and never two questions at a time: what is typed while an answer is awaited is asked afterwards, in its
 * newest state. So the first key is answered without a pause and no key waits behind answers that nobody wants.
 */
export function useOutline(text: string): Seen & { readonly retry: () => void } {
  const [seen, setSeen] = useState<Seen>({ issues: [] })
  const [round, again] = useReducer((count: number) => count + 1, 0)
  const wanted = useRef<{ text: string; isAsked: boolean }>({ text, isAsked: true })
  const asking = useRef<Promise<void>>(undefined)
  const gone = useRef<AbortController>(undefined)
  useEffect(() => {
    const leaving = new AbortController()
    gone.current = leaving
    return () => leaving.abort()
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round asks the same text again
  useEffect(() => {
    wanted.current = { text, isAsked: false }
    const askAll = async () => {
      while (!wanted.current.isAsked) {
        wanted.current.isAsked = true
        const signal = gone.current?.signal
        try {
          const outline = await outlineOf(wanted.current.text, signal)
          setSeen((before) => afterAnswer(before, outline))
        } catch (error) {
          if (signal?.aborted) return
          setSeen((before) => afterFailure(before, error))
        }
      }
    }
    asking.current ??= askAll().finally(() => {
      asking.current = undefined
    })
  }, [text, round])
  useEffect(() => {
    if (seen.nextTry === undefined) return
    const timer = setTimeout(again, Math.max(0, seen.nextTry - Date.now()))
    return () => clearTimeout(timer)
  }, [seen.nextTry])
  return { ...seen, retry: again }
}

/** A server that refuses has answered; one that does not answer is asked again. */
function afterFailure({ refusal: _, nextTry: __, ...before }: Seen, error: unknown): Seen {
  if (error instanceof Refused)
    return { ...(before.outline ? { outline: before.outline } : {}), issues: [], refusal: error.message }
  return { ...before, nextTry: Date.now() + retryMs }
}

/**
 * A text that cannot be read leaves the picture as it was, so that half a word does not empty the canvas. What the
 * answer says as before stays the same value, so that only what has changed is drawn anew.
 */
function afterAnswer(before: Seen, answer: Outline): Seen {
  const outline = share(before.outline, answer)
  const isUnreadable = outline.services.length === 0 && outline.issues.some(({ code }) => code === 'stack.unreadable')
  const picture = isUnreadable ? before.outline : outline
  return { ...(picture ? { outline: picture } : {}), issues: share(before.issues, outline.issues) }
}

/** The generated files, while somebody looks at them and the plant has no error. */
export function useFiles(text: string, isWanted: boolean): readonly GeneratedFile[] | undefined {
  const [files, setFiles] = useState<readonly GeneratedFile[]>()
  useEffect(() => {
    // hundreds of files are shown when there is time for it: a key that is pressed meanwhile comes first
    const show = (made: readonly GeneratedFile[] | undefined) => startTransition(() => setFiles(made))
    if (!isWanted) return show(undefined)
    const asked = new AbortController()
    const timer = setTimeout(() => {
      filesOf(text, asked.signal).then(show, () => undefined)
    }, 200)
    return () => {
      clearTimeout(timer)
      asked.abort()
    }
  }, [text, isWanted])
  return files
}
