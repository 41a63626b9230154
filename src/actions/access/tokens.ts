import { z } from 'zod'
import { addToken, listTokens, removeToken } from '../../platform/auth/api-tokens.ts'
import { nameOf, requireUser } from '../../platform/auth/users.ts'
import { authError, isAtLeast, type Role, roles } from '../../platform/index.ts'
import { type Context, defineAction } from '../action.ts'
import { role, userName } from './views.ts'

const dayMs = 86_400_000
const longestDays = 366

const token = {
  name: z.string().trim().min(1).max(64).describe('What the token is for'),
  role: role.describe('The most that the token may; not more than its user'),
  expiresInDays: z.coerce.number().int().min(1).max(longestDays).default(90),
}
const id = z.string().max(50).describe('Of the list')

export const TokenView = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(roles),
  createdAt: z.string(),
  expiresAt: z.string(),
  isExpired: z.boolean(),
  usedAt: z.string().nullable(),
})

export const meTokens = defineAction({
  id: 'me.tokens',
  summary: 'List the own API tokens',
  access: 'person',
  changes: false,
  input: z.strictObject({}),
  run: async (_, context) => ({ data: await tokensOf(context.actor.name, context) }),
})

export const meTokenAdd = defineAction({
  id: 'me.token-add',
  summary: 'Make an API token; its value is told once',
  access: 'person',
  target: ({ name }) => name,
  input: z.strictObject(token),
  run: async (input, context) => ({ data: await tokenFor(context.actor.name, input, context) }),
})

export const meTokenRevoke = defineAction({
  id: 'me.token-revoke',
  summary: 'Revoke one of the own API tokens',
  access: 'person',
  target: (input) => input.id,
  input: z.strictObject({ id }),
  run: async (input, context) => ({ data: await revoke(context.actor.name, input.id, context) }),
})

export const userTokenList = defineAction({
  id: 'user.token-list',
  summary: 'List the API tokens of a user',
  access: 'administrator',
  changes: false,
  target: ({ user }) => nameOf(user),
  input: z.strictObject({ user: userName }),
  run: async ({ user }, context) => ({ data: await tokensOf(nameOf(user), context) }),
})

export const userTokenAdd = defineAction({
  id: 'user.token-add',
  summary: 'Make an API token for a user; its value is told once',
  access: 'administrator',
  target: ({ user, name }) => `${nameOf(user)}/${name}`,
  input: z.strictObject({ user: userName, ...token }),
  run: async ({ user, ...input }, context) => ({ data: await tokenFor(nameOf(user), input, context) }),
})

export const userTokenRevoke = defineAction({
  id: 'user.token-revoke',
  summary: 'Revoke an API token of a user',
  access: 'administrator',
  target: (input) => `${nameOf(input.user)}/${input.id}`,
  input: z.strictObject({ user: userName, id }),
  run: async (input, context) => ({ data: await revoke(nameOf(input.user), input.id, context) }),
})

/** @throws auth.no-such-user */
async function tokensOf(user: string, { database, now }: Context) {
  const { query } = await database()
  await requireUser(query, user)
  return { items: await listTokens(query, user, now().getTime()), nextCursor: null }
}

interface TokenInput {
  readonly name: string
  readonly role: Role
  readonly expiresInDays: number
}

/** @throws auth.no-such-user, auth.not-allowed when the token would be allowed more than its user */
async function tokenFor(name: string, input: TokenInput, { database, now, random }: Context) {
  const { query } = await database()
  const user = await requireUser(query, name)
  if (!isAtLeast(user.role as Role, input.role))
    throw authError('auth.not-allowed', `"${name}" is ${user.role}; a token of the role ${input.role} would be more`)
  const { expiresInDays, ...rest } = input
  return addToken(query, { user: name, ...rest, livesMs: expiresInDays * dayMs }, now().getTime(), random)
}

/** @throws auth.no-such-token */
async function revoke(user: string, tokenId: string, { database }: Context) {
  if (!(await removeToken((await database()).query, user, tokenId)))
    throw authError('auth.no-such-token', `"${user}" has no token ${tokenId}`)
  return { id: tokenId }
}
