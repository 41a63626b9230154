import { createHash, createPrivateKey, pbkdf2Sync, webcrypto, X509Certificate } from 'node:crypto'
import { compareSync, getRounds } from 'bcryptjs'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
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

  test('gives a password of three kinds of characters where a program insists on them', async () => {
    const need = { ...password('sa'), form: 'three-kinds' } as const

    for (let seed = 0; seed < 100; seed++) {
      const text = (await make([need], new Map(), { random: seededRandom(`sa ${seed}`) })).get('sa') ?? ''
      expect(text).toMatch(/^(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9])[A-Za-z0-9]{24}$/)
    }
  })

  test('gives tokens the prefix that their programs insist on', async () => {
    const needs = [
      { ...password('push'), length: 29, form: 'ntfy-token' },
      { ...password('store'), length: 48, form: 'influxdb3-token' },
    ] as const
    const values = await make(needs)

    expect(values.get('push')).toMatch(/^tk_[a-z0-9]{29}$/)
    expect(values.get('store')).toMatch(/^apiv3_[A-Za-z0-9]{48}$/)
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

  test('of bcrypt holds a bcrypt hash of a generated password too, and keeps it', async () => {
    const made = await make([users.ada, passwordFile('bcrypt', { ada: users.ada })])

    expect(compareSync(made.get('ada') ?? '', linesOf(made.get('passwd')).get('ada') ?? '')).toBe(true)
    expect(await make([users.ada, passwordFile('bcrypt', { ada: users.ada })], made)).toEqual(made)
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

describe('a password file for RabbitMQ', () => {
  const usersOf = (text = '') =>
    (JSON.parse(text) as { users: { name: string; password_hash: string; tags: string[] }[] }).users

  test('holds definitions with the salted hash of each user', async () => {
    const made = await make([users.ada, users.max, passwordFile('rabbitmq', users)])

    const read = usersOf(made.get('passwd'))
    expect(read.map(({ name }) => name)).toEqual(['ada', 'max'])
    for (const { name, password_hash } of read) {
      const bytes = Buffer.from(password_hash, 'base64')
      const digest = createHash('sha256')
        .update(bytes.subarray(0, 4))
        .update(made.get(name) ?? '')
        .digest()
      expect(bytes.subarray(4).equals(digest), name).toBe(true)
    }
  })

  test('gives a user the tags that it is to have', async () => {
    const tagged = [{ name: 'ada', password: users.ada, tags: ['administrator'] }]

    const made = await make([users.ada, { ...passwordFile('rabbitmq', {}), users: tagged }])

    expect(usersOf(made.get('passwd'))).toMatchObject([{ tags: ['administrator'] }])
  })

  test('keeps the hash of users whose password is the same, and only those', async () => {
    const before = await make([users.ada, users.max, passwordFile('rabbitmq', users)])
    const later = { random: seededRandom('later') }
    const chosen = password('ada', new Secret('a new choice'))

    const same = await make([users.ada, users.max, passwordFile('rabbitmq', users)], before, later)
    const other = await make([chosen, users.max, passwordFile('rabbitmq', { ...users, ada: chosen })], before, later)

    expect(same.get('passwd')).toBe(before.get('passwd'))
    const [old, fresh] = [usersOf(before.get('passwd')), usersOf(other.get('passwd'))]
    expect(fresh[1]).toEqual(old[1])
    expect(fresh[0]?.password_hash).not.toBe(old[0]?.password_hash)
  })
})

describe('a password file for NATS', () => {
  test('holds bcrypt hashes under the names that the configuration uses', async () => {
    const edge = password('edge')

    const made = await make([edge, passwordFile('nats', { 'edge-1.a': edge })])

    const [, hash = ''] = /^hash_edge-1\.a: "(\$2a\$10\$.*)"\n$/.exec(made.get('passwd') ?? '') ?? []
    expect(compareSync(made.get('edge') ?? '', hash)).toBe(true)
  })

  test('keeps the hash of users whose password is the same', async () => {
    const need = passwordFile('nats', users)
    const before = await make([users.ada, users.max, need])

    const after = await make([users.ada, users.max, need], before, { random: seededRandom('later') })

    expect(after.get('passwd')).toBe(before.get('passwd'))
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

describe('files for the identity programs', () => {
  const person = { title: 'Ada "the first" Lovelace', email: 'ada@plant.example.com', groups: ['operator', '8e1'] }
  const file: PasswordFileNeed = {
    kind: 'password-file',
    name: 'sso.users',
    format: 'authelia-users',
    users: [
      { name: 'ada', password: users.ada, person },
      { name: '12.5', password: users.max },
    ],
  }

  /** The key of `$pbkdf2-sha512$iterations$salt$key`, computed again. */
  const fits = (digest: string, value: string): boolean => {
    const [, kind, iterations, salt = '', key = ''] = digest.split('$')
    const bytes = (text: string) => Buffer.from(text.replaceAll('.', '+'), 'base64')
    const again = pbkdf2Sync(value, bytes(salt), Number(iterations), 64, 'sha512')
    return kind === 'pbkdf2-sha512' && Number(iterations) >= 100_000 && again.equals(bytes(key))
  }

  test('names users as YAML strings, whatever they look like, with hashes that fit', async () => {
    const values = await make([users.ada, users.max, file])
    const text = values.get('sso.users') ?? ''

    const { users: read } = parseYaml(text) as { users: Record<string, { password: string }> }
    expect(Object.keys(read)).toEqual(['ada', '12.5'])
    expect(read.ada).toMatchObject({ displayname: person.title, email: person.email, groups: person.groups })
    expect(fits(read.ada?.password ?? '', values.get('ada') ?? '')).toBe(true)
    expect(fits(read['12.5']?.password ?? '', values.get('max') ?? '')).toBe(true)
    expect(text).not.toContain(values.get('ada'))
  })

  test('keeps hashes while the passwords stay, and makes those of changed ones anew', async () => {
    const before = await make([users.ada, users.max, file])
    expect(await make([users.ada, users.max, file], before, { random: seededRandom('other') })).toEqual(before)

    const changedAda = new Map([...before, ['ada', 'another-password']])
    const after = await make([users.ada, users.max, file], changedAda, { random: seededRandom('other') })
    const hashes = (text = '') => [...text.matchAll(/password: '(.*)'/g)].map(([, hash = '']) => hash)
    const [adaBefore, maxBefore] = hashes(before.get('sso.users'))
    const [adaAfter, maxAfter] = hashes(after.get('sso.users'))
    expect(adaAfter).not.toBe(adaBefore)
    expect(fits(adaAfter ?? '', 'another-password')).toBe(true)
    expect(maxAfter).toBe(maxBefore)
  })

  test('gives one digest alone where a program reads nothing else', async () => {
    const need = passwordFile('authelia-digest', { ada: users.ada })
    const values = await make([users.ada, need])

    expect(fits(values.get('passwd') ?? '', values.get('ada') ?? '')).toBe(true)
    expect(await make([users.ada, need], values, { random: seededRandom('other') })).toEqual(values)
  })

  test('writes lines with bcrypt hashes that a Caddyfile can import', async () => {
    const need = passwordFile('caddy', { operator: users.ada })
    const values = await make([users.ada, need])
    const [name, hash = '', ...rest] = (values.get('passwd') ?? '').trim().split(' ')

    expect([name, rest]).toEqual(['operator', []])
    expect(compareSync(values.get('ada') ?? '', hash)).toBe(true)
    expect(await make([users.ada, need], values, { random: seededRandom('other') })).toEqual(values)
  })

  test('makes an RSA key once, and again only where what is kept is none', async () => {
    const need = { kind: 'private-key', name: 'sso.signing-key' } as const
    const values = await make([need])

    expect(createPrivateKey(values.get('sso.signing-key') ?? '').asymmetricKeyDetails?.modulusLength).toBe(2048)
    expect(await make([need], values)).toEqual(values)
    const mended = await make([need], new Map([['sso.signing-key', 'not a key']]))
    expect(mended.get('sso.signing-key')).toContain('BEGIN PRIVATE KEY')
  })
})
