import { useCallback, useRef } from 'react'

/** A function that stays the same while what it does follows the newest render: for parts that are drawn only anew when something changes. */
export function useStable<Args extends readonly unknown[], Result>(
  work: (...args: Args) => Result,
): (...args: Args) => Result {
  const now = useRef(work)
  now.current = work
  return useCallback((...args: Args) => now.current(...args), [])
}
