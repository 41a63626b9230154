import { z } from 'zod'
import { Secret } from '../../core/secret.ts'
import { type Attempt, countAttempt, forgetFailures, takeBackAttempt } from '../../platform/auth/lockout.ts'
import { isPassword } from '../../platform/auth/passwords.ts'
import { endSessions, openSession, type SessionPlace } from '../../platform/auth/sessions.ts'
import { findUser, hasUsers, nameOf, requireUser, userOf } from '../../platform/auth/users.ts'
import { type Actor, authError } from '../../platform/index.ts'
import { type Context, defineAction } from '../action.ts'
import { oidcName } from './oidc-settings.ts'
import { idleTimeoutS, type SessionState, sessionUser } from './views.ts'

export const placeOf = ({ address = '', agent = '' }: Actor): SessionPlace => ({ address, agent })

export const sessionShow = defineAction({
  id: 'session.show',
  summary: 'Tell whether somebody is signed in, and what has to be done if not',
  access: 'visitor',
  changes: false,
  input: z.strictObject({}),
  run: async (_, context): Promise<{ data: SessionState }> => {
    const { actor, database, config } = context
    const { query } = await database()
    const name = oidcName(config)
    const oidc = name === undefined ? {} : { oidc: { name } }
    if (actor.kind === 'pending') return { data: { state: 'second-factor', ...oidc } }
    if (actor.kind === 'user') {
      const user = userOf(await requireUser(query, actor.name))
      return { data: { state: 'signed-in', user: sessionUser(user), idleTimeoutS, ...oidc } }
    }
    return { data: { state: (await hasUsers(query)) ? 'signed-out' : 'setup', ...oidc } }
  },
})

export const signIn = defineAction({
  id: 'session.open',
  summary: 'Sign in with name and password',
  access: 'visitor',
  // a password typed into the field for the name must not stand in the audit
  target: async ({ name }, { database }) =>
    (await findUser((await database()).query, nameOf(name)))?.name ?? '(unknown)',
  input: z.strictObject({ name: z.string().min(1).max(256), password: z.string().min(1).max(256) }),
  run: async ({ name, password }, context) => {
    const { database, now, random, actor } = context
    const state = await database()
    const attempt = attemptOf(nameOf(name), actor)
    const left = await countAttempt(state, attempt, now().getTime())
    const user = await findUser(state.query, attempt.account)
    const fits = await isPassword(new Secret(password), user?.password)
    if (!user || !fits || user.disabled_at !== null)
      throw authError('auth.wrong-credentials', 'name and password do not fit', { details: { ...left } })
    const at = now().getTime()
    const opening = { now: at, random, replaces: actor.credential?.id }
    if (user.totp_confirmed_at !== null) {
      await takeBackAttempt(state.query, attempt)
      const opened = await openSession(state.query, user.name, 'second-factor', placeOf(actor), opening)
      return { data: { user: userOf(user), opened } }
    }
    await signedIn(context, attempt, at)
    const opened = await openSession(state.query, user.name, 'full', placeOf(actor), opening)
    return { data: { user: userOf(user), opened } }
  },
})

export const signOut = defineAction({
  id: 'session.close',
  summary: 'Sign out',
  access: 'any-session',
  input: z.strictObject({}),
  run: async (_, { database, actor }) => {
    const { query } = await database()
    await endSessions(query, actor.name, { id: actor.credential?.id ?? '' })
    return { data: {} }
  },
})

export const attemptOf = (account: string, { address = '' }: Actor): Attempt => ({ account, address })

/** The last step succeeded. */
export async function signedIn({ database }: Context, attempt: Attempt, at: number): Promise<void> {
  const { query } = await database()
  await forgetFailures(query, attempt)
  await query.updateTable('users').set({ signed_in_at: at }).where('name', '=', attempt.account).execute()
}
