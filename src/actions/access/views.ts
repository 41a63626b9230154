import { z } from 'zod'
import { idleMs } from '../../platform/auth/sessions.ts'
import type { User } from '../../platform/auth/users.ts'
import { roles } from '../../platform/index.ts'

/** Where a visitor stands. */
export const SessionState = z.object({
  state: z
    .enum(['setup', 'signed-out', 'second-factor', 'signed-in'])
    .describe('setup: there is no user yet; second-factor: the code of the device is missing'),
  user: z
    .object({
      name: z.string(),
      displayName: z.string(),
      role: z.enum(roles),
      hasPassword: z.boolean(),
      hasSecondFactor: z.boolean(),
    })
    .optional(),
  idleTimeoutS: z.number().optional().describe('The session ends when nothing was asked for as long'),
  csrf: z.string().optional().describe('Send it as X-CSRF-Token with everything but GET'),
  oidc: z.object({ name: z.string() }).optional().describe('The provider that one can sign in with'),
})
export type SessionState = z.infer<typeof SessionState>

/** What a session tells of its own user. */
export const sessionUser = ({ name, displayName, role, hasPassword, hasSecondFactor }: User) => ({
  name,
  displayName,
  role,
  hasPassword,
  hasSecondFactor,
})

export const idleTimeoutS = idleMs / 1000

export const UserView = z.object({
  name: z.string(),
  displayName: z.string(),
  role: z.enum(roles),
  isDisabled: z.boolean(),
  hasPassword: z.boolean(),
  hasSecondFactor: z.boolean(),
  issuer: z.string().nullable().describe('OpenID provider that the user signs in with'),
  createdAt: z.string(),
  signedInAt: z.string().nullable(),
})

export const SessionSummary = z.object({
  id: z.string(),
  isCurrent: z.boolean(),
  address: z.string(),
  agent: z.string(),
  createdAt: z.string(),
  seenAt: z.string(),
  endsAt: z.string(),
})

export const userName = z.string().min(1).max(64).describe('Lower-case name of the user')
/** What these may be is told by the action, together with all else that is wrong. */
export const newName = z.string().max(200).describe('Lower-case name of the user, at most 64 characters')
export const newPassword = z.string().max(1000).describe('12 to 256 characters, and not one that is easy to guess')
export const role = z.enum(roles)

/** `?limit=&cursor=` of every list. */
export const pageOf = (most: number) => ({
  limit: z.coerce.number().int().min(1).max(most).default(Math.min(50, most)).describe('How many'),
  cursor: z.string().max(200).optional().describe('nextCursor of the page before'),
})

export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })

/** One more than the page was asked for tells that there is another page. */
export function paged<Item>(found: readonly Item[], limit: number, cursorOf: (item: Item) => string) {
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: found.length > limit && last !== undefined ? cursorOf(last) : null }
}
