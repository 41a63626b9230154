import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { projectProblems } from '../../../test/support/compose-project.ts'
import { build, formatted, type Project, withKnownSecrets } from '../../../test/support/project.ts'
import { planPlant } from '../index.ts'
import { parsePlant } from '../parse.ts'
import { fillTemplate, templateParts } from './template.ts'

/** A service with everything that a definition can say. */
const pressApi = {
  title: 'Press API',
  image: 'registry.plant.example:5000/press_api',
  versions: ['1.4.2', 1.3],
  ports: { http: { container: 8080, protocol: 'http', title: 'Orders', host: 8085 } },
  options: {
    logLevel: { type: 'choice', values: ['info', 'debug'], default: 'info', variable: 'LOG_LEVEL' },
    workers: { type: 'integer', min: 1, max: 16, default: 2 },
    label: { type: 'text', variable: 'LABEL' },
    verbose: { type: 'boolean', variable: 'VERBOSE' },
    apiToken: { type: 'secret', variable: 'API_TOKEN_FILE' },
  },
  secrets: { adminPassword: { user: 'admin' } },
  environment: { PUBLIC_URL: '${instance.url}', WORKERS: '${option.workers}', ADMIN: '${secret.adminPassword}' },
  command: ['serve', '--name=${instance.name}', 'costs $5 and $${x}'],
  files: [{ path: 'etc/settings.ini', mount: '/etc/press/settings.ini', content: 'token = ${secret.apiToken}\n' }],
  volumes: { data: '/var/lib/press' },
  user: '1000:1000',
  toolbox: 'busybox',
  health: { http: '/health' },
  accepts: {
    'reverse-proxy': { healthPath: '/health', login: 'own', environment: { HOST: '${reverse-proxy.host}' } },
    database: {
      environment: {
        DB: '${database.engine}://${database.user}@${database.host}:${database.port}/${database.name}',
        DB_PASSWORD_FILE: '${database.passwordFile}',
      },
    },
    mail: { environment: { SMTP: '${mail.host}:${mail.port}' } },
    metrics: {},
    'mqtt-broker': {
      topics: [{ access: 'read', filter: 'plant/#' }],
      environment: {
        MQTT: '${mqtt-broker.url}',
        MQTT_CA: '${mqtt-broker.caFile}',
        MQTT_PASSWORD_FILE: '${mqtt-broker.passwordFile}',
      },
    },
  },
}

const plant = {
  version: 1,
  name: 'shop',
  settings: { domain: 'plant.internal', tls: 'internal-ca' },
  catalog: { services: { 'press-api': pressApi } },
  services: {
    orders: { uses: 'press-api', options: { logLevel: 'debug' } },
    'orders-2': { uses: 'press-api', version: '1.3', options: { label: '${x} "$1"' } },
    history: { uses: 'postgres' },
    broker: { uses: 'mosquitto', options: { tls: true } },
    mail: { uses: 'mailpit' },
    proxy: { uses: 'traefik' },
    metrics: { uses: 'prometheus' },
  },
}

function built(value: object = plant): Project {
  const parsed = parsePlant(stringify(value))
  const project = build(parsed)
  if (!project) throw new Error(formatted(planPlant(parsed).issues))
  return project
}

/** A plant whose only service is defined in it, with a part of the definition changed. */
const withDefinition = (change: object, rest: object = {}) => ({
  version: 1,
  name: 'shop',
  catalog: {
    services: { mine: { title: 'Mine', image: 'mine', versions: ['1'], health: { command: ['true'] }, ...change } },
  },
  services: { it: { uses: 'mine' } },
  ...rest,
})
const problemsOf = (change: object, rest: object = {}): string =>
  formatted(planPlant(parsePlant(stringify(withDefinition(change, rest)))).issues)

