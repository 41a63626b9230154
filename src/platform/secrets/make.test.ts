import { createHash, pbkdf2Sync, webcrypto, X509Certificate } from 'node:crypto'
import { compareSync, getRounds } from 'bcryptjs'
import { beforeAll, describe, expect, test } from 'vitest'
import { seededRandom } from '../../../test/support/chance.ts'
import { Secret } from '../../core/secret.ts'
import type { CertificateNeed, PasswordFileNeed, SecretNeed } from '../../core/secret-need.ts'
import { password } from '../../core/secret-need.ts'
import { makeAuthority, makeCertificate } from './certificates.ts'
import { fingerprint, type Gifts, hashKeyName, makeSecrets } from './make.ts'

const now = new Date('2026-03-01T12:00:00Z')
const dayMs = 86_400_000

const gifts = (more: Partial<Gifts> = {}): Gifts => ({
  random: seededRandom('make'),
  now,
  read: (source) => (source instanceof Secret ? source : new Secret(`value of ${source}`)),
  ...more,
})

const authority = { kind: 'authority', name: 'stack-ca', commonName: 'demo stack CA' } as const
const certificate = (name: string, hosts: readonly string[]): CertificateNeed => ({
  kind: 'certificate',
  name,
  authority,
  hosts,
})
const passwordFile = (
  format: PasswordFileNeed['format'],
  users: Readonly<Record<string, ReturnType<typeof password>>>,
): PasswordFileNeed => ({
  kind: 'password-file',
  name: 'passwd',
  format,
  users: Object.entries(users).map(([name, password]) => ({ name, password })),
})

/** What `makeSecrets` gives for needs in an order in which each can be filled. */
const make = (
  needs: readonly SecretNeed[],
  stored: ReadonlyMap<string, string> = new Map(),
  more: Partial<Gifts> = {},
) => makeSecrets(needs, stored, gifts(more))

const users = { ada: password('ada'), max: password('max') }
const all: readonly SecretNeed[] = [
  password('admin'),
  password('chosen', 'env:CHOSEN'),
  users.ada,
  users.max,
  passwordFile('mosquitto', users),
  authority,
  certificate('broker-tls', ['broker', 'localhost', '127.0.0.1']),
  certificate('proxy-tls', ['charts.localhost', 'flows.localhost']),
]

let first: Map<string, string>
beforeAll(async () => {
  first = await make(all)
})

/** Names whose value differs between two makings. */
const changed = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((name) => before.get(name) !== after.get(name)).sort()

describe('making secrets', () => {
  test('fills every file of every need, and the key of the change hashes', () => {
    expect([...first.keys()].sort()).toEqual([
      'ada',
      'admin',
      'broker-tls.crt',
      'broker-tls.key',
      'chosen',
      hashKeyName,
      'max',
      'passwd',
      'proxy-tls.crt',
      'proxy-tls.key',
      'stack-ca.crt',
      'stack-ca.key',
    ])
    expect(first.get(hashKeyName)).toMatch(/^[0-9a-f]{64}$/)
  })

  test('changes nothing the second time, whatever chance and a later day offer', async () => {
    const second = await make(all, first, { random: seededRandom('other'), now: new Date(now.getTime() + 300 * dayMs) })

    expect(changed(first, second)).toEqual([])
    expect(fingerprint(second)).toBe(fingerprint(first))
  })

  test('gives the same for the same gifts, where no key pair is made', async () => {
    const needs = all.filter(({ kind }) => kind === 'password' || kind === 'password-file')

    expect(await make(needs)).toEqual(await make(needs))
  })

  test('does not hand on what the stack no longer needs', async () => {
    expect([...(await make([password('admin')], first)).keys()]).toEqual([hashKeyName, 'admin'])
  })
})

describe('a generated password', () => {
  test('has its length, of letters and digits that nobody mistakes for each other', async () => {
    const values = await make(Array.from({ length: 200 }, (_, index) => password(`p${index}`)))

    values.delete(hashKeyName)
    expect(new Set(values.values()).size).toBe(200)
    for (const value of values.values()) expect(value).toMatch(/^[A-HJ-NP-Za-km-z2-9]{24}$/)
  })

  test('takes each letter equally often: bytes that would favour some are thrown away', async () => {
    let next = 0
    const everyByte = (count: number) => Buffer.from(Array.from({ length: count }, () => next++ % 256))

    const value =
      (await make([{ ...password('p'), length: 57 * 4 }], new Map([[hashKeyName, 'x']]), { random: everyByte })).get(
        'p',
      ) ?? ''

    const counts = new Map<string, number>()
    for (const letter of value) counts.set(letter, (counts.get(letter) ?? 0) + 1)
    expect(new Set(counts.values())).toEqual(new Set([4]))
  })
})

