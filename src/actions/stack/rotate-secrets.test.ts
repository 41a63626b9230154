import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { type TestContext, testContext } from '../../../test/support/context.ts'
import { temporaryFolder } from '../../../test/support/temporary.ts'
import { stackGenerate } from './generate.ts'
import { stackRotateSecrets } from './rotate-secrets.ts'

/** A database with a gateway and dashboards on it, and a broker with a client: passwords of every kind. */
const text = `version: 1
name: demo
services:
  gateway:
    uses: ignition
    options: { acceptEula: true }
  history: { uses: postgres }
  broker: { uses: mosquitto }
  flows: { uses: node-red }
  charts: { uses: grafana }
`

let context: TestContext
let folder: string
beforeEach(() => {
  context = testContext()
  folder = join(temporaryFolder(), 'out')
})

const rotate = (more: Partial<Parameters<typeof stackRotateSecrets.run>[0]> = {}) =>
  stackRotateSecrets.run({ plant: { text }, names: [], ...more }, context)
const generate = (plant = text) => stackGenerate.run({ plant: { text: plant }, output: folder, dryRun: false }, context)
const secret = (name: string): string => readFileSync(join(folder, 'secrets', name), 'utf8')

describe('a plan of new passwords', () => {
  test('changes nothing', async () => {
    const { data, next } = await rotate()

    expect(data).toMatchObject({ applied: false, changes: [] })
    expect(next).toEqual([])
    expect(existsSync(context.home)).toBe(false)
  })

  test('is the same plan every time', async () => {
    const [one, two] = [await rotate(), await rotate()]

    expect(one.data.plan).toEqual(two.data.plan)
    expect(one.data.plan.id).toMatch(/^[0-9a-f]{16}$/)
  })

  test('tells for each secret which containers read it, those too that get only its hash', async () => {
    const { data } = await rotate()

    const restarts = Object.fromEntries(data.rotations.map((one) => [one.secret, one.restarts]))
    expect(restarts['gateway.history.database-password']).toEqual(expect.arrayContaining(['history-setup', 'gateway']))
    expect(restarts['flows.broker.mqtt-password']).toEqual(['broker', 'flows'])
  })

  test('lets each service start after those that it waits for', async () => {
    const { data } = await rotate()

    const at = (name: string) => data.services.indexOf(name)
    expect(at('history-setup')).toBeLessThan(at('charts'))
    expect(at('broker')).toBeLessThan(at('flows'))
    const ids = data.plan.steps.map(({ id }) => id)
    expect(ids[0]).toBe('write')
    expect(ids.at(-1)).toBe('prove')
    for (const [index, { dependsOn }] of data.plan.steps.entries())
      for (const id of dependsOn) expect(ids.slice(0, index)).toContain(id)
  })

  test('leaves what a new value would break, and says why', async () => {
    const kept = Object.fromEntries((await rotate()).data.kept.map(({ secret: name, why }) => [name, why]))

    expect(kept['history.superuser-password']).toContain('first start')
    expect(kept['charts.admin-password']).toContain('first start')
    expect(kept['flows.credential-secret']).toContain('can be opened only with it')
    expect(kept['charts.secret-key']).toContain('can be opened only with it')
    expect(kept['flows.broker.mqtt-password']).toBeUndefined()
  })

  test('leaves what the user gives', async () => {
    const plant = {
      text: text.replace('uses: mosquitto }', "uses: mosquitto, options: { username: edge, password: 'env:EDGE' } }"),
    }

    const { data } = await stackRotateSecrets.run({ plant, names: ['broker.user'] }, context)

    expect(data.rotations).toEqual([])
    expect(data.plan.steps).toEqual([])
    expect(data.kept).toEqual([{ secret: 'broker.user-password', why: expect.stringContaining('env:EDGE') }])
  })

  test.each(['vault', 'openbao'])('leaves what the first start of %s has taken over for good', async (store) => {
    const plant = { text: `${text}  secrets: { uses: ${store} }\n  images: { uses: registry }\n` }

    const { data } = await stackRotateSecrets.run({ plant, names: [] }, context)

    const kept = Object.fromEntries(data.kept.map(({ secret: name, why }) => [name, why]))
    const material = ['setup-role-id', 'setup-secret-id', ...(store === 'openbao' ? ['seal-key'] : [])]
    for (const name of material) {
      expect(kept[`secrets.${name}`], name).toMatch(/^not rotated here, because the store /)
      expect(data.rotations.map((one) => one.secret)).not.toContain(`secrets.${name}`)
    }
    // what the setup brings in at every start gets new values all the same
    expect(data.rotations.map((one) => one.secret)).toContain('images.secret-store-secret-id')
  })

  test('is limited to what is named', async () => {
    const { data } = await rotate({ names: ['flows.broker'] })

    expect(data.rotations.map((one) => one.secret)).toEqual(['flows.broker.mqtt-password'])
    expect(data.services).toEqual(['broker', 'flows'])
  })
})

describe('new passwords', () => {
  const names = ['flows.broker', 'charts.history', 'gateway.history']

  test('are in the vault and in the project, and nothing else changes', async () => {
    await generate()
    const before = [secret('flows.broker.mqtt-password'), secret('charts.admin-password')]

    const { data, next } = await rotate({ names, output: folder })

    expect(data.applied).toBe(true)
    expect(secret('flows.broker.mqtt-password')).not.toBe(before[0])
    expect(secret('charts.admin-password')).toBe(before[1])
    expect(data.changes.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['docker-compose.yml', 'secrets/flows.broker.mqtt-password']),
    )
    expect(data.changes.filter(({ path }) => !path.startsWith('secrets/')).map(({ path }) => path)).toEqual([
      'docker-compose.yml',
    ])
    expect(next?.[0]).toContain('docker compose')
    expect((await generate()).data.changes).toEqual([])
  })

  test('fit the hashes that are made of them', async () => {
    await generate()
    const before = readFileSync(join(folder, 'secrets/broker.passwd'), 'utf8')

    await rotate({ names: ['flows.broker'], output: folder })

    const after = readFileSync(join(folder, 'secrets/broker.passwd'), 'utf8')
    const line = (file: string, user: string) => file.split('\n').find((one) => one.startsWith(`${user}:`))
    expect(line(after, 'flows')).not.toBe(line(before, 'flows'))
  })

  test('can be taken back, and brought in again', async () => {
    await generate()
    const first = secret('flows.broker.mqtt-password')
    await rotate({ names, output: folder })
    const second = secret('flows.broker.mqtt-password')

    const undone = await rotate({ names: [], undo: true, output: folder })
    expect(undone.data.rotations.map((one) => one.secret)).toContain('flows.broker.mqtt-password')
    expect(secret('flows.broker.mqtt-password')).toBe(first)

    await rotate({ names: [], undo: true, output: folder })
    expect(secret('flows.broker.mqtt-password')).toBe(second)
  })

  test('are not made when nothing is there to take back', async () => {
    await generate()

    const { data } = await rotate({ undo: true, output: folder })

    expect(data).toMatchObject({ applied: false, rotations: [], changes: [] })
  })

  test('are not made for a project that somebody changed, or that is another one', async () => {
    await generate()
    const stored = context.vault().load('demo')
    writeFileSync(join(folder, '.env'), 'edited\n')
    await expect(rotate({ output: folder })).rejects.toMatchObject({ code: 'platform.file-edited', exitCode: 6 })

    folder = join(temporaryFolder(), 'other')
    await expect(rotate({ output: folder })).rejects.toMatchObject({ code: 'action.not-generated', exitCode: 6 })

    expect(context.vault().load('demo')).toEqual(stored)
  })
})
