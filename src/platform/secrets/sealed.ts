import { webcrypto } from 'node:crypto'
import { platformError } from '../errors.ts'

/** What a sealed file holds: a text, and bytes of any kind behind it. */
export interface Unsealed {
  readonly text: string
  readonly attached: Buffer
}

/**
 * A document closed with a password: AES-256-GCM under a key from PBKDF2-HMAC-SHA-256. Both are in every browser, so a
 * page can open what the command line wrote. Form 1 is the text alone. Form 2 begins with the length of the text in four
 * bytes, highest first, and has bytes behind the text; it is written only where there are any, so that older programs
 * open all others.
 */
interface SealedFile {
  readonly ignstack: 1 | 2
  readonly kdf: { readonly name: 'PBKDF2-HMAC-SHA-256'; readonly iterations: number; readonly salt: string }
  readonly cipher: { readonly name: 'AES-256-GCM'; readonly nonce: string }
  readonly data: string
}

/** OWASP's figure for this function (2023). */
const iterations = 600_000
/** A file may ask for more, but not for so many that opening it never ends. */
const mostIterations = 10_000_000

export async function seal(
  text: string,
  password: string,
  random: (count: number) => Buffer,
  attached: readonly Uint8Array[] = [],
): Promise<string> {
  const salt = random(16)
  const nonce = random(12)
  const header = {
    ignstack: attached.length > 0 ? 2 : 1,
    kdf: { name: 'PBKDF2-HMAC-SHA-256', iterations, salt: salt.toString('base64') },
    cipher: { name: 'AES-256-GCM', nonce: nonce.toString('base64') },
  } as const
  const key = await deriveKey(password, salt, iterations)
  const data = await webcrypto.subtle.encrypt(
    { name: 'AES-GCM', iv: nonce, additionalData: authenticated(header) },
    key,
    attached.length > 0 ? withAttached(Buffer.from(text), attached) : Buffer.from(text),
  )
  return `${JSON.stringify({ ...header, data: Buffer.from(data).toString('base64') } satisfies SealedFile, null, 2)}\n`
}

function withAttached(text: Buffer, attached: readonly Uint8Array[]): Buffer<ArrayBuffer> {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  return Buffer.concat([length, text, ...attached])
}

/**
 * @throws platform.sealed-damaged  when the file is not one of ours
 * @throws platform.sealed-closed   when the password does not open it
 */
export async function unseal(content: string, password: string): Promise<Unsealed> {
  const { data, ...header } = parse(content)
  const salt = Buffer.from(header.kdf.salt, 'base64')
  const nonce = Buffer.from(header.cipher.nonce, 'base64')
  const key = await deriveKey(password, salt, header.kdf.iterations)
  let opened: ArrayBuffer
  try {
    opened = await webcrypto.subtle.decrypt(
      { name: 'AES-GCM', iv: nonce, additionalData: authenticated(header) },
      key,
      Buffer.from(data, 'base64'),
    )
  } catch (error) {
    throw platformError('platform.sealed-closed', 'the password does not open the file, or the file was changed', {
      cause: error,
    })
  }
  return partsOf(Buffer.from(opened), header.ignstack)
}

/** The bytes are authentic: whoever closed them knew the password, and wrote what its form asks for. */
function partsOf(opened: Buffer, form: SealedFile['ignstack']): Unsealed {
  if (form === 1) return { text: opened.toString('utf8'), attached: Buffer.alloc(0) }
  const end = 4 + (opened.length < 4 ? Number.POSITIVE_INFINITY : opened.readUInt32BE(0))
  if (end > opened.length) throw platformError('platform.sealed-damaged', 'the file ends within its text')
  return { text: opened.subarray(4, end).toString('utf8'), attached: opened.subarray(end) }
}

function parse(content: string): SealedFile {
  let version: unknown
  try {
    const file = JSON.parse(content) as SealedFile
    version = file.ignstack
    const isOurs =
      (file.ignstack === 1 || file.ignstack === 2) &&
      file.kdf.name === 'PBKDF2-HMAC-SHA-256' &&
      file.cipher.name === 'AES-256-GCM' &&
      Number.isInteger(file.kdf.iterations) &&
      file.kdf.iterations > 0 &&
      file.kdf.iterations <= mostIterations &&
      [file.kdf.salt, file.cipher.nonce, file.data].every((text) => typeof text === 'string')
    if (isOurs) return file
  } catch {
    // told below, together with files that are JSON but not ours
  }
  if (typeof version === 'number' && version > 2) {
    const hint = 'Open it with the ign that wrote it, or with a newer one.'
    throw platformError('platform.sealed-damaged', `the file has the form ${version}, and this ign knows 1 and 2`, {
      hint,
    })
  }
  throw platformError('platform.sealed-damaged', 'this is not a file that ign stack export wrote')
}

/** The header is authenticated with the data, so that nobody can weaken it unseen. */
const authenticated = (header: Omit<SealedFile, 'data'>): Buffer => Buffer.from(JSON.stringify(header))

async function deriveKey(password: string, salt: Buffer, count: number): Promise<webcrypto.CryptoKey> {
  const material = await webcrypto.subtle.importKey('raw', Buffer.from(password), 'PBKDF2', false, ['deriveKey'])
  return webcrypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: count },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
}
