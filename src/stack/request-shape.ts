import { z } from 'zod'
import { type ServiceDefinition, services } from '../catalog/index.ts'
import type { Issue, Path } from '../core/issue.ts'
import { didYouMean } from '../core/nearest.ts'
import { Secret } from '../core/secret.ts'
import { parseSize } from '../core/size.ts'
import { issue } from './resolve.ts'
import { hiddenKeys, limited, printable, schemaIssues } from './schema-issues.ts'

/**
 * The request shape of older clients. Their bodies vary, so unknown keys are allowed; what is known must be of the
 * right kind.
 */
const text = (most: number) => z.string().max(most)
const number = z.union([z.number(), z.string().regex(/^\d{1,5}$/)])

export const StackConfig = z.looseObject({
  instances: z
    .array(
      z.looseObject({
        app_id: text(100),
        instance_name: text(100).optional(),
        config: z.record(text(100), z.unknown()).default({}),
      }),
    )
    .max(5000)
    .default([]),
  global_settings: z
    .looseObject({
      stack_name: text(100).default('iiot-stack'),
      timezone: text(100).default('UTC'),
      restart_policy: text(40).default('unless-stopped'),
      ntfy_enabled: z.boolean().default(false),
      ntfy_server: text(300).default(''),
      ntfy_topic: text(100).default(''),
    })
    .prefault({}),
  integration_settings: z
    .looseObject({
      reverse_proxy: z
        .looseObject({
          base_domain: text(253).default('localhost'),
          enable_https: z.boolean().default(false),
          letsencrypt_email: text(200).default(''),
        })
        .prefault({}),
      mqtt: z
        .looseObject({
          enable_tls: z.boolean().default(false),
          username: text(200).default(''),
          password: text(200).default(''),
          tls_port: number.optional(),
        })
        .prefault({}),
      oauth: z
        .looseObject({
          realm_name: text(100).default('iiot'),
          auto_configure_services: z.boolean().default(true),
          realm_users: z
            .array(
              z.looseObject({
                username: text(200),
                email: text(200).optional(),
                first_name: text(200).optional(),
                last_name: text(200).optional(),
                password: text(200).optional(),
                roles: z.array(text(100)).max(100).optional(),
              }),
            )
            .max(1000)
            .default([]),
        })
        .prefault({}),
      database: z.looseObject({ auto_register: z.boolean().default(true) }).prefault({}),
      email: z
        .looseObject({ from_address: text(200).default(''), auto_configure_services: z.boolean().default(true) })
        .prefault({}),
    })
    .prefault({}),
})
export type StackConfig = z.output<typeof StackConfig>

export interface Translated {
  /** A plant as a value, for `checkPlant`; absent when the request itself is wrong. */
  readonly plant?: Record<string, unknown>
  readonly issues: readonly Issue[]
}

/** A request of an older client as a plant. What has no counterpart is told, not dropped in silence. */
export function translateRequest(body: unknown): Translated {
  const parsed = StackConfig.safeParse(body, { reportInput: true })
  const hidden = hiddenKeys(body)
  if (!parsed.success) return { issues: limited([...hidden, ...schemaIssues(StackConfig, parsed.error, [])]) }
  if (hidden.length > 0) return { issues: limited(hidden) }
  const { instances, global_settings: global, integration_settings: integration } = parsed.data
  const issues: Issue[] = []
  // without a prototype: any name may come, `__proto__` too
  const entries: Record<string, unknown> = Object.create(null)
  instances.forEach((instance, index) => {
    const name = instance.instance_name ?? instance.app_id
    if (Object.hasOwn(entries, name)) {
      issues.push(
        issue(
          'stack.duplicate-name',
          ['instances', index, 'instance_name'],
          `"${printable(name)}" is the name of two instances`,
        ),
      )
      return
    }
    const service = findService(instance.app_id)
    if (service) entries[name] = translateInstance(service, instance.config, parsed.data, ['instances', index], issues)
    else {
      const hint = didYouMean(instance.app_id, olderIds.keys(), `Known are: ${[...olderIds.keys()].join(', ')}.`)
      issues.push(
        issue(
          'stack.unknown-service',
          ['instances', index, 'app_id'],
          `"${printable(instance.app_id)}" is not in the catalogue`,
          hint,
        ),
      )
    }
  })
  if (global.ntfy_enabled) addNtfy(global, entries, issues)
  const plant = {
    version: 1,
    name: global.stack_name,
    settings: {
      timezone: global.timezone,
      restart: global.restart_policy,
      ...translateProxy(integration.reverse_proxy),
    },
    services: entries,
    integrations: {
      oidc: translateOidc(integration.oauth),
      database: { autoRegister: integration.database.auto_register },
      ...(integration.email.from_address ? { mail: { from: integration.email.from_address } } : {}),
    },
  }
  return { plant, issues }
}

/** Push messages through a server of the stack's own; with a topic that only this stack knows. */
function addNtfy(
  { ntfy_server, ntfy_topic }: StackConfig['global_settings'],
  entries: Record<string, unknown>,
  issues: Issue[],
): void {
  if (ntfy_server !== '' && !isOwnNtfy(ntfy_server)) {
    const message = 'push messages go to a server of the stack, where nobody else reads them'
    issues.push(ignored(['global_settings', 'ntfy_server'], message))
  }
  const isThere = Object.values(entries).some((entry) => (entry as { uses: string }).uses === 'ntfy')
  if (!isThere) entries[freeName('ntfy', entries)] = { uses: 'ntfy', options: ntfy_topic ? { topic: ntfy_topic } : {} }
}

