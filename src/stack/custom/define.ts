import { z } from 'zod'
import { roleName } from '../../catalog/abilities/database/ability.ts'
import {
  type AbilityId,
  type Accept,
  type Instance,
  type Parts,
  type PasswordNeed,
  type PortDefinition,
  password,
  type SecretMount,
  type ServiceContext,
  type ServiceDefinition,
  type Site,
  secretPath,
} from '../../catalog/model.ts'
import { secretOption } from '../../catalog/options.ts'
import { httpHealth, reachCommand } from '../../catalog/toolbox.ts'
import type { SecretSource } from '../../core/secret.ts'
import { parseSize } from '../../core/size.ts'
import { oneLine } from '../text.ts'
import type { CustomService } from './spec.ts'
import { fillTemplate } from './template.ts'

type Options = Readonly<Record<string, unknown>>

/** A service of the user's own as one like those of the catalogue. The definition is checked already. */
export function defineCustom(id: string, definition: CustomService): ServiceDefinition {
  const { title, summary, category, homepage = '', license, image, versions, volumes, toolbox, multiple } = definition
  const [uid = 0, gid = uid] = definition.user.split(':').map(Number)
  const resources = { memoryMiB: Math.ceil((parseSize(definition.memory) ?? 0) / 1024 ** 2), cpus: definition.cpus }
  const service: ServiceDefinition<Options> = {
    id,
    title,
    category,
    summary,
    homepage,
    license,
    image,
    versions,
    ports: portsOf(definition),
    options: optionsOf(definition),
    volumes,
    user: { uid, gid, readsSecretsAsRoot: uid === 0 },
    toolbox,
    multiple,
    resources: () => resources,
    health: (instance) => healthOf(definition, instance),
    parts: (context) => ownParts(definition, context),
    accepts: acceptsOf(definition),
  }
  return service as ServiceDefinition
}

const portsOf = ({ ports }: CustomService): Record<string, PortDefinition> =>
  Object.fromEntries(
    Object.entries(ports).map(([name, { container, protocol, title = name, host }]) => [
      name,
      { container, protocol, title, ...(host === undefined ? {} : { host }) },
    ]),
  )

/** Free text of an option may go into any file or variable. */
const optionText = z
  .string()
  .max(1000)
  .regex(oneLine, 'must be one line')
  .refine((text) => text.isWellFormed(), 'must be well-formed text')

function optionsOf({ options }: CustomService): z.ZodType<Options> {
  const shape = Object.entries(options).map(([name, option]): [string, z.ZodType] => {
    const schema = optionSchema(option)
    const described = option.description === '' ? schema : schema.describe(option.description)
    if (option.type === 'secret' || option.default === undefined) return [name, described.optional()]
    return [name, described.default(option.default as never)]
  })
  return z.strictObject(Object.fromEntries(shape))
}

function optionSchema(option: CustomService['options'][string]): z.ZodType {
  switch (option.type) {
    case 'text':
      return optionText
    case 'boolean':
      return z.boolean()
    case 'integer':
      return z
        .int()
        .min(option.min ?? Number.MIN_SAFE_INTEGER)
        .max(option.max ?? Number.MAX_SAFE_INTEGER)
    case 'choice':
      return z.enum(option.values)
    case 'secret':
      return secretOption
  }
}

function healthOf(definition: CustomService, instance: Instance<Options>): ReturnType<ServiceDefinition['health']> {
  const { health, toolbox, ports } = definition
  const containerPort = (name: string): number => ports[name]?.container ?? 0
  // a toolbox of "none" is refused for these two before
  const tools = toolbox === 'none' ? 'busybox' : toolbox
  const test =
    'http' in health
      ? httpHealth(tools, containerPort(health.port), health.http)
      : 'tcp' in health
        ? ['CMD', ...reachCommand(tools, '127.0.0.1', containerPort(health.tcp))]
        : ['CMD', ...health.command.map((text) => fillTemplate(text, instanceValues(definition, instance)))]
  return { test, intervalS: 10, timeoutS: 10, retries: 6, startPeriodS: health.startPeriodS }
}

/** The password behind an option or a secret; the user's own where the option names one. */
const secretNeed = (instance: Instance, name: string, user?: string): PasswordNeed =>
  password(`${instance.name}.${fileName(name)}`, (instance.options as Options)[name] as SecretSource | undefined, user)

/** `adminPassword` -> `admin-password`, as the files of all other secrets are named. */
const fileName = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

function secretMounts({ options, secrets }: CustomService, instance: Instance): SecretMount[] {
  const chosen = Object.entries(options).flatMap(([name, { type, variable }]) =>
    type === 'secret' ? [mountOf(secretNeed(instance, name), variable)] : [],
  )
  const made = Object.entries(secrets).map(([name, { user, variable }]) =>
    mountOf(secretNeed(instance, name, user), variable),
  )
  return [...chosen, ...made]
}

const mountOf = (need: PasswordNeed, variable: string | undefined): SecretMount => ({
  need,
  ...(variable === undefined ? {} : { pathIn: variable }),
})

/** What placeholders stand for that only the instance decides. */
function instanceValues({ options, secrets }: CustomService, instance: Instance): Map<string, string> {
  const values = new Map([
    ['instance.name', instance.name],
    ['instance.version', instance.version],
  ])
  for (const [name, { type }] of Object.entries(options)) {
    if (type === 'secret') values.set(`secret.${name}`, secretPath({ need: secretNeed(instance, name) }))
    else values.set(`option.${name}`, String((instance.options as Options)[name] ?? ''))
  }
  for (const name of Object.keys(secrets))
    values.set(`secret.${name}`, secretPath({ need: secretNeed(instance, name) }))
  return values
}