describe('a chosen password', () => {
  test('is read anew every time, and wins over the stored one', async () => {
    const read = () => new Secret('a new choice')

    expect(changed(first, await make(all, first, { read }))).toEqual(['chosen'])
  })

  test.each(['short', 'x'.repeat(129), 'line\nbreak!', 'tab\tinside', 'nul\0inside', 'Straße-lang', ''])(
    'that not every reader could take is refused: %j',
    async (value) => {
      await expect(make([password('p', new Secret(value))])).rejects.toMatchObject({
        code: 'platform.secret-unsuitable',
        message: expect.stringContaining('p'),
      })
    },
  )

  test('may hold every printable character', async () => {
    const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('')

    expect((await make([password('p', new Secret(printable))])).get('p')).toBe(printable)
  })

  test('is not told when it is refused', async () => {
    await expect(make([password('p', new Secret('geheim\n'))])).rejects.not.toMatchObject({
      message: expect.stringContaining('geheim'),
    })
  })
})

/** Lines of a password file by user. */
const linesOf = (text = ''): Map<string, string> =>
  new Map(
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  )

/** Mosquitto's `$7$`: PBKDF2-HMAC-SHA-512, here through WebCrypto and not through the code under test. */
async function opensMosquitto(line: string, value: string): Promise<boolean> {
  const [, kind, iterations, salt, hash] = line.split('$')
  const key = await webcrypto.subtle.importKey('raw', Buffer.from(value), 'PBKDF2', false, ['deriveBits'])
  const bits = await webcrypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-512', salt: Buffer.from(salt ?? '', 'base64'), iterations: Number(iterations) },
    key,
    512,
  )
  return kind === '7' && Buffer.from(bits).toString('base64') === hash
}

describe('a password file', () => {
  test('of Mosquitto holds a hash of each user that the broker can check', async () => {
    const lines = linesOf(first.get('passwd'))

    expect([...lines.keys()]).toEqual(['ada', 'max'])
    for (const [user, line] of lines) {
      expect(line).toMatch(/^\$7\$101\$[A-Za-z0-9+/]{16}\$[A-Za-z0-9+/]{86}==$/)
      expect(await opensMosquitto(line, first.get(user) ?? '')).toBe(true)
      expect(await opensMosquitto(line, 'another')).toBe(false)
    }
    expect(first.get('passwd')?.endsWith('\n')).toBe(true)
  })

  test('of Mosquitto holds what mosquitto_passwd 2.0 writes for the same salt', async () => {
    const salt = Buffer.from('0102030405060708090a0b0c', 'hex')
    const stored = new Map([[hashKeyName, 'x']])

    const made = await make(
      [users.ada, passwordFile('mosquitto', { ada: users.ada })],
      new Map([...stored, ['ada', 'secret']]),
      {
        random: () => salt,
      },
    )

    const expected = pbkdf2Sync('secret', salt, 101, 64, 'sha512').toString('base64')
    expect(made.get('passwd')).toBe(`ada:$7$101$AQIDBAUGBwgJCgsM$${expected}\n`)
  })

  test('of htpasswd holds what is cheap to check of a generated password', async () => {
    const made = await make([users.ada, passwordFile('htpasswd', { ada: users.ada })])

    const digest = createHash('sha1')
      .update(made.get('ada') ?? '')
      .digest('base64')
    expect(made.get('passwd')).toBe(`ada:{SHA}${digest}\n`)
    expect(await make([users.ada, passwordFile('htpasswd', { ada: users.ada })], made)).toEqual(made)
  })

  test('of htpasswd holds a bcrypt hash of a chosen password', async () => {
    const chosen = password('ada', new Secret('a choice of a person'))

    const made = await make([chosen, passwordFile('htpasswd', { ada: chosen })])

    const line = linesOf(made.get('passwd')).get('ada') ?? ''
    expect(compareSync('a choice of a person', line)).toBe(true)
    expect(compareSync('another', line)).toBe(false)
  })

  test.each(['mosquitto', 'htpasswd'] as const)('of %s stretches what a person chose', async (format) => {
    const chosen = password('ada', new Secret('a choice of a person'))

    const line = linesOf((await make([chosen, passwordFile(format, { ada: chosen })])).get('passwd')).get('ada') ?? ''

    if (format === 'htpasswd') expect(getRounds(line)).toBeGreaterThanOrEqual(10)
    else expect(Number(line.split('$')[2])).toBeGreaterThanOrEqual(20_000)
  })

  test.each(['mosquitto', 'htpasswd'] as const)(
    'of %s changes only the line of the user whose password changed',
    async (format) => {
      const needs = (ada: string) => {
        const chosen = password('ada', new Secret(ada))
        return [chosen, users.max, passwordFile(format, { ada: chosen, max: users.max })]
      }
      const before = await make(needs('the first choice'))

      const after = await make(needs('the second choice'), before, { random: seededRandom('later') })

      const [old, fresh] = [linesOf(before.get('passwd')), linesOf(after.get('passwd'))]
      expect(fresh.get('max')).toBe(old.get('max'))
      expect(fresh.get('ada')).not.toBe(old.get('ada'))
      if (format === 'mosquitto') expect(await opensMosquitto(fresh.get('ada') ?? '', 'the second choice')).toBe(true)
      else expect(compareSync('the second choice', fresh.get('ada') ?? '')).toBe(true)
    },
  )

  test('drops users that are gone, takes new ones, and keeps the rest as they were', async () => {
    const eva = password('eva')

    const made = await make([users.max, eva, passwordFile('mosquitto', { max: users.max, eva })], first, {
      random: seededRandom('later'),
    })

    const lines = linesOf(made.get('passwd'))
    expect([...lines.keys()]).toEqual(['max', 'eva'])
    expect(lines.get('max')).toBe(linesOf(first.get('passwd')).get('max'))
  })

  test('is written anew where the stored one is of no use', async () => {
    for (const damaged of ['', 'ada', 'ada:', 'ada:$7$', 'ada:$7$x$y$z\n', 'ada:plain\n', ':\n\n']) {
      const made = await make(
        [users.ada, passwordFile('mosquitto', { ada: users.ada })],
        new Map([['passwd', damaged]]),
      )

      expect(await opensMosquitto(linesOf(made.get('passwd')).get('ada') ?? '', made.get('ada') ?? '')).toBe(true)
    }
  })
})

