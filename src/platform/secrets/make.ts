import { createHash, createPrivateKey, generateKeyPair, hash, pbkdf2Sync, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { Secret, SecretSource } from '../../core/secret.ts'
import {
  type CertificateNeed,
  type GivenCertificateNeed,
  type PasswordFileNeed,
  type PasswordFileUser,
  type PasswordNeed,
  type PrivateKeyNeed,
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
    case 'private-key':
      return [[need.name, await privateKey(stored.get(need.name))]]
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
  if (need.given === undefined) return stored.get(need.name) ?? generated(need, gifts)
  const given = gifts.read(need.given).reveal()
  if (!/^[\x20-\x7e]{8,128}$/.test(given)) {
    throw platformError('platform.secret-unsuitable', `the value given for ${need.name} cannot be used everywhere`)
  }
  return given
}

const lowerLetters = 'abcdefghijkmnopqrstuvwxyz23456789'
const letters = `ABCDEFGHJKLMNPQRSTUVWXYZ${lowerLetters}`

function generated({ form, length }: PasswordNeed, gifts: Gifts): string {
  if (form === 'ntfy-token') return `tk_${randomText(length, gifts, lowerLetters)}`
  if (form === 'three-kinds') {
    const kinds = [/[A-Z]/g, /[a-z]/g, /[0-9]/g].map((kind) => letters.match(kind)?.join('') ?? letters)
    return randomText(length - kinds.length, gifts, letters) + kinds.map((kind) => randomText(1, gifts, kind)).join('')
  }
  return `${form === 'influxdb3-token' ? 'apiv3_' : ''}${randomText(length, gifts, letters)}`
}

/** Letters and digits that are not mistaken for each other; every one is equally likely. */
function randomText(length: number, { random }: Gifts, letters: string): string {
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
  const format = formats[need.format]
  const text = stored.get(need.name) ?? ''
  const kept = format.entries?.(text) ?? linesOf(text, ':')
  const entries: HashedUser[] = []
  for (const user of need.users) {
    const value = made.get(user.password.name) ?? ''
    const old = kept.get(user.name) ?? kept.get('')
    const isKept = old !== undefined && (await format.matches(old, value))
    entries.push({ user, hash: isKept ? old : await format.hash(value, user.password.given === undefined, gifts) })
  }
  return format.print?.(entries) ?? entries.map((entry) => `${entry.user.name}:${entry.hash}\n`).join('')
}

interface HashedUser {
  readonly user: PasswordFileUser
  readonly hash: string
}

/** Hashes by the name before them on their line. */
const linesOf = (text: string, separator: string): Map<string, string> =>
  new Map(
    text
      .split('\n')
      .filter((line) => line.includes(separator))
      .map((line) => [line.slice(0, line.indexOf(separator)), line.slice(line.indexOf(separator) + 1)]),
  )

interface PasswordFormat {
  readonly hash: (password: string, isGenerated: boolean, gifts: Gifts) => Promise<string>
  readonly matches: (hash: string, password: string) => Promise<boolean>
  /** How the file is written; `name:hash` in lines when absent. */
  readonly print?: (entries: readonly HashedUser[]) => string
  /** Hashes by name in a file that `print` wrote; under an empty name where the file has no names. */
  readonly entries?: (text: string) => Map<string, string>
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
      return isGenerated ? shaLine(password) : bcryptLine(password, random)
    },
    matches: async (kept, password) =>
      kept.startsWith('$2') ? isBcryptOf(kept, password) : kept === shaLine(password),
  },
  // lines that a Caddyfile imports into its `basic_auth`
  caddy: {
    hash: (password, _, { random }) => bcryptLine(password, random),
    matches: isBcryptOf,
    print: (entries) => entries.map(({ user, hash }) => `${user.name} ${hash}\n`).join(''),
    entries: (text) => linesOf(text, ' '),
  },
  'authelia-users': {
    hash: async (password, isGenerated, { random }) => autheliaDigest(password, isGenerated, random),
    matches: isAutheliaDigestOf,
    print: autheliaUsers,
    entries: (text) =>
      new Map(
        [...text.matchAll(/^ {2}"([^"]*)":\n(?: {4}.*\n)*? {4}password: '(.*)'$/gm)].map(([, name = '', kept = '']) => [
          name,
          kept,
        ]),
      ),
  },
  'authelia-digest': {
    hash: async (password, isGenerated, { random }) => autheliaDigest(password, isGenerated, random),
    matches: isAutheliaDigestOf,
    print: (entries) => entries[0]?.hash ?? '',
    entries: (text) => new Map(text === '' ? [] : [['', text]]),
  },
  // for programs that take nothing else
  bcrypt: {
    hash: (password, _, { random }) => bcryptLine(password, random),
    matches: isBcryptOf,
  },
  // variables that the server's configuration names; the hash under its older name, which every version knows
  nats: {
    hash: async (password, _, { random }) => (await bcryptLine(password, random)).replace('$2b$', '$2a$'),
    matches: isBcryptOf,
    print: (entries) => entries.map(({ user, hash }) => `hash_${user.name}: "${hash}"\n`).join(''),
    entries: (text) => pairsOf(text, /^hash_([^:]+): "(.*)"$/gm),
  },
  // definitions as RabbitMQ imports them, one user in each line; the server knows nothing slower than this hash
  rabbitmq: {
    hash: async (password, _, { random }) => rabbitHash(password, random(4)),
    matches: async (kept, password) => kept === rabbitHash(password, Buffer.from(kept, 'base64').subarray(0, 4)),
    print: (entries) => `{"users":[\n${entries.map(rabbitUser).join(',\n')}\n]}\n`,
    entries: (text) => pairsOf(text, /^\{"name":"([^"]+)","password_hash":"([^"]+)"/gm),
  },
}

