import fc from 'fast-check'
import { stringify } from 'yaml'
import { z } from 'zod'
import { abilities, type ServiceDefinition, services } from '../../src/catalog/index.ts'
import { templates } from '../../src/stack/templates.gen.ts'
import { hostileTexts } from '../support/hostile.ts'

/** Plants, mutated texts and older request bodies at random: most of them nearly right, all of them from anybody. */

const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.constantFrom(
    '../x',
    '../../etc/passwd',
    '/etc/passwd',
    'C:\\x',
    '.',
    'a/b',
    'a:b',
    '-x',
    '{{ x }}',
    '`id`',
    '$(id)',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
)

const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom(null, true, false, 0, -1, 1.5, 1e308, 65_536, Number.MAX_SAFE_INTEGER, [], {}),
  fc.anything({ maxDepth: 2, maxKeys: 3 }),
)

/** Everything that some format, shell or path takes for something else, and values of every other kind. */
export const hostileValues: readonly unknown[] = [
  ...hostileTexts,
  ...['../x', '/etc/passwd', '-x', '{{ x }}', '`id`', '$(id)', "'; DROP TABLE x; --", '%s%n', '\u202e'],
  ...[null, true, 0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER, [], {}, [''], { '': '' }],
]

/** Options of a service, as a plant file names them. */
export const optionNames = (service: ServiceDefinition): string[] =>
  Object.keys(z.toJSONSchema(service.options, { io: 'input', unrepresentable: 'any' }).properties ?? {})

/** Right in 97 of 100 cases, else anything. */
const mostly = <T>(right: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 97, arbitrary: right }, { weight: 3, arbitrary: hostileValue })

const sometimes = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined, freq: 1 })

/** Names that are right, and that fall together with jobs, roles, users, routes and JavaScript's own. */
const name: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 40,
    arbitrary: fc.constantFrom(
      ...['a', 'a-b', 'b', 'broker', 'charts', 'gateway', 'gateway-1', 'history', 'login', 'mail', 'metrics', 'mqtt'],
      ...['flows', 'proxy', 'north', 'south', 'x1', 'y2', 'z-3', 'postgres', 'plant-owner', 'dashboard', 'operator'],
    ),
  },
  { weight: 10, arbitrary: fc.stringMatching(/^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'constructor',
      'to-string',
      'health',
      'history-setup',
      'plant',
      'pg-1',
      'public',
      'charts-reader',
    ),
  },
  { weight: 1, arbitrary: hostileText },
)

const hostName = fc.constantFrom('x.plant.internal', 'charts.localhost', 'a-b.example.com', 'x'.repeat(63), 'a.b.c.d.e')
const secret = fc.constantFrom('env:PASSWORD', 'file:./secret.txt', 'file:/run/x y', 'vault:own-password')

/** A value of a JSON schema, which every service's options are described by. */
function valueBy(schema: Record<string, unknown>): fc.Arbitrary<unknown> {
  const forms = (schema.anyOf ?? schema.oneOf) as Record<string, unknown>[] | undefined
  if (schema.secret) return secret
  if (forms) return fc.oneof(...forms.map(valueBy))
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum)
  if ('const' in schema) return fc.constant(schema.const)
  const most = (key: string, fallback: number) => (typeof schema[key] === 'number' ? (schema[key] as number) : fallback)
  switch (schema.type) {
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.integer({ min: most('minimum', 0), max: Math.min(most('maximum', 1000), 1e9) })
    case 'array':
      return fc.array(valueBy(schema.items as Record<string, unknown>), {
        minLength: most('minItems', 0),
        maxLength: 4,
      })
    case 'string':
      return typeof schema.pattern === 'string' ? fc.stringMatching(new RegExp(schema.pattern)) : fc.string()
    default:
      return hostileValue
  }
}

