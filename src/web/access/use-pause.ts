import { useEffect, useState } from 'react'
import { useNow } from '../parts/states.tsx'
import { Refused } from '../server.ts'

/** Seconds that the server wants nobody to try; counted down. */
export function usePause(error: Error | undefined): number {
  const [until, setUntil] = useState(0)
  useEffect(() => {
    const seconds = error instanceof Refused ? error.retryAfterS : undefined
    setUntil(seconds ? Date.now() + seconds * 1000 : 0)
  }, [error])
  const now = useNow(1000)
  return Math.max(0, Math.ceil((until - now) / 1000))
}
