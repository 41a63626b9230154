import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { commands } from '../../src/cli/commands.ts'
import { completionScript } from '../../src/cli/completion.ts'
import { type FakeContainer, startFakeEngine } from '../support/fake-engine.ts'
import { tenServices } from '../support/plants.ts'
import { buildProgram, emptyPlace, ign, type Place, program } from '../support/program.ts'
import { temporaryFolder } from '../support/temporary.ts'

/** The built program as a user or a script meets it. What is expected stands here and is never refreshed by a command. */

const root = fileURLToPath(new URL('../..', import.meta.url))
const isWindows = process.platform === 'win32'

beforeAll(buildProgram, 120_000)

const plant = `version: 1
name: demo
services:
  gateway:
    uses: ignition
    options: { acceptEula: true }
  history: { uses: postgres }
`
const wrongPlant = 'version: 1\nname: demo\nservices:\n  a: { uses: grafna }\n'

/** A folder with a plant file, and the place to run in. */
function withPlant(text = plant, environment: NodeJS.ProcessEnv = {}): Place {
  const place = emptyPlace(environment)
  writeFileSync(join(place.cwd, 'plant.yaml'), text)
  writeFileSync(join(place.cwd, 'password.txt'), 'correct horse\n')
  writeFileSync(join(place.cwd, 'older.json'), '{"instances":[{"app_id":"grafana"}]}')
  return place
}

/** Containers of the plant above; `refused` is what the database says to the gateway. */
const containers = (refused?: string): FakeContainer[] => [
  { service: 'gateway' },
  {
    service: 'history',
    run: ([name]) => (refused !== undefined && name === 'psql' ? { exitCode: 2, stderr: refused } : {}),
  },
]

interface Envelope {
  readonly ok: boolean
  readonly command: string
  readonly data: Record<string, unknown>
  readonly issues: readonly Record<string, unknown>[]
  readonly next: readonly string[]
  readonly error: { readonly code: string; readonly message: string; readonly hint: string; readonly issues: unknown[] }
}

/** The one JSON document that stdout must be, with nothing before or after it. */
function documentOf(stdout: string): Envelope {
  expect(stdout.startsWith('{'), stdout.slice(0, 200)).toBe(true)
  expect(stdout.endsWith('}\n')).toBe(true)
  return JSON.parse(stdout) as Envelope
}

interface JsonCase {
  readonly args: readonly string[]
  readonly place?: () => Place | Promise<Place>
  /** Keys that scripts rely on. */
  readonly keys: readonly string[]
}

async function withExport(): Promise<Place> {
  const place = withPlant()
  await ign(['stack', 'export', 'demo.ignstack', '--password-file', 'password.txt'], place)
  return place
}

function withPeople(): Place {
  const place = withPlant()
  writeFileSync(join(place.cwd, 'people.csv'), 'username;email\nada;ada@plant.example\n')
  return place
}

/** With a user who may be changed in every way. */
async function withUser(): Promise<Place> {
  const place = withPlant()
  for (const [name, role] of [
    ['boss', 'administrator'],
    ['ada', 'viewer'],
  ] as const)
    await ign(['user', 'add', name, '--role', role, '--password-file', 'password.txt'], place)
  return place
}

async function withEngine(refused?: string): Promise<Place> {
  const { dockerHost } = await startFakeEngine({ containers: containers(refused) })
  return withPlant(plant, { DOCKER_HOST: dockerHost })
}

