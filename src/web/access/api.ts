import { ask } from '../server.ts'
import type { Role } from './role.ts'

/** Sign-in, the own account and users, in the shapes of the server's OpenAPI document. */

export interface SessionState {
  readonly state: 'setup' | 'signed-out' | 'second-factor' | 'signed-in'
  readonly user?: {
    readonly name: string
    readonly displayName: string
    readonly role: Role
    readonly hasPassword: boolean
    readonly hasSecondFactor: boolean
  }
  readonly csrf?: string
  /** The provider that one can sign in with. */
  readonly oidc?: { readonly name: string }
  /** How long nothing may be done before the session ends. */
  readonly idleTimeoutS?: number
}

const session = '/api/v1/session'
const me = '/api/v1/me'

export const readSession = (signal?: AbortSignal): Promise<SessionState> => ask(session, { signal })

export const openSession = (name: string, password: string): Promise<SessionState> =>
  ask(session, { method: 'POST', body: { name, password } })

export const sendSecondFactor = (
  factor: { readonly code: string } | { readonly recoveryCode: string },
): Promise<SessionState> => ask(`${session}/second-factor`, { method: 'POST', body: factor })

export const closeSession = (): Promise<unknown> => ask(session, { method: 'DELETE' })

export const finishSetup = (token: string, name: string, password: string): Promise<SessionState> =>
  ask('/api/v1/setup', { method: 'POST', body: { token, name, password } })

/** All other sessions end, and this one goes on under a new cookie. */
export const changePassword = (currentPassword: string, newPassword: string): Promise<SessionState> =>
  ask(`${me}/password`, { method: 'POST', body: { currentPassword, newPassword } })

export interface Enrolment {
  /** Base32, for typing it. */
  readonly secret: string
  /** `otpauth://…`, for the camera. */
  readonly uri: string
}

export const beginSecondFactor = (): Promise<Enrolment> => ask(`${me}/totp`, { method: 'POST', body: {} })

/** All other sessions end, and this one goes on under a new cookie. */
export const confirmSecondFactor = (
  code: string,
): Promise<SessionState & { readonly recoveryCodes: readonly string[] }> =>
  ask(`${me}/totp/confirm`, { method: 'POST', body: { code } })

export const removeSecondFactor = (password: string): Promise<unknown> =>
  ask(`${me}/totp`, { method: 'DELETE', body: { password } })

export interface SessionSummary {
  readonly id: string
  readonly isCurrent: boolean
  readonly address: string
  readonly agent: string
  readonly createdAt: string
  readonly seenAt: string
  readonly endsAt: string
}

interface List<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
}

export const readSessions = async (): Promise<readonly SessionSummary[]> =>
  (await ask<List<SessionSummary>>(`${me}/sessions`)).items

export const endSession = (id: string): Promise<unknown> =>
  ask(`${me}/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' })

export interface TokenSummary {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly createdAt: string
  readonly expiresAt: string
  readonly isExpired: boolean
  readonly usedAt: string | null
}

export const readTokens = async (): Promise<readonly TokenSummary[]> =>
  (await ask<List<TokenSummary>>(`${me}/tokens`)).items

/** The value is told this once. */
export const createToken = (asked: {
  readonly name: string
  readonly role: Role
  readonly expiresInDays: number
}): Promise<TokenSummary & { readonly token: string }> => ask(`${me}/tokens`, { method: 'POST', body: asked })

export const revokeToken = (id: string): Promise<unknown> =>
  ask(`${me}/tokens/${encodeURIComponent(id)}`, { method: 'DELETE' })

export interface User {
  readonly name: string
  readonly displayName: string
  readonly role: Role
  readonly isDisabled: boolean
  readonly hasPassword: boolean
  readonly hasSecondFactor: boolean
  readonly issuer: string | null
  readonly createdAt: string
  readonly signedInAt: string | null
}

const userPath = (name: string) => `/api/v1/users/${encodeURIComponent(name)}`

/** All users, page by page. */
export async function readUsers(): Promise<readonly User[]> {
  const users: User[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: List<User> = await ask(
      `/api/v1/users?limit=200${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    )
    users.push(...page.items)
    cursor = page.nextCursor
  }
  return users
}

export const addUser = (user: {
  readonly name: string
  readonly displayName?: string
  readonly role: Role
  readonly password: string
}): Promise<User> => ask('/api/v1/users', { method: 'POST', body: user })

export const changeUser = (
  name: string,
  change: { readonly role?: Role; readonly isDisabled?: boolean; readonly password?: string },
): Promise<User> => ask(userPath(name), { method: 'PATCH', body: change })

export const removeUser = (name: string): Promise<unknown> => ask(userPath(name), { method: 'DELETE' })

export const resetSecondFactor = (name: string): Promise<unknown> => ask(`${userPath(name)}/totp`, { method: 'DELETE' })

export const endSessionsOf = (name: string): Promise<unknown> => ask(`${userPath(name)}/sessions`, { method: 'DELETE' })
