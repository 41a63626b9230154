import { describe, expect, it } from 'vitest'
import { codesOf, gateway, issuesOf, project } from '../../test/support/project.ts'

describe('"after"', () => {
  it('makes a service wait until the other is healthy', () => {
    const one = project({ services: { flows: { uses: 'node-red', after: ['charts'] }, charts: 'grafana' } })

    expect(one.service('flows').depends_on).toEqual({ charts: { condition: 'service_healthy' } })
  })

  it('names a service that is there', () => {
    expect(issuesOf({ services: { flows: { uses: 'node-red', after: ['chart'] }, charts: 'grafana' } })).toMatchObject([
      { code: 'stack.unknown-reference', path: ['services', 'flows', 'after', 0], hint: 'Did you mean "charts"?' },
    ])
  })

  it.each([
    ['itself', { a: { uses: 'grafana', after: ['a'] } }, 'a → a'],
    ['each other', { a: { uses: 'grafana', after: ['b'] }, b: { uses: 'mailpit', after: ['a'] } }, 'a → b → a'],
    [
      'each other through a third',
      {
        a: { uses: 'grafana', after: ['b'] },
        b: { uses: 'mailpit', after: ['c'] },
        c: { uses: 'node-red', after: ['a'] },
      },
      'a → b → c → a',
    ],
  ])('cannot make services wait for %s', (_, services, circle) => {
    expect(issuesOf({ services }).filter(({ severity }) => severity === 'error')).toMatchObject([
      { code: 'stack.cycle', path: ['services', 'a', 'after'], message: `services wait for each other: ${circle}` },
    ])
  })

  it('cannot turn round what a wire needs', () => {
    const services = { gw: gateway(), db: { uses: 'postgres', after: ['gw'] } }

    expect(codesOf({ services })).toEqual(['stack.cycle'])
  })

  it('may form a chain as long as a plant can be', () => {
    const services = Object.fromEntries(
      Array.from({ length: 2000 }, (_, index) => [
        `m${index}`,
        { uses: 'mailpit', ...(index > 0 ? { after: [`m${index - 1}`] } : {}) },
      ]),
    )

    expect(codesOf({ services })).not.toContain('stack.cycle')
  })
})

describe('names', () => {
  it('of services are not those of jobs', () => {
    const services = { history: 'postgres', charts: 'grafana', 'history-setup': 'mailpit' }

    expect(issuesOf({ services })).toContainEqual(
      expect.objectContaining({
        code: 'stack.name-clash',
        message: '"history-setup" is also the name of a container of "history"',
      }),
    )
  })

  it.each([
    ['a role that PostgreSQL keeps for itself', { 'pg-north': gateway() }],
    ['a word of SQL', { public: gateway() }],
    ['the superuser', { postgres: gateway() }],
    ['the owner of the shared database', { 'plant-owner': gateway() }],
    ['the reader of a dashboard', { charts: 'grafana', 'charts-reader': gateway() }],
    ['the shared database', { plant: 'keycloak' }],
  ])('that become roles and databases are not %s', (_, services) => {
    expect(codesOf({ services: { db: 'postgres', ...services } })).toContain('stack.name-clash')
  })

  it('of PostgreSQL’s own are not taken as options', () => {
    const codes = (options: object) => codesOf({ services: { db: { uses: 'postgres', options } } })

    expect(codes({ superuser: 'pg_me' })).toEqual(['stack.option-conflict'])
    expect(codes({ database: 'template1' })).toEqual(['stack.option-conflict'])
    expect(codes({ database: 'postgres' })).toEqual([])
  })

  it.each([
    ['a client that is called like the health check', { health: 'node-red' }, {}],
    ['a user that is called like the health check', {}, { health: {} }],
    ['a second password for a client', { flows: 'node-red' }, { flows: { password: 'env:FLOWS' } }],
  ])('of MQTT users belong to one: %s', (_, services, users) => {
    const plant = { services: { broker: 'mosquitto', ...services }, integrations: { mqtt: { users } } }

    expect(codesOf(plant)).toEqual(['stack.name-clash'])
  })
})

