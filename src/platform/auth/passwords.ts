import crypto, { timingSafeEqual } from 'node:crypto'
import { fewestCharacters, judgePassword, mostCharacters, type Weakness } from '../../core/guessable.ts'
import { Secret } from '../../core/secret.ts'
import { fieldError } from './fields.ts'

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

declare const wasJudged: unique symbol

/** A password that is not easy to guess. No other kind is ever made the password of a user. */
export type StrongPassword = Secret & { readonly [wasJudged]: true }

const why: Readonly<Record<Weakness, string>> = {
  short: `has fewer than ${fewestCharacters} characters`,
  long: `has more than ${mostCharacters} characters`,
  uniform: 'consists of very few different characters',
  name: 'is little more than the name of the user or of this program',
  common: 'is little more than one that many people have',
  keys: 'is little more than a row of keys',
  repeats: 'repeats one short piece',
  sequence: 'is little more than a sequence',
  date: 'is little more than a date',
  word: 'is little more than a word or a name',
  easy: 'is made of what is tried first',
}

/**
 * The one place where it is decided which passwords a user may have.
 *
 * @param about names of the user, which others know
 * @param field where it was typed
 * @throws auth.password-weak
 */
export async function strongPassword(
  password: string,
  about: readonly string[],
  field = 'password',
): Promise<StrongPassword> {
  const { weakness } = await judgePassword(password, about)
  if (weakness) throw fieldError('auth.password-weak', field, `the password ${why[weakness]}`)
  return new Secret(password) as StrongPassword
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
