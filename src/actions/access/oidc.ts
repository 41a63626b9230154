import { z } from 'zod'
import { IgnError } from '../../core/error.ts'
import { beginOidc, finishOidc, nameFrom, type OidcIdentity, roleOf } from '../../platform/auth/oidc.ts'
import { openSession } from '../../platform/auth/sessions.ts'
import { changeUser, hasUsers, insertUser, prepareUser, type User, userOf } from '../../platform/auth/users.ts'
import { authError, type Role } from '../../platform/index.ts'
import { type Context, defineAction } from '../action.ts'
import { oidcSettings, roleMap } from './oidc-settings.ts'
import { placeOf } from './sign-in.ts'

export const oidcBegin = defineAction({
  id: 'session.provider-begin',
  summary: 'Sign in at the OpenID provider: sends the browser there',
  access: 'visitor',
  input: z.strictObject({ origin: z.string() }),
  run: async ({ origin }, context) => {
    const { database, now, random } = context
    const settings = oidcSettings(context, origin)
    return { data: await beginOidc(await database(), settings, now().getTime(), random) }
  },
})

export const oidcFinish = defineAction({
  id: 'session.provider-finish',
  summary: 'Finish signing in at the OpenID provider: it sends the browser back here',
  access: 'visitor',
  input: z.strictObject({ origin: z.string(), answer: z.string(), browser: z.string() }),
  run: async ({ origin, answer, browser }, context) => {
    const { actor, config, database, now, random } = context
    const state = await database()
    const at = now().getTime()
    const settings = oidcSettings(context, origin)
    const claim = config.oidcRoleClaim.value
    const identity = await finishOidc(state, settings, new URL(answer, origin), browser, at, claim)
    const user = await userFor(identity, context)
    await state.query.updateTable('users').set({ signed_in_at: at }).where('name', '=', user.name).execute()
    const replaces = actor.credential?.id
    const opened = await openSession(state.query, user.name, 'full', placeOf(actor), { now: at, random, replaces })
    return { data: { user, opened } }
  },
})

/**
 * The user that belongs to who signed in at the provider: known by the provider's own id, never by a name that somebody
 * could choose there.
 *
 * @throws auth.provider-refused, auth.user-exists
 */
async function userFor(identity: OidcIdentity, context: Context): Promise<User> {
  const { config, database, now, random } = context
  const state = await database()
  const map = roleMap(config)
  const given = map && roleOf(identity.claims[config.oidcRoleClaim.value], map)
  if (map && given === undefined) throw authError('auth.provider-refused', 'no group of this user has a role here')
  const known = await state.query
    .selectFrom('users')
    .selectAll()
    .where('oidc_issuer', '=', identity.issuer)
    .where('oidc_subject', '=', identity.subject)
    .executeTakeFirst()
  if (known) {
    if (known.disabled_at !== null) throw authError('auth.provider-refused', `"${known.name}" is disabled`)
    return given === undefined || given === known.role ? userOf(known) : changeRole(known.name, given, context)
  }
  if (given !== 'administrator' && !(await hasUsers(state.query)))
    throw authError('auth.provider-refused', 'the first user has to be an administrator')
  const { name: displayName } = identity.claims
  const row = await prepareUser(
    {
      name: nameFrom(identity),
      displayName: typeof displayName === 'string' ? displayName.slice(0, 100) : undefined,
      role: given ?? 'viewer',
      oidc: identity,
    },
    now().getTime(),
    random,
  )
  return insertUser(state.query, row)
}

/** The provider decides, except that the last administrator stays one. */
async function changeRole(name: string, role: Role, { database, now }: Context): Promise<User> {
  const state = await database()
  try {
    return await changeUser(state, name, { role }, now().getTime())
  } catch (error) {
    if (!(error instanceof IgnError) || error.code !== 'auth.last-administrator') throw error
    return changeUser(state, name, {}, now().getTime())
  }
}