describe('a service of the user’s own', () => {
  it('becomes a container like all others', () => {
    const project = built()

    expect(projectProblems(project.tree, project.blueprint, project.spec)).toEqual([])
    expect(project.service('orders').environment).toEqual({
      ADMIN: '/run/secrets/orders.admin-password',
      API_TOKEN_FILE: '/run/secrets/orders.api-token',
      DB: 'postgres://orders@history:5432/orders',
      DB_PASSWORD_FILE: '/run/secrets/orders.database-password',
      HOST: 'orders.plant.internal',
      LOG_LEVEL: 'debug',
      MQTT: 'mqtts://broker:8883',
      MQTT_CA: '/run/secrets/stack-ca.crt',
      MQTT_PASSWORD_FILE: '/run/secrets/orders.broker.mqtt-password',
      PUBLIC_URL: 'https://orders.plant.internal',
      SMTP: 'mail:1025',
      VERBOSE: 'false',
      WORKERS: '2',
    })
    expect(project.file('config/orders/etc/settings.ini')).toBe('token = /run/secrets/orders.api-token\n')
    expect(project.blueprint.services.find(({ name }) => name === 'orders')?.command).toEqual([
      'serve',
      '--name=orders',
      'costs $5 and ${x}',
    ])
  })

  it('can be there several times, each with its own version, options and logins', () => {
    const { blueprint } = built()
    const second = blueprint.services.find(({ name }) => name === 'orders-2')

    expect(second).toMatchObject({
      image: 'registry.plant.example:5000/press_api',
      version: '1.3',
      environment: { DB: 'postgres://orders_2@history:5432/orders_2', LABEL: '${x} "$1"', LOG_LEVEL: 'info' },
    })
    expect(blueprint.secrets.map(({ file }) => file)).toEqual(
      expect.arrayContaining(['orders.database-password', 'orders-2.database-password', 'orders-2.api-token']),
    )
  })

  it('has its secrets in files and nowhere else', () => {
    const { tree } = withKnownSecrets(built())

    const leaks = tree.files.filter(({ secret, content }) => !secret && content.includes('KNOWN-SECRET'))
    expect(leaks.map(({ path }) => path)).toEqual([])
  })

  it('sets nothing of an ability that no service of the stack offers', () => {
    const { services } = plant
    const project = built({ ...plant, settings: {}, services: { orders: services.orders } })

    expect(Object.keys(project.service('orders').environment ?? {})).toEqual([
      'ADMIN',
      'API_TOKEN_FILE',
      'LOG_LEVEL',
      'PUBLIC_URL',
      'VERBOSE',
      'WORKERS',
    ])
  })

  it('has every wire proven', () => {
    const { blueprint } = built()

    const wires = blueprint.probes().filter(({ wire }) => wire.startsWith('orders.'))
    expect(wires.map(({ wire }) => wire)).toEqual([
      'orders.database.history',
      'orders.mail.mail',
      'orders.metrics.metrics',
      'orders.mqtt-broker.broker',
      'orders.reverse-proxy.proxy',
    ])
    for (const { wire, steps } of wires) expect(steps.length, wire).toBeGreaterThan(0)
  })

  it('may stand in a file of its own', () => {
    const definitions = { 'press-api': { text: stringify(pressApi), file: 'catalog/press-api.yaml' } }
    const parsed = parsePlant(stringify({ ...plant, catalog: { folder: './catalog' } }), 'plant.yaml', { definitions })

    expect(build(parsed)?.tree.files).toEqual(built().tree.files)
  })

  it('may be changed by an overlay', () => {
    const overlay = {
      text: 'name: b\ncatalog: { services: { press-api: { environment: { MODE: test } } } }\n',
      file: 'o.yaml',
    }
    const parsed = parsePlant(stringify(plant), 'plant.yaml', { overlays: [overlay] })

    expect(build(parsed)?.service('orders').environment).toMatchObject({ MODE: 'test', WORKERS: '2' })
  })
})

