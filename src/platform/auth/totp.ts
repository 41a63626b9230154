import { Secret as OtpSecret, TOTP } from 'otpauth'
import { Secret } from '../../core/secret.ts'
import type { Vault } from '../secrets/vault.ts'
import type { Queries, UserRow } from '../storage/tables.ts'
import { authError } from './errors.ts'
import { digestOf } from './tokens.ts'

const issuer = 'Plantwright'
const periodS = 30
/** Clocks of phones differ, and people type slowly. */
const stepsAround = 1
const secretBytes = 20

const recoveryCodes = 10
/** 80 bits, without letters that look like others. */
const recoveryBytes = 10
const recoveryAlphabet = 'abcdefghjkmnpqrstuvwxyz234567890'

const totpOf = (secret: OtpSecret, name: string): TOTP =>
  new TOTP({ issuer, label: name, secret, algorithm: 'SHA1', digits: 6, period: periodS })

const purposeOf = (name: string): string => `second factor of ${name}`

export interface NewSecondFactor {
  /** For typing it in by hand. */
  readonly secret: Secret
  /** `otpauth://…`, for a picture that a phone reads. */
  readonly uri: Secret
}

/** Who sets up a second factor, and where. */
export interface Enrolling {
  readonly user: string
  /** Id of the session. */
  readonly session: string
}

/**
 * A secret for the user's device. It is not in force before it is confirmed. As long as the session goes on it stays the
 * same: a page that is loaded again shows what the device knows already.
 *
 * @throws auth.session-ended
 */
export async function beginTotp(
  query: Queries,
  enrolling: Enrolling,
  vault: Vault,
  random: (count: number) => Buffer,
): Promise<NewSecondFactor> {
  const { user, session } = enrolling
  const made = new OtpSecret({ buffer: new Uint8Array(random(secretBytes)).buffer })
  // of two that begin at once both get what the first has kept
  await query
    .updateTable('sessions')
    .set({ begun_totp: vault.seal(made.base32, purposeOf(user)) })
    .where('id', '=', session)
    .where('begun_totp', 'is', null)
    .execute()
  const sealed = await begunTotp(query, enrolling)
  if (sealed === undefined) throw authError('auth.session-ended', 'the session has ended')
  const secret = OtpSecret.fromBase32(vault.unseal(sealed, purposeOf(user)))
  return { secret: new Secret(secret.base32), uri: new Secret(totpOf(secret, user).toString()) }
}

/** What the session has begun, sealed. */
async function begunTotp(query: Queries, { user, session }: Enrolling): Promise<string | undefined> {
  const row = await query
    .selectFrom('sessions')
    .select('begun_totp')
    .where('id', '=', session)
    .where('user_name', '=', user)
    .executeTakeFirst()
  return row?.begun_totp ?? undefined
}

/**
 * Puts what the session has begun in force with its first code.
 *
 * @throws auth.second-factor-missing, auth.second-factor-active, auth.wrong-code
 */
export async function confirmTotp(
  query: Queries,
  enrolling: Enrolling,
  code: string,
  vault: Vault,
  now: number,
): Promise<void> {
  const { user } = enrolling
  const sealed = await begunTotp(query, enrolling)
  if (sealed === undefined)
    throw authError('auth.second-factor-missing', `"${user}" has not begun a second factor in this session`)
  const step = stepOf(vault.unseal(sealed, purposeOf(user)), user, code, now)
  if (step === undefined) throw authError('auth.wrong-code', 'the code is wrong')
  const { numUpdatedRows } = await query
    .updateTable('users')
    .set({ totp_secret: sealed, totp_confirmed_at: now, totp_step: step })
    .where('name', '=', user)
    .where('totp_confirmed_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) throw authError('auth.second-factor-active', `"${user}" has a second factor already`)
}

/** The time step that a code is of; undefined for a wrong one. */
function stepOf(base32: string, name: string, code: string, now: number): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined
  const delta = totpOf(OtpSecret.fromBase32(base32), name).validate({
    token: code,
    timestamp: now,
    window: stepsAround,
  })
  return delta === null ? undefined : Math.floor(now / 1000 / periodS) + delta
}

/**
 * Takes a code once: its time step must be newer than the one of the last code that was taken.
 *
 * @returns whether the code is right and new
 */
export async function takeCode(
  query: Queries,
  user: UserRow,
  code: string,
  vault: Vault,
  now: number,
): Promise<boolean> {
  if (user.totp_secret === null) return false
  const step = stepOf(vault.unseal(user.totp_secret, purposeOf(user.name)), user.name, code, now)
  if (step === undefined) return false
  const { numUpdatedRows } = await query
    .updateTable('users')
    .set({ totp_step: step })
    .where('name', '=', user.name)
    .where((row) => row.or([row('totp_step', 'is', null), row('totp_step', '<', step)]))
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** Ten codes for a day without the device; those of before are void. */
export async function makeRecoveryCodes(
  query: Queries,
  name: string,
  random: (count: number) => Buffer,
): Promise<Secret[]> {
  const codes = Array.from({ length: recoveryCodes }, () => recoveryCode(random(recoveryBytes)))
  await query.deleteFrom('recovery_codes').where('user_name', '=', name).execute()
  await query
    .insertInto('recovery_codes')
    .values(codes.map((code) => ({ user_name: name, digest: recoveryDigest(code), used_at: null })))
    .execute()
  return codes.map((code) => new Secret(code))
}

/** @returns whether the code is one of the user's and was not used */
export async function takeRecoveryCode(query: Queries, name: string, code: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('recovery_codes')
    .set({ used_at: now })
    .where('user_name', '=', name)
    .where('digest', '=', recoveryDigest(code))
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

export async function removeTotp(query: Queries, name: string): Promise<void> {
  await query
    .updateTable('users')
    .set({ totp_secret: null, totp_confirmed_at: null, totp_step: null })
    .where('name', '=', name)
    .execute()
  await query.deleteFrom('recovery_codes').where('user_name', '=', name).execute()
}

/** `abcd-efgh-jkmn-pqrs`: five bits a letter. */
function recoveryCode(bytes: Buffer): string {
  let bits = BigInt(`0x${bytes.toString('hex')}`)
  let letters = ''
  for (let index = 0; index < (bytes.length * 8) / 5; index++) {
    letters += recoveryAlphabet[Number(bits % 32n)]
    bits /= 32n
  }
  return letters.replace(/(.{4})(?=.)/g, '$1-')
}

const recoveryDigest = (code: string): string => digestOf(`recovery ${code.toLowerCase().replaceAll(/[^a-z0-9]/g, '')}`)