/** For each command one line that succeeds; `serve` has tests of its own because it does not end, revoking needs an id. */
const successes: Readonly<Record<string, JsonCase>> = {
  'stack.init': { args: ['stack', 'init'], keys: ['template', 'plant'] },
  'stack.templates': { args: ['stack', 'templates'], keys: ['templates'] },
  'stack.catalog': { args: ['stack', 'catalog', 'grafana'], keys: ['services'] },
  'stack.check': { args: ['stack', 'check'], keys: ['services', 'wires'] },
  'stack.detect': {
    args: ['stack', 'detect'],
    keys: ['integrations', 'conflicts', 'recommendations', 'added'],
  },
  'stack.generate': {
    args: ['stack', 'generate', '-o', 'out'],
    keys: ['folder', 'dryRun', 'changes', 'files', 'urls', 'secrets'],
  },
  'stack.preview': { args: ['stack', 'preview', '--path', '.env'], keys: ['files'] },
  'stack.diff': { args: ['stack', 'diff', '.'], keys: ['folder', 'same', 'changes'] },
  'stack.bundle': {
    args: ['stack', 'bundle', '-o', 'out.zip'],
    keys: ['name', 'files', 'urls', 'secrets', 'file', 'bytes'],
  },
  'stack.verify': {
    args: ['stack', 'verify'],
    place: () => withEngine(),
    keys: ['probes', 'passed', 'failed', 'manual'],
  },
  'stack.rotate-secrets': { args: ['stack', 'rotate-secrets'], keys: ['rotations', 'services'] },
  'stack.users': { args: ['stack', 'users', 'people.csv'], place: withPeople, keys: ['plant', 'changes', 'file'] },
  'stack.convert': { args: ['stack', 'convert', 'older.json'], keys: ['plant', 'vault'] },
  'stack.export': {
    args: ['stack', 'export', 'demo.ignstack', '--password-file', 'password.txt'],
    keys: ['name', 'secrets', 'file'],
  },
  'stack.import': {
    args: ['stack', 'import', 'demo.ignstack', '--password-file', 'password.txt'],
    place: withExport,
    keys: ['name', 'plant', 'secrets'],
  },
  demo: { args: ['demo', '--no-serve'], keys: ['folder'] },
  'user.list': { args: ['user', 'list'], keys: ['items', 'nextCursor'] },
  'user.add': {
    args: ['user', 'add', 'eve', '--role', 'viewer', '--password-file', 'password.txt'],
    keys: ['name', 'displayName', 'role'],
  },
  'user.password': {
    args: ['user', 'password', 'ada', '--password-file', 'password.txt'],
    place: withUser,
    keys: ['name'],
  },
  'user.role': { args: ['user', 'role', 'ada', 'engineer'], place: withUser, keys: ['name', 'role'] },
  'user.disable': { args: ['user', 'disable', 'ada'], place: withUser, keys: ['name', 'isDisabled'] },
  'user.enable': { args: ['user', 'enable', 'ada'], place: withUser, keys: ['name', 'isDisabled'] },
  'user.remove': { args: ['user', 'remove', 'ada', '--yes'], place: withUser, keys: ['name'] },
  'user.reset-totp': { args: ['user', 'reset-totp', 'ada'], place: withUser, keys: ['name'] },
  'user.token.create': {
    args: ['user', 'token', 'create', 'ada', '--role', 'viewer', '--title', 'backup'],
    place: withUser,
    keys: ['id', 'name', 'role', 'token', 'expiresAt'],
  },
  'user.token.list': { args: ['user', 'token', 'list', 'ada'], place: withUser, keys: ['items'] },
  audit: { args: ['audit', '--limit', '5'], keys: ['items', 'nextCursor', 'keptDays'] },
  'config.show': { args: ['config', 'show', '--origin'], keys: ['settings', 'withOrigin'] },
  completion: { args: ['completion', 'bash'], keys: ['script'] },
}

/** For each command one line that fails, with its code. */
const failures: Readonly<Record<string, readonly [string, readonly string[], number]>> = {
  'stack.init': ['action.no-such-template', ['stack', 'init', '--template', 'none'], 2],
  'stack.catalog': ['action.no-such-service', ['stack', 'catalog', 'grafna'], 2],
  'stack.check': ['stack.invalid', ['stack', 'check', 'wrong.yaml'], 2],
  'stack.detect': ['stack.invalid', ['stack', 'detect', 'wrong.yaml'], 2],
  'stack.generate': ['action.usage', ['stack', 'generate'], 2],
  'stack.preview': ['action.no-such-file', ['stack', 'preview', '--path', 'none'], 2],
  'stack.diff': ['action.no-such-folder', ['stack', 'diff', 'none'], 2],
  'stack.bundle': ['action.usage', ['stack', 'bundle'], 2],
  'stack.verify': ['containers.engine-unreachable', ['stack', 'verify'], 7],
  'stack.rotate-secrets': ['platform.file-missing', ['stack', 'rotate-secrets', 'none.yaml'], 2],
  'stack.users': ['stack.users-invalid', ['stack', 'users', 'plant.yaml'], 2],
  'stack.convert': ['action.invalid-input', ['stack', 'convert', 'plant.yaml'], 2],
  'stack.export': ['action.password-needed', ['stack', 'export', 'demo.ignstack'], 2],
  'stack.import': ['platform.sealed-damaged', ['stack', 'import', 'plant.yaml', '--password-file', 'password.txt'], 2],
  demo: ['action.no-such-template', ['demo', '--template', 'none', '--no-serve'], 2],
  'user.list': ['platform.database-unavailable', ['user', 'list', '--home', 'plant.yaml'], 3],
  'user.add': ['action.password-needed', ['user', 'add', 'ada', '--role', 'viewer'], 2],
  'user.password': ['auth.no-such-user', ['user', 'password', 'ada', '--password-file', 'password.txt'], 2],
  'user.role': ['action.invalid-input', ['user', 'role', 'ada', 'king'], 2],
  'user.disable': ['auth.no-such-user', ['user', 'disable', 'ada'], 2],
  'user.enable': ['auth.no-such-user', ['user', 'enable', 'ada'], 2],
  'user.remove': ['action.confirmation-needed', ['user', 'remove', 'ada'], 2],
  'user.reset-totp': ['auth.no-such-user', ['user', 'reset-totp', 'ada'], 2],
  'user.token.create': ['action.usage', ['user', 'token', 'create', 'ada', '--role', 'viewer'], 2],
  'user.token.list': ['auth.no-such-user', ['user', 'token', 'list', 'ada'], 2],
  'user.token.revoke': ['auth.no-such-token', ['user', 'token', 'revoke', 'ada', 'none'], 2],
  audit: ['action.invalid-input', ['audit', '--limit', '0'], 2],
  serve: ['action.address-refused', ['serve', '--host', '0.0.0.0'], 3],
  'config.show': ['platform.setting-invalid', ['config', 'show', '--json'], 3],
  completion: ['action.usage', ['completion', 'powershell'], 2],
}

