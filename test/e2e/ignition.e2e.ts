import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gwbk, modl, sha256 } from '../support/archives.ts'
import { isRequired, missingEngine, RunningStack } from './support/stack.ts'

/**
 * Gateways are the STAND-IN of `images/ignition`: it takes what a project hands over and refuses what the product would
 * not understand. Databases and broker are real. Nothing here is a test of Ignition itself.
 */
const missing = missingEngine()

const engine = 'com.cirruslink.mqtt.engine.gateway'
const transmission = 'com.cirruslink.mqtt.transmission.gateway'

const plant = (checksum: string) => `version: 1
name: gateways
services:
  hub:
    uses: ignition
    version: "8.3"
    options:
      acceptEula: true
      incomingGateways: open
      initialHeapMiB: 256
      modules: [com.inductiveautomation.opcua, com.inductiveautomation.jdbc.postgresql]
      thirdPartyModules:
        - { id: ${engine}, file: ./engine.modl, sha256: ${checksum}, acceptLicense: true, acceptCertificate: true }
        - { id: ${transmission}, file: ./transmission.modl, acceptLicense: true, acceptCertificate: true }
    ports: { http: false, https: false }
  line:
    uses: ignition
    version: "8.3"
    options: { acceptEula: true, edition: edge, heapMiB: 512, restore: ./line.gwbk }
    connect: { gateway-network: [hub, legacy], mqtt-broker: [] }
    ports: { http: false, https: false }
  legacy:
    uses: ignition
    version: "8.1"
    options:
      acceptEula: true
      thirdPartyModules: [{ id: com.example.old, file: ./old.modl, acceptLicense: true, acceptCertificate: true }]
    connect: { gateway-network: hub, mqtt-broker: [] }
    ports: { http: false, https: false }
  history: { uses: postgres, ports: { postgres: false } }
  broker: { uses: mosquitto, options: { tls: true, websockets: false }, ports: { mqtts: false } }
`

interface Facts {
  readonly standIn: boolean
  readonly args: Record<string, unknown>
  readonly moduleStates: readonly { readonly id: string; readonly state: string }[]
  readonly certificates: readonly { readonly path: string; readonly sha256: string }[]
  readonly modules: readonly { readonly sha256: string }[]
  readonly network: { readonly outgoing: unknown; readonly incoming: unknown }
  readonly parsed: Record<string, Record<string, unknown>>
}

describe.skipIf(missing !== undefined && !isRequired)('gateways with all that can be given to them', () => {
  const base = mkdtempSync(join(tmpdir(), 'ign-gateways-'))
  const file = join(base, 'plant.yaml')
  let stack: RunningStack
  let engineFile: Buffer

  beforeAll(async () => {
    engineFile = await modl(engine, '8.3.0')
    writeFileSync(join(base, 'engine.modl'), engineFile)
    writeFileSync(join(base, 'transmission.modl'), await modl(transmission, '8.3.0'))
    writeFileSync(join(base, 'old.modl'), await modl('com.example.old', '8.1.0'))
    writeFileSync(join(base, 'line.gwbk'), await gwbk('8.3.6'))
    writeFileSync(file, plant(sha256(engineFile)))
    stack = new RunningStack(file)
    stack.generate()
    stack.up()
  })

  afterAll(() => {
    stack?.destroy()
    rmSync(base, { recursive: true, force: true })
  })

  const facts = (gateway: string): Facts =>
    JSON.parse(stack.exec(gateway, 'curl', '-fsS', 'http://127.0.0.1:8088/standin/config').stdout)

  it('carries current on every wire', () => {
    const { exitCode, probes } = stack.verify()

    expect(probes.filter((probe) => !probe.ok)).toEqual([])
    expect(probes.map((probe) => probe.wire)).toEqual([
      'hub.database.history',
      'hub.mqtt-broker.broker',
      'legacy.gateway-network.hub',
      'line.gateway-network.hub',
    ])
    expect(exitCode).toBe(0)
  })

  it('installs the modules byte for byte, accepted on 8.3 and waiting for a person on 8.1', () => {
    const { moduleStates, modules } = facts('hub')

    expect(moduleStates).toEqual([
      { id: engine, file: `${engine}.modl`, state: 'ACTIVE' },
      { id: transmission, file: `${transmission}.modl`, state: 'ACTIVE' },
    ])
    expect(modules.map((one) => one.sha256)).toContain(sha256(engineFile))
    expect(facts('legacy').moduleStates).toMatchObject([{ id: 'com.example.old', state: 'WAITS' }])
  })

  it('tells the MQTT modules where the broker is, and Java whom to trust', () => {
    const { parsed, certificates } = facts('hub')

    expect(parsed[`core/${engine}/server/broker`]).toMatchObject({ url: 'ssl://broker:8883', username: 'hub' })
    expect(parsed[`core/${transmission}/transmitter/hub`]).toMatchObject({ groupId: 'gateways', edgeNodeId: 'hub' })
    expect(parsed[`core/${engine}/server-set/Default Set`]).toMatchObject({ primaryHostId: 'hub' })
    expect(certificates).toMatchObject([
      { path: 'stack-ca.crt', sha256: sha256(Buffer.from(stack.secret('stack-ca.crt'))) },
    ])
  })

  it('connects gateways as the plant says', () => {
    expect(facts('line').network.outgoing).toEqual([
      { host: 'hub', port: '8088', enablessl: 'false', description: 'hub' },
      { host: 'legacy', port: '8060', enablessl: 'true', description: 'legacy' },
    ])
    expect(facts('hub').network.incoming).toMatchObject({ policy: 'Unrestricted', requireSsl: false })
    expect(facts('legacy').network.incoming).toMatchObject({ policy: 'ApprovedOnly', requireSsl: true })
  })

  it('hands over memory, edition and backup', () => {
    expect(facts('hub').args).toMatchObject({ memory: '1024', jvm: ['wrapper.java.initmemory=256'] })
    expect(facts('line').args).toMatchObject({ memory: '512', restore: '/restore.gwbk' })
  })

  it('ends the stand-in where something would be ignored by the product', () => {
    const tag = 'inductiveautomation/ignition:8.3.8'
    const run = (...words: string[]) =>
      spawnSync('docker', ['run', '--rm', '-e', 'ACCEPT_IGNITION_EULA=Y', ...words], { encoding: 'utf8' })

    expect(run('-e', 'GATEWAY_MAX_MEMORY=1024', tag).stderr).toContain('GATEWAY_MAX_MEMORY is no variable')
    expect(run('-e', 'GATEWAY_NETWORK_1_HOST=a', tag).stderr).toContain('counted from 0')
    expect(run('-e', 'ACCEPT_MODULE_LICENSES=com.example.x', tag).stderr).toContain('no such module')
    expect(run(tag, '--', 'nonsense').stderr).toContain('unknown argument nonsense')
  })
})
