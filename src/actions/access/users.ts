import { z } from 'zod'
import { together } from '../../platform/auth/fields.ts'
import { unlock } from '../../platform/auth/lockout.ts'
import { strongPassword } from '../../platform/auth/passwords.ts'
import { endSessions } from '../../platform/auth/sessions.ts'
import { removeTotp } from '../../platform/auth/totp.ts'
import {
  changeUser,
  insertUser,
  listUsers,
  nameOf,
  namesOf,
  prepareUser,
  removeUser,
  requireFree,
  requireUser,
  setPassword,
  userOf,
} from '../../platform/auth/users.ts'
import { defineAction } from '../action.ts'
import { newName, newPassword, paged, pageOf, role, userName } from './views.ts'

const named = z.strictObject({ name: userName })
const target = ({ name }: { readonly name: string }): string => nameOf(name)
const displayName = z.string().max(100).optional().describe('How the console calls the user')

export const userList = defineAction({
  id: 'user.list',
  summary: 'List users',
  access: 'administrator',
  changes: false,
  input: z.strictObject(pageOf(200)),
  run: async ({ limit, cursor }, { database }) => {
    const { query } = await database()
    return { data: paged(await listUsers(query, limit + 1, cursor), limit, ({ name }) => name) }
  },
})

export const userShow = defineAction({
  id: 'user.show',
  summary: 'Show a user',
  access: 'administrator',
  changes: false,
  target,
  input: named,
  run: async ({ name }, { database }) => ({
    data: userOf(await requireUser((await database()).query, nameOf(name))),
  }),
})

export const userAdd = defineAction({
  id: 'user.add',
  summary: 'Add a user with a role and a first password',
  access: 'administrator',
  target,
  input: z.strictObject({ name: newName, displayName, role, password: newPassword }),
  run: async ({ name: typed, password: chosen, ...rest }, { database, now, random }) => {
    const { query } = await database()
    const name = nameOf(typed)
    const [, password] = await together(
      requireFree(query, name),
      strongPassword(chosen, [name, rest.displayName ?? '']),
    )
    const row = await prepareUser({ ...rest, name, password }, now().getTime(), random)
    return { data: await insertUser(query, row) }
  },
})

export const userChange = defineAction({
  id: 'user.change',
  summary: 'Change role or display name of a user, disable or enable it, or set a new password',
  access: 'administrator',
  target: ({ name, role: newRole, isDisabled, password }) =>
    [
      nameOf(name),
      ...(newRole === undefined ? [] : [`role ${newRole}`]),
      ...(isDisabled === undefined ? [] : [isDisabled ? 'disable' : 'enable']),
      ...(password === undefined ? [] : ['new password']),
    ].join(', '),
  input: z.strictObject({
    name: userName,
    displayName,
    role: role.optional(),
    isDisabled: z.boolean().optional(),
    password: newPassword.optional(),
  }),
  run: async ({ name: typed, password: chosen, ...change }, { database, now, random }) => {
    const state = await database()
    const name = nameOf(typed)
    // all or nothing: what cannot be done is known before anything is
    const password =
      chosen === undefined ? undefined : await strongPassword(chosen, namesOf(await requireUser(state.query, name)))
    const user = await changeUser(state, name, change, now().getTime())
    if (password !== undefined) await setPassword(state, name, password, random)
    if (password !== undefined || change.isDisabled === false) await unlock(state.query, name)
    return { data: password === undefined ? user : { ...user, hasPassword: true } }
  },
})

export const userRemove = defineAction({
  id: 'user.remove',
  summary: 'Remove a user with sessions and tokens',
  access: 'administrator',
  target,
  input: named,
  run: async ({ name }, { database }) => {
    await removeUser(await database(), nameOf(name))
    return { data: { name: nameOf(name) } }
  },
})

export const userEndSessions = defineAction({
  id: 'user.end-sessions',
  summary: 'End all sessions of a user',
  access: 'administrator',
  target,
  input: named,
  run: async ({ name }, { database }) => {
    const { query } = await database()
    const user = await requireUser(query, nameOf(name))
    return { data: { ended: await endSessions(query, user.name) } }
  },
})

export const userResetTotp = defineAction({
  id: 'user.reset-totp',
  summary: 'Remove the second factor of a user who has lost the device; the sessions of the user end',
  access: 'administrator',
  target,
  input: named,
  run: async ({ name }, { database }) => {
    const { query } = await database()
    const user = await requireUser(query, nameOf(name))
    await removeTotp(query, user.name)
    await endSessions(query, user.name)
    return { data: { name: user.name } }
  },
})