const nameOf = (words: readonly string[]): string => words.join('.')

describe('with --json', () => {
  test('every command has a case here', () => {
    const names = commands.map(({ words }) => nameOf(words)).sort()

    expect(Object.keys({ ...successes, serve: 0, doctor: 0, 'user.token.revoke': 0 }).sort()).toEqual(names)
    expect(Object.keys({ ...failures, 'stack.templates': 0, doctor: 0 }).sort()).toEqual(names)
  })

  test.each(Object.entries(successes))('%s prints one document for success', async (name, { args, place, keys }) => {
    const { status, stdout } = await ign([...args, '--json'], await (place ?? withPlant)())

    const document = documentOf(stdout)
    expect(status).toBe(0)
    expect(Object.keys(document).sort()).toEqual(['command', 'data', 'issues', 'next', 'ok'])
    expect(document).toMatchObject({ ok: true, command: name, issues: expect.any(Array), next: expect.any(Array) })
    expect(Object.keys(document.data)).toEqual(expect.arrayContaining([...keys]))
  })

  test.each(Object.entries(failures))('%s prints one document for failure', async (name, [code, args, exitCode]) => {
    const place = withPlant(plant, name === 'config.show' ? { IGN_PORT: 'none' } : {})
    writeFileSync(join(place.cwd, 'wrong.yaml'), wrongPlant)

    const { status, stdout } = await ign([...args, '--json'], place)

    const document = documentOf(stdout)
    expect(status).toBe(exitCode)
    expect(Object.keys(document).sort()).toEqual(['command', 'error', 'ok'])
    expect(document).toMatchObject({ ok: false, command: name })
    expect(Object.keys(document.error).sort()).toEqual(['code', 'hint', 'issues', 'message'])
    expect(document.error.code).toBe(code)
    expect(document.error.message).not.toBe('')
    expect(document.error.hint).not.toBe('')
  })

  test('issues name file, line and column, and what to do', async () => {
    const { stdout } = await ign(['stack', 'check', '--json'], withPlant(wrongPlant))

    expect(documentOf(stdout).error.issues).toEqual([
      {
        severity: 'error',
        code: 'stack.unknown-service',
        path: 'services.a.uses',
        message: '"grafna" is not in the catalogue',
        hint: 'Did you mean "grafana"?',
        file: 'plant.yaml',
        line: 4,
        column: 14,
      },
    ])
  })

  test('a broken wire is a failure that carries its result', async () => {
    const { status, stdout } = await ign(['stack', 'verify', '--json'], await withEngine('FATAL: no'))

    const document = documentOf(stdout)
    expect(status).toBe(8)
    expect(document).toMatchObject({
      ok: false,
      command: 'stack.verify',
      error: { code: 'action.verify-failed', issues: [] },
      data: {
        failed: 1,
        probes: [{ wire: 'gateway.database.history', ok: false, evidence: 'FATAL: no', hint: expect.any(String) }],
      },
    })
  })

  test('the doctor prints what it found', async () => {
    const { status, stdout } = await ign(['doctor', '--json'])

    const document = documentOf(stdout)
    expect(status).toBe(3)
    expect(document).toMatchObject({ ok: false, command: 'doctor', data: { checks: expect.any(Array) } })
  })

  test('the doctor says that this machine is not ready', async () => {
    const { stdout } = await ign(['doctor', '--json'])

    expect(documentOf(stdout).error.code).toMatch(/^[a-z]+\.[a-z-]+$/)
  })

  test.each([
    [[], 'a command is missing'],
    [['stack'], 'a command is missing'],
    [['stak'], "unknown command 'stak'"],
    [['stack', 'chek'], "unknown command 'chek'"],
    [['stack', 'check', '--none'], "unknown option '--none'"],
    [['stack', 'check', 'a', 'b'], 'too many arguments'],
    [['completion'], "missing required argument 'shell'"],
    [['stack', 'preview', '--path'], "option '--path <file>' argument missing"],
  ])('a command line that is not understood prints one too: %j', async (args, message) => {
    for (const line of [
      ['--json', ...args],
      [...args, '--json'],
    ]) {
      // at the end, --json would be taken for the value that is missing
      if (args.at(-1) === '--path' && line.at(-1) === '--json') continue
      const { status, stdout } = await ign(line)

      const document = documentOf(stdout)
      expect(status).toBe(2)
      expect(document).toMatchObject({
        ok: false,
        error: { code: 'action.usage', message: expect.stringContaining(message), issues: [] },
      })
    }
  })
})

