import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import {
  codesOf,
  exampleText,
  gateway,
  issuesOf,
  type Project,
  project,
  type SmallPlant,
} from '../../../test/support/project.ts'
import { unzip } from '../../../test/support/unzip.ts'
import { services } from '../../catalog/index.ts'
import { zipTree } from '../../platform/index.ts'
import { translateRequest } from '../index.ts'

/** Generated stacks: proxy and ports. What others got wrong, and what is required instead. */

interface Routes {
  readonly http: {
    readonly routers: Readonly<Record<string, { rule: string; service: string; middlewares?: string[]; tls?: object }>>
    readonly services: Readonly<Record<string, { loadBalancer: { servers: { url: string }[] } }>>
    readonly middlewares?: Readonly<Record<string, unknown>>
  }
  readonly tls?: { readonly certificates?: readonly unknown[] }
}

interface StaticFile {
  readonly api?: object
  readonly entryPoints: Readonly<Record<string, { address: string; http?: { redirections: object } }>>
  readonly providers: Readonly<Record<string, unknown>>
  readonly certificatesResolvers?: { acme: { acme: Record<string, unknown> } }
}

const routesOf = (one: Project) => parse(one.file('config/proxy/routes.yaml')) as Routes
const staticOf = (one: Project) => parse(one.file('config/proxy/traefik.yaml')) as StaticFile

const tls = { domain: 'plant.internal', tls: 'internal-ca' }

