import type { Exposure } from './exposure.ts'

/** `__Host-`: browsers take it over HTTPS only, for this very host only. */
const prefixed = (name: string, { isSecure }: Exposure): string => (isSecure ? `__Host-${name}` : name)

export const sessionCookie = (exposure: Exposure): string => prefixed('ign_session', exposure)
/** Remembers across the visit at the OpenID provider which browser began; see `SameSite` below. */
export const oidcCookie = (exposure: Exposure): string => prefixed('ign_oidc', exposure)

export interface CookieOptions {
  /** `Lax` also comes with a visit from another site, as back from an OpenID provider. */
  readonly sameSite?: 'Strict' | 'Lax'
  readonly maxAgeS?: number
}

/** A `Set-Cookie` header; the value is one of our tokens and needs no escaping. An empty one removes the cookie. */
export function cookieHeader(
  name: string,
  value: string,
  { isSecure }: Exposure,
  { sameSite = 'Strict', maxAgeS }: CookieOptions = {},
): string {
  return [
    `${name}=${value}`,
    'Path=/',
    'HttpOnly',
    `SameSite=${sameSite}`,
    ...(isSecure ? ['Secure'] : []),
    ...(value === '' ? ['Max-Age=0'] : maxAgeS === undefined ? [] : [`Max-Age=${maxAgeS}`]),
  ].join('; ')
}

/** The value of a cookie; none when it is missing, empty, or of a form that we never set. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const [key, value = ''] = part.trim().split('=', 2)
    if (key === name && /^[A-Za-z0-9_-]{1,200}$/.test(value)) return value
  }
  return undefined
}