function optionsOf(service: ServiceDefinition): fc.Arbitrary<Record<string, unknown>> {
  const schema = z.toJSONSchema(service.options, { io: 'input', unrepresentable: 'any' })
  const options = Object.entries(schema.properties ?? {}).map(([key, option]) => {
    const value = mostly(valueBy(option as Record<string, unknown>))
    // without it nothing else about a gateway would be tried
    return [key, key === 'acceptEula' ? mostly(fc.constant(true)) : sometimes(value)] as const
  })
  return fc.record(Object.fromEntries(options)).chain((right) =>
    fc.oneof(
      { weight: 30, arbitrary: fc.constant(right) },
      {
        weight: 1,
        arbitrary: fc.tuple(hostileText, hostileValue).map(([key, value]) => ({ ...right, [key]: value })),
      },
    ),
  )
}

const optionsById = new Map([...services.values()].map((service) => [service.id, optionsOf(service)]))

const address = fc.constantFrom('127.0.0.1', '0.0.0.0', '::1', '::', '192.168.10.5', 'fe80::1')

const port: fc.Arbitrary<unknown> = fc.oneof(
  fc.constant(false),
  fc.integer({ min: 1, max: 65_535 }),
  fc.record({ port: fc.integer({ min: 1, max: 65_535 }), address }, { requiredKeys: [] }),
)

const portsOf = (service: ServiceDefinition): fc.Arbitrary<unknown> =>
  fc.dictionary(mostly(fc.constantFrom(...Object.keys(service.ports))).map(String), mostly(port), {
    maxKeys: 2,
    noNullPrototype: true,
  })

const rarely = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value })

/** The other services of a plant: what an entry may refer to. */
interface Neighbours {
  readonly names: readonly string[]
  readonly uses: readonly ServiceDefinition[]
}

/** Mostly providers that are there, for abilities that the service accepts. */
function connectOf(service: ServiceDefinition, { names, uses }: Neighbours): fc.Arbitrary<unknown> {
  const accepted = Object.keys(service.accepts ?? {}) as (typeof abilityIds)[number][]
  const able = accepted.map((ability) => {
    const providers = names.filter((_, index) => uses[index]?.offers?.[ability])
    return [
      ability,
      sometimes(fc.oneof(...providers.map((one) => fc.constant(one)), fc.constant([]), fc.constant(providers))),
    ] as const
  })
  const right = fc.record(Object.fromEntries(able)).map(withoutUndefined)
  const wrong = fc.dictionary(fc.constantFrom(...abilityIds), fc.oneof(name, fc.array(name, { maxLength: 3 })), {
    maxKeys: 2,
    noNullPrototype: true,
  })
  return fc.oneof({ weight: 8, arbitrary: right }, { weight: 1, arbitrary: wrong })
}

const abilityIds = [...abilities.keys()]

function entryOf(index: number, neighbours: Neighbours): fc.Arbitrary<Record<string, unknown>> {
  const service = neighbours.uses[index] as ServiceDefinition
  const earlier = neighbours.names.slice(0, index)
  const version = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.constantFrom(...service.versions, ...service.versions.map((text) => text.replace(/\.\d+$/, ''))),
    },
    { weight: 1, arbitrary: fc.constantFrom(8.1, 8.3, 17, '8.3.99', 'latest', '18', '17.x') },
  )
  return fc
    .record({
      uses: mostly(fc.constant(service.id)),
      version: sometimes(mostly(version)),
      options: optionsById.get(service.id) as fc.Arbitrary<unknown>,
      ports: sometimes(mostly(portsById.get(service.id) as fc.Arbitrary<unknown>)),
      connect: rarely(connectOf(service, neighbours)),
      after: rarely(mostly(fc.subarray(earlier.length > 0 ? earlier : ['gateway']))),
      host: rarely(mostly(hostName)),
      memory: sometimes(mostly(fc.constantFrom('512MiB', '2g', '64M', '1.5GiB', '999999999b'))),
      cpus: sometimes(mostly(fc.double({ min: 0.01, max: 1024, noNaN: true }))),
    })
    .map(withoutUndefined)
}

const withoutUndefined = (record: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))

const portsById = new Map([...services.values()].map((service) => [service.id, portsOf(service)]))