describe('proxy traps', () => {
  it('D-T1: routes lead to the port in the container, whatever port the host has', () => {
    const one = project({
      services: {
        charts: { uses: 'grafana', ports: { http: 3001 } },
        gw: { ...gateway(), ports: { http: 9088 } },
        login: { uses: 'keycloak', ports: { http: 8180 } },
        proxy: 'traefik',
      },
    })

    const urls = Object.entries(routesOf(one).http.services).map(([name, { loadBalancer }]) => [
      name,
      loadBalancer.servers,
    ])

    expect(urls).toEqual([
      ['charts', [{ url: 'http://charts:3000' }]],
      ['gw', [{ url: 'http://gw:8088' }]],
      ['login', [{ url: 'http://login:8080' }]],
    ])
  })

  it('D-T2: the proxy shares a network of this stack with every page it leads to, and asks no Docker', () => {
    const one = project(exampleText('secure'))

    for (const name of Object.keys(routesOf(one).http.services))
      expect(Object.keys(one.service(name).networks ?? {}), name).toContain('proxy')
    expect(Object.keys(one.service('proxy').networks ?? {})).toContain('proxy')
    expect(Object.keys(staticOf(one).providers)).toEqual(['file'])
  })

  it('D-T3: certificates that the proxy gets are kept in a volume', () => {
    const one = project({
      services: { proxy: 'traefik', charts: 'grafana' },
      settings: { domain: 'plant.example.com', tls: 'acme', acme: { email: 'it@example.com' } },
    })

    expect(staticOf(one).certificatesResolvers?.acme.acme.storage).toBe('/acme/acme.json')
    expect(one.service('proxy').volumes).toContain('proxy-acme:/acme')
    expect(one.compose.volumes).toHaveProperty('proxy-acme')
  })

  it('D-T4: public certificates need an address and a public name; other names get the stack’s own authority', () => {
    const plant = (settings: object): SmallPlant => ({ services: { proxy: 'traefik' }, settings: { ...settings } })
    const acme = { email: 'it@example.com' }

    expect(codesOf(plant({ tls: 'acme', domain: 'plant.example.com' }))).toEqual(['stack.tls-invalid'])
    for (const domain of ['localhost', 'plant.local', 'plant.internal'])
      expect(codesOf(plant({ tls: 'acme', acme, domain })), domain).toEqual(['stack.tls-invalid'])
    expect(codesOf(plant({ tls: 'own' }))).toEqual(['stack.tls-invalid'])
    expect(
      routesOf(project({ services: { proxy: 'traefik', charts: 'grafana' }, settings: tls })).tls?.certificates,
    ).toEqual([{ certFile: '/run/secrets/proxy.tls.crt', keyFile: '/run/secrets/proxy.tls.key' }])
  })

  it('D-T4: an older request for HTTPS without an address is never given a resolver that is not defined', () => {
    const { plant } = translateRequest({
      instances: [
        { app_id: 'traefik', instance_name: 'proxy' },
        { app_id: 'grafana', instance_name: 'charts' },
      ],
      integration_settings: { reverse_proxy: { base_domain: 'localhost', enable_https: true } },
    })
    const one = project(plant as unknown as SmallPlant)

    expect(staticOf(one).certificatesResolvers).toBeUndefined()
    expect(routesOf(one).http.routers.charts?.tls).toEqual({})
  })

  it('D-T5: with TLS the plain entry point only redirects, to the port that the host really has', () => {
    const redirectOf = (ports?: object) =>
      staticOf(
        project({
          services: { proxy: { uses: 'traefik', ...(ports ? { ports } : {}) }, charts: 'grafana' },
          settings: tls,
        }),
      ).entryPoints.web?.http?.redirections

    expect(redirectOf()).toEqual({ entryPoint: { to: 'websecure', scheme: 'https', permanent: true } })
    expect(redirectOf({ websecure: 8443 })).toEqual({ entryPoint: { to: ':8443', scheme: 'https', permanent: true } })
    expect(staticOf(project({ services: { proxy: 'traefik' } })).entryPoints.web?.http).toBeUndefined()
  })

  it('D-T6: every route has one source, the file', () => {
    const one = project(exampleText('secure'))

    expect(one.file('docker-compose.yml')).not.toMatch(/traefik\.(http|enable)/)
    const rules = Object.values(routesOf(one).http.routers).map(({ rule }) => rule)
    expect(new Set(rules).size).toBe(rules.length)
  })

  it('D-T7: the host name is the whole name of the instance, and no two pages share one', () => {
    const one = project({
      services: {
        'node-red': 'node-red',
        'node-red-2': 'node-red',
        ignition: gateway(),
        'ignition-2': gateway(),
        proxy: 'traefik',
      },
    })
    const plant = (charts: object, proxy: object): SmallPlant => ({
      services: { charts: { uses: 'grafana', ...charts }, boards: 'grafana', proxy: { uses: 'traefik', ...proxy } },
    })

    expect(Object.values(routesOf(one).http.routers).map(({ rule }) => rule)).toEqual([
      'Host(`ignition.localhost`)',
      'Host(`ignition-2.localhost`)',
      'Host(`node-red.localhost`)',
      'Host(`node-red-2.localhost`)',
    ])
    expect(codesOf(plant({ host: 'boards.localhost' }, {}))).toEqual(['stack.host-clash'])
    expect(codesOf(plant({ host: 'proxy.localhost' }, { options: { dashboard: true } }))).toEqual(['stack.host-clash'])
  })

  it('D-T7: a service named like a route of the proxy itself keeps its own', () => {
    const one = project({
      services: {
        dashboard: 'grafana',
        operator: 'prometheus',
        proxy: { uses: 'traefik', options: { dashboard: true } },
      },
    })

    const { routers } = routesOf(one).http

    expect(routers.dashboard).toMatchObject({ rule: 'Host(`dashboard.localhost`)', service: 'dashboard' })
    expect(Object.values(routers).map(({ rule }) => rule)).toContain('Host(`proxy.localhost`)')
    expect(Object.keys(routers)).toHaveLength(3)
  })

  it('D-T8: every service of the catalogue that has a page gets a route, and its public address says so', () => {
    const paged = [...services.values()].filter(({ accepts }) => accepts?.['reverse-proxy'])
    // of those that exclude each other one at a time; logins for a whole domain need TLS and a dot
    const others = paged.filter(
      ({ exclusive }, index) =>
        exclusive !== undefined && paged.findIndex((one) => one.exclusive === exclusive) !== index,
    )
    expect(paged.length).toBeGreaterThan(5)
    for (const round of [paged.filter((one) => !others.includes(one)), ...others.map((one) => [one])]) {
      const one = project({
        settings: { domain: 'plant.internal', tls: 'internal-ca' },
        services: {
          ...Object.fromEntries(round.map(({ id }) => [`the-${id}`, id === 'ignition' ? gateway() : id])),
          proxy: 'traefik',
        },
      })

      expect(Object.keys(routesOf(one).http.routers).sort()).toEqual(round.map(({ id }) => `the-${id}`).sort())
      for (const { id } of round) {
        expect(one.blueprint.urls.map(({ url }) => url)).toContain(`https://the-${id}.plant.internal`)
      }
    }
  })

  it('D-T9: the proxy’s own page is off, and where it is on it asks for a login', () => {
    const on = project({ services: { proxy: { uses: 'traefik', options: { dashboard: true } } } })

    expect(staticOf(project({ services: { proxy: 'traefik' } })).api).toBeUndefined()
    expect(staticOf(on).api).toEqual({ dashboard: true })
    expect(Object.values(routesOf(on).http.routers)).toMatchObject([
      { service: 'api@internal', middlewares: ['operator'] },
    ])
    expect(routesOf(on).http.middlewares).toMatchObject({
      operator: { basicAuth: { usersFile: '/run/secrets/operator-htpasswd' } },
    })
    expect(on.service('proxy').secrets).toContain('operator-htpasswd')
    expect(on.service('proxy').ports).toEqual(['${BIND_ADDRESS:-127.0.0.1}:80:80'])
  })

  it('D-T9: pages that have no login of their own get the proxy’s', () => {
    const { routers } = routesOf(
      project({ services: { metrics: 'prometheus', charts: 'grafana', proxy: 'traefik' } }),
    ).http

    expect(routers.metrics?.middlewares).toContain('operator')
    expect(routers.charts?.middlewares ?? []).not.toContain('operator')
  })

  it('D-T10: the proxy’s files are in the archive as they are in the tree', async () => {
    const one = project(exampleText('secure'))
    const entries = await unzip(await zipTree(one.tree))

    for (const path of ['config/proxy/routes.yaml', 'config/proxy/traefik.yaml'])
      expect(entries.get(path)?.content).toBe(one.file(path))
  })

  it('D-T11: Nginx Proxy Manager gets its hosts by its API, and each of its ports a host port of its own', () => {
    const one = project({
      services: {
        proxy: { uses: 'nginx-proxy-manager', ports: { web: 8080, websecure: 8443, admin: 8181 } },
        charts: 'grafana',
        metrics: 'prometheus',
      },
      settings: tls,
    })
    const { hosts } = JSON.parse(one.file('config/proxy/hosts.json')) as {
      hosts: { login: boolean; host: { domain_names: string[]; forward_host: string; forward_port: number } }[]
    }

    expect(one.service('proxy').ports?.map((port) => /\d+:\d+$/.exec(port)?.[0])).toEqual([
      '8080:80',
      '8443:443',
      '8181:81',
    ])
    expect(
      hosts.map(({ login, host }) => [host.domain_names, `${host.forward_host}:${host.forward_port}`, login]),
    ).toEqual([
      [['charts.plant.internal'], 'charts:3000', false],
      [['metrics.plant.internal'], 'metrics:9090', true],
    ])
    expect(one.service('proxy-setup').depends_on).toEqual({ proxy: { condition: 'service_healthy' } })
    expect(one.service('proxy-setup').entrypoint).toEqual(['node', '/etc/plantwright/setup.js'])
  })
})

