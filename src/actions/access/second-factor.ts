import { z } from 'zod'
import { countAttempt } from '../../platform/auth/lockout.ts'
import { openSession } from '../../platform/auth/sessions.ts'
import { takeCode, takeRecoveryCode } from '../../platform/auth/totp.ts'
import { requireUser, userOf } from '../../platform/auth/users.ts'
import { authError } from '../../platform/index.ts'
import { defineAction } from '../action.ts'
import { attemptOf, placeOf, signedIn } from './sign-in.ts'

export const secondFactor = defineAction({
  id: 'session.second-factor',
  summary: 'Finish signing in with the code of the device, or with a recovery code',
  access: 'second-factor',
  target: (_, { actor }) => actor.name,
  input: z
    .strictObject({
      code: z.string().max(20).optional().describe('Six digits'),
      recoveryCode: z.string().max(50).optional().describe('Each is good for one sign-in'),
    })
    .refine(({ code, recoveryCode }) => (code === undefined) !== (recoveryCode === undefined), {
      message: 'give either code or recoveryCode',
    }),
  run: async ({ code, recoveryCode }, context) => {
    const { actor, database, now, random, vault } = context
    const state = await database()
    const attempt = attemptOf(actor.name, actor)
    const left = await countAttempt(state, attempt, now().getTime())
    const user = await requireUser(state.query, actor.name)
    const at = now().getTime()
    const isTaken =
      code === undefined
        ? await takeRecoveryCode(state.query, user.name, recoveryCode ?? '', at)
        : await takeCode(state.query, user, code.replaceAll(' ', ''), vault(), at)
    if (!isTaken) throw authError('auth.wrong-code', 'the code is wrong, or was used already', { details: { ...left } })
    await signedIn(context, attempt, at)
    const opened = await openSession(state.query, user.name, 'full', placeOf(actor), {
      now: at,
      random,
      replaces: actor.credential?.id,
    })
    return { data: { user: userOf(user), opened } }
  },
})