/** Each service of the catalogue at most once, or now and then twice: several can be in a stack only once. */
const chosenServices: fc.Arbitrary<readonly ServiceDefinition[]> = fc
  .tuple(
    fc.subarray([...services.values()], { minLength: 1, maxLength: 7 }),
    rarely(fc.constantFrom(...services.values())),
  )
  .map(([once, twice]) => (twice ? [...once, twice] : once))

const servicesOf: fc.Arbitrary<Record<string, unknown>> = chosenServices.chain((uses) =>
  fc
    .uniqueArray(name, { minLength: uses.length, maxLength: uses.length })
    .chain((names) =>
      fc
        .tuple(...uses.map((_, index) => entryOf(index, { names, uses })))
        .map((entries) => Object.fromEntries(names.map((one, index) => [one, entries[index]]))),
    ),
)

const email = fc.constantFrom('ada@example.com', 'max.p+x@plant.internal', 'it@example.com')

const settings: fc.Arbitrary<unknown> = fc
  .record({
    timezone: sometimes(mostly(fc.constantFrom('UTC', 'Europe/Berlin', 'Etc/GMT+5', 'US/Eastern', 'europe/berlin'))),
    domain: sometimes(mostly(fc.constantFrom('localhost', 'plant.internal', 'plant.example.com', 'x.io'))),
    tls: sometimes(mostly(fc.constantFrom('off', 'internal-ca', 'internal-ca', 'acme', 'own'))),
    acme: sometimes(
      mostly(fc.record({ email, challenge: fc.constantFrom('tls-alpn', 'http') }, { requiredKeys: ['email'] })),
    ),
    certificate: sometimes(mostly(fc.record({ certificate: secret, key: secret }))),
    restart: sometimes(mostly(fc.constantFrom('no', 'always', 'on-failure', 'unless-stopped'))),
    bind: sometimes(mostly(address)),
  })
  .map(withoutUndefined)

const topic = fc.constantFrom(
  'plant/#',
  'plant/+/x',
  '#',
  '$SYS/#',
  'a b/c',
  'ünï/ço∂e',
  '#/x',
  'a/#/b',
  'x+',
  "it's",
  'a"b$c',
)
const userName = fc.constantFrom('press', 'Line_2', 'a.b-c', 'chief', 'flows', 'health')
const personName = fc.oneof(fc.constantFrom('Ada', "O'Brien", 'Ægir "x" $y', '日本語', '\\'), hostileText)

const integrations: fc.Arbitrary<unknown> = fc
  .record({
    mqtt: sometimes(
      mostly(
        fc.record(
          {
            users: fc.dictionary(userName, fc.record({ password: secret }, { requiredKeys: [] }), {
              noNullPrototype: true,
            }),
            acl: fc.array(
              fc.record({
                user: userName,
                access: fc.constantFrom('read', 'write', 'readwrite', 'deny'),
                topic: mostly(topic),
              }),
              { maxLength: 3 },
            ),
          },
          { requiredKeys: [] },
        ),
      ),
    ),
    oidc: sometimes(
      mostly(
        fc.record(
          {
            realm: mostly(fc.constantFrom('plant', 'shop-1')),
            roles: fc.array(fc.constantFrom('operator', 'viewer'), { maxLength: 2 }),
            users: fc.array(
              fc.record(
                {
                  username: mostly(fc.constantFrom('ada', 'max', 'b.c_d-e')),
                  email: mostly(email),
                  firstName: personName,
                  lastName: personName,
                  roles: fc.array(fc.constantFrom('operator', 'grafana-admin'), { maxLength: 2 }),
                  password: secret,
                },
                { requiredKeys: ['username', 'email'] },
              ),
              { maxLength: 2 },
            ),
          },
          { requiredKeys: [] },
        ),
      ),
    ),
    mail: rarely(mostly(fc.record({ from: email }))),
    database: rarely(mostly(fc.record({ autoRegister: fc.boolean() }))),
  })
  .map(withoutUndefined)

