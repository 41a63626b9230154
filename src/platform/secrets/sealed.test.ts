import { beforeAll, describe, expect, test } from 'vitest'
import { seededRandom } from '../../../test/support/chance.ts'
import { seal, unseal } from './sealed.ts'

const text = JSON.stringify({ plant: 'version: 1\n', secrets: { admin: 'geheim' }, umlaut: 'Größe 🏭' })
const password = 'correct horse battery staple'

let sealed: string
beforeAll(async () => {
  sealed = await seal(text, password, seededRandom('sealed'))
})

/** The file with some of its fields changed. */
const changed = (change: (file: SealedFile) => void): string => {
  const file = JSON.parse(sealed) as SealedFile
  change(file)
  return JSON.stringify(file)
}

interface SealedFile {
  ignstack: number
  kdf: { name: string; iterations: number; salt: string }
  cipher: { name: string; nonce: string }
  data: string
}

/** Opens a file as a page in a browser would: with WebCrypto, atob and TextDecoder, and none of Node's own. */
async function openInBrowser(content: string, password: string): Promise<string> {
  const { data, ...header } = JSON.parse(content) as SealedFile
  const bytes = (base64: string) => Uint8Array.from(atob(base64), (unit) => unit.charCodeAt(0))
  const { subtle } = globalThis.crypto
  const material = await subtle.importKey('raw', new TextEncoder().encode(password), 'PBKDF2', false, ['deriveKey'])
  const key = await subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt: bytes(header.kdf.salt), iterations: header.kdf.iterations },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['decrypt'],
  )
  const additionalData = new TextEncoder().encode(JSON.stringify(header))
  const opened = await subtle.decrypt(
    { name: 'AES-GCM', iv: bytes(header.cipher.nonce), additionalData },
    key,
    bytes(data),
  )
  return new TextDecoder('utf-8', { fatal: true }).decode(opened)
}

describe('a sealed file', () => {
  test('opens with its password', async () => {
    expect((await unseal(sealed, password)).text).toBe(text)
  })

  test('opens in a browser', async () => {
    expect(await openInBrowser(sealed, password)).toBe(text)
  })

  test('has bytes of any kind behind its text, of which it says so', async () => {
    const parts = [Buffer.from([0, 255, 10]), Buffer.from('more')]
    const content = await seal(text, password, seededRandom('parts'), parts)

    expect(JSON.parse(content).ignstack).toBe(2)
    expect(await unseal(content, password)).toEqual({ text, attached: Buffer.concat(parts) })
    // neither form is taken for the other
    const other = JSON.stringify({ ...JSON.parse(content), ignstack: 1 })
    await expect(unseal(other, password)).rejects.toMatchObject({ code: 'platform.sealed-closed' })
  })

  test('takes bytes that no list of arguments would take', async () => {
    const large = Buffer.alloc(8 * 1024 ** 2, 7)

    const { attached } = await unseal(await seal('', password, seededRandom('large'), [large]), password)

    expect(attached.equals(large)).toBe(true)
  })

  test('opens again after another program formatted its JSON', async () => {
    expect((await unseal(JSON.stringify(JSON.parse(sealed)), password)).text).toBe(text)
  })

  test('takes a password of any characters, and an empty text', async () => {
    const odd = '\0 Größe \u{1f3ed}\n'

    expect((await unseal(await seal('', odd, seededRandom('odd')), odd)).text).toBe('')
  })

  test('shows nothing of its content', () => {
    for (const part of ['geheim', 'plant', 'secrets']) expect(sealed).not.toContain(part)
  })

  test('is another one each time', async () => {
    const random = seededRandom('twice')

    const [one, two] = [await seal(text, password, random), await seal(text, password, random)]

    expect(JSON.parse(one).kdf.salt).not.toBe(JSON.parse(two).kdf.salt)
    expect(JSON.parse(one).cipher.nonce).not.toBe(JSON.parse(two).cipher.nonce)
  })

  test('costs a guesser at least what OWASP asks for', () => {
    expect(JSON.parse(sealed).kdf).toMatchObject({ name: 'PBKDF2-HMAC-SHA-256', iterations: 600_000 })
  })
})

describe('a sealed file stays closed', () => {
  test('with another password', async () => {
    await expect(unseal(sealed, 'correct horse battery stapler')).rejects.toMatchObject({
      code: 'platform.sealed-closed',
      exitCode: 5,
      status: 403,
    })
  })

  test.each<[string, (file: SealedFile) => void]>([
    [
      'fewer iterations',
      (file) => {
        file.kdf.iterations = 1
      },
    ],
    [
      'another salt',
      (file) => {
        file.kdf.salt = Buffer.alloc(16).toString('base64')
      },
    ],
    [
      'another nonce',
      (file) => {
        file.cipher.nonce = Buffer.alloc(12).toString('base64')
      },
    ],
    [
      'no nonce',
      (file) => {
        file.cipher.nonce = ''
      },
    ],
    [
      'a further field in the header',
      (file) => {
        Object.assign(file.kdf, { note: 'x' })
      },
    ],
    [
      'data that was cut',
      (file) => {
        file.data = file.data.slice(0, 20)
      },
    ],
    [
      'no data',
      (file) => {
        file.data = ''
      },
    ],
    [
      'one changed byte',
      (file) => {
        file.data = `${file.data[0] === 'A' ? 'B' : 'A'}${file.data.slice(1)}`
      },
    ],
  ])('with %s', async (_, change) => {
    await expect(unseal(changed(change), password)).rejects.toMatchObject({ code: 'platform.sealed-closed' })
  })
})

describe('a file that is not one of ours', () => {
  test.each([
    '',
    '{',
    'null',
    '[]',
    '1',
    '"text"',
    '{}',
    '{"ignstack":1}',
    '{"ignstack":2,"kdf":{},"cipher":{},"data":""}',
    'version: 1\nname: demo\n',
    'PK\u0003\u0004',
  ])('is told as such: %j', async (content) => {
    await expect(unseal(content, password)).rejects.toMatchObject({ code: 'platform.sealed-damaged', exitCode: 2 })
  })

  test('of a later form is told as that', async () => {
    await expect(
      unseal(
        changed((file) => Object.assign(file, { ignstack: 3 })),
        password,
      ),
    ).rejects.toMatchObject({
      code: 'platform.sealed-damaged',
      message: 'the file has the form 3, and this ign knows 1 and 2',
      hint: expect.stringContaining('newer'),
    })
  })

  test.each([0, -1, 1.5, 10_000_001, 1e300, '600000', null])(
    'is one that asks for %j iterations',
    async (iterations) => {
      const content = changed((file) => Object.assign(file.kdf, { iterations }))

      await expect(unseal(content, password)).rejects.toMatchObject({ code: 'platform.sealed-damaged' })
    },
  )
})
