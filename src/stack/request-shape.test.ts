import { describe, expect, it } from 'vitest'
import { services } from '../catalog/index.ts'
import { formatIssue } from '../core/issue.ts'
import { Secret } from '../core/secret.ts'
import { checkPlant, planPlant, translateRequest } from './index.ts'

const translate = (body: unknown) => translateRequest(body)

/** The plant that a request becomes, as a value. */
function plantOf(body: unknown) {
  const { plant } = translate(body)
  if (!plant) throw new Error('the request is not translated')
  return plant as {
    services: Record<string, { uses: string; options: Record<string, unknown>; ports: object; version?: unknown }>
  }
}

const one = (app_id: string, config: object = {}, instance_name = 'x') =>
  plantOf({ instances: [{ app_id, instance_name, config }] }).services[instance_name]

const codes = (body: unknown) => {
  const { plant, issues } = translate(body)
  const planned = plant ? planPlant(checkPlant(plant)).issues : []
  return [...issues, ...planned].filter(({ severity }) => severity === 'error').map(({ code }) => code)
}

describe('a request of an older client', () => {
  it('becomes a plant that passes its checks', () => {
    const body = {
      instances: [
        { app_id: 'ignition', instance_name: 'gw', config: { version: '8.3', http_port: 9088, memory_max: '2g' } },
        { app_id: 'postgres', instance_name: 'db', config: { database: 'iiot_db', username: 'keeper' } },
        { app_id: 'nodered', instance_name: 'flows' },
        { app_id: 'mailhog', instance_name: 'mail', config: { smtp_port: '2025' } },
      ],
      global_settings: { stack_name: 'my-plant', timezone: 'Europe/Berlin', restart_policy: 'always' },
      integration_settings: { email: { from_address: 'plant@example.com' } },
    }

    const { spec } = checkPlant(plantOf(body))

    expect(spec).toMatchObject({
      name: 'my-plant',
      settings: { timezone: 'Europe/Berlin', restart: 'always' },
      services: {
        gw: { uses: 'ignition', version: '8.3', ports: { http: 9088 }, options: { heapMiB: 2048, acceptEula: true } },
        db: { uses: 'postgres', options: { database: 'iiot_db', superuser: 'keeper' } },
        flows: { uses: 'node-red' },
        mail: { uses: 'mailpit', ports: { smtp: 2025 } },
      },
      integrations: { mail: { from: 'plant@example.com' } },
    })
  })

  it('may leave everything out but its instances', () => {
    expect(plantOf({ instances: [{ app_id: 'grafana' }] })).toMatchObject({
      name: 'iiot-stack',
      services: { grafana: { uses: 'grafana' } },
    })
    expect(codes({})).toEqual(['stack.empty'])
  })

  it('has its passwords wrapped at once', () => {
    const options = one('grafana', { admin_password: 'correct horse' })?.options

    expect(options?.password).toBeInstanceOf(Secret)
    expect(JSON.stringify(options)).not.toContain('correct horse')
  })

  it.each([
    ['2048', 2048],
    [2048, 2048],
    ['2048m', 2048],
    ['2g', 2048],
    ['1.5GiB', 1536],
  ])('gives memory as %j', (memory, heapMiB) => {
    expect(one('ignition', { memory_max: memory })?.options.heapMiB).toBe(heapMiB)
  })

  it('for "latest" gets the version that was tried, and is told so', () => {
    const { plant, issues } = translate({ instances: [{ app_id: 'postgres', config: { version: 'latest' } }] })

    expect((plant as { services: Record<string, { version?: string }> }).services.postgres?.version).toBeUndefined()
    expect(issues).toMatchObject([
      { code: 'stack.ignored-setting', severity: 'warning', message: '"latest" is not a version' },
    ])
  })

  it('is told of every setting that has no counterpart', () => {
    const { issues } = translate({
      instances: [{ app_id: 'grafana', config: { theme: 'dark', name: 'My Grafana' } }],
      global_settings: { ntfy_enabled: true, ntfy_server: 'https://ntfy.example.com' },
    })

    expect(issues.map(formatIssue)).toEqual([
      'warning stack.ignored-setting at instances[0].config.theme: "theme" has no counterpart in Grafana',
      'warning stack.ignored-setting at global_settings.ntfy_server: push messages go to a server of the stack, where nobody else reads them',
    ])
  })

  it('switches TLS on: with public certificates where that can work, else with the stack’s own authority', () => {
    const settings = (reverse_proxy: object) =>
      plantOf({ integration_settings: { reverse_proxy } }) as { settings?: object }

    expect(
      settings({ base_domain: 'plant.example.com', enable_https: true, letsencrypt_email: 'a@b.c' }).settings,
    ).toMatchObject({
      tls: 'acme',
      acme: { email: 'a@b.c' },
    })
    expect(
      settings({ base_domain: 'localhost', enable_https: true, letsencrypt_email: 'a@b.c' }).settings,
    ).toMatchObject({
      tls: 'internal-ca',
    })
    expect(settings({ base_domain: 'localhost' }).settings).not.toHaveProperty('tls')
  })
})

