import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Resource, resourceFiles, seedScript } from './files.ts'

/** The script that runs before a gateway, in folders of this machine instead of those of its container. */

let base: string
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'ign-seed-'))
})
afterAll(() => rmSync(base, { recursive: true, force: true }))

const hasTools = spawnSync('bash', ['-c', 'find /dev/null -printf ""']).status === 0

const connection = (name: string, config: unknown): Resource => ({
  module: 'ignition',
  type: 'database-connection',
  name,
  config,
})
const mqtt: Resource = { module: 'com.example', type: 'server-set', name: 'Default Set', config: { a: 1 } }

/** A machine of its own: an image, an empty volume, resources to place. */
class Machine {
  readonly folder: string

  constructor(resources: readonly Resource[]) {
    this.folder = mkdtempSync(join(base, 'm-'))
    this.#write('image/gateway.xml', 'from the image')
    this.#write('image/config/resources/core/config-mode.json', '{}')
    this.#write('ca.crt', 'a certificate')
    mkdirSync(join(this.folder, 'data'))
    this.seed(resources)
  }

  #write(path: string, content: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true })
    writeFileSync(join(this.folder, path), content)
  }

  seed(resources: readonly Resource[]): void {
    rmSync(join(this.folder, 'seed'), { recursive: true, force: true })
    for (const { path, content } of resources.flatMap(resourceFiles)) this.#write(path, content)
    const script = seedScript
      .replace('/usr/local/bin/ignition/data', join(this.folder, 'image'))
      .replace('data=/data', `data=${join(this.folder, 'data')}`)
      .replace('cd /seed/resources', `cd ${join(this.folder, 'seed/resources')}`)
      .replace(/chown .*\n/, '')
    this.#write('seed.sh', script)
  }

  /** Runs the script; with `killAt` the whole group of processes ends before that command. */
  run(killAt = 0): { status: number | null; stdout: string } {
    const trap = `set -T; n=0; trap 'n=$((n + 1)); [ "$n" = ${killAt} ] && kill -9 0' DEBUG`
    this.#write('trap.sh', trap)
    const { status, stdout } = spawnSync('setsid', ['-w', 'bash', join(this.folder, 'seed.sh')], {
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        AUTHORITY: join(this.folder, 'ca.crt'),
        ...(killAt > 0 ? { BASH_ENV: join(this.folder, 'trap.sh') } : {}),
      },
    })
    return { status, stdout }
  }

  /** Path -> content of everything in the volume. */
  volume(): Record<string, string> {
    const root = join(this.folder, 'data')
    return Object.fromEntries(
      readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path) => [relative(root, path), readFileSync(path, 'utf8')] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    )
  }

  /** As somebody does on the gateway's pages. */
  change(path: string, content: string): void {
    this.#write(`data/config/resources/core/${path}`, content)
  }
}

const config = (machine: Machine, path: string): unknown =>
  JSON.parse(machine.volume()[`config/resources/core/${path}/config.json`] ?? 'null')

describe.skipIf(!hasTools)('the seed script', () => {
  test('fills an empty volume from the image, places resources and hands the authority over', () => {
    const machine = new Machine([connection('db', { url: 'a' }), mqtt])

    expect(machine.run()).toMatchObject({
      status: 0,
      stdout: 'placed: ./com.example/server-set/Default Set\nplaced: ./ignition/database-connection/db\n',
    })
    expect(machine.volume()).toMatchObject({
      'gateway.xml': 'from the image',
      'certificates/supplemental/ca.crt': 'a certificate',
      'config/resources/core/ignition/database-connection/db/resource.json': expect.stringContaining('"scope": "A"'),
    })
    expect(config(machine, 'ignition/database-connection/db')).toEqual({ url: 'a' })
    expect(config(machine, 'com.example/server-set/Default Set')).toEqual({ a: 1 })
  })

  test('does nothing the second time', () => {
    const machine = new Machine([connection('db', { url: 'a' })])
    machine.run()
    const before = machine.volume()

    expect(machine.run()).toEqual({ status: 0, stdout: '' })
    expect(machine.volume()).toEqual(before)
  })

  test('brings what it placed up to date and keeps what was changed on the gateway', () => {
    const machine = new Machine([connection('ours', { url: 'a' }), connection('theirs', { url: 'a' })])
    machine.run()
    machine.change('ignition/database-connection/theirs/config.json', '{"url":"mine"}')
    machine.seed([connection('ours', { url: 'b' }), connection('theirs', { url: 'b' })])

    const { stdout } = machine.run()

    expect(stdout).toContain('placed: ./ignition/database-connection/ours\n')
    expect(stdout).toContain('kept: ./ignition/database-connection/theirs was changed on the gateway\n')
    expect(config(machine, 'ignition/database-connection/ours')).toEqual({ url: 'b' })
    expect(config(machine, 'ignition/database-connection/theirs')).toEqual({ url: 'mine' })
  })

  test('leaves a volume alone that a gateway has filled', () => {
    const machine = new Machine([connection('db', { url: 'a' })])
    machine.change('../../../gateway.xml', 'of a gateway that has run')

    machine.run()

    expect(machine.volume()['gateway.xml']).toBe('of a gateway that has run')
  })

  test('can be killed before any of its commands: the next run finishes what it began', () => {
    const resources = [connection('db', { url: 'b' })]
    const finished = (killAt: number, isUpdate: boolean) => {
      const machine = new Machine([connection('db', { url: 'a' })])
      if (isUpdate) machine.run()
      machine.seed(resources)
      const first = machine.run(killAt)
      const second = machine.run()
      // a file that was being written when it was killed has a name of its own
      const volume = Object.fromEntries(Object.entries(machine.volume()).filter(([path]) => !path.endsWith('.new')))
      return { wasKilled: first.status !== 0, status: second.status, kept: second.stdout.includes('kept'), volume }
    }
    for (const isUpdate of [false, true]) {
      const clean = finished(0, isUpdate).volume
      let killAt = 1
      for (let outcome = finished(killAt, isUpdate); outcome.wasKilled; outcome = finished(++killAt, isUpdate)) {
        expect({ killAt, ...outcome }).toMatchObject({ status: 0, kept: false, volume: clean })
      }
      expect(killAt).toBeGreaterThan(20)
    }
  }, 60_000)
})

test('the paths of the script are those that the job mounts', () => {
  for (const path of ['image=/usr/local/bin/ignition/data', 'data=/data', 'cd /seed/resources'])
    expect(seedScript).toContain(path)
  expect(existsSync('/seed')).toBe(false)
})
