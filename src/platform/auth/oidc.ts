import type { Configuration } from 'openid-client'
import type { Secret } from '../../core/secret.ts'
import { outwardFetch } from '../network/fetch.ts'
import type { Database } from '../storage/database.ts'
import { type Role, roles } from './actor.ts'
import { authError } from './errors.ts'
import { digestOf, makeToken } from './tokens.ts'

/** How long somebody may take at the provider. */
const requestLivesMs = 10 * 60_000
const timeoutS = 10

/** Loaded when somebody signs in this way. */
const library = () => import('openid-client')

export interface OidcSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: Secret | undefined
  /** Where the provider sends browsers back to. */
  readonly redirectUri: string
}

/** Who signed in at the provider. */
export interface OidcIdentity {
  readonly issuer: string
  readonly subject: string
  readonly claims: Readonly<Record<string, unknown>>
}

/**
 * Begins a sign-in: state, nonce and verifier are kept here, so that any server of several can finish it.
 *
 * @returns where to send the browser, and what it has to bring back
 * @throws auth.provider-unreachable
 */
export async function beginOidc(
  { query }: Database,
  settings: OidcSettings,
  now: number,
  random: (count: number) => Buffer,
): Promise<{ readonly redirect: string; readonly browser: Secret }> {
  const { buildAuthorizationUrl, calculatePKCECodeChallenge } = await library()
  const provider = await connect(settings)
  const [state, nonce, verifier, browser] = [0, 1, 2, 3].map(() => makeToken(random)) as [
    Secret,
    Secret,
    Secret,
    Secret,
  ]
  await query.deleteFrom('oidc_requests').where('ends_at', '<=', now).execute()
  await query
    .insertInto('oidc_requests')
    .values({
      digest: digestOf(state.reveal()),
      browser_digest: digestOf(browser.reveal()),
      nonce: nonce.reveal(),
      verifier: verifier.reveal(),
      ends_at: now + requestLivesMs,
    })
    .execute()
  const redirect = buildAuthorizationUrl(provider, {
    redirect_uri: settings.redirectUri,
    scope: 'openid profile email',
    state: state.reveal(),
    nonce: nonce.reveal(),
    code_challenge: await calculatePKCECodeChallenge(verifier.reveal()),
    code_challenge_method: 'S256',
  })
  return { redirect: redirect.href, browser }
}

/**
 * Takes what the provider sent back, once, from the browser that began.
 *
 * @param answer the whole address that the browser came back to
 * @throws auth.provider-refused, auth.provider-unreachable
 */
export async function finishOidc(
  { query }: Database,
  settings: OidcSettings,
  answer: URL,
  browser: string,
  now: number,
  groupsClaim: string,
): Promise<OidcIdentity> {
  const state = answer.searchParams.get('state') ?? ''
  const request = await query
    .deleteFrom('oidc_requests')
    .where('digest', '=', digestOf(state))
    .where('browser_digest', '=', digestOf(browser))
    .where('ends_at', '>', now)
    .returningAll()
    .executeTakeFirst()
  if (!request) throw authError('auth.provider-refused', 'the sign-in was not begun in this browser, or took too long')
  const { authorizationCodeGrant, fetchUserInfo } = await library()
  const provider = await connect(settings)
  try {
    const tokens = await authorizationCodeGrant(provider, answer, {
      pkceCodeVerifier: request.verifier,
      expectedState: state,
      expectedNonce: request.nonce,
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    if (!claims) throw new Error('there is no identity token')
    // many providers tell groups there only
    const more =
      claims[groupsClaim] === undefined && provider.serverMetadata().userinfo_endpoint !== undefined
        ? await fetchUserInfo(provider, tokens.access_token, claims.sub)
        : {}
    return { issuer: claims.iss, subject: claims.sub, claims: { ...more, ...claims } }
  } catch (error) {
    throw authError('auth.provider-refused', `the provider's answer cannot be used: ${reasonOf(error)}`, {
      cause: error,
    })
  }
}

/** The code of OAuth or of the library; its messages may quote what the provider sent. */
const reasonOf = (error: unknown): string => {
  const { error: answered, code, cause } = error as { error?: unknown; code?: unknown; cause?: { code?: unknown } }
  return String(answered ?? cause?.code ?? code ?? 'not valid').slice(0, 60)
}

const connections = new Map<string, Promise<Configuration>>()

/** What the provider tells about itself, asked once. @throws auth.provider-unreachable */
async function connect({ issuer, clientId, clientSecret }: OidcSettings): Promise<Configuration> {
  const { allowInsecureRequests, ClientSecretPost, customFetch, discovery, None } = await library()
  const key = `${issuer} ${clientId}`
  let connection = connections.get(key)
  if (!connection) {
    const url = new URL(issuer)
    // only where nobody is in between
    const isLocal = url.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
    connection = discovery(
      url,
      clientId,
      undefined,
      clientSecret === undefined ? None() : ClientSecretPost(clientSecret.reveal()),
      // the provider's own description says where its other addresses are
      { timeout: timeoutS, [customFetch]: outwardFetch, ...(isLocal ? { execute: [allowInsecureRequests] } : {}) },
    )
    connections.set(key, connection)
  }
  try {
    return await connection
  } catch (error) {
    connections.delete(key)
    throw authError('auth.provider-unreachable', `the sign-in provider ${issuer} does not answer: ${reasonOf(error)}`, {
      cause: error,
    })
  }
}

/**
 * The highest role that a group of the user has.
 *
 * @param map `group=role,group=role`
 * @returns undefined when no group has one
 * @throws platform.setting-invalid for a map that cannot be read
 */
export function roleOf(groups: unknown, map: ReadonlyMap<string, Role>): Role | undefined {
  const named = (Array.isArray(groups) ? groups : [groups]).filter((group) => typeof group === 'string')
  const given = named.flatMap((group) => map.get(group) ?? [])
  return roles.findLast((role) => given.includes(role))
}

/** A name that a user can have, out of what the provider calls the user. */
export function nameFrom({ claims, subject }: OidcIdentity): string {
  const candidates = [claims.preferred_username, claims.email, claims.nickname, subject]
  for (const candidate of candidates) {
    if (typeof candidate !== 'string') continue
    const name = candidate
      .toLowerCase()
      .replaceAll(/[^a-z0-9._@-]+/g, '-')
      .replace(/^[^a-z0-9]+/, '')
      .slice(0, 64)
    if (name !== '') return name
  }
  return `user-${digestOf(subject)
    .replaceAll(/[^a-zA-Z0-9]/g, '')
    .slice(0, 8)
    .toLowerCase()}`
}