describe('standard output', () => {
  /** As much as the program can be made to say besides its result. */
  const noisy = ['--verbose']

  test('of stack init is the plant file and nothing else', async () => {
    const expected = readFileSync(join(root, 'examples', 'basic-scada', 'plant.yaml'), 'utf8')

    expect(await ign(['stack', 'init', ...noisy])).toMatchObject({ status: 0, stdout: expected })
  })

  test('of completion bash is the script and nothing else, and bash accepts it', async () => {
    const { status, stdout } = await ign(['completion', 'bash', ...noisy])

    expect(status).toBe(0)
    expect(stdout).toBe(completionScript('bash', commands))
    expect(spawnSync('bash', ['-n'], { input: stdout }).status).toBe(0)
  })

  test('of config show is the settings and nothing else', async () => {
    const place = emptyPlace({ IGN_PORT: '8700', IGN_HOME: '/srv/ign' })

    expect(await ign(['config', 'show', ...noisy], place)).toEqual({
      status: 0,
      stdout: [
        'home           /srv/ign',
        'host           127.0.0.1',
        'port           8700',
        'dockerHost     unix:///nonexistent/docker.sock',
        'trustProxy     false',
        'oidcRoleClaim  groups',
        'auditDays      365',
        '',
      ].join('\n'),
      stderr: '',
    })
    const { stdout } = await ign(['config', 'show', '--origin', '--home', '/x', ...noisy], place)
    expect(stdout.split('\n').map((line) => line.replaceAll(/ {2,}/g, ' | '))).toEqual([
      'home | /x | flag (--home)',
      'host | 127.0.0.1 | default (--host or IGN_HOST)',
      'port | 8700 | environment (IGN_PORT)',
      'dockerHost | unix:///nonexistent/docker.sock | environment (DOCKER_HOST)',
      'databaseUrl | - | default (IGN_DATABASE_URL)',
      'tlsCert | - | default (IGN_TLS_CERT)',
      'tlsKey | - | default (IGN_TLS_KEY)',
      'trustProxy | false | default (IGN_TRUST_PROXY)',
      'publicUrl | - | default (IGN_PUBLIC_URL)',
      'oidcIssuer | - | default (IGN_OIDC_ISSUER)',
      'oidcName | - | default (IGN_OIDC_NAME)',
      'oidcClientId | - | default (IGN_OIDC_CLIENT_ID)',
      'oidcClientSecretFile | - | default (IGN_OIDC_CLIENT_SECRET_FILE)',
      'oidcRoleClaim | groups | default (IGN_OIDC_ROLE_CLAIM)',
      'oidcRoleMap | - | default (IGN_OIDC_ROLE_MAP)',
      'auditDays | 365 | default (IGN_AUDIT_DAYS)',
      '',
    ])
  })

  test('of one previewed file is that file, byte for byte', async () => {
    const place = withPlant()
    await ign(['stack', 'generate', '-o', 'out'], place)

    for (const path of ['start.sh', 'start.bat', '.env', 'README.md']) {
      const { stdout } = await ign(['stack', 'preview', '--path', path, ...noisy], place)
      expect(stdout, path).toBe(readFileSync(join(place.cwd, 'out', path), 'utf8'))
    }
  })

  test('stays empty when something is wrong', async () => {
    for (const [args, place] of [
      [['stack', 'check'], withPlant(wrongPlant)],
      [['stack', 'check'], emptyPlace()],
      [['stack', 'generate'], withPlant()],
      [['stak'], emptyPlace()],
      [['stack'], emptyPlace()],
      [[], emptyPlace()],
    ] as const) {
      const { status, stdout, stderr } = await ign(args, place)
      expect(status).toBe(2)
      expect(stdout).toBe('')
      expect(stderr).not.toBe('')
    }
  })

  test('may end early without a complaint', async () => {
    const { stderr, status } = spawnSync('sh', ['-c', `"${process.execPath}" "${program}" stack preview | true`], {
      ...withPlant(),
      encoding: 'utf8',
    })

    expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
  })
})

