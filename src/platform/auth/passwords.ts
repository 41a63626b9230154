import crypto, { timingSafeEqual } from 'node:crypto'
import type { Secret } from '../../core/secret.ts'
import { authError } from './errors.ts'

/** Parameters of scrypt; they stand in each hash, so that old ones can be checked when these grow. */
interface Work {
  readonly N: number
  readonly r: number
  readonly p: number
}

/** 32 MiB and about 200 ms of one core. */
const work: Work = { N: 32_768, r: 8, p: 3 }
const hashBytes = 32
const saltBytes = 16

const fewestCharacters = 12
const mostCharacters = 256

/** @throws auth.password-weak */
export function requireStrong(password: Secret, name: string): void {
  const text = password.reveal()
  const fail = (why: string) => {
    throw authError('auth.password-weak', `the password ${why}`)
  }
  if (text.length < fewestCharacters) fail(`has fewer than ${fewestCharacters} characters`)
  if (text.length > mostCharacters) fail(`has more than ${mostCharacters} characters`)
  if (new Set(text).size < 4) fail('consists of very few different characters')
  if (text.toLowerCase().includes(name) && text.length - name.length < 8) fail('is little more than the name')
}

/** `scrypt$32768$8$3$salt$hash`. */
export async function hashPassword(
  password: Secret,
  random: (count: number) => Buffer,
  { N, r, p }: Work = work,
): Promise<string> {
  const salt = random(saltBytes)
  const hash = await scrypt(password, salt, { N, r, p })
  return ['scrypt', N, r, p, salt.toString('base64'), hash.toString('base64')].join('$')
}

/** What is checked for a user who does not exist or has no password, so that it takes as long. */
const nobody = ['scrypt', work.N, work.r, work.p, Buffer.alloc(saltBytes).toString('base64'), ''].join('$')

/** Costs the same for a stored hash and for none. */
export async function isPassword(password: Secret, stored: string | null | undefined): Promise<boolean> {
  const [, N, r, p, salt = '', hash = ''] = (stored ?? nobody).split('$')
  const expected = Buffer.from(hash, 'base64')
  const given = await scrypt(password, Buffer.from(salt, 'base64'), { N: Number(N), r: Number(r), p: Number(p) })
  return expected.length === given.length && timingSafeEqual(expected, given)
}

/** Normalised, so that a password typed on another keyboard is the same one; cut, so that nobody sends a book. */
function scrypt(password: Secret, salt: Buffer, { N, r, p }: Work): Promise<Buffer> {
  const text = password.reveal().slice(0, mostCharacters).normalize('NFKC')
  return new Promise((resolve, reject) => {
    crypto.scrypt(text, salt, hashBytes, { N, r, p, maxmem: 256 * N * r }, (error, hash) =>
      error ? reject(error) : resolve(hash),
    )
  })
}