/** With what the site decides. */
function valuesOf(definition: CustomService, instance: Instance, site: Site): Map<string, string> {
  const values = instanceValues(definition, instance)
  values.set('site.name', site.name).set('site.domain', site.domain).set('site.timezone', site.timezone)
  if (Object.hasOwn(definition.ports, 'http')) values.set('instance.url', site.url(instance).href)
  return values
}

function ownParts(definition: CustomService, { instance, site }: ServiceContext<Options>): Parts {
  const values = valuesOf(definition, instance, site)
  const fill = (text: string): string => fillTemplate(text, values)
  const variables = Object.entries(definition.options).flatMap(([name, { type, variable }]): [string, string][] =>
    type === 'secret' || variable === undefined || instance.options[name] === undefined
      ? []
      : [[variable, String(instance.options[name])]],
  )
  return {
    environment: { ...filled(definition.environment, values), ...Object.fromEntries(variables) },
    ...(definition.entrypoint ? { entrypoint: definition.entrypoint.map(fill) } : {}),
    ...(definition.command ? { command: definition.command.map(fill) } : {}),
    files: definition.files.map(({ path, mount, content }) => ({ path, mount, content: fill(content) })),
    secrets: secretMounts(definition, instance),
  }
}

const filled = (environment: Readonly<Record<string, string>>, values: ReadonlyMap<string, string>) =>
  Object.fromEntries(Object.entries(environment).map(([name, text]) => [name, fillTemplate(text, values)]))

type Accepts = { readonly [A in AbilityId]?: Accept<A> }

function acceptsOf(definition: CustomService): Accepts {
  const { accepts } = definition
  const variables = (
    environment: Readonly<Record<string, string>>,
    { instance, site }: ServiceContext,
    own: Readonly<Record<string, string>>,
  ) => filled(environment, new Map([...valuesOf(definition, instance, site), ...Object.entries(own)]))
  const { database, mail, metrics, 'mqtt-broker': mqtt, 'reverse-proxy': proxy } = accepts
  return {
    ...(proxy
      ? {
          'reverse-proxy': {
            connect: (context) => {
              const { instance, site } = context
              const host = site.publicHost(instance) ?? instance.name
              const own = { 'reverse-proxy.host': host, 'reverse-proxy.url': site.url(instance).href }
              const upstream = { host: instance.name, port: definition.ports.http?.container ?? 0 }
              return {
                claim: { host, upstream, login: proxy.login, healthPath: proxy.healthPath },
                parts: { environment: variables(proxy.environment, context, own) },
              }
            },
          } satisfies Accept<'reverse-proxy'>,
        }
      : {}),
    ...(database
      ? {
          database: {
            ...(database.providers ? { providers: database.providers } : {}),
            connect: (context, offer) => {
              const { name } = context.instance
              const need = password(`${name}.database-password`)
              const role = roleName(name)
              const base = database.access === 'owner' ? role : offer.sharedDatabase
              const own = {
                'database.engine': offer.engine,
                'database.host': offer.host,
                'database.port': String(offer.port),
                'database.name': base,
                'database.user': role,
                'database.passwordFile': secretPath({ need }),
              }
              return {
                claim: { database: base, role, password: need, access: database.access },
                parts: { environment: variables(database.environment, context, own), secrets: [{ need }] },
              }
            },
          } satisfies Accept<'database'>,
        }
      : {}),
    ...(mail
      ? {
          mail: {
            connect: (context, offer) => {
              const { from } = context.site.mail
              const own = { 'mail.host': offer.host, 'mail.port': String(offer.port), 'mail.from': from }
              return { claim: { from }, parts: { environment: variables(mail.environment, context, own) } }
            },
          } satisfies Accept<'mail'>,
        }
      : {}),
    ...(metrics
      ? {
          metrics: {
            connect: () => ({
              claim: { port: definition.ports[metrics.port]?.container ?? 0, path: metrics.path },
            }),
          } satisfies Accept<'metrics'>,
        }
      : {}),
    ...(mqtt
      ? {
          'mqtt-broker': {
            reach: 'one',
            ...(mqtt.providers ? { providers: mqtt.providers } : {}),
            connect: (context, offer) => {
              const { name } = context.instance
              const need = password(`${name}.${offer.host}.mqtt-password`)
              const authority: SecretMount[] = offer.authority ? [{ need: offer.authority, part: 'certificate' }] : []
              const scheme = offer.authority ? 'mqtts' : 'mqtt'
              const own = {
                'mqtt-broker.host': offer.host,
                'mqtt-broker.port': String(offer.port),
                'mqtt-broker.tls': String(offer.authority !== undefined),
                'mqtt-broker.url': `${scheme}://${offer.host}:${offer.port}`,
                'mqtt-broker.user': name,
                'mqtt-broker.passwordFile': secretPath({ need }),
                'mqtt-broker.caFile': authority[0] ? secretPath(authority[0]) : '',
              }
              return {
                claim: { user: name, password: need, topics: mqtt.topics },
                parts: {
                  environment: variables(mqtt.environment, context, own),
                  secrets: [{ need }, ...authority],
                },
              }
            },
          } satisfies Accept<'mqtt-broker'>,
        }
      : {}),
  }
}