describe('an environment', () => {
  test('lays its file over the plant file, for every command', async () => {
    const place = withPlant()
    writeFileSync(join(place.cwd, 'plant.staging.yaml'), 'name: staging\nservices: { history: null }\n')

    const { stdout } = await ign(['stack', 'check', '--env', 'staging', '--json'], place)
    await ign(['--env', 'staging', 'stack', 'generate', '-o', 'out'], place)

    expect(documentOf(stdout).data).toMatchObject({ services: 1 })
    expect(readFileSync(join(place.cwd, 'out', 'docker-compose.yml'), 'utf8')).toContain('\nname: staging\n')
  })

  test('has its problems told in its own file', async () => {
    const place = withPlant()
    writeFileSync(join(place.cwd, 'plant.staging.yaml'), 'name: staging\nservices: { mail: { uses: mailpitt } }\n')

    const { stdout } = await ign(['stack', 'check', '--env', 'staging', '--json'], place)

    expect(documentOf(stdout).error.issues).toEqual([
      expect.objectContaining({ file: 'plant.staging.yaml', line: 2, column: 27, code: 'stack.unknown-service' }),
    ])
  })

  test('without a file is an error that names the file', async () => {
    const { status, stderr } = await ign(['stack', 'check', '--env', 'prod'], withPlant())

    expect(status).toBe(2)
    expect(stderr).toContain('plant.prod.yaml')
  })
})

describe('a folder of own services', () => {
  test('is read beside the plant file, and travels with it', async () => {
    const place = withPlant(`${plant}  own: { uses: mine }\ncatalog: { folder: catalog }\n`)
    const definition = 'title: Mine\nimage: mine\nversions: ["1"]\nhealth: { command: ["true"] }\n'
    mkdirSync(join(place.cwd, 'catalog'))
    writeFileSync(join(place.cwd, 'catalog', 'mine.yaml'), definition)

    expect((await ign(['stack', 'check'], place)).stdout).toContain('3 services')
    await ign(['stack', 'export', 'demo.ignstack', '--password-file', 'password.txt'], place)
    const other = emptyPlace()
    cpSync(join(place.cwd, 'demo.ignstack'), join(other.cwd, 'demo.ignstack'))
    writeFileSync(join(other.cwd, 'password.txt'), 'correct horse\n')
    const imported = await ign(
      ['stack', 'import', 'demo.ignstack', '--password-file', 'password.txt', '-o', 'plant.yaml'],
      other,
    )

    expect(imported.status).toBe(0)
    expect(readFileSync(join(other.cwd, 'catalog', 'mine.yaml'), 'utf8')).toBe(definition)
    expect((await ign(['stack', 'check'], other)).status).toBe(0)
  })
})