describe('rules for MQTT users', () => {
  it('are for users that the broker knows: its own, its clients and those of the plant', () => {
    const rule = (user: string) => ({
      services: { broker: { uses: 'mosquitto', options: { username: 'chief' } }, flows: 'node-red' },
      integrations: { mqtt: { users: { press: {} }, acl: [{ user, access: 'read', topic: 'a/#' }] } },
    })

    for (const user of ['chief', 'flows', 'press']) expect(codesOf(rule(user)), user).toEqual([])
    expect(issuesOf(rule('pres'))).toMatchObject([
      {
        code: 'stack.unknown-mqtt-user',
        path: ['integrations', 'mqtt', 'acl', 0, 'user'],
        hint: 'Did you mean "press"?',
      },
    ])
  })

  it('may be for a client of only one of the brokers', () => {
    const uses = 'mosquitto'
    const plant = {
      services: {
        a: uses,
        b: { uses: 'rabbitmq', ports: { mqtt: 2883 } },
        flows: { uses: 'node-red', connect: { 'mqtt-broker': 'a' } },
      },
      integrations: { mqtt: { acl: [{ user: 'flows', access: 'deny', topic: 'a' }] } },
    }

    expect(codesOf(plant)).toEqual([])
    expect(project(plant).file('config/b/rights.json')).not.toContain('flows')
  })

  it('are told once although two brokers read them', () => {
    const plant = {
      services: { a: 'mosquitto', b: { uses: 'mosquitto', ports: { mqtt: 2883, websockets: 9101 } } },
      integrations: { mqtt: { acl: [{ user: 'x', access: 'read', topic: 'a' }] } },
    }

    expect(codesOf(plant)).toEqual(['stack.unknown-mqtt-user'])
  })
})

describe('the licence of a product', () => {
  it('is accepted by the plant, or nothing is built', () => {
    expect(issuesOf({ services: { gw: 'ignition' } })).toMatchObject([
      {
        code: 'stack.eula-missing',
        severity: 'error',
        path: ['services', 'gw', 'options', 'acceptEula'],
        hint: expect.stringContaining('https://inductiveautomation.com/ignition/license'),
      },
    ])
    expect(codesOf({ services: { gw: gateway('8.3', { acceptEula: false }) } })).toEqual(['stack.eula-missing'])
    expect(codesOf({ services: { gw: gateway() } })).toEqual([])
  })
})

describe('TLS', () => {
  it('without a proxy that uses it is a warning', () => {
    expect(issuesOf({ services: { db: 'postgres' }, settings: { tls: 'internal-ca' } })).toMatchObject([
      { code: 'stack.tls-invalid', severity: 'warning' },
    ])
  })

  it('of one’s own needs the certificate and its key', () => {
    const plant = (settings: object) => ({ services: { proxy: 'traefik' }, settings: { tls: 'own', ...settings } })

    expect(codesOf(plant({}))).toEqual(['stack.tls-invalid'])
    expect(codesOf(plant({ certificate: { certificate: 'file:a.crt', key: 'file:a.key' } }))).toEqual([])
    expect(codesOf(plant({ certificate: { certificate: 'file:a.crt' } }))).toContain('stack.missing-value')
  })
})

describe('weak settings', () => {
  it('are told where the stack can be reached from outside', () => {
    const plant = (domain: string) => ({
      services: { charts: { uses: 'grafana', options: { anonymous: true } } },
      settings: { domain },
    })

    expect(codesOf(plant('plant.example.com'))).toEqual(['stack.weak-security'])
    expect(codesOf(plant('localhost'))).toEqual([])
  })
})

describe('host names of pages', () => {
  const acme = { domain: 'plant.example.com', tls: 'acme', acme: { email: 'it@plant.example.com' } }

  it('are public ones where a public authority signs for them, each on its own', () => {
    const services = { proxy: 'traefik', charts: { uses: 'grafana', host: 'charts.plant.internal' }, flows: 'node-red' }

    expect(issuesOf({ settings: acme, services }).filter(({ severity }) => severity === 'error')).toMatchObject([
      { code: 'stack.tls-invalid', path: ['services', 'charts', 'host'] },
    ])
  })

  it('are no longer than DNS allows, with the domain', () => {
    const domain = [...Array.from({ length: 4 }, (_, index) => `${index}${'a'.repeat(60)}`), 'com'].join('.')
    const settings = { domain }

    expect(domain.length).toBeLessThanOrEqual(253)
    expect(codesOf({ settings, services: { proxy: 'traefik', charts: 'grafana' } })).toContain('stack.invalid-name')
    const services = { proxy: 'traefik', charts: { uses: 'grafana', host: 'charts.plant.internal' } }
    expect(codesOf({ settings, services })).not.toContain('stack.invalid-name')
  })

  it('and routes are told to be of no use where no proxy is', () => {
    expect(issuesOf({ services: { charts: { uses: 'grafana', route: { rateLimitPerS: 5 } } } })).toMatchObject([
      { severity: 'warning', code: 'stack.ignored-setting', path: ['services', 'charts', 'route'] },
    ])
  })
})

describe('what a service cannot work without', () => {
  it('is added for those that are added too', () => {
    const settings = { domain: 'plant.internal', tls: 'internal-ca' }
    const one = project({ settings, services: { guard: 'oauth2-proxy' } })

    expect([...one.blueprint.services].map(({ name }) => name)).toEqual(
      expect.arrayContaining(['guard', 'keycloak', 'traefik', 'postgres']),
    )
  })
})