const pairsOf = (text: string, pattern: RegExp): Map<string, string> =>
  new Map([...text.matchAll(pattern)].map(([, name = '', kept = '']) => [name, kept]))

const rabbitUser = ({ user: { name, tags = [] }, hash }: HashedUser): string =>
  JSON.stringify({ name, password_hash: hash, hashing_algorithm: 'rabbit_password_hashing_sha256', tags })

/** Four bytes of salt before their digest with the password. */
function rabbitHash(password: string, salt: Buffer): string {
  const digest = createHash('sha256').update(salt).update(password).digest()
  return Buffer.concat([salt, digest]).toString('base64')
}

async function bcryptLine(password: string, random: Gifts['random']): Promise<string> {
  const { encodeBase64, hashSync } = await import('bcryptjs')
  return hashSync(password, `$2b$${bcryptCost}$${encodeBase64([...random(16)], 16)}`)
}

async function isBcryptOf(kept: string, password: string): Promise<boolean> {
  const { compareSync } = await import('bcryptjs')
  return compareSync(password, kept)
}

/** Authelia takes no fewer; a generated password needs no more. */
const autheliaIterations = { generated: 100_000, chosen: 310_000 }

/** `$pbkdf2-sha512$iterations$salt$key` with "." for "+" and without padding. */
function autheliaDigest(password: string, isGenerated: boolean, random: Gifts['random']): string {
  const iterations = isGenerated ? autheliaIterations.generated : autheliaIterations.chosen
  const salt = random(16)
  const key = pbkdf2Sync(password, salt, iterations, 64, 'sha512')
  return `$pbkdf2-sha512$${iterations}$${adaptedBase64(salt)}$${adaptedBase64(key)}`
}

async function isAutheliaDigestOf(kept: string, password: string): Promise<boolean> {
  const [, , iterations = '', salt = '', key = ''] = kept.split('$')
  const bytes = (text: string) => Buffer.from(text.replaceAll('.', '+'), 'base64')
  return isSame(pbkdf2Sync(password, bytes(salt), Number(iterations) || 1, 64, 'sha512'), bytes(key))
}

const adaptedBase64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll('+', '.').replace(/=+$/, '')

/** JSON strings are YAML strings; hashes hold nothing that single quotes do not. */
function autheliaUsers(entries: readonly HashedUser[]): string {
  if (entries.length === 0) return 'users: {}\n'
  const text = entries.map(({ user: { name, person }, hash }) =>
    [
      `  ${JSON.stringify(name)}:`,
      `    displayname: ${JSON.stringify(person?.title || name)}`,
      `    email: ${JSON.stringify(person?.email ?? '')}`,
      `    groups: ${JSON.stringify(person?.groups ?? [])}`,
      `    password: '${hash}'`,
    ].join('\n'),
  )
  return `users:\n${text.join('\n')}\n`
}

async function privateKey(stored: string | undefined): Promise<string> {
  if (stored !== undefined && isRsaKey(stored)) return stored
  const { privateKey: key } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  return key.export({ type: 'pkcs8', format: 'pem' }).toString()
}

function isRsaKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa'
  } catch {
    return false
  }
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

type PairNeed = Exclude<SecretNeed, PasswordNeed | PrivateKeyNeed | PasswordFileNeed>

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
