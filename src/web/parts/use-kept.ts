import { useCallback, useEffect, useState } from 'react'
import { forget, keep, kept } from '../kept.ts'

/**
 * What is typed into a field, kept by this browser until it is sent: neither a reload nor the end of a session loses it.
 * Not for passwords.
 *
 * @param name  of the field, the same wherever the same thing is typed
 * @param start what stands there before anybody has typed
 */
export function useKept(
  name: string,
  start: string,
): [value: string, set: (value: string) => void, forgetIt: () => void] {
  const key = `typed.${name}`
  const [value, set] = useState(() => kept(key) ?? start)
  useEffect(() => {
    if (value === start) forget(key)
    else keep(key, value)
  }, [key, value, start])
  const forgetIt = useCallback(() => {
    forget(key)
    set(start)
  }, [key, start])
  return [value, set, forgetIt]
}