describe('exit code', () => {
  test('0: the work was done', async () => {
    expect((await ign(['stack', 'check'], withPlant())).status).toBe(0)
  })

  test('2: the command line or the plant file is wrong, and nothing is written', async () => {
    const place = withPlant(wrongPlant)

    expect((await ign(['stack', 'generate', '-o', 'out'], place)).status).toBe(2)
    expect((await ign(['stack', 'bundle', '-o', 'out.zip'], place)).status).toBe(2)

    expect(readdirSync(place.cwd).sort()).toEqual(['older.json', 'password.txt', 'plant.yaml'])
    expect(existsSync(place.env.IGN_HOME ?? '')).toBe(false)
  })

  test('6: a generated file that somebody changed is replaced only when that is confirmed', async () => {
    const place = withPlant()
    const generate = (...more: string[]) => ign(['stack', 'generate', '-o', 'out', ...more], place)
    await generate()
    writeFileSync(join(place.cwd, 'out', '.env'), 'mine\n')

    const { status, stderr } = await generate()

    expect(status).toBe(6)
    expect(stderr).toContain('somebody changed .env')
    expect((await ign(['stack', 'diff', 'out'], place)).stdout).toContain('changed  .env  (by hand)')
    expect((await generate('--yes')).status).toBe(0)
    expect(readFileSync(join(place.cwd, 'out', '.ign', 'replaced', '.env'), 'utf8')).toBe('mine\n')
  })

  test('2: new secrets are written only when that is confirmed', async () => {
    const place = withPlant()
    await ign(['stack', 'generate', '-o', 'out'], place)
    const rotate = (...more: string[]) => ign(['stack', 'rotate-secrets', '-o', 'out', '--json', ...more], place)

    expect(documentOf((await rotate()).stdout).error.code).toBe('action.confirmation-needed')
    expect(documentOf((await rotate('--dry-run')).stdout).data).toMatchObject({ applied: false })
    expect(documentOf((await rotate('--yes')).stdout).data).toMatchObject({ applied: true })
  })

  test('6: a file that exists is replaced only when that is confirmed', async () => {
    const place = withPlant()
    writeFileSync(join(place.cwd, 'out.zip'), 'mine')

    expect((await ign(['stack', 'bundle', '-o', 'out.zip'], place)).status).toBe(6)
    expect(readFileSync(join(place.cwd, 'out.zip'), 'utf8')).toBe('mine')
    expect((await ign(['stack', 'bundle', '-o', 'out.zip', '--yes'], place)).status).toBe(0)
  })

  test('3: a setting of this machine is wrong', async () => {
    expect((await ign(['stack', 'check'], withPlant(plant, { IGN_PORT: 'http' }))).status).toBe(3)
  })

  test('3: the disk refuses', async () => {
    const place = withPlant()
    writeFileSync(join(place.cwd, 'file'), '')

    for (const args of [
      ['stack', 'generate', '-o', 'file/out'],
      ['stack', 'bundle', '-o', 'file/out.zip'],
      ['stack', 'bundle', '-o', 'missing/out.zip'],
      ['stack', 'generate', '-o', 'out', '--home', 'file/home'],
    ]) {
      const { status, stderr } = await ign(args, place)
      expect(stderr).toContain('platform.file-unwritable')
      expect(status).toBe(3)
    }
  })

  test('3: the vault does not open', async () => {
    const place = withPlant(plant, { IGN_SECRET_KEY: 'the right key' })
    await ign(['stack', 'generate', '-o', 'out'], place)

    const { status, stderr } = await ign(['stack', 'generate', '-o', 'out'], {
      ...place,
      env: { ...place.env, IGN_SECRET_KEY: 'another key' },
    })

    expect(status).toBe(3)
    expect(stderr).toContain('platform.vault-locked')
  })

  test('5: the password does not open the file', async () => {
    const place = await withExport()
    writeFileSync(join(place.cwd, 'password.txt'), 'wrong horse\n')

    const { status, stderr } = await ign(['stack', 'import', 'demo.ignstack', '--password-file', 'password.txt'], place)

    expect(status).toBe(5)
    expect(stderr).toContain('platform.sealed-closed')
  })

  test('6: the folder holds something else', async () => {
    const place = withPlant()
    mkdirSync(join(place.cwd, 'out'))
    writeFileSync(join(place.cwd, 'out', 'docker-compose.yml'), 'mine')

    expect((await ign(['stack', 'generate', '-o', 'out'], place)).status).toBe(6)
    expect(readFileSync(join(place.cwd, 'out', 'docker-compose.yml'), 'utf8')).toBe('mine')
  })

  test('6: the stack is not running', async () => {
    const { dockerHost } = await startFakeEngine()

    expect((await ign(['stack', 'verify'], withPlant(plant, { DOCKER_HOST: dockerHost }))).status).toBe(6)
  })

  test('6: the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    onTestFinished(() => void other.close())
    const { port } = other.address() as { port: number }

    const { status, stderr } = await ign(['serve', '--port', String(port)])

    expect(status).toBe(6)
    expect(stderr).toContain(`port ${port} of 127.0.0.1 is taken by another program`)
  })

  test('7: the container engine is not there', async () => {
    expect((await ign(['stack', 'verify'], withPlant())).status).toBe(7)
  })

  test('8: some wires are broken', async () => {
    const { status, stdout } = await ign(['stack', 'verify'], await withEngine('FATAL: no'))

    expect(status).toBe(8)
    expect(stdout).toContain('BROKEN  gateway.database.history')
  })
})

describe('a server', () => {
  /** Starts `ign serve` on a free port and waits until it says where. */
  async function serve(args: readonly string[] = []) {
    const place = emptyPlace()
    const child = spawn(process.execPath, [program, 'serve', '--port', '0', ...args], { ...place, stdio: 'pipe' })
    onTestFinished(() => void child.kill('SIGKILL'))
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    const url = await new Promise<string>((resolve, reject) => {
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        stderr += text
        const found = /listening on (http:\/\/\S+)/.exec(stderr)?.[1]
        if (found) resolve(found)
      })
      child.once('exit', (code) => reject(new Error(`ended with ${code}: ${stderr}`)))
    })
    const ended = once(child, 'close').then(([code]) => ({ code, stdout }))
    return { url, child, ended }
  }

  test.skipIf(isWindows)('ends with 130 after Ctrl-C and with 0 when it is told to stop', async () => {
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 0],
    ] as const) {
      const { url, child, ended } = await serve()
      expect((await fetch(`${url}/healthz`)).status).toBe(200)

      child.kill(signal)

      expect(await ended).toEqual({ code, stdout: '' })
      await expect(fetch(`${url}/healthz`)).rejects.toThrow()
    }
  })

  test('answers from the built program: what it lists, generates and packs', async () => {
    const { url } = await serve()
    const post = (path: string, body: unknown) =>
      fetch(url + path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })

    expect(await (await fetch(`${url}/api/v1/openapi.json`)).json()).toMatchObject({ openapi: '3.1.0' })
    expect((await fetch(`${url}/catalog`)).status).toBe(200)
    expect((await post('/generate', tenServices)).status).toBe(200)
    const zips = [await post('/download', tenServices), await post('/api/v1/stacks/bundle', { plant })]
    for (const zip of zips) {
      expect(zip.status).toBe(200)
      expect(Buffer.from(await zip.arrayBuffer()).subarray(0, 4)).toEqual(Buffer.from('PK\u0003\u0004'))
    }
  })

  test.skipIf(isWindows)('with --json prints one document when it ends', async () => {
    const { url, child, ended } = await serve(['--json'])

    child.kill('SIGINT')

    expect(documentOf((await ended).stdout)).toMatchObject({
      ok: false,
      command: 'serve',
      error: { code: 'action.interrupted' },
      data: { url },
    })
  })
})

