import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isRequired, missingEngine, RunningStack } from './support/stack.ts'

const missing = missingEngine()
const plant = join(import.meta.dirname, 'plants', 'own-services', 'plant.yaml')

/** A program that the catalogue does not have is wired and proven like those that it has. */
describe.skipIf(missing !== undefined && !isRequired)('a service of the user’s own on a real engine', () => {
  const stack = new RunningStack(plant, ['e2e'])

  beforeAll(() => {
    stack.generate()
    stack.up()
  })

  afterAll(() => stack.destroy())

  it('carries current on every wire', () => {
    const { exitCode, probes } = stack.verify('--wire', 'orders')

    expect(probes.filter((probe) => !probe.ok)).toEqual([])
    expect(probes.map(({ wire }) => wire)).toEqual([
      'orders.database.history',
      'orders.mail.mail',
      'orders.mqtt-broker.broker',
      'orders.reverse-proxy.proxy',
    ])
    expect(exitCode).toBe(0)
  })

  it('has what its definition and the overlay say', () => {
    const { stdout } = stack.exec('orders', 'env')

    expect(stdout).toContain('\nMP_MAX_MESSAGES=300\n')
    expect(stdout).toContain('\nMP_LABEL=Orders of orders\n')
    expect(stdout).toContain('\nMQTT_URL=mqtts://broker:8883\n')
    expect(stdout).not.toContain(stack.secret('orders.api-key'))
    expect(stack.exec('orders', 'cat', '/etc/press/settings.ini').stdout).toBe(
      'key_file = /run/secrets/orders.api-key\n',
    )
    expect(stack.exec('orders', 'cat', '/run/secrets/orders.api-key').stdout).toBe(stack.secret('orders.api-key'))
  })

  it('keeps all its wires after its passwords were rotated, and after that was taken back', () => {
    const before = stack.secret('orders.database-password')
    const rotate = (...words: string[]) => {
      const { exitCode, stderr } = stack.ign(
        'stack',
        'rotate-secrets',
        plant,
        '--env',
        'e2e',
        '-o',
        stack.folder,
        '--yes',
        ...words,
      )
      expect(exitCode, stderr).toBe(0)
      stack.up()
      expect(stack.verify('--wire', 'orders').probes.filter((probe) => !probe.ok)).toEqual([])
    }

    rotate('--name', 'orders')
    expect(stack.secret('orders.database-password')).not.toBe(before)

    rotate('--undo')
    expect(stack.secret('orders.database-password')).toBe(before)
  })
})