/** A plant as a value, as it may arrive in a request. */
export const plantValues: fc.Arbitrary<unknown> = fc
  .record({
    version: mostly(fc.constant(1)),
    name: mostly(fc.constantFrom('plant', 'press-shop', 'p')),
    settings: sometimes(settings),
    services: servicesOf,
    integrations: sometimes(integrations),
  })
  .map(withoutUndefined)

const template = fc.constantFrom(
  ...['plain', '${instance.name}', 'a ${option.level} b', '${secret.pass}', '$${x}', '${none}', '${', '$&'],
  ...['${database.host}:${database.port}', '${mqtt-broker.url}', '${mail.from}', '${instance.url}'],
)
const variables = fc.dictionary(fc.constantFrom('A', 'B_FILE', 'lower', 'DB', 'x y', 'C'), mostly(template), {
  maxKeys: 3,
  noNullPrototype: true,
})

/** A service of the user's own, mostly right. */
const definition: fc.Arbitrary<unknown> = fc
  .record({
    title: mostly(fc.constantFrom('Mine', 'Press API', 'Größe')),
    image: mostly(fc.constantFrom('mine', 'registry.example.com:5000/a/b_c', 'Mine:1')),
    versions: mostly(fc.subarray(['1.0', '2', 'v3-alpine', 'latest'], { minLength: 1 })),
    ports: sometimes(
      mostly(fc.constant({ http: { container: 8080, protocol: 'http', host: 8085 }, x: { container: 1 } })),
    ),
    options: sometimes(
      mostly(
        fc.constant({
          level: { type: 'choice', values: ['a', 'b'], default: 'a', variable: 'LEVEL' },
          pass: { type: 'secret', variable: 'PASS_FILE' },
          text: { type: 'text', variable: 'TEXT' },
        }),
      ),
    ),
    environment: sometimes(mostly(variables)),
    command: sometimes(mostly(fc.array(template, { minLength: 1, maxLength: 3 }))),
    files: sometimes(
      mostly(
        fc.array(
          fc.record({
            path: mostly(fc.constantFrom('a.conf', 'b/c.conf', '../x')),
            mount: mostly(fc.constantFrom('/etc/a', '/etc/b.conf', '/run/secrets/x', 'relative')),
            content: fc.oneof(template, hostileText),
          }),
          { maxLength: 2 },
        ),
      ),
    ),
    volumes: sometimes(mostly(fc.constantFrom({ data: '/data' }, { data: '/data', more: '/more' }, { data: '/' }))),
    toolbox: sometimes(mostly(fc.constantFrom('busybox', 'bash', 'node', 'none'))),
    health: mostly(
      fc.constantFrom({ command: ['true'] }, { command: ['${instance.name}'] }, { http: '/' }, { tcp: 'x' }),
    ),
    accepts: sometimes(
      mostly(
        fc.record(
          {
            'reverse-proxy': mostly(fc.constantFrom({}, { login: 'own', healthPath: '/x' })),
            database: mostly(fc.record({ environment: variables }, { requiredKeys: [] })),
            mail: mostly(fc.record({ environment: variables })),
            metrics: mostly(fc.constantFrom({}, { port: 'x', path: '/m' })),
            'mqtt-broker': mostly(fc.record({ environment: variables }, { requiredKeys: [] })),
          },
          { requiredKeys: [] },
        ),
      ),
    ),
  })
  .map(withoutUndefined)

/** A plant with services of its own among those of the catalogue. */
export const plantsWithDefinitions: fc.Arbitrary<unknown> = fc
  .record({
    own: definition,
    id: mostly(fc.constantFrom('mine', 'press-api', 'grafana')),
    options: rarely(hostileValue),
  })
  .map(({ own, id, options }) => ({
    version: 1,
    name: 'p',
    catalog: { services: { [String(id)]: own } },
    services: {
      it: withoutUndefined({ uses: id, options: options as unknown }),
      db: { uses: 'postgres' },
      broker: { uses: 'mosquitto' },
      mail: { uses: 'mailpit' },
      proxy: { uses: 'traefik' },
      metrics: { uses: 'prometheus' },
    },
  }))

