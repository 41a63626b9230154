import {
  createContext,
  type ReactNode,
  type RefObject,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { keep } from '../kept.ts'
import { carryProof, isSignInOver, onSignInOver } from '../server.ts'
import { closeSession, readSession, type SessionState } from './api.ts'

/** Who sits in front of the console, as the server knows it. */
export interface Access {
  /** Undefined until the server has told. */
  readonly session?: SessionState
  /** Why it is not known, or did not end. */
  readonly error?: Error
  /** Somebody was signed in here and is no longer, without having asked for it. */
  readonly isOver: boolean
  /** When the session ends unless something is done, in milliseconds since 1970. */
  readonly endsAt?: number
  readonly refresh: () => Promise<void>
  /** Takes over what an answer told about the session. */
  readonly accept: (session: SessionState) => void
  readonly signOut: () => Promise<void>
}

const Accessed = createContext<Access>({
  isOver: false,
  refresh: async () => undefined,
  accept: () => undefined,
  signOut: async () => undefined,
})

export const useAccess = (): Access => useContext(Accessed)

/** The user that is signed in. */
export const useUser = (): SessionState['user'] => {
  const { session } = useAccess()
  return session?.state === 'signed-in' ? session.user : undefined
}

/** Written when somebody signs in or out, for the other tabs of the browser. */
const turnMark = 'turn'

export function AccessProvider({ children }: { readonly children: ReactNode }) {
  const [known, setKnown] = useState<Pick<Access, 'session' | 'error' | 'isOver'>>({ isOver: false })
  const [endsAt, setEndsAt] = useState<number>()
  const wasIn = useRef(false)
  const toldAt = useRef(0)
  const accept = useCallback((session: SessionState) => {
    const isIn = session.state === 'signed-in'
    const isOver = !isIn && wasIn.current
    wasIn.current = isIn
    toldAt.current = Date.now()
    carryProof(session.csrf)
    setEndsAt(undefined)
    setKnown((before) => ({ session, isOver: isOver || (!isIn && before.isOver) }))
  }, [])
  const refresh = useCallback(async () => {
    try {
      accept(await readSession())
    } catch (error) {
      setKnown((before) => ({ ...before, error: error as Error }))
    }
  }, [accept])
  const signOut = useCallback(async () => {
    try {
      await closeSession()
    } catch (error) {
      // a session that is over already needs no signing out
      if (!isSignInOver(error)) return setKnown((before) => ({ ...before, error: error as Error }))
    }
    wasIn.current = false
    tellOtherTabs()
    setKnown({ isOver: false })
    await refresh()
  }, [refresh])
  useEffect(() => void refresh(), [refresh])
  useEffect(() => onSignInOver(() => wasIn.current && void refresh()), [refresh])
  useOtherTabs(refresh)
  useIdleEnd(known.session, toldAt, setEndsAt, refresh)
  const value = useMemo(
    () => ({ ...known, ...(endsAt === undefined ? {} : { endsAt }), refresh, accept, signOut }),
    [known, endsAt, refresh, accept, signOut],
  )
  return <Accessed value={value}>{children}</Accessed>
}

/** Tells the other tabs of this browser that there is another session now, or none. */
export const tellOtherTabs = (): void => keep(turnMark, String(Date.now()))

function useOtherTabs(refresh: () => Promise<void>): void {
  useEffect(() => {
    const onStorage = ({ key }: StorageEvent) => key === `plantwright.${turnMark}` && void refresh()
    addEventListener('storage', onStorage)
    return () => removeEventListener('storage', onStorage)
  }, [refresh])
}

/** How long before its end a session is announced to end. */
const warnMs = 120_000
/** That somebody works is told to the server this often at most. */
const tellMs = 60_000

/**
 * Keeps the session of who works in the console, although building asks the server nothing that needs it. Who does
 * nothing is told before the session ends; asking the server then would prolong it.
 */
function useIdleEnd(
  session: SessionState | undefined,
  toldAt: RefObject<number>,
  announce: (endsAt: number | undefined) => void,
  refresh: () => Promise<void>,
): void {
  const idleMs = session?.state === 'signed-in' ? (session.idleTimeoutS ?? 0) * 1000 : 0
  useEffect(() => {
    if (idleMs === 0) return
    const look = () => {
      const end = toldAt.current + idleMs
      if (Date.now() > end) void refresh()
      else announce(end - Date.now() < Math.min(warnMs, idleMs / 3) ? end : undefined)
    }
    const onWork = () => {
      if (Date.now() - toldAt.current > Math.min(tellMs, idleMs / 4)) void refresh()
    }
    const timer = setInterval(look, Math.min(5000, idleMs / 10))
    for (const name of works) addEventListener(name, onWork, { capture: true })
    return () => {
      clearInterval(timer)
      for (const name of works) removeEventListener(name, onWork, { capture: true })
    }
  }, [idleMs, toldAt, announce, refresh])
}

const works = ['keydown', 'pointerdown'] as const
