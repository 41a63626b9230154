import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { platformError } from '../errors.ts'
import { writeOver } from '../files/write-tree.ts'
import type { StoredSecrets } from './make.ts'

/**
 * Secrets of each stack, encrypted with AES-256-GCM in `IGN_HOME/vault`. The key is in `IGN_HOME/vault.key` (0600), or
 * comes from `IGN_SECRET_KEY`.
 */
export class Vault {
  readonly #home: string
  readonly #environmentKey: string | undefined

  constructor(home: string, environmentKey?: string) {
    this.#home = home
    this.#environmentKey = environmentKey
  }

  /** Stored secrets of a stack; none for a stack that is not known. */
  load(stack: string): Map<string, string> {
    const path = this.#path(stack)
    if (!existsSync(path)) return new Map()
    const key = this.#key('read')
    return new Map(Object.entries(decrypt(read(path), key, stack)))
  }

  /** Replaces the secrets of a stack as a whole, at once. */
  save(stack: string, values: StoredSecrets): void {
    const key = this.#key('create')
    makeFolder(join(this.#home, 'vault'))
    writeOver(this.#path(stack), encrypt(Object.fromEntries(values), key, stack), 0o600)
  }

  /**
   * Loads, changes and saves while no other process does. A lock that its process left behind is taken over after a
   * minute.
   */
  async update(
    stack: string,
    change: (stored: StoredSecrets) => Promise<Map<string, string>>,
  ): Promise<Map<string, string>> {
    makeFolder(join(this.#home, 'vault'))
    const lock = `${this.#path(stack)}.lock`
    await acquire(lock, stack)
    try {
      const stored = this.load(stack)
      const values = await change(stored)
      if (!isEqual(stored, values)) this.save(stack, values)
      return values
    } finally {
      rmSync(lock, { force: true })
    }
  }

  /** A text that only this key opens again, and only for the same purpose; for keeping it elsewhere. */
  seal(text: string, purpose: string): string {
    return encrypt({ text }, this.#key('create'), purpose)
  }

  /** @throws platform.vault-locked, platform.vault-damaged for what another key or purpose sealed */
  unseal(sealed: string, purpose: string): string {
    return decrypt(sealed, this.#key('read'), purpose).text ?? ''
  }

  /** Bytes that only this key opens again, without the length that a text would add. */
  sealBytes(bytes: Uint8Array, purpose: string): Buffer {
    const nonce = randomBytes(nonceBytes)
    const cipher = createCipheriv('aes-256-gcm', this.#key('create'), nonce)
    cipher.setAAD(Buffer.from(purpose))
    const data = [cipher.update(bytes), cipher.final()]
    return Buffer.concat([nonce, cipher.getAuthTag(), ...data])
  }

  /** @throws platform.vault-locked for what another key or purpose sealed */
  unsealBytes(sealed: Uint8Array, purpose: string): Buffer {
    const [nonceEnd, tagEnd] = [nonceBytes, nonceBytes + tagBytes]
    const key = this.#key('read')
    try {
      const nonce = sealed.subarray(0, nonceEnd)
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
      decipher.setAAD(Buffer.from(purpose))
      decipher.setAuthTag(sealed.subarray(nonceEnd, tagEnd))
      return Buffer.concat([decipher.update(sealed.subarray(tagEnd)), decipher.final()])
    } catch (error) {
      throw platformError('platform.vault-locked', `${purpose} does not open with this key`, { cause: error })
    }
  }

  #path(stack: string): string {
    // plant files are checked for this already; what is exported and imported passes by them
    if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(stack))
      throw new Error(`not a name of a stack: ${JSON.stringify(stack.slice(0, 100))}`)
    return join(this.#home, 'vault', `${stack}.json`)
  }

  #key(purpose: 'read' | 'create'): Buffer {
    if (this.#environmentKey) return keyFrom(this.#environmentKey, 'IGN_SECRET_KEY')
    const path = join(this.#home, 'vault.key')
    if (!existsSync(path)) {
      if (purpose === 'read')
        throw platformError('platform.vault-locked', `${path} is missing, and IGN_SECRET_KEY is not set`)
      makeFolder(this.#home)
      createOnce(path, randomBytes(32).toString('base64'))
    }
    return keyFrom(read(path), path)
  }
}

const nonceBytes = 12
const tagBytes = 16

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw platformError('platform.file-unwritable', `cannot make ${path}: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw platformError('platform.file-unreadable', `cannot read ${path}: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

/** Writes a new file whole or not at all; another process that was first wins. */
function createOnce(path: string, content: string): void {
  const temporary = `${path}.${process.pid}.new`
  writeFileSync(temporary, `${content}\n`, { mode: 0o600 })
  chmodSync(temporary, 0o600)
  try {
    linkSync(temporary, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(temporary, { force: true })
  }
}

/** 32 bytes in base64 are the key; any other text is hashed to one. */
function keyFrom(text: string, source: string): Buffer {
  const trimmed = text.trim()
  if (trimmed === '') throw platformError('platform.vault-locked', `${source} holds no key`)
  const bytes = Buffer.from(trimmed, 'base64')
  return bytes.length === 32 ? bytes : createHash('sha256').update(trimmed).digest()
}

interface VaultFile {
  readonly version: 1
  readonly nonce: string
  readonly tag: string
  readonly data: string
}

function encrypt(values: Record<string, string>, key: Buffer, stack: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  // bound to the stack's name, so that one stack's file cannot be put in another's place
  cipher.setAAD(Buffer.from(stack))
  const data = Buffer.concat([cipher.update(JSON.stringify(values)), cipher.final()])
  const file: VaultFile = {
    version: 1,
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    data: data.toString('base64'),
  }
  return `${JSON.stringify(file)}\n`
}

function decrypt(text: string, key: Buffer, stack: string): Record<string, string> {
  const file = parse(text)
  if (!file) throw platformError('platform.vault-damaged', `the vault file of "${stack}" cannot be read`)
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(file.nonce, 'base64'), { authTagLength: 16 })
    decipher.setAAD(Buffer.from(stack))
    decipher.setAuthTag(Buffer.from(file.tag, 'base64'))
    const data = Buffer.concat([decipher.update(Buffer.from(file.data, 'base64')), decipher.final()])
    return JSON.parse(data.toString('utf8')) as Record<string, string>
  } catch (error) {
    throw platformError('platform.vault-locked', `the vault file of "${stack}" does not open with this key`, {
      cause: error,
    })
  }
}

function parse(text: string): VaultFile | undefined {
  try {
    const file = JSON.parse(text) as VaultFile
    const isWhole = [file.nonce, file.tag, file.data].every((part) => typeof part === 'string')
    return file.version === 1 && isWhole ? file : undefined
  } catch {
    return undefined
  }
}

export const isEqual = (a: StoredSecrets, b: StoredSecrets): boolean =>
  a.size === b.size && [...a].every(([name, value]) => b.get(name) === value)

const staleLockMs = 60_000
const lockWaitMs = 10_000

async function acquire(lock: string, stack: string): Promise<void> {
  const deadline = Date.now() + lockWaitMs
  for (;;) {
    try {
      closeSync(openSync(lock, 'wx', 0o600))
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw platformError('platform.file-unwritable', `cannot write ${lock}: ${(error as Error).message}`, {
          cause: error,
        })
      }
    }
    const stat = statSync(lock, { throwIfNoEntry: false })
    if (!stat) continue // given back a moment ago: whoever is first has it
    if (Date.now() - stat.mtimeMs > staleLockMs) rmSync(lock, { force: true })
    else if (Date.now() > deadline) throw platformError('platform.vault-busy', `the vault of "${stack}" is in use`)
    else await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