describe('port traps', () => {
  it('D-O1: a port option is bound to the port of that name', () => {
    const one = project({
      services: {
        broker: {
          uses: 'mosquitto',
          options: { tls: true, plain: true },
          ports: { mqtt: 11883, mqtts: 18883, websockets: 19001 },
        },
      },
    })

    expect(one.service('broker').ports).toEqual([
      '${BIND_ADDRESS:-127.0.0.1}:11883:1883',
      '${BIND_ADDRESS:-127.0.0.1}:18883:8883',
      '${BIND_ADDRESS:-127.0.0.1}:19001:9001',
    ])
  })

  it('D-O1: the port options of older requests are bound to the same ports', () => {
    const { plant } = translateRequest({
      instances: [
        { app_id: 'mosquitto', instance_name: 'broker', config: { mqtt_port: '11883', websocket_port: 19001 } },
        { app_id: 'traefik', instance_name: 'proxy', config: { http_port: 8000 } },
        { app_id: 'mailhog', instance_name: 'mail', config: { smtp_port: 2025, web_port: 8026 } },
      ],
    })
    const one = project(plant as unknown as SmallPlant)

    const ports = ['broker', 'proxy', 'mail'].map((name) => one.service(name).ports?.map((port) => port.split('}:')[1]))

    expect(ports).toEqual([['11883:1883', '19001:9001'], ['8000:80'], ['8026:8025', '2025:1025']])
  })

  it('D-O1: a port that the options close is not taken in silence', () => {
    const issues = issuesOf({ services: { broker: { uses: 'mosquitto', ports: { mqtts: 8883 } } } })

    expect(issues).toMatchObject([
      { code: 'stack.option-conflict', severity: 'warning', path: ['services', 'broker', 'ports', 'mqtts'] },
    ])
  })

  it('D-O2: a service with several ports has a host port of its own for each', () => {
    const one = project({ services: { mail: { uses: 'mailpit', ports: { http: 8026 } } } })

    expect(one.service('mail').ports).toEqual([
      '${BIND_ADDRESS:-127.0.0.1}:8026:8025',
      '${BIND_ADDRESS:-127.0.0.1}:1025:1025',
    ])
  })

  it('D-O3: a port that the plant gives twice is an error, and a default one moves to the next free', () => {
    const clash = issuesOf(
      'version: 1\nname: p\nservices:\n  a: { uses: grafana, ports: { http: 3000 } }\n  b: { uses: node-red, ports: { http: 3000 } }\n',
    )
    const moved = project({ services: { a: { uses: 'node-red', ports: { http: 3000 } }, b: 'grafana', c: 'grafana' } })

    expect(clash).toMatchObject([{ code: 'stack.port-clash', severity: 'error', at: { line: 5, column: 39 } }])
    expect(moved.service('b').ports).toEqual(['${BIND_ADDRESS:-127.0.0.1}:3001:3000'])
    expect(moved.service('c').ports).toEqual(['${BIND_ADDRESS:-127.0.0.1}:3002:3000'])
    expect(moved.issues.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'info stack.port-shifted',
      'info stack.port-shifted',
    ])
  })

  it('D-O3: of one service, too, no two ports are the same', () => {
    expect(codesOf({ services: { mail: { uses: 'mailpit', ports: { http: 8080, smtp: 8080 } } } })).toEqual([
      'stack.port-clash',
    ])
  })

  it('D-O4: ports are for this machine only unless the plant says otherwise', () => {
    const portsOf = (plant: SmallPlant, name: string) => project(plant).service(name).ports

    expect(portsOf({ services: { db: 'postgres' } }, 'db')).toEqual(['${BIND_ADDRESS:-127.0.0.1}:5432:5432'])
    expect(portsOf({ services: { db: 'postgres' }, settings: { bind: '10.0.0.5' } }, 'db')).toEqual([
      '10.0.0.5:5432:5432',
    ])
    expect(portsOf({ services: { db: { uses: 'postgres', ports: { postgres: { address: '::' } } } } }, 'db')).toEqual([
      '[::]:5432:5432',
    ])
    expect(portsOf({ services: { proxy: 'traefik' }, settings: { domain: 'plant.example.com' } }, 'proxy')).toEqual([
      '0.0.0.0:80:80',
    ])
  })

  it('D-O5: the README, the list of addresses and the published ports agree', () => {
    const one = project({
      services: {
        charts: { uses: 'grafana', ports: { http: 3333 } },
        flows: 'node-red',
        proxy: { uses: 'traefik', ports: { web: 8000 } },
        metrics: { uses: 'prometheus', connect: { 'reverse-proxy': [] }, ports: { http: 9999 } },
      },
    })

    const urls = one.blueprint.urls.map(({ service, url }) => `${service} ${url}`)

    expect(urls).toEqual([
      'charts http://charts.localhost:8000',
      'flows http://flows.localhost:8000',
      'metrics http://localhost:9999',
      'proxy http://localhost:8000',
    ])
    for (const { url } of one.blueprint.urls) expect(one.file('README.md')).toContain(`| ${url} |`)
    expect(one.service('metrics').ports).toEqual(['${BIND_ADDRESS:-127.0.0.1}:9999:9090'])
    expect(one.service('metrics').command).toContain('--web.external-url=http://localhost:9999/')
  })
})
