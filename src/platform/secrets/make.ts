import { createHash, hash, pbkdf2Sync, timingSafeEqual } from 'node:crypto'
import type { Secret, SecretSource } from '../../core/secret.ts'
import {
  type CertificateNeed,
  type GivenCertificateNeed,
  type PasswordFileNeed,
  type PasswordNeed,
  type SecretNeed,
  secretFileName,
} from '../../core/secret-need.ts'
import { platformError } from '../errors.ts'
import type { CertificatePair } from './certificates.ts'

/** What stored secrets are made of: chance and time are given, so that the same gifts make the same secrets. */
export interface Gifts {
  /** `count` random bytes. */
  readonly random: (count: number) => Buffer
  readonly now: Date
  /** Follows `env:`, `file:` and `vault:` references. */
  readonly read: (source: SecretSource) => Secret
}

/** Stored values by the name of the secret file. */
export type StoredSecrets = ReadonlyMap<string, string>

/** Name under which the key of the change hashes is stored. */
export const hashKeyName = 'config-hash-key'

/**
 * Values for all needs: stored ones are kept, missing ones are made, ones that follow from others are made again when
 * those changed. Running it twice changes nothing.
 */
export async function makeSecrets(
  needs: readonly SecretNeed[],
  stored: StoredSecrets,
  gifts: Gifts,
): Promise<Map<string, string>> {
  const values = new Map<string, string>()
  values.set(hashKeyName, stored.get(hashKeyName) ?? gifts.random(32).toString('hex'))
  for (const need of needs) {
    for (const [name, value] of await makeOne(need, values, stored, gifts)) values.set(name, value)
  }
  return values
}

type Entries = [string, string][]

async function makeOne(
  need: SecretNeed,
  made: ReadonlyMap<string, string>,
  stored: StoredSecrets,
  gifts: Gifts,
): Promise<Entries> {
  switch (need.kind) {
    case 'password':
      return [[need.name, passwordValue(need, stored, gifts)]]
    case 'password-file':
      return [[need.name, await passwordFile(need, made, stored, gifts)]]
    case 'given-certificate':
      return pairEntries(need, await givenPair(need, gifts))
    case 'authority': {
      const kept = storedPair(need, stored)
      if (kept) return pairEntries(need, kept)
      const { makeAuthority } = await import('./certificates.ts')
      return pairEntries(need, await makeAuthority(need.commonName, gifts))
    }
    case 'certificate':
      return pairEntries(need, await certificatePair(need, made, stored, gifts))
  }
}

function passwordValue(need: PasswordNeed, stored: StoredSecrets, gifts: Gifts): string {
  if (need.given === undefined) return stored.get(need.name) ?? randomText(need.length, gifts)
  const given = gifts.read(need.given).reveal()
  if (!/^[\x20-\x7e]{8,128}$/.test(given)) {
    throw platformError('platform.secret-unsuitable', `the value given for ${need.name} cannot be used everywhere`)
  }
  return given
}

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789'

/** Letters and digits that are not mistaken for each other; every one is equally likely. */
function randomText(length: number, { random }: Gifts): string {
  const limit = 256 - (256 % letters.length)
  let text = ''
  while (text.length < length) {
    for (const byte of random(length)) if (byte < limit && text.length < length) text += letters[byte % letters.length]
  }
  return text
}

/** One line for each user; lines of users whose password has not changed are kept, because a new hash has a new salt. */
async function passwordFile(
  need: PasswordFileNeed,
  made: ReadonlyMap<string, string>,
  stored: StoredSecrets,
  gifts: Gifts,
): Promise<string> {
  const kept = new Map(
    (stored.get(need.name) ?? '').split('\n').map((line) => [line.slice(0, line.indexOf(':')), line]),
  )
  const format = formats[need.format]
  let text = ''
  for (const { name, password } of need.users) {
    const value = made.get(password.name) ?? ''
    const line = kept.get(name)
    const isKept = line !== undefined && (await format.matches(line.slice(name.length + 1), value))
    text += isKept ? `${line}\n` : `${name}:${await format.hash(value, password.given === undefined, gifts)}\n`
  }
  return text
}