/** Plants as texts, in YAML or JSON. */
const plantTexts: fc.Arbitrary<string> = fc.tuple(plantValues, fc.boolean()).map(([value, isJson]) => {
  try {
    return isJson ? JSON.stringify(value) : stringify(value)
  } catch {
    // what no text can hold, such as a bigint
    return String(value)
  }
})

/** Something that is done to a text at two places of it, both given as parts of its length. */
interface Mutation {
  readonly kind: 'delete' | 'duplicate' | 'swap' | 'insert' | 'delete-line' | 'duplicate-line' | 'swap-lines' | 'indent'
  readonly from: number
  readonly to: number
  readonly text: string
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom(
    'delete',
    'duplicate',
    'swap',
    'insert',
    'delete-line',
    'duplicate-line',
    'swap-lines',
    'indent',
  ),
  from: fc.double({ min: 0, max: 1, noNaN: true }),
  to: fc.double({ min: 0, max: 1, noNaN: true }),
  text: fc.oneof(
    hostileText,
    fc.constantFrom(
      ': ',
      '- ',
      '\n',
      '  ',
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      '#',
      '&a ',
      '*a',
      '!!',
      '|',
      '>',
      '?',
      '\t',
      '\0',
      '\r',
    ),
  ),
})

function mutate(text: string, { kind, from, to, text: other }: Mutation): string {
  const start = Math.floor(from * text.length)
  const end = Math.min(text.length, start + 1 + Math.floor(to * 8))
  if (kind === 'delete') return text.slice(0, start) + text.slice(end)
  if (kind === 'duplicate') return text.slice(0, end) + text.slice(start)
  if (kind === 'insert') return text.slice(0, start) + other + text.slice(start)
  if (kind === 'swap')
    return text.slice(0, start) + text.slice(start, end).split('').reverse().join('') + text.slice(end)
  const lines = text.split('\n')
  const [a, b] = [Math.floor(from * lines.length) % lines.length, Math.floor(to * lines.length) % lines.length]
  if (kind === 'delete-line') lines.splice(a, 1)
  else if (kind === 'duplicate-line') lines.splice(b, 0, lines[a] ?? '')
  else if (kind === 'indent') lines[a] = ` ${lines[a]}`
  else [lines[a], lines[b]] = [lines[b] ?? '', lines[a] ?? '']
  return lines.join('\n')
}

/** Examples and random plants with a few things done to them. */
const mutatedTexts: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...templates.map(({ plant }) => plant)) },
      { weight: 1, arbitrary: plantTexts },
    ),
    fc.array(mutation, { minLength: 1, maxLength: 5 }),
  )
  .map(([text, mutations]) => mutations.reduce(mutate, text))

/** Any text: right, nearly right, or no plant at all. */
export const texts: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: plantTexts },
  { weight: 4, arbitrary: mutatedTexts },
  { weight: 1, arbitrary: hostileText },
)

/** The path of a request and what is sent to it: bodies of both shapes, right and damaged, and no JSON at all. */
export const requests = (): fc.Arbitrary<{ url: string; payload: string }> => {
  const url = fc.constantFrom(
    ...['/detect-integrations', '/generate', '/download', '/validate-config'],
    ...['check', 'detect', 'generate', 'preview', 'bundle'].map((verb) => `/api/v1/stacks/${verb}`),
  )
  const body = fc.oneof(
    olderBodies,
    fc.record({ plant: fc.oneof(texts, plantValues) }),
    hostileValue.map((plant) => ({ plant })),
  )
  const json = body.map((value) => {
    try {
      return JSON.stringify(value) ?? ''
    } catch {
      return String(value)
    }
  })
  const damaged = fc.tuple(json, fc.array(mutation, { minLength: 1, maxLength: 3 }))
  const payload = fc.oneof(
    { weight: 3, arbitrary: json },
    { weight: 1, arbitrary: damaged.map(([text, mutations]) => mutations.reduce(mutate, text)) },
  )
  return fc.record({ url, payload })
}

