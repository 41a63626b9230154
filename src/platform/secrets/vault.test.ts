import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runScript } from '../../../test/support/child.ts'
import { temporaryFolder } from '../../../test/support/temporary.ts'
import { Vault } from './vault.ts'

const values = new Map([
  ['admin', 'geheim'],
  ['stack-ca.crt', '-----BEGIN CERTIFICATE-----\n…\n'],
  ['__proto__', 'a name like any other'],
])

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8)
const isWindows = process.platform === 'win32'

describe('a vault', () => {
  test('gives back what was put in, also in another process later', () => {
    const home = temporaryFolder()

    new Vault(home).save('demo', values)

    expect(new Vault(home).load('demo')).toEqual(values)
  })

  test('knows nothing of a stack that was never saved, and asks for no key then', () => {
    const home = temporaryFolder()

    expect(new Vault(home).load('demo')).toEqual(new Map())
    expect(readdirSync(home)).toEqual([])
  })

  test('holds nothing that can be read without the key', () => {
    const home = temporaryFolder()
    new Vault(home).save('demo', values)

    const file = readFileSync(join(home, 'vault', 'demo.json'), 'utf8')

    for (const text of ['geheim', 'admin', 'CERTIFICATE']) expect(file).not.toContain(text)
    expect(JSON.parse(file)).toMatchObject({ version: 1 })
  })

  test('never uses a nonce twice', () => {
    const home = temporaryFolder()
    const vault = new Vault(home)
    const nonces = Array.from({ length: 50 }, () => {
      vault.save('demo', values)
      return JSON.parse(readFileSync(join(home, 'vault', 'demo.json'), 'utf8')).nonce
    })

    expect(new Set(nonces).size).toBe(50)
  })

  test.skipIf(isWindows)('is closed to other users: folders 0700, files 0600', () => {
    const home = join(temporaryFolder(), 'a', 'b')
    new Vault(home).save('demo', values)

    expect(mode(home)).toBe('700')
    expect(mode(join(home, 'vault'))).toBe('700')
    expect(mode(join(home, 'vault.key'))).toBe('600')
    expect(mode(join(home, 'vault', 'demo.json'))).toBe('600')
  })

  test('keeps each stack in a file of its own', () => {
    const vault = new Vault(temporaryFolder())
    vault.save('one', new Map([['a', '1']]))
    vault.save('two', new Map([['a', '2']]))

    expect(vault.load('one').get('a')).toBe('1')
    expect(vault.load('two').get('a')).toBe('2')
  })

  test.each(['', '.', '..', '../demo', 'a/b', '/etc/demo', 'a\0b', 'x'.repeat(256)])(
    'leads nowhere else for a stack called %j',
    async (stack) => {
      const vault = new Vault(temporaryFolder())

      expect(() => vault.save(stack, values)).toThrow('not a name of a stack')
      expect(() => vault.load(stack)).toThrow('not a name of a stack')
      await expect(vault.update(stack, async () => new Map())).rejects.toThrow('not a name of a stack')
    },
  )
})

describe('a key from IGN_SECRET_KEY', () => {
  test('opens what it closed, and leaves no key on the disk', () => {
    const home = temporaryFolder()

    new Vault(home, 'a passphrase').save('demo', values)

    expect(new Vault(home, 'a passphrase').load('demo')).toEqual(values)
    expect(new Vault(home, ' a passphrase\n').load('demo')).toEqual(values)
    expect(readdirSync(home)).toEqual(['vault'])
  })

  test('may be 32 bytes in base64, as in vault.key', () => {
    const home = temporaryFolder()
    new Vault(home).save('demo', values)
    const key = readFileSync(join(home, 'vault.key'), 'utf8')

    expect(Buffer.from(key, 'base64')).toHaveLength(32)
    expect(new Vault(home, key).load('demo')).toEqual(values)
  })

  test('counts as not set when it is empty', () => {
    const home = temporaryFolder()

    new Vault(home, '').save('demo', values)

    expect(readdirSync(home)).toContain('vault.key')
  })

  test('of blanks only is refused: it would close nothing', () => {
    expect(() => new Vault(temporaryFolder(), '  \n').save('demo', values)).toThrow(
      expect.objectContaining({ code: 'platform.vault-locked' }),
    )
  })
})