interface PasswordFormat {
  readonly hash: (password: string, isGenerated: boolean, gifts: Gifts) => Promise<string>
  readonly matches: (hash: string, password: string) => Promise<boolean>
}

/**
 * A generated password carries 140 random bits: no stretching makes it harder to guess, and brokers pay the cost at
 * every connect, proxies even at every request. A password that a person chose is stretched.
 */
const mosquittoIterations = { generated: 101, chosen: 20_000 }
const bcryptCost = 10

const formats: Record<PasswordFileNeed['format'], PasswordFormat> = {
  // `$7$iterations$salt$hash`; a salt of 12 bytes is the only length that 2.0 takes
  mosquitto: {
    hash: async (password, isGenerated, { random }) => {
      const iterations = isGenerated ? mosquittoIterations.generated : mosquittoIterations.chosen
      const salt = random(12)
      return `$7$${iterations}$${salt.toString('base64')}$${mosquittoKey(password, salt, iterations).toString('base64')}`
    },
    matches: async (hash, password) => {
      const [, , iterations = '', salt = '', key = ''] = hash.split('$')
      const made = mosquittoKey(password, Buffer.from(salt, 'base64'), Number(iterations))
      return isSame(made, Buffer.from(key, 'base64'))
    },
  },
  htpasswd: {
    hash: async (password, isGenerated, { random }) => {
      if (isGenerated) return shaLine(password)
      const { encodeBase64, hashSync } = await import('bcryptjs')
      return hashSync(password, `$2b$${bcryptCost}$${encodeBase64([...random(16)], 16)}`)
    },
    matches: async (kept, password) => {
      if (!kept.startsWith('$2')) return kept === shaLine(password)
      const { compareSync } = await import('bcryptjs')
      return compareSync(password, kept)
    },
  },
}

const shaLine = (password: string): string => `{SHA}${hash('sha1', password, 'base64')}`

const mosquittoKey = (password: string, salt: Buffer, iterations: number): Buffer =>
  pbkdf2Sync(password, salt, iterations || 1, 64, 'sha512')

const isSame = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b)

async function certificatePair(
  need: CertificateNeed,
  made: ReadonlyMap<string, string>,
  stored: StoredSecrets,
  gifts: Gifts,
): Promise<CertificatePair> {
  const authority = pairOf(need.authority, made)
  if (!authority) throw new Error(`the authority of ${need.name} has to be made first`)
  const { isStillGood, makeCertificate } = await import('./certificates.ts')
  const kept = storedPair(need, stored)
  if (kept && isStillGood(kept, authority, need.hosts, gifts.now)) return kept
  return makeCertificate(authority, need.hosts, gifts)
}

async function givenPair(need: GivenCertificateNeed, { read }: Gifts): Promise<CertificatePair> {
  const pair = { certificate: read(need.certificate).reveal(), key: read(need.key).reveal() }
  const { isPair } = await import('./certificates.ts')
  if (isPair(pair)) return pair
  throw platformError(
    'platform.secret-unsuitable',
    `what is given for ${need.name} is not a certificate and its own private key`,
    { hint: 'Give both as PEM, the key without a passphrase.' },
  )
}

type PairNeed = Exclude<SecretNeed, PasswordNeed | PasswordFileNeed>

const storedPair = (need: PairNeed, stored: StoredSecrets): CertificatePair | undefined => pairOf(need, stored)

function pairOf(need: PairNeed, values: ReadonlyMap<string, string>): CertificatePair | undefined {
  const certificate = values.get(secretFileName({ need, part: 'certificate' }))
  const key = values.get(secretFileName({ need, part: 'key' }))
  return certificate !== undefined && key !== undefined ? { certificate, key } : undefined
}

const pairEntries = (need: PairNeed, { certificate, key }: CertificatePair): Entries => [
  [secretFileName({ need, part: 'certificate' }), certificate],
  [secretFileName({ need, part: 'key' }), key],
]

/** A short name for a set of values, to see that two are the same without seeing them. */
export const fingerprint = (values: StoredSecrets): string =>
  createHash('sha256')
    .update(JSON.stringify([...values].sort()))
    .digest('hex')
    .slice(0, 16)
