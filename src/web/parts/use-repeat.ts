import { useEffect } from 'react'

/** Does something again and again, while the page is looked at. */
export function useRepeat(work: () => void, everyMs: number): void {
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && work(), everyMs)
    return () => clearInterval(timer)
  }, [work, everyMs])
}
