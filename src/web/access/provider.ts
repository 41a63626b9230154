import { forget, keep, kept } from '../kept.ts'
import { safeReturn, withQuery } from '../shell/paths.ts'

/** Where one wanted to be before the browser left for the sign-in provider, which always sends it back to `/`. */
const wanted = 'return-to'

export function leaveForProvider(to: string): void {
  keep(wanted, to)
  location.assign('/api/v1/session/oidc')
}

/** Where to go on from `/` after a visit at the provider: to the place of before, or back to the sign-in with what went wrong. */
export function afterProvider(hash: string, isSignedIn: boolean): string | undefined {
  const error = /^#sign-in-error=([\w.-]{1,100})$/.exec(hash)?.[1]
  const to = kept(wanted)
  if (error !== undefined) return withQuery('/sign-in', '', { error, to })
  if (!isSignedIn || to === undefined) return undefined
  forget(wanted)
  return safeReturn(to)
}

/** Whether the browser left for the provider and did not go on from there yet. */
export const isAway = (): boolean => kept(wanted) !== undefined
