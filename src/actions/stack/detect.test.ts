import { describe, expect, test } from 'vitest'
import { testContext } from '../../../test/support/context.ts'
import { smallPlant } from '../../../test/support/plants.ts'
import { stackCheck } from './check.ts'
import { stackDetect } from './detect.ts'

const context = testContext

describe('detecting', () => {
  test('answers with all nine kinds of integration, whether the stack has them or not', async () => {
    const { data } = await stackDetect.run({ plant: { text: smallPlant } }, context())

    expect(Object.keys(data.integrations)).toEqual([
      'reverse_proxy',
      'oauth_provider',
      'db_provider',
      'mqtt_broker',
      'email_testing',
      'visualization',
      'metrics_collector',
      'log_aggregation',
      'secrets_management',
    ])
    expect(data.integrations.secrets_management).toEqual({ providers: [], consumers: [], wires: [] })
    expect(data.integrations.db_provider).toMatchObject({
      providers: ['history'],
      consumers: ['gateway'],
      wires: [
        {
          id: 'gateway.database.history',
          provider: 'history',
          consumer: 'gateway',
          ability: 'database',
          status: 'automatic',
          why: 'Ignition Gateway uses PostgreSQL for database',
        },
      ],
    })
  })

  test('tells why a wire is not automatic', async () => {
    const { data } = await stackDetect.run({ plant: { text: smallPlant } }, context())

    expect(data.integrations.mqtt_broker.wires).toContainEqual(
      expect.objectContaining({ id: 'gateway.mqtt-broker.broker', status: 'manual', note: expect.any(String) }),
    )
  })

  test('tells what was added and recommends what is missing', async () => {
    const text = 'version: 1\nname: demo\nservices:\n  login: { uses: keycloak }\n  charts: { uses: grafana }\n'

    const { data } = await stackDetect.run({ plant: { text } }, context())

    expect(data.added).toEqual([{ service: 'postgres', because: expect.any(String) }])
    expect(data.recommendations).toContainEqual(expect.objectContaining({ suggest: 'prometheus' }))
  })

  test('shows a conflict instead of failing on it', async () => {
    const text = 'version: 1\nname: demo\nservices:\n  a: { uses: traefik }\n  b: { uses: traefik }\n'

    const { data } = await stackDetect.run({ plant: { text } }, context())

    expect(data.conflicts).toEqual([
      expect.objectContaining({ code: 'stack.single-instance', level: 'error', services: ['a', 'b'] }),
    ])
  })

  test('refuses what is no plant', async () => {
    await expect(stackDetect.run({ plant: { value: { version: 2 } } }, context())).rejects.toMatchObject({
      code: 'stack.invalid',
    })
  })
})

describe('checking', () => {
  test('counts services and wires of a sound plant', async () => {
    const { data } = await stackCheck.run({ plant: { text: smallPlant } }, context())

    expect(data).toEqual({ services: 5, wires: expect.any(Number) })
  })

  test('tells every problem at once, each with its place', async () => {
    const text =
      'version: 1\nname: Demo\nservices:\n  a: { uses: grafna }\n  b: { uses: postgres, prots: {} }\nextra: 1\n'

    await expect(stackCheck.run({ plant: { text, file: 'p.yaml' } }, context())).rejects.toMatchObject({
      message: 'the plant file has 4 errors',
      issues: [
        { code: 'stack.invalid-name', at: { file: 'p.yaml', line: 2, column: 7 } },
        { code: 'stack.unknown-service', hint: 'Did you mean "grafana"?', at: { line: 4, column: 14 } },
        { code: 'stack.unknown-key', hint: 'Did you mean "ports"?', at: { line: 5, column: 24 } },
        { code: 'stack.unknown-key', at: { line: 6 } },
      ],
    })
  })
})