describe('certificates', () => {
  const pem = (name: string, values = first) => new X509Certificate(values.get(name) ?? '')

  test('are signed by the authority of the stack', () => {
    for (const name of ['broker-tls.crt', 'proxy-tls.crt'])
      expect(pem(name).checkIssued(pem('stack-ca.crt')) && pem(name).verify(pem('stack-ca.crt').publicKey)).toBe(true)
  })

  test('are made anew only where a host was added', async () => {
    const needs = all.map((need) =>
      need.name === 'proxy-tls'
        ? certificate('proxy-tls', ['charts.localhost', 'flows.localhost', 'new.localhost'])
        : need,
    )

    const after = await make(needs, first)

    expect(changed(first, after)).toEqual(['proxy-tls.crt', 'proxy-tls.key'])
    expect(pem('proxy-tls.crt', after).checkHost('new.localhost')).toBe('new.localhost')
  })

  test('stay when a host is gone', async () => {
    const needs = all.map((need) => (need.name === 'proxy-tls' ? certificate('proxy-tls', ['charts.localhost']) : need))

    expect(changed(first, await make(needs, first))).toEqual([])
  })

  test('are renewed in their last month, by the same authority', async () => {
    const end = pem('broker-tls.crt').validToDate.getTime()

    const early = await make(all, first, { now: new Date(end - 31 * dayMs) })
    const late = await make(all, first, { now: new Date(end - 29 * dayMs) })

    expect(changed(first, early)).toEqual([])
    expect(changed(first, late)).toEqual(['broker-tls.crt', 'broker-tls.key', 'proxy-tls.crt', 'proxy-tls.key'])
    expect(pem('broker-tls.crt', late).validToDate.getTime()).toBeGreaterThan(end + 300 * dayMs)
  })

  test('follow a new authority', async () => {
    const stored = new Map(first)
    stored.delete('stack-ca.key')

    const after = await make(all, stored)

    expect(changed(first, after)).toEqual([
      'broker-tls.crt',
      'broker-tls.key',
      'proxy-tls.crt',
      'proxy-tls.key',
      'stack-ca.crt',
      'stack-ca.key',
    ])
  })

  test('need their authority first', async () => {
    await expect(make([certificate('broker-tls', ['broker'])])).rejects.toThrow('has to be made first')
  })
})

describe('a certificate that the user brings', () => {
  const need: SecretNeed = { kind: 'given-certificate', name: 'proxy-tls', certificate: 'file:c', key: 'file:k' }

  const given = (certificate: string, key: string): Partial<Gifts> => ({
    read: (source) => new Secret(source === 'file:c' ? certificate : key),
  })

  test('is taken as it is', async () => {
    const own = await makeAuthority('own', gifts())

    const made = await make([need], new Map(), given(own.certificate, own.key))

    expect(made.get('proxy-tls.crt')).toBe(own.certificate)
    expect(made.get('proxy-tls.key')).toBe(own.key)
  })

  test('may be a chain', async () => {
    const own = await makeAuthority('own', gifts())
    const leaf = await makeCertificate(own, ['a.localhost'], gifts())

    const made = await make([need], new Map(), given(leaf.certificate + own.certificate, leaf.key))

    expect(made.get('proxy-tls.crt')).toBe(leaf.certificate + own.certificate)
  })

  test('is refused when it is none, or when its key is not its own', async () => {
    const [own, other] = [await makeAuthority('own', gifts()), await makeAuthority('other', gifts())]

    for (const [certificate, key] of [
      [own.certificate, other.key],
      ['no certificate', own.key],
      [own.certificate, 'no key'],
      [own.key, own.certificate],
    ] as const) {
      await expect(make([need], new Map(), given(certificate, key))).rejects.toMatchObject({
        code: 'platform.secret-unsuitable',
        message: expect.stringContaining('proxy-tls'),
      })
    }
  })

  test('makes room for one of the stack’s own again', async () => {
    const stored = new Map([
      ['proxy-tls.crt', 'whatever stood there'],
      ['proxy-tls.key', 'whatever stood there'],
    ])

    const made = await make([authority, certificate('proxy-tls', ['charts.localhost'])], stored)

    expect(new X509Certificate(made.get('proxy-tls.crt') ?? '').checkHost('charts.localhost')).toBe('charts.localhost')
  })
})
