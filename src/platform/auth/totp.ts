import { Secret as OtpSecret, TOTP } from 'otpauth'
import { Secret } from '../../core/secret.ts'
import type { Vault } from '../secrets/vault.ts'
import type { Queries, UserRow } from '../storage/tables.ts'
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

/** A secret for the user's device. It is not in force before it is confirmed, and replaces one that never was. */
export async function beginTotp(
  query: Queries,
  name: string,
  vault: Vault,
  random: (count: number) => Buffer,
): Promise<NewSecondFactor> {
  const secret = new OtpSecret({ buffer: new Uint8Array(random(secretBytes)).buffer })
  await query
    .updateTable('users')
    .set({ totp_secret: vault.seal(secret.base32, purposeOf(name)), totp_confirmed_at: null, totp_step: null })
    .where('name', '=', name)
    .execute()
  return { secret: new Secret(secret.base32), uri: new Secret(totpOf(secret, name).toString()) }
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
  if (user.totp_secret === null || !/^\d{6}$/.test(code)) return false
  const secret = OtpSecret.fromBase32(vault.unseal(user.totp_secret, purposeOf(user.name)))
  const delta = totpOf(secret, user.name).validate({ token: code, timestamp: now, window: stepsAround })
  if (delta === null) return false
  const step = Math.floor(now / 1000 / periodS) + delta
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