describe('a vault stays closed', () => {
  test('with the wrong key', () => {
    const home = temporaryFolder()
    new Vault(home, 'right').save('demo', values)

    expect(() => new Vault(home, 'wrong').load('demo')).toThrow(
      expect.objectContaining({ code: 'platform.vault-locked', exitCode: 3 }),
    )
  })

  test('without the key it was closed with', () => {
    const home = temporaryFolder()
    new Vault(home, 'right').save('demo', values)

    expect(() => new Vault(home).load('demo')).toThrow(expect.objectContaining({ code: 'platform.vault-locked' }))
  })

  test('with a key file that lost its content', () => {
    const home = temporaryFolder()
    new Vault(home).save('demo', values)
    writeFileSync(join(home, 'vault.key'), '\n')

    expect(() => new Vault(home).load('demo')).toThrow(expect.objectContaining({ code: 'platform.vault-locked' }))
    expect(() => new Vault(home).save('demo', values)).toThrow(
      expect.objectContaining({ code: 'platform.vault-locked' }),
    )
  })

  test('when one stack’s file was put in another’s place', () => {
    const home = temporaryFolder()
    const vault = new Vault(home)
    vault.save('one', values)
    copyFileSync(join(home, 'vault', 'one.json'), join(home, 'vault', 'two.json'))

    expect(() => vault.load('two')).toThrow(expect.objectContaining({ code: 'platform.vault-locked' }))
  })

  test('when any byte of it was changed', () => {
    const home = temporaryFolder()
    const vault = new Vault(home)
    vault.save('demo', values)
    const path = join(home, 'vault', 'demo.json')
    const file = JSON.parse(readFileSync(path, 'utf8'))

    for (const field of ['nonce', 'tag', 'data']) {
      const bytes = Buffer.from(file[field], 'base64')
      bytes[0] = (bytes[0] ?? 0) ^ 1
      writeFileSync(path, JSON.stringify({ ...file, [field]: bytes.toString('base64') }))
      expect(() => vault.load('demo'), field).toThrow(expect.objectContaining({ code: 'platform.vault-locked' }))
    }
  })

  test.each([
    '',
    '{',
    'null',
    '[]',
    '{}',
    '{"version":2}',
    '{"version":1}',
    '{"version":1,"nonce":1,"tag":{},"data":[]}',
  ])('and says that it is damaged when the file holds %j', (content) => {
    const home = temporaryFolder()
    const vault = new Vault(home)
    vault.save('demo', values)
    writeFileSync(join(home, 'vault', 'demo.json'), content)

    expect(() => vault.load('demo')).toThrow(expect.objectContaining({ code: 'platform.vault-damaged', exitCode: 3 }))
  })
})

describe('a home that cannot be used', () => {
  test('because it is no folder is told as such', async () => {
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    const unwritable = expect.objectContaining({ code: 'platform.file-unwritable', exitCode: 3 })

    for (const home of [file, join(file, 'home')]) {
      expect(() => new Vault(home).save('demo', values)).toThrow(unwritable)
      await expect(new Vault(home).update('demo', async () => values)).rejects.toEqual(unwritable)
    }
  })

  test('because a file of it is no file is told as such', () => {
    const unreadable = expect.objectContaining({ code: 'platform.file-unreadable', exitCode: 3 })
    const home = temporaryFolder()
    mkdirSync(join(home, 'vault', 'demo.json'), { recursive: true })
    expect(() => new Vault(home, 'key').load('demo')).toThrow(unreadable)

    mkdirSync(join(home, 'vault.key'))
    expect(() => new Vault(home).save('other', values)).toThrow(unreadable)
  })
})

