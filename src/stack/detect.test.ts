import { describe, expect, it } from 'vitest'
import {
  codesOf,
  exampleText,
  gateway,
  issuesOf,
  plantValue,
  project,
  type Services,
} from '../../test/support/project.ts'
import { integrationTypes } from '../catalog/index.ts'
import { checkPlant, detect, integrationsOf, resolve } from './index.ts'

const detectionOf = (services: Services) => {
  const { spec } = checkPlant(plantValue({ services }))
  if (!spec) throw new Error('the plant is not valid')
  return detect(resolve(spec))
}

const wiresOf = (services: Services) => detectionOf(services).wires.map(({ id, status }) => `${id} ${status}`)

describe('wires', () => {
  it('connect whatever offers with whatever accepts', () => {
    expect(wiresOf({ charts: 'grafana', history: 'postgres', metrics: 'prometheus', mail: 'mailpit' })).toEqual([
      'charts.mail.mail automatic',
      'charts.metrics.metrics automatic',
      'history.dashboards.charts automatic',
      'mail.metrics.metrics automatic',
      'metrics.dashboards.charts automatic',
    ])
  })

  it('to a broker of one’s own kind are there only where the plant file names them', () => {
    const uses = 'mosquitto'

    expect(wiresOf({ hall: uses, central: uses })).toEqual([])
    expect(wiresOf({ hall: { uses, connect: { 'mqtt-broker': 'central' } }, central: uses })).toEqual([
      'hall.mqtt-broker.central automatic',
    ])
  })

  it('are no more automatic than the provider can make them', () => {
    const broker = (options: object) => ({ broker: { uses: 'hivemq', options } })
    const gw = gateway()

    expect(wiresOf({ flows: 'node-red', ...broker({}) })).toEqual(['flows.mqtt-broker.broker manual'])
    expect(wiresOf({ flows: 'node-red', ...broker({ allowAnonymous: true }) })).toEqual([
      'flows.mqtt-broker.broker automatic',
    ])
    const [wire] = detectionOf({ gw, ...broker({}) }).wires
    expect(wire?.note).toMatch(/HiveMQ .* Cirrus Link/)
    expect(wire?.isPrepared).toBeUndefined()
  })

  it('say why they are there', () => {
    const [wire] = detectionOf({ flows: 'node-red', broker: 'mosquitto' }).wires

    expect(wire?.why).toBe('Node-RED uses Eclipse Mosquitto for mqtt broker')
  })

  it('lead to one provider where one is enough, and tell of the others', () => {
    const services = { charts: 'grafana', a: 'mailpit', b: 'mailpit' }

    expect(wiresOf(services)).toEqual(['charts.mail.a automatic'])
    expect(issuesOf({ services })).toMatchObject([
      { code: 'stack.port-shifted' },
      { code: 'stack.port-shifted' },
      { code: 'stack.several-providers', severity: 'info', hint: 'Choose with connect: { mail: a }.' },
    ])
  })

  it('lead where the plant says, or nowhere', () => {
    const charts = (mail: unknown) => ({ charts: { uses: 'grafana', connect: { mail } }, a: 'mailpit', b: 'mailpit' })

    expect(wiresOf(charts('b'))).toEqual(['charts.mail.b automatic'])
    expect(wiresOf(charts(['b']))).toEqual(['charts.mail.b automatic'])
    expect(wiresOf(charts([]))).toEqual([])
  })

  it('cannot lead to two providers where a service can use only one', () => {
    const services = { charts: { uses: 'grafana', connect: { mail: ['a', 'b'] } }, a: 'mailpit', b: 'mailpit' }

    expect(issuesOf({ services })).toMatchObject([
      { code: 'stack.option-conflict', path: ['services', 'charts', 'connect', 'mail'], hint: 'Keep one of a, b.' },
    ])
  })

  it('that lead to nothing are told with what was meant', () => {
    const connect = (to: unknown) =>
      issuesOf({ services: { gw: { ...gateway(), connect: to }, history: 'postgres', charts: 'grafana' } })

    expect(connect({ database: 'histroy' })).toMatchObject([
      { code: 'stack.unknown-reference', message: 'there is no service "histroy"', hint: 'Did you mean "history"?' },
    ])
    expect(connect({ database: 'charts' })).toMatchObject([
      {
        code: 'stack.unknown-reference',
        message: '"charts" does not offer database',
        hint: 'Services that offer it: history.',
      },
    ])
    expect(connect({ databse: 'history' })).toMatchObject([
      { code: 'stack.unknown-reference', hint: 'Did you mean "database"?' },
    ])
  })

  it('of everything with everything are refused before they exhaust the memory', () => {
    const services = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [`s${index}`, index % 2 === 0 ? 'node-red' : 'mosquitto']),
    )

    expect(codesOf({ services })).toEqual(['stack.too-large'])
  })
})

describe('what is indispensable', () => {
  it('is added once, under a name that is free', () => {
    const services = { login: 'keycloak', postgres: 'mailpit' }

    const { added, instances } = detectionOf(services)

    expect(added).toMatchObject([{ service: 'postgres-2' }])
    expect([...instances.keys()]).toEqual(['login', 'postgres', 'postgres-2'])
    expect(instances.get('postgres-2')?.addedBecause).toBe(added[0]?.because)
  })

  it('is not added where the plant has it', () => {
    expect(detectionOf({ login: 'keycloak', db: 'postgres' }).added).toEqual([])
  })
})

describe('conflicts', () => {
  it('are services that can be in a stack only once', () => {
    for (const uses of ['traefik', 'keycloak'])
      expect(
        codesOf({ services: { a: uses, b: uses } }).filter((code) => code !== 'stack.added'),
        uses,
      ).toEqual(['stack.single-instance'])
  })

  it('name the services and what to do', () => {
    expect(detectionOf({ a: 'traefik', b: 'traefik' }).conflicts).toMatchObject([
      { code: 'stack.single-instance', level: 'error', services: ['a', 'b'], hint: 'Keep one of a, b.' },
    ])
  })
})

describe('recommendations', () => {
  it('name what a stack of this kind usually gains from, each once', () => {
    const suggested = (services: Services) => detectionOf(services).recommendations.map(({ suggest }) => suggest)

    expect(suggested({ gw: gateway() })).toEqual(['postgres', 'mailpit'])
    expect(suggested({ metrics: 'prometheus' })).toEqual(['grafana'])
    expect(suggested({ charts: 'grafana', flows: 'node-red', mail: 'mailpit' })).toEqual(['traefik', 'prometheus'])
  })

  it('are none for the whole of the first catalogue', () => {
    expect(project(exampleText('full-iiot')).detection.recommendations).toEqual([])
  })
})

describe('the nine kinds of integration', () => {
  it('are always all there', () => {
    expect(Object.keys(integrationsOf(detectionOf({ db: 'postgres' })))).toEqual([...integrationTypes])
  })

  it('hold providers, consumers and wires by the names of instances', () => {
    const groups = integrationsOf(detectionOf({ gw: gateway('8.1'), db: 'postgres', sso: 'keycloak' }))

    expect(groups.db_provider).toMatchObject({
      providers: ['db'],
      consumers: ['gw', 'sso'],
      wires: [
        { id: 'gw.database.db', status: 'manual', note: expect.any(String) },
        { id: 'sso.database.db', status: 'automatic' },
      ],
    })
    expect(groups.log_aggregation).toEqual({ providers: [], consumers: [], wires: [] })
  })
})
