import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unzip } from '../support/unzip.ts'
import { missingSecondEngine, SecondEngine } from './support/second-engine.ts'
import { example, isRequired, missingEngine, RunningStack } from './support/stack.ts'

const missing = missingEngine() ?? missingSecondEngine()

/** A template is bundled where there are images, carried to an engine without network and images, and proven there. */
describe.skipIf(missing !== undefined && !isRequired)('an offline bundle on a second engine', () => {
  const base = mkdtempSync(join(tmpdir(), 'ign-offline-'))
  const [here, there] = [join(base, 'here'), join(base, 'there')]
  const stack = new RunningStack(example('basic-scada'))
  let engine: SecondEngine

  const run = (folder: string, script: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
    spawnSync('sh', [join(folder, script), ...args], { encoding: 'utf8', env: { ...process.env, ...environment } })
  const load = () => run(there, 'images/load.sh', [], { DOCKER_HOST: engine.dockerHost })

  beforeAll(async () => {
    const { exitCode, stderr } = stack.ign('stack', 'bundle', stack.plant, '-o', join(base, 'bundle.zip'), '--offline')
    if (exitCode !== 0) throw new Error(stderr)
    for (const [path, { content, mode }] of await unzip(readFileSync(join(base, 'bundle.zip')))) {
      if (path.endsWith('/')) continue
      mkdirSync(dirname(join(here, path)), { recursive: true })
      writeFileSync(join(here, path), content, { mode })
    }
    engine = new SecondEngine()
    await engine.ready()
  })

  afterAll(async () => {
    spawnSync('docker', ['compose', 'down', '--volumes', '--timeout', '5'], {
      cwd: there,
      env: { ...process.env, DOCKER_HOST: engine.dockerHost },
    })
    await engine.destroy()
    stack.destroy()
    rmSync(base, { recursive: true, force: true })
  })

  it('lists the images by the ids that the engine here knows', () => {
    const list = readFileSync(join(here, 'images/images.txt'), 'utf8')

    const { stdout } = spawnSync('docker', ['image', 'inspect', '--format', '{{.Id}}', 'postgres:17.11'], {
      encoding: 'utf8',
    })
    expect(list).toContain(`\npostgres:17.11 ${stdout.trim()} `)
  })

  it('takes the images along', () => {
    const { status, stderr } = run(here, 'images/save.sh', [])

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    cpSync(here, there, { recursive: true })
  })

  it('finds an engine that has no image and reaches no registry', () => {
    expect(engine.docker('image', 'ls', '--quiet').stdout).toBe('')
    expect(engine.docker('pull', 'postgres:17.11').status).not.toBe(0)
  })

  it('is refused there with the name of a file that was damaged on the way, and nothing is loaded', () => {
    const tar = join(there, 'images/images.tar')
    const { size } = statSync(tar)
    appendFileSync(tar, 'x')
    rmSync(join(there, 'docker-compose.yml'))

    const { status, stderr } = load()

    expect(status).toBe(1)
    expect(stderr).toBe('missing: docker-compose.yml\ndamaged: images/images.tar\n')
    expect(engine.docker('image', 'ls', '--quiet').stdout).toBe('')
    truncateSync(tar, size)
    cpSync(join(here, 'docker-compose.yml'), join(there, 'docker-compose.yml'))
  })

  it('loads there', () => {
    const { status, stderr } = load()

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(engine.docker('image', 'inspect', 'postgres:17.11').status).toBe(0)
  })

  it('starts there', () => {
    const { status, stderr, stdout } = run(there, 'start.sh', ['--pull', 'never'], { DOCKER_HOST: engine.dockerHost })

    expect(status, stderr).toBe(0)
    expect(stdout).toContain('healthy')
  })

  it('carries current on every wire there', () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      [join(import.meta.dirname, '../../bin/ign.js'), 'stack', 'verify', stack.plant, '--json'],
      {
        encoding: 'utf8',
        env: { ...process.env, DOCKER_HOST: engine.dockerHost, IGN_HOME: join(base, 'another-home') },
      },
    )

    const { data } = JSON.parse(stdout) as { data: { passed: number; failed: number } }
    expect(data).toMatchObject({ passed: 1, failed: 0 })
    expect(status).toBe(0)
  })
})