describe('names of the older shape', () => {
  it.each([...services.values()])('lead to options and ports that $title has', (service) => {
    const schema = service.options as unknown as { shape: Record<string, unknown> }

    expect(Object.keys(schema.shape)).toEqual(expect.arrayContaining(Object.values(service.older?.options ?? {})))
    expect(Object.keys(service.ports)).toEqual(expect.arrayContaining(Object.values(service.older?.ports ?? {})))
  })

  it.each(['ignition', 'grafana', 'keycloak', 'node-red'])('of administrators are honoured by %s', (app_id) => {
    for (const prefix of ['', 'admin_']) {
      const options = one(app_id, { [`${prefix}username`]: 'chief', [`${prefix}password`]: 'correct horse' })?.options

      expect(options?.adminUser, prefix).toBe('chief')
      expect((options?.password as Secret | undefined)?.reveal(), prefix).toBe('correct horse')
    }
  })

  it.each(['ignition', 'grafana', 'keycloak', 'node-red', 'prometheus', 'mailpit'])(
    'of web ports are honoured by %s',
    (app_id) => {
      for (const key of ['port', 'http_port'])
        expect(one(app_id, { [key]: '4711' })?.ports, key).toEqual({ http: 4711 })
    },
  )

  it('of a broker are honoured where the request has them, also for all brokers', () => {
    const { services: brokers } = plantOf({
      instances: [{ app_id: 'mosquitto', instance_name: 'b', config: { mqtt_port: 2883 } }],
      integration_settings: {
        mqtt: { enable_tls: true, username: 'chief', password: 'correct horse', tls_port: '9883' },
      },
    })

    expect(brokers.b).toMatchObject({
      ports: { mqtt: 2883, mqtts: 9883 },
      options: { tls: true, plain: true, username: 'chief', password: expect.any(Secret) },
    })
  })
})

describe('a wrong request', () => {
  it.each([
    ['no object', 42],
    ['a list', []],
    ['null', null],
    ['nothing', undefined],
    ['instances that are no list', { instances: {} }],
    ['an instance that is no object', { instances: ['postgres'] }],
    ['an instance without an id', { instances: [{ instance_name: 'x' }] }],
    ['settings that are a list', { global_settings: [] }],
    ['a number as the name', { global_settings: { stack_name: 5 } }],
    ['a switch that is a text', { integration_settings: { mqtt: { enable_tls: 'yes' } } }],
    ['users that are no list', { integration_settings: { oauth: { realm_users: 'ada' } } }],
  ])('is told and nothing is translated: %s', (_, body) => {
    const { plant, issues } = translate(body)

    expect(plant).toBeUndefined()
    expect(issues.length).toBeGreaterThan(0)
    for (const { code, severity } of issues)
      expect(`${severity} ${code}`).toMatch(/^error stack\.(invalid|missing)-value$/)
  })

  it('names an unknown service with the one that was meant', () => {
    expect(translate({ instances: [{ app_id: 'graphana' }] }).issues).toMatchObject([
      { code: 'stack.unknown-service', path: ['instances', 0, 'app_id'], hint: 'Did you mean "grafana"?' },
    ])
  })

  it.each([
    ['the stack', { global_settings: { stack_name: 'My Stack!' } }, 'stack.invalid-name'],
    ['an instance', { instances: [{ app_id: 'postgres', instance_name: 'a b"' }] }, 'stack.invalid-name'],
    [
      'an instance that leaves its folder',
      { instances: [{ app_id: 'postgres', instance_name: '../x' }] },
      'stack.invalid-name',
    ],
    ['a zone', { global_settings: { timezone: 'UTC\nEVIL=1' } }, 'stack.invalid-value'],
    ['a restart policy', { global_settings: { restart_policy: 'sometimes' } }, 'stack.invalid-value'],
    ['a port', { instances: [{ app_id: 'grafana', config: { port: 'three' } }] }, 'stack.invalid-value'],
    ['a domain', { integration_settings: { reverse_proxy: { base_domain: 'a b' } } }, 'stack.invalid-value'],
    ['a user', { integration_settings: { oauth: { realm_users: [{ username: '' }] } } }, 'stack.invalid-value'],
  ])('with a bad value for %s is refused by the checks of a plant', (_, body, code) => {
    expect(codes({ instances: [{ app_id: 'grafana', instance_name: 'g' }], ...body })).toContain(code)
  })

  it.each([
    '{"instances":[{"app_id":"postgres","instance_name":"x","config":{"__proto__":{"a":1}}}]}',
    '{"instances":[{"app_id":"postgres"}],"global_settings":{"__proto__":{"a":1}}}',
  ])('with the key __proto__ changes no object and passes nothing over: %s', (text) => {
    expect(translate(JSON.parse(text)).issues).toMatchObject([{ code: 'stack.unknown-key' }])
    expect(({} as Record<string, unknown>).a).toBeUndefined()
  })

  it('with names and settings that every object has is like any other', () => {
    const instances = [
      { app_id: 'postgres', instance_name: '__proto__' },
      { app_id: 'grafana', instance_name: 'constructor', config: { constructor: 1, toString: 2 } },
    ]

    const { plant, issues } = translate({ instances })

    expect(issues.map(({ path }) => path.at(-1))).toEqual(['constructor', 'toString'])
    expect(planPlant(checkPlant(plant)).issues).toMatchObject([
      { code: 'stack.unknown-key', path: ['services', '__proto__'] },
    ])
  })

  it('with very many instances is refused', () => {
    const instances = Array.from({ length: 5001 }, (_, index) => ({ app_id: 'postgres', instance_name: `db${index}` }))

    expect(codes({ instances })).toEqual(['stack.invalid-value'])
    expect(codes({ instances: instances.slice(0, 2001) })).toEqual(['stack.invalid-value'])
  })
})
