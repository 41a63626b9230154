import type { Updateable } from 'kysely'
import type { Database } from '../storage/database.ts'
import type { Queries, UserRow } from '../storage/tables.ts'
import type { Role } from './actor.ts'
import { authError } from './errors.ts'
import { fieldError } from './fields.ts'
import { hashPassword, type StrongPassword } from './passwords.ts'

/** Works that count administrators run one after another. */
export const administratorsLock = 'administrators'

const namePattern = /^[a-z0-9][a-z0-9._@-]{0,63}$/

/** A user as others see it. */
export interface User {
  readonly name: string
  readonly displayName: string
  readonly role: Role
  readonly isDisabled: boolean
  readonly hasPassword: boolean
  readonly hasSecondFactor: boolean
  /** Signs in at this OpenID provider. */
  readonly issuer: string | null
  readonly createdAt: string
  readonly signedInAt: string | null
}

export interface NewUser {
  readonly name: string
  readonly displayName?: string | undefined
  readonly role: Role
  readonly password?: StrongPassword | undefined
  readonly oidc?: { readonly issuer: string; readonly subject: string }
}

export const userOf = (row: UserRow): User => ({
  name: row.name,
  displayName: row.display_name,
  role: row.role as Role,
  isDisabled: row.disabled_at !== null,
  hasPassword: row.password !== null,
  hasSecondFactor: row.totp_confirmed_at !== null,
  issuer: row.oidc_issuer,
  createdAt: new Date(row.created_at).toISOString(),
  signedInAt: row.signed_in_at === null ? null : new Date(row.signed_in_at).toISOString(),
})

/** How a name is looked for: nobody has two accounts that differ by case. */
export const nameOf = (typed: string): string => typed.trim().toLowerCase()

export const findUser = (query: Queries, name: string): Promise<UserRow | undefined> =>
  query.selectFrom('users').selectAll().where('name', '=', name).executeTakeFirst()

/** What others know of a user and would try as the password. */
export const namesOf = ({ name, display_name }: Pick<UserRow, 'name' | 'display_name'>): string[] => [
  name,
  display_name,
]

/** @throws auth.no-such-user */
export async function requireUser(query: Queries, name: string): Promise<UserRow> {
  const user = await findUser(query, name)
  if (!user) throw authError('auth.no-such-user', `there is no user "${name.slice(0, 64)}"`)
  return user
}

export async function hasUsers(query: Queries): Promise<boolean> {
  return (await query.selectFrom('users').select('name').limit(1).executeTakeFirst()) !== undefined
}

/** Users by name, after `cursor`. */
export async function listUsers(query: Queries, limit: number, cursor?: string): Promise<User[]> {
  const all = query.selectFrom('users').selectAll().orderBy('name').limit(limit)
  return (await (cursor === undefined ? all : all.where('name', '>', cursor)).execute()).map(userOf)
}

/** @throws auth.name-unusable */
export async function requireUsable(name: string): Promise<void> {
  if (!namePattern.test(name))
    throw fieldError('auth.name-unusable', 'name', `"${name.slice(0, 64)}" cannot be the name of a user`)
}

/** Whether somebody can be called so; it is looked at again when the user is added. @throws auth.name-unusable, auth.user-exists */
export async function requireFree(query: Queries, name: string): Promise<void> {
  await requireUsable(name)
  if (await findUser(query, name)) throw taken(name)
}

const taken = (name: string) => fieldError('auth.user-exists', 'name', `there is a user "${name}" already`)

/**
 * What a new user is made of; hashing takes its time and happens outside of transactions.
 *
 * @throws auth.name-unusable
 */
export async function prepareUser(
  { name, displayName, role, password, oidc }: NewUser,
  now: number,
  random: (count: number) => Buffer,
): Promise<UserRow> {
  await requireUsable(name)
  return {
    name,
    display_name: displayName?.trim() || name,
    role,
    password: password ? await hashPassword(password, random) : null,
    oidc_issuer: oidc?.issuer ?? null,
    oidc_subject: oidc?.subject ?? null,
    totp_secret: null,
    totp_confirmed_at: null,
    totp_step: null,
    disabled_at: null,
    created_at: now,
    signed_in_at: null,
  }
}

/** @throws auth.user-exists */
export async function insertUser(query: Queries, row: UserRow): Promise<User> {
  const { numInsertedOrUpdatedRows } = await query
    .insertInto('users')
    .values(row)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows === 0n) throw taken(row.name)
  return userOf(row)
}

export interface UserChange {
  readonly displayName?: string | undefined
  readonly role?: Role | undefined
  readonly isDisabled?: boolean | undefined
}

/**
 * What is disabled or given another role loses its sessions: nothing goes on with rights of before.
 *
 * @throws auth.no-such-user, auth.last-administrator
 */
export const changeUser = (database: Database, name: string, change: UserChange, now: number): Promise<User> =>
  database.transaction(async (query) => {
    const user = await requireUser(query, name)
    const values: Updateable<UserRow> = {
      ...(change.displayName === undefined ? {} : { display_name: change.displayName.trim() || name }),
      ...(change.role === undefined ? {} : { role: change.role }),
      ...(change.isDisabled === undefined ? {} : { disabled_at: change.isDisabled ? (user.disabled_at ?? now) : null }),
    }
    const changed = { ...user, ...values } as UserRow
    if (!isActiveAdministrator(changed)) await keepAnAdministrator(query, user)
    if (Object.keys(values).length > 0) await query.updateTable('users').set(values).where('name', '=', name).execute()
    if (changed.role !== user.role || changed.disabled_at !== null)
      await query.deleteFrom('sessions').where('user_name', '=', name).execute()
    return userOf(changed)
  }, administratorsLock)

/** @throws auth.no-such-user, auth.last-administrator */
export const removeUser = (database: Database, name: string): Promise<void> =>
  database.transaction(async (query) => {
    await keepAnAdministrator(query, await requireUser(query, name))
    await query.deleteFrom('users').where('name', '=', name).execute()
  }, administratorsLock)

/** Sets a password and ends all sessions of the user. @throws auth.no-such-user */
export async function setPassword(
  database: Database,
  name: string,
  password: StrongPassword,
  random: (count: number) => Buffer,
): Promise<void> {
  const hash = await hashPassword(password, random)
  await database.transaction(async (query) => {
    await requireUser(query, name)
    await query.updateTable('users').set({ password: hash }).where('name', '=', name).execute()
    await query.deleteFrom('sessions').where('user_name', '=', name).execute()
  })
}

const isActiveAdministrator = ({ role, disabled_at }: Pick<UserRow, 'role' | 'disabled_at'>): boolean =>
  role === 'administrator' && disabled_at === null

/** @throws auth.last-administrator when `leaving` is the only one */
async function keepAnAdministrator(query: Queries, leaving: UserRow): Promise<void> {
  if (!isActiveAdministrator(leaving)) return
  const other = await query
    .selectFrom('users')
    .select('name')
    .where('role', '=', 'administrator')
    .where('disabled_at', 'is', null)
    .where('name', '!=', leaving.name)
    .executeTakeFirst()
  if (!other) throw authError('auth.last-administrator', `"${leaving.name}" is the only administrator`)
}