describe('the plant file', () => {
  test('that is missing is told with how to begin one', async () => {
    const { status, stderr } = await ign(['stack', 'check'])

    expect(status).toBe(2)
    expect(stderr).toContain('cannot read plant.yaml')
    expect(stderr).toContain('ign stack init')
  })

  test('is an argument, the global flag, or standard input', async () => {
    const place = emptyPlace()
    writeFileSync(join(place.cwd, 'p.yaml'), plant)
    const expected = { status: 0, stdout: 'ok  2 services, 1 wires\n' }

    expect(await ign(['stack', 'check', 'p.yaml'], place)).toMatchObject(expected)
    expect(await ign(['stack', 'check', '--plant', 'p.yaml'], place)).toMatchObject(expected)
    expect(await ign(['--plant=p.yaml', 'stack', 'check'], place)).toMatchObject(expected)
    expect(await ign(['stack', 'check', '-'], place, plant)).toMatchObject(expected)
    expect(await ign(['stack', 'check', 'p.yaml', '--plant', 'none.yaml'], place)).toMatchObject(expected)
  })

  test('from standard input is called so in its issues', async () => {
    const { stderr } = await ign(['stack', 'check', '-'], emptyPlace(), wrongPlant)

    expect(stderr).toContain('stdin:4:14  error  "grafna" is not in the catalogue')
  })
})

describe('global flags', () => {
  test('may stand before, between and behind the words of a command', async () => {
    const place = withPlant()
    const outputs = await Promise.all(
      [
        ['--json', '--home', 'h', 'stack', 'check'],
        ['stack', '--json', '--home=h', 'check'],
        ['stack', 'check', '--json', '--home', 'h'],
        ['stack', 'check', '--json', '--home', 'h', '--quiet', '-y', '--no-color', '--no-input', '--verbose'],
      ].map((args) => ign(args, place)),
    )

    for (const output of outputs) expect(output).toEqual(outputs[0])
    expect(documentOf(outputs[0]?.stdout ?? '').ok).toBe(true)
  })

  test('behind -- are arguments', async () => {
    const { status, stderr } = await ign(['stack', 'check', '--', '--json'], withPlant())

    expect(status).toBe(2)
    expect(stderr).toContain('cannot read --json')
  })

  test('--quiet leaves out what is not the result', async () => {
    const place = withPlant()

    const loud = await ign(['stack', 'check'], place)
    const quiet = await ign(['stack', 'check', '--quiet'], place)

    expect(loud.stderr).toContain('Next:')
    expect(quiet).toEqual({ ...loud, stderr: '' })
  })

  test('--verbose shows where an error came from', async () => {
    const { stderr } = await ign(['stack', 'check', '--verbose'])

    expect(stderr).toMatch(/\n {4}at /)
    expect((await ign(['stack', 'check'])).stderr).not.toMatch(/\n {4}at /)
  })
})

describe.skipIf(spawnSync('script', ['--version']).status !== 0)('on a terminal', () => {
  const onTerminal = (args: readonly string[], environment: NodeJS.ProcessEnv = {}): string => {
    const { cwd, env } = emptyPlace(environment)
    const line = [process.execPath, program, ...args].map((word) => `'${word}'`).join(' ')
    return spawnSync('script', ['-qec', line, '/dev/null'], { cwd, env, encoding: 'utf8' }).stdout
  }

  test('results have colour', () => {
    expect(onTerminal(['stack', 'templates'])).toContain('\u001b[1m')
  })

  test.each([
    ['NO_COLOR', [], { NO_COLOR: '1' }],
    ['a dumb terminal', [], { TERM: 'dumb' }],
    ['--no-color', ['--no-color'], {}],
  ])('they have none with %s', (_, args, environment) => {
    expect(onTerminal(['stack', 'templates', ...args], environment)).not.toContain('\u001b')
  })

  test('an empty NO_COLOR means nothing', () => {
    expect(onTerminal(['stack', 'templates'], { NO_COLOR: '' })).toContain('\u001b[1m')
  })
})

