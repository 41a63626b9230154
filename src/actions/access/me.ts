import { z } from 'zod'
import { Secret } from '../../core/secret.ts'
import { fieldError, together } from '../../platform/auth/fields.ts'
import { countAttempt, takeBackAttempt } from '../../platform/auth/lockout.ts'
import { isPassword, strongPassword } from '../../platform/auth/passwords.ts'
import { endSessions, listSessions, openSession } from '../../platform/auth/sessions.ts'
import { beginTotp, confirmTotp, type Enrolling, makeRecoveryCodes, removeTotp } from '../../platform/auth/totp.ts'
import { namesOf, requireUser, setPassword, userOf } from '../../platform/auth/users.ts'
import { type Actor, authError } from '../../platform/index.ts'
import type { UserRow } from '../../platform/storage/tables.ts'
import { type Context, defineAction } from '../action.ts'
import { attemptOf, placeOf } from './sign-in.ts'
import { newPassword } from './views.ts'

const enrollingOf = ({ name, credential }: Actor): Enrolling => ({ user: name, session: credential?.id ?? '' })

const target = (_: unknown, { actor }: Context): string => actor.name
const currentPassword = z.string().max(256).describe('The password of now')

export const mePassword = defineAction({
  id: 'me.password',
  summary: 'Change the own password; all other sessions end',
  access: 'person',
  target,
  input: z.strictObject({ currentPassword, newPassword }),
  run: async (input, context) => {
    const { actor, database, random } = context
    const state = await database()
    const known = namesOf(await requireUser(state.query, actor.name))
    const [{ name }, password] = await together(
      requirePassword(context, input.currentPassword, 'currentPassword'),
      strongPassword(input.newPassword, known, 'newPassword'),
    )
    await setPassword(state, name, password, random)
    return { data: await freshSession(context) }
  },
})

export const meTotpBegin = defineAction({
  id: 'me.totp-begin',
  summary: 'Begin a second factor: a secret for an authenticator app',
  access: 'person',
  target,
  input: z.strictObject({}),
  run: async (_, { actor, database, random, vault }) => {
    const { query } = await database()
    const user = await requireUser(query, actor.name)
    if (user.password === null) throw authError('auth.no-password', `"${user.name}" signs in at a provider`)
    if (user.totp_confirmed_at !== null)
      throw authError('auth.second-factor-active', `"${user.name}" has a second factor already`)
    return { data: await beginTotp(query, enrollingOf(actor), vault(), random) }
  },
})

export const meTotpConfirm = defineAction({
  id: 'me.totp-confirm',
  summary: 'Put the second factor in force with its first code, and get recovery codes; all other sessions end',
  access: 'person',
  target,
  input: z.strictObject({ code: z.string().max(20) }),
  run: async ({ code }, context) => {
    const { actor, database, now, random, vault } = context
    const state = await database()
    const codes = await state.transaction(async (query) => {
      await confirmTotp(query, enrollingOf(actor), code.replaceAll(' ', ''), vault(), now().getTime())
      return makeRecoveryCodes(query, actor.name, random)
    })
    return { data: { recoveryCodes: codes, ...(await freshSession(context)) } }
  },
})

export const meTotpRemove = defineAction({
  id: 'me.totp-remove',
  summary: 'Remove the own second factor',
  access: 'person',
  target,
  input: z.strictObject({ password: currentPassword }),
  run: async ({ password }, context) => {
    const { query } = await context.database()
    const user = await requirePassword(context, password, 'password')
    if (user.totp_secret === null) throw authError('auth.second-factor-missing', `"${user.name}" has no second factor`)
    await removeTotp(query, user.name)
    return { data: {} }
  },
})

export const meSessions = defineAction({
  id: 'me.sessions',
  summary: 'List the own open sessions',
  access: 'person',
  changes: false,
  input: z.strictObject({}),
  run: async (_, { actor, database, now }) => {
    const { query } = await database()
    const items = await listSessions(query, actor.name, now().getTime(), actor.credential?.id)
    return { data: { items, nextCursor: null } }
  },
})

export const meSessionEnd = defineAction({
  id: 'me.session-end',
  summary: 'End one of the own sessions',
  access: 'person',
  target: ({ id }) => id,
  input: z.strictObject({ id: z.string().max(50) }),
  run: async ({ id }, { actor, database }) => {
    const ended = await endSessions((await database()).query, actor.name, { id })
    if (ended === 0) throw authError('auth.no-such-session', `you have no session ${id}`)
    return { data: {} }
  },
})

/**
 * A session left open in a control room must not be enough to take the account over.
 *
 * @param field where it was typed
 * @throws auth.no-password, auth.too-many-attempts, auth.wrong-password
 */
async function requirePassword({ actor, database, now }: Context, password: string, field: string): Promise<UserRow> {
  const state = await database()
  const user = await requireUser(state.query, actor.name)
  if (user.password === null) throw authError('auth.no-password', `"${user.name}" signs in at a provider`)
  const attempt = attemptOf(user.name, actor)
  await countAttempt(state, attempt, now().getTime())
  if (!(await isPassword(new Secret(password), user.password)))
    throw fieldError('auth.wrong-password', field, 'the current password is wrong')
  await takeBackAttempt(state.query, attempt)
  return user
}

/** The one session that is left, under a new id. */
async function freshSession({ actor, database, now, random }: Context) {
  const { query } = await database()
  const user = await requireUser(query, actor.name)
  await endSessions(query, user.name)
  const opened = await openSession(query, user.name, 'full', placeOf(actor), { now: now().getTime(), random })
  return { user: userOf(user), opened }
}