describe('a definition that is wrong', () => {
  it('is told in its own file, with all its problems at once', () => {
    const text = `title: Mine
image: Mine:1
versions: [latest]
toolbox: none
health: { tcp: web }
ports: { http: { container: 80, protocol: http } }
environment:
  A: \${instance.nme}
  B: \${open
accepts:
  mail: { environment: { A: "\${mail.hosts}" } }
`
    const parsed = parsePlant(
      'version: 1\nname: p\ncatalog: { folder: catalog }\nservices: { it: { uses: mine } }\n',
      'plant.yaml',
      { definitions: { mine: { text, file: 'catalog/mine.yaml' } } },
    )

    expect(
      formatted(planPlant(parsed).issues),
    ).toBe(`catalog/mine.yaml:2:8: error stack.invalid-value at catalog.services.mine.image: "image" must be the name of an image in lower case, without a tag
catalog/mine.yaml:3:12: error stack.invalid-value at catalog.services.mine.versions[0]: "0" must be a tag of the image that stays the same, not "latest"
`)

    const mended = text.replace('Mine:1', 'mine').replace('latest', '"1"')
    const second = parsePlant(
      'version: 1\nname: p\ncatalog: { folder: catalog }\nservices: { it: { uses: mine } }\n',
      'plant.yaml',
      { definitions: { mine: { text: mended, file: 'catalog/mine.yaml' } } },
    )
    expect(
      planPlant(second).issues.map(
        ({ code, at, message }) => `${at?.file}:${at?.line}:${at?.column} ${code} ${message}`,
      ),
    ).toEqual([
      'catalog/mine.yaml:5:1 stack.option-conflict an image with nothing but the program cannot be asked over the network from inside',
      'catalog/mine.yaml:5:11 stack.unknown-port the service has no port "web"',
      'catalog/mine.yaml:8:6 stack.unknown-reference there is no placeholder "instance.nme" here',
      'catalog/mine.yaml:9:6 stack.invalid-value a "${" has no end',
      'catalog/mine.yaml:11:29 stack.duplicate-name the variable "A" is set at another place too',
      'catalog/mine.yaml:11:29 stack.unknown-reference there is no placeholder "mail.hosts" here',
    ])
  })

  it.each<[string, object, string]>([
    [
      'a placeholder of an ability outside its section',
      { environment: { A: '${database.host}' } },
      'no placeholder "database.host"',
    ],
    [
      'the value of a secret',
      { secrets: { pass: {} }, environment: { A: '${option.pass}' } },
      'no placeholder "option.pass"',
    ],
    [
      'an option that is also a secret',
      { secrets: { a: {} }, options: { a: { type: 'text' } } },
      'also the name of a secret',
    ],
    [
      'a default that is no choice',
      { options: { a: { type: 'choice', values: ['x'], default: 'y' } } },
      '"default" is none of the values',
    ],
    [
      'a default beyond the limits',
      { options: { a: { type: 'integer', max: 5, default: 9 } } },
      '"default" is not between',
    ],
    [
      'limits that exclude each other',
      { options: { a: { type: 'integer', min: 5, max: 1 } } },
      '"max" is less than "min"',
    ],
    ['a proxy without a page', { accepts: { 'reverse-proxy': {} } }, 'has no port "http"'],
    [
      'a provider that provides something else',
      { accepts: { database: { providers: ['grafana'] } } },
      'offers database',
    ],
    [
      'two files at one place',
      {
        files: [
          { path: 'a', mount: '/a', content: '' },
          { path: 'b', mount: '/a', content: '' },
        ],
      },
      'something else is mounted on "/a"',
    ],
    [
      'a file in a file',
      {
        files: [
          { path: 'a', mount: '/a', content: '' },
          { path: 'a/b', mount: '/b', content: '' },
        ],
      },
      'a file and a folder',
    ],
    ['two volumes at one place', { volumes: { a: '/a', b: '/a' } }, 'two volumes have the same path'],
    ['a mount over the secrets', { volumes: { a: '/run/secrets' } }, 'must not hide /run/secrets'],
    ['a mount over everything', { volumes: { a: '/' } }, 'must be an absolute path'],
    ['a way out of the project', { files: [{ path: '../x', mount: '/x', content: '' }] }, 'must be a relative path'],
    ['an ability that cannot be declared', { accepts: { 'oidc-login': {} } }, 'unknown key "oidc-login"'],
    ['no health check', { health: undefined }, '"health" is missing'],
    ['a title that would break a table', { title: 'a | b' }, 'must not hold any of'],
  ])('is refused: %s', (_, change, message) => {
    expect(problemsOf(change)).toContain(message)
    expect(problemsOf(change)).not.toContain('unknown-service')
  })

  it('cannot take the name of a service of the catalogue, of its aliases or older names', () => {
    for (const name of ['grafana', 'nodered', 'mailhog']) {
      const text = stringify({
        ...plant,
        catalog: { services: { [name]: pressApi } },
        services: { db: { uses: 'postgres' } },
      })
      expect(formatted(planPlant(parsePlant(text)).issues), name).toContain('stack.name-clash')
    }
  })

  it('cannot stand in the plant file and in the folder', () => {
    const definitions = { 'press-api': { text: stringify(pressApi), file: 'catalog/press-api.yaml' } }
    const text = stringify({ ...plant, catalog: { ...plant.catalog, folder: 'catalog' } })

    expect(formatted(planPlant(parsePlant(text, 'plant.yaml', { definitions })).issues)).toContain(
      'stack.duplicate-name',
    )
  })

  it.each([
    ['missing', 'stack.unknown-reference at catalog.folder: there is no folder "catalog"'],
    [undefined, 'stack.not-possible at catalog.folder: a folder cannot be read from here'],
  ] as const)('tells of a folder that is not there or not read: %s', (definitions, problem) => {
    const text = 'version: 1\nname: p\ncatalog: { folder: catalog }\nservices: { db: { uses: postgres } }\n'
    const { issues } = planPlant(parsePlant(text, 'plant.yaml', definitions ? { definitions } : {}))

    expect(formatted(issues)).toContain(`plant.yaml:3:20: error ${problem}`)
  })

  it('has options that are checked like ours', () => {
    const change = {
      options: { a: { type: 'integer', min: 1, max: 3 }, b: { type: 'choice', values: ['x', 'y'], default: 'x' } },
    }

    expect(problemsOf(change, { services: { it: { uses: 'mine', options: { a: 9, b: 'z', c: 1 } } } })).toMatch(
      /options\.a: .*\n(.|\n)*options\.b: .*\n(.|\n)*unknown key "c"/,
    )
  })
})

describe('a template', () => {
  it('knows its placeholders, and those that are none', () => {
    expect(templateParts('${a.b} $x $${c} ${d} {e} $')).toEqual({ names: ['a.b', 'd'], isOpen: false })
    expect(templateParts('${a ${b}')).toEqual({ names: ['b'], isOpen: true })
  })

  it('is filled once: values are not looked through again', () => {
    const values = new Map([['a', '${b} $& $1']])

    expect(fillTemplate('${a}-$${a}-$a', values)).toBe('${b} $& $1-${a}-$a')
  })
})
