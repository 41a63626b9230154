import { z } from 'zod'
import { together } from '../../platform/auth/fields.ts'
import { strongPassword } from '../../platform/auth/passwords.ts'
import { openSession } from '../../platform/auth/sessions.ts'
import { consumeSetup, makeSetupToken, requireSetupToken } from '../../platform/auth/setup.ts'
import { hasUsers, nameOf, prepareUser, requireUsable } from '../../platform/auth/users.ts'
import { defineAction } from '../action.ts'
import { attemptOf, placeOf, signedIn } from './sign-in.ts'
import { newName, newPassword } from './views.ts'

export const setupOffer = defineAction({
  id: 'setup.offer',
  summary: 'Make a link for setting up the first administrator, where there is no user yet',
  access: 'administrator',
  input: z.strictObject({ origin: z.string() }),
  run: async ({ origin }, { database, now, random }) => {
    const token = await makeSetupToken(await database(), now().getTime(), random)
    // the fragment stays in the browser: no server and no log gets to see it
    return { data: token ? { link: `${origin}/setup#token=${token.reveal()}` } : {} }
  },
})

export const setupFinish = defineAction({
  id: 'setup.finish',
  summary: 'Make the first administrator with the link that the server printed, and sign in',
  access: 'visitor',
  target: ({ name }) => nameOf(name),
  input: z.strictObject({ token: z.string().max(200), name: newName, password: newPassword }),
  run: async ({ token, name: typed, password: chosen }, context) => {
    const { database, now, random, actor } = context
    const state = await database()
    const at = now().getTime()
    const name = nameOf(typed)
    // once somebody has set it up, a stranger learns nothing here, and nothing is judged for one
    if (await hasUsers(state.query)) await requireSetupToken(state, token, at)
    const [, , password] = await together(
      requireSetupToken(state, token, at),
      requireUsable(name),
      strongPassword(chosen, [name]),
    )
    const first = await prepareUser({ name, role: 'administrator', password }, at, random)
    const user = await consumeSetup(state, token, first, at)
    await signedIn(context, attemptOf(user.name, actor), at)
    const opened = await openSession(state.query, user.name, 'full', placeOf(actor), { now: at, random })
    return { data: { user, opened } }
  },
})