const olderIds = [...services.values()].flatMap((service) => [service.id, ...(service.older?.ids ?? [])])

const olderConfig: fc.Arbitrary<unknown> = fc.dictionary(
  fc.oneof(
    fc.constantFrom(
      ...['port', 'http_port', 'mqtt_port', 'tls_port', 'database', 'username', 'password', 'admin_username'],
      ...['admin_password', 'version', 'edition', 'memory_max', 'auto_register_db', 'name', 'retention', 'smtp_port'],
      ...['constructor', '__proto__', 'https_port', 'websocket_port', 'dashboard'],
    ),
    hostileText,
  ),
  mostly(
    fc.oneof(
      fc.integer({ min: 1, max: 65_535 }),
      fc.integer({ min: 1, max: 65_535 }).map(String),
      fc.constantFrom(
        'plant',
        'admin',
        'S3cret-p4ssword',
        '2048m',
        '2g',
        'latest',
        '',
        'true',
        true,
        false,
        null,
        '8.3',
        'standard',
      ),
    ),
  ),
  { maxKeys: 4, noNullPrototype: true },
)

/** Bodies of older clients. */
export const olderBodies: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 20,
    arbitrary: fc
      .record({
        instances: mostly(
          fc.uniqueArray(
            fc
              .record({
                app_id: mostly(fc.constantFrom(...olderIds, ...olderIds, 'portainer')),
                instance_name: sometimes(mostly(name)),
                config: sometimes(mostly(olderConfig)),
              })
              .map(withoutUndefined),
            // mostly: two instances of one name are refused, and nothing more is seen of them
            { minLength: 1, maxLength: 5, selector: (one) => one.instance_name ?? one.app_id },
          ),
        ),
        global_settings: sometimes(
          mostly(
            fc.record(
              {
                stack_name: mostly(fc.constantFrom('iiot-stack', 'my-plant')),
                timezone: mostly(fc.constantFrom('UTC', 'Europe/Berlin')),
                restart_policy: mostly(fc.constantFrom('always', 'unless-stopped')),
                ntfy_enabled: fc.boolean(),
                ntfy_topic: hostileText,
              },
              { requiredKeys: [] },
            ),
          ),
        ),
        integration_settings: sometimes(
          mostly(
            fc.record(
              {
                reverse_proxy: mostly(
                  fc.record(
                    {
                      base_domain: fc.constantFrom('localhost', 'plant.example.com'),
                      enable_https: fc.boolean(),
                      letsencrypt_email: fc.constantFrom('', 'it@example.com'),
                    },
                    { requiredKeys: [] },
                  ),
                ),
                mqtt: mostly(
                  fc.record(
                    {
                      enable_tls: fc.boolean(),
                      username: userName,
                      password: fc.constantFrom('', 'S3cret-p4ss'),
                      tls_port: fc.constantFrom(8883, '8884'),
                    },
                    { requiredKeys: [] },
                  ),
                ),
                oauth: mostly(
                  fc.record(
                    {
                      realm_name: fc.constantFrom('iiot', 'plant'),
                      auto_configure_services: fc.boolean(),
                      realm_users: fc.array(
                        fc.record(
                          {
                            username: mostly(fc.constantFrom('ada', 'max')),
                            email,
                            first_name: personName,
                            password: personName,
                            roles: fc.array(fc.constantFrom('operator')),
                          },
                          { requiredKeys: ['username'] },
                        ),
                        { maxLength: 2 },
                      ),
                    },
                    { requiredKeys: [] },
                  ),
                ),
                database: mostly(fc.record({ auto_register: fc.boolean() })),
                email: mostly(
                  fc.record({ from_address: email, auto_configure_services: fc.boolean() }, { requiredKeys: [] }),
                ),
              },
              { requiredKeys: [] },
            ),
          ),
        ),
      })
      .map(withoutUndefined),
  },
  { weight: 1, arbitrary: hostileValue },
)