describe('an update', () => {
  test('gets what is stored and keeps what it returns', async () => {
    const vault = new Vault(temporaryFolder())
    vault.save('demo', new Map([['a', '1']]))

    const result = await vault.update('demo', async (stored) => new Map([...stored, ['b', '2']]))

    expect([...result]).toEqual([
      ['a', '1'],
      ['b', '2'],
    ])
    expect(vault.load('demo')).toEqual(result)
  })

  test('that changes nothing does not write', async () => {
    const home = temporaryFolder()
    const vault = new Vault(home)
    vault.save('demo', values)
    const before = readFileSync(join(home, 'vault', 'demo.json'), 'utf8')

    await vault.update('demo', async (stored) => new Map([...stored].reverse()))

    expect(readFileSync(join(home, 'vault', 'demo.json'), 'utf8')).toBe(before)
  })

  test('that fails changes nothing and leaves no lock', async () => {
    const home = temporaryFolder()
    const vault = new Vault(home)
    vault.save('demo', values)

    await expect(vault.update('demo', () => Promise.reject(new Error('no')))).rejects.toThrow('no')

    expect(vault.load('demo')).toEqual(values)
    expect(readdirSync(join(home, 'vault'))).toEqual(['demo.json'])
  })

  test('takes over a lock that its process left behind a minute ago', async () => {
    const home = temporaryFolder()
    mkdirSync(join(home, 'vault'))
    const lock = join(home, 'vault', 'demo.json.lock')
    writeFileSync(lock, '')
    const past = new Date(Date.now() - 61_000)
    utimesSync(lock, past, past)

    await new Vault(home).update('demo', async () => values)

    expect(new Vault(home).load('demo')).toEqual(values)
    expect(readdirSync(join(home, 'vault'))).toEqual(['demo.json'])
  })

  test('in the same process waits for the one before', async () => {
    const vault = new Vault(temporaryFolder())

    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        vault.update('demo', async (stored) => new Map([...stored, [`n${index}`, 'x']])),
      ),
    )

    expect(vault.load('demo').size).toBe(20)
  })

  test('loses nothing when several processes update at the same time', async () => {
    const home = temporaryFolder()
    const [processes, updates] = [4, 30]
    const script = (name: string) => `
      import { Vault } from './src/platform/secrets/vault.ts'
      const vault = new Vault(${JSON.stringify(home)})
      for (let index = 0; index < ${updates}; index++)
        await vault.update('demo', async (stored) => new Map([...stored, [\`${name}-\${index}\`, 'x']]))`

    const results = await Promise.all(Array.from({ length: processes }, (_, index) => runScript(script(`p${index}`))))

    expect(results.map(({ status, stderr }) => ({ status, stderr }))).toEqual(
      Array.from({ length: processes }, () => ({ status: 0, stderr: '' })),
    )
    expect(new Vault(home).load('demo').size).toBe(processes * updates)
    expect(readdirSync(join(home, 'vault'))).toEqual(['demo.json'])
  })
})

test('of several processes that make the first key, all use the same', async () => {
  const home = temporaryFolder()
  const script = (name: string) => `
    import { Vault } from './src/platform/secrets/vault.ts'
    new Vault(${JSON.stringify(home)}).save('${name}', new Map([['a', '${name}']]))`
  const names = ['one', 'two', 'three', 'four']

  await Promise.all(names.map((name) => runScript(script(name))))

  for (const name of names) expect(new Vault(home).load(name).get('a')).toBe(name)
  expect(readdirSync(home).sort()).toEqual(['vault', 'vault.key'])
})

describe('a text that is kept elsewhere', () => {
  test('opens with the same key and for the same purpose only', () => {
    const [home, other] = [temporaryFolder(), temporaryFolder()]
    const sealed = new Vault(home).seal('geheim', 'second factor of ada')

    expect(sealed).not.toContain('geheim')
    expect(new Vault(home).unseal(sealed, 'second factor of ada')).toBe('geheim')
    const locked = expect.objectContaining({ code: 'platform.vault-locked' })
    expect(() => new Vault(home).unseal(sealed, 'second factor of eve')).toThrow(locked)
    expect(() => new Vault(other).unseal(sealed, 'second factor of ada')).toThrow(locked)
    expect(() => new Vault(home, 'another key').unseal(sealed, 'second factor of ada')).toThrow(locked)
  })

  test('may be bytes, which then do not get longer by more than what opens them', () => {
    const [home, other] = [temporaryFolder(), temporaryFolder()]
    const bytes = Buffer.from([0, 255, 80, 75, 3, 4])
    const sealed = new Vault(home).sealBytes(bytes, 'piece 0')

    expect(sealed.length).toBe(bytes.length + 28)
    expect(sealed.includes(bytes)).toBe(false)
    expect(new Vault(home).unsealBytes(sealed, 'piece 0')).toEqual(bytes)
    const locked = expect.objectContaining({ code: 'platform.vault-locked' })
    expect(() => new Vault(home).unsealBytes(sealed, 'piece 1')).toThrow(locked)
    expect(() => new Vault(other).unsealBytes(sealed, 'piece 0')).toThrow(locked)
    for (const cut of [sealed.subarray(0, 10), sealed.subarray(0, -1)])
      expect(() => new Vault(home).unsealBytes(cut, 'piece 0')).toThrow(locked)
  })
})