describe('help', () => {
  test.each([['--version'], ['-V']])('%s is the version of the package', async (flag) => {
    expect(await ign([flag])).toEqual({ status: 0, stdout: `${packageJson.version}\n`, stderr: '' })
  })

  test('of the program begins with examples and lists its nouns', async () => {
    const { status, stdout, stderr } = await ign(['--help'])

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout.startsWith('Examples:\n  ign stack init')).toBe(true)
    for (const { words } of commands) expect(stdout).toContain(`\n  ${words[0]}`)
    expect(stdout.trimEnd().split('\n').at(-1)).toContain('Reference: docs/reference/')
  })

  test('of a noun lists its verbs', async () => {
    const { status, stdout } = await ign(['stack', '--help'])

    expect(status).toBe(0)
    for (const { words } of commands.filter(({ words }) => words[0] === 'stack'))
      expect(stdout).toContain(`\n  ${words[1]}`)
    expect((await ign(['user', 'token', '--help'])).stdout).toContain('\n  revoke')
  })

  test('of a command begins with its examples and tells its options and the global ones', async () => {
    for (const { words, examples, options = [] } of commands) {
      const { status, stdout } = await ign([...words, '--help'])

      expect(status).toBe(0)
      expect(stdout.startsWith(`Examples:\n  ${examples[0]}\n`), words.join(' ')).toBe(true)
      for (const { flags } of [...options, { flags: '--json' }]) expect(stdout).toContain(flags)
    }
  })

  test('is shown once, on standard error, when a command is missing', async () => {
    for (const args of [[], ['stack'], ['config'], ['user', 'token']]) {
      const { status, stderr } = await ign(args)
      expect(status).toBe(2)
      expect(stderr.match(/Usage: ign/g)).toHaveLength(1)
    }
  })
})

describe('a slip of the fingers', () => {
  test.each([
    [['stak'], 'Did you mean "stack"?'],
    [['stack', 'genrate'], 'Did you mean "generate"?'],
    [['stack', 'check', '--jsn'], 'Did you mean "--json"?'],
    [['stack', 'generate', '--ouput', 'x'], 'Did you mean "--output"?'],
    [['--versoin'], 'Did you mean "--version"?'],
    [['stack', 'init', '--template', 'full-iot'], 'Did you mean "full-iiot"?'],
    [['stack', 'catalog', 'ingition'], 'Did you mean "ignition"?'],
    [['stack', 'preview', '--path', 'docker-compose.yaml'], 'Did you mean "docker-compose.yml"?'],
  ])('%j is answered with %s', async (args, hint) => {
    const { status, stderr } = await ign(args, withPlant())

    expect(status).toBe(2)
    expect(stderr).toContain(hint)
  })

  test('that is near to nothing is answered with where to look', async () => {
    expect((await ign(['xylophone'])).stderr).toContain('See ign xylophone --help.')
  })
})

describe('starting', () => {
  /** The program as it is installed, without some of its parts. */
  function partOf(...parts: readonly string[]): string {
    const folder = temporaryFolder()
    for (const part of ['bin/ign.js', 'package.json', ...parts])
      cpSync(join(root, part), join(folder, part), { recursive: true })
    return join(folder, 'bin', 'ign.js')
  }

  const run = (start: string, args: readonly string[]) =>
    spawnSync(process.execPath, [start, ...args], { ...emptyPlace(), encoding: 'utf8' })

  test('to tell the version loads nothing of the built program', () => {
    expect(run(partOf(), ['--version'])).toMatchObject({ status: 0, stdout: `${packageJson.version}\n`, stderr: '' })
  })

  test('without the built program says what to do', () => {
    const start = partOf()

    expect(run(start, ['stack', 'check'])).toMatchObject({
      status: 3,
      stdout: '',
      stderr: 'ign is not built here: dist/main.js is missing. Run "npm run build".\n',
    })
    expect(documentOf(run(start, ['stack', 'check', '--json']).stdout)).toMatchObject({
      ok: false,
      error: { code: 'setup.not-built' },
    })
  })

  test('to tell the help loads no heavy library', () => {
    const coverage = temporaryFolder()
    const { cwd, env } = emptyPlace({ NODE_V8_COVERAGE: coverage })

    spawnSync(process.execPath, [program, '--help'], { cwd, env })

    const [report = ''] = readdirSync(coverage)
    const { result } = JSON.parse(readFileSync(join(coverage, report), 'utf8')) as { result: { url: string }[] }
    const loaded = result.map(({ url }) => url).filter((url) => url.includes('/dist/'))
    const sources = loaded.flatMap(
      (url) => JSON.parse(readFileSync(fileURLToPath(`${url}.map`), 'utf8')).sources as string[],
    )
    const packages = new Set(sources.flatMap((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []))
    expect([...packages]).toEqual(['commander'])
  })
})
