import { useEffect, useRef } from 'react'

/** Does something again and again, while the page is looked at; always what was given last. */
export function useRepeat(work: () => void, everyMs: number): void {
  const latest = useRef(work)
  latest.current = work
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && latest.current(), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
}