const isOwnNtfy = (server: string): boolean => /^https?:\/\/(?:localhost|127\.0\.0\.1|ntfy)(?::\d+)?\/?$/.test(server)

function freeName(base: string, taken: Readonly<Record<string, unknown>>): string {
  let name = base
  for (let count = 2; Object.hasOwn(taken, name); count++) name = `${base}-${count}`
  return name
}

const olderIds = new Map(
  [...services.values()].flatMap((service) =>
    [...Object.keys(service.aliases ?? {}), ...(service.older?.ids ?? []), service.id].map(
      (id) => [id, service] as const,
    ),
  ),
)

const findService = (id: string): ServiceDefinition | undefined => olderIds.get(id)

const ignored = (path: Path, message: string): Issue => ({
  ...issue('stack.ignored-setting', path, message),
  severity: 'warning',
})

function translateInstance(
  service: ServiceDefinition,
  config: Record<string, unknown>,
  request: StackConfig,
  base: Path,
  issues: Issue[],
) {
  const options: Record<string, unknown> = {}
  const ports: Record<string, unknown> = {}
  let version: unknown
  for (const [key, value] of Object.entries(config)) {
    if (value === '' || value === null) continue
    const option = own(service.older?.options, key)
    const port = own(service.older?.ports, key)
    if (key === 'version') version = value === 'latest' ? undefined : value
    else if (key === 'name') continue
    else if (option) options[option] = optionValue(option, value)
    else if (port) ports[port] = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value
    else issues.push(ignored([...base, 'config', key], `"${printable(key)}" has no counterpart in ${service.title}`))
  }
  if (config.version === 'latest') {
    issues.push({
      ...issue(
        'stack.ignored-setting',
        [...base, 'config', 'version'],
        '"latest" is not a version',
        `${service.versions[0]} is used.`,
      ),
      severity: 'warning',
    })
  }
  if (service.offers?.['mqtt-broker']) Object.assign(options, brokerOptions(service, request, ports))
  if (hasOption(service, 'acceptEula')) {
    options.acceptEula = true
    const message = `choosing ${service.title} is taken as accepting its licence`
    issues.push({ ...issue('stack.eula-assumed', base, message, `Read it: ${service.homepage}`), severity: 'warning' })
  }
  return {
    uses: service.id,
    ...(version === undefined ? {} : { version }),
    options,
    ports,
    connect: connections(service, request),
  }
}

const own = (names: Readonly<Record<string, string>> | undefined, key: string): string | undefined =>
  names !== undefined && Object.hasOwn(names, key) ? names[key] : undefined

/** Passwords are wrapped at once; memory comes as `2048`, `"2048m"` or `"2g"`. */
function optionValue(option: string, value: unknown): unknown {
  if (option === 'password' && typeof value === 'string') return new Secret(value)
  if (option === 'heapMiB' && typeof value === 'string') {
    return /^\d+$/.test(value) ? Number(value) : Math.round((parseSize(value) ?? Number.NaN) / 1024 ** 2)
  }
  if (value === 'true' || value === 'false') return value === 'true'
  return value
}

const hasOption = (service: ServiceDefinition, key: string): boolean =>
  service.options instanceof z.ZodObject && Object.hasOwn(service.options.shape, key)

/** What the request says of all brokers, as far as this one has a word for it. */
function brokerOptions(
  service: ServiceDefinition,
  { integration_settings: { mqtt } }: StackConfig,
  ports: Record<string, unknown>,
): Record<string, unknown> {
  if (mqtt.enable_tls && mqtt.tls_port !== undefined && service.ports.mqtts) ports.mqtts ??= Number(mqtt.tls_port)
  const options = {
    ...(mqtt.enable_tls ? { tls: true, plain: true } : {}),
    ...(mqtt.username ? { username: mqtt.username } : {}),
    ...(mqtt.password ? { password: new Secret(mqtt.password) } : {}),
  }
  return Object.fromEntries(Object.entries(options).filter(([name]) => hasOption(service, name)))
}

/** Wiring that the request switches off. */
function connections(
  service: ServiceDefinition,
  { integration_settings: { oauth, email } }: StackConfig,
): Record<string, string[]> {
  const off: Record<string, string[]> = {}
  if (!oauth.auto_configure_services && service.accepts?.['oidc-login']) off['oidc-login'] = []
  if (!email.auto_configure_services && service.accepts?.mail) off.mail = []
  return off
}

/** Without a mail address no public authority can be asked, and for localhost none would answer. */
function translateProxy({
  base_domain,
  enable_https,
  letsencrypt_email,
}: StackConfig['integration_settings']['reverse_proxy']) {
  const isPublic = letsencrypt_email !== '' && base_domain !== 'localhost'
  return {
    domain: base_domain,
    ...(enable_https ? { tls: isPublic ? 'acme' : 'internal-ca' } : {}),
    ...(enable_https && isPublic ? { acme: { email: letsencrypt_email } } : {}),
  }
}

function translateOidc({ realm_name, realm_users }: StackConfig['integration_settings']['oauth']) {
  return {
    realm: realm_name,
    roles: [...new Set(realm_users.flatMap((user) => user.roles ?? []))],
    users: realm_users.map((user) => ({
      username: user.username,
      email: user.email ?? `${user.username}@localhost`,
      ...(user.first_name === undefined ? {} : { firstName: user.first_name }),
      ...(user.last_name === undefined ? {} : { lastName: user.last_name }),
      ...(user.password ? { password: new Secret(user.password) } : {}),
      roles: user.roles ?? [],
    })),
  }
}
