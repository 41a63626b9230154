import { z } from 'zod'
import { secretOption, sizeText, userName } from '../catalog/options.ts'
import { isOwnSurroundings } from '../core/address.ts'
import { parseSize } from '../core/size.ts'
import { CustomService } from './custom/spec.ts'
import { oneLine } from './text.ts'

/** A DNS label short enough for the names that are made from it: `gateway-1-seed`, `gateway-1-data`. */
export const instanceName = /^[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?$/

const name = z
  .string()
  .regex(instanceName, 'must be lower case letters, digits and hyphens, at most 40, beginning with a letter')
  .meta({ code: 'stack.invalid-name' })

const hostName = z
  .string()
  .max(253)
  .regex(/^(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*$/, 'must be a host name in lower case')

const ipAddress = z
  .union([z.ipv4(), z.ipv6()], 'must be an IPv4 or IPv6 address')
  // a probe of a published port would knock there
  .refine((address) => !isOwnSurroundings(address), 'must not be a link-local address')
  .describe('IPv4 or IPv6 address')

const portNumber = z.int().min(1).max(65_535)

const emailAddress = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/, { error: 'must be a mail address', abort: true })

/** Grafana refuses to start with a sender whose domain has no dot. */
const senderAddress = emailAddress.regex(/@.+\../, 'must be a mail address whose domain has a dot')

/** Zones that were asked for; each is looked up once. */
const knownZones = new Map<string, boolean>()

/** Names in lower case -> as they are written, which containers insist on. */
let zones: ReadonlyMap<string, string> | undefined

function isTimezone(zone: string): boolean {
  if (zone === 'UTC') return true
  if (!/^[A-Z][A-Za-z0-9_+-]*(\/[A-Z][A-Za-z0-9_+-]*)*$/.test(zone) || zone.length > 64) return false
  let known = knownZones.get(zone)
  if (known === undefined) {
    zones ??= new Map([...Intl.supportedValuesOf('timeZone'), 'Etc/UTC', 'GMT'].map((one) => [one.toLowerCase(), one]))
    const written = zones.get(zone.toLowerCase())
    known = written === undefined ? resolves(zone) : written === zone
    if (knownZones.size < 1000) knownZones.set(zone, known)
  }
  return known
}

/** Older names such as `US/Eastern` are links that only the formatter knows. */
function resolves(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return zone.includes('/')
  } catch {
    return false
  }
}

const timezone = z
  .string()
  .refine(isTimezone, 'must be a time zone of the IANA list, such as Europe/Berlin')
  .describe('IANA time zone of the plant')

const Settings = z.strictObject({
  timezone: timezone.default('UTC'),
  domain: hostName.default('localhost').describe('Domain below which the services get their host names'),
  tls: z
    .enum(['off', 'internal-ca', 'acme', 'own'])
    .default('off')
    .describe('Where the reverse proxy’s certificate comes from'),
  acme: z
    .strictObject({
      email: emailAddress.describe('Mail address of the account, for word about certificates that run out'),
      server: z.httpUrl().optional().describe('Directory address of another certificate authority'),
      challenge: z
        .enum(['tls-alpn', 'http'])
        .default('tls-alpn')
        .describe('How the authority sees that the domain is yours: on port 443 or on port 80'),
    })
    .optional(),
  certificate: z
    .strictObject({
      certificate: secretOption.describe('Reference to the certificate with its chain, PEM'),
      key: secretOption.describe('Reference to the private key, PEM'),
    })
    .optional()
    .describe('Your own certificate, for tls: own'),
  restart: z
    .enum(['no', 'always', 'on-failure', 'unless-stopped'])
    .default('unless-stopped')
    .describe('When the engine starts a container again'),
  bind: ipAddress.optional().describe('Address that host ports are published on; 127.0.0.1 when absent'),
})

const portSetting = z.union(
  [z.literal(false), portNumber, z.strictObject({ port: portNumber.optional(), address: ipAddress.optional() })],
  'must be a port, false, or a mapping with port and address',
)

/** A name that HTTP allows, without those that the proxy itself decides. */
const headerName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/, 'must be a header name of letters, digits and hyphens')
  .refine(
    (name) =>
      !/^(connection|content-length|content-type|host|set-cookie|te|trailer|transfer-encoding|upgrade)$/i.test(name),
    'must not be a header that the program or the connection decides',
  )

/** Visible ASCII without what starts a placeholder, a comment or a string in the settings of any proxy. */
const headerValue = z
  .string()
  .max(1000)
  .regex(/^[\x20-\x7e]*$/, 'must be one line of ASCII')
  .refine((text) => !/[{}$`"\\]/.test(text) && text.trim() === text, 'must not hold any of { } $ ` " \\')

const origin = z
  .string()
  .max(270)
  .regex(
    /^https?:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9][0-9]{0,4})?$/,
    'must be an origin such as https://pages.example.com',
  )

const Route = z.strictObject({
  login: z
    .enum(['own', 'operator', 'none'])
    .optional()
    .describe('Who asks for a login: the program, the proxy (operator), or nobody; what fits the program when absent'),
  rateLimitPerS: z.int().min(1).max(100_000).optional().describe('Most requests of one client in a second'),
  cors: z
    .strictObject({ origins: z.array(origin).min(1).max(50).describe('Origins whose pages may read the answers') })
    .optional()
    .describe('Pages of other origins that may use this one'),
  headers: z
    .record(headerName, headerValue)
    .refine((headers) => Object.keys(headers).length <= 50, 'must have at most 50 entries')
    .optional()
    .describe('Headers added to every answer'),
})

const Service = z.strictObject({
  uses: z.string().max(100).describe('Service of the catalogue'),
  version: z
    .union([z.string().max(128), z.number()], 'must be a version')
    .transform(String)
    .optional()
    .describe('Version or the beginning of one'),
  options: z
    .record(z.string().max(100), z.unknown())
    .default({})
    .describe('Options of the service; see its page in the reference'),
  ports: z
    .record(z.string().max(100), portSetting)
    .default({})
    .describe('Host port by port name; false does not publish it'),
  connect: z
    .record(
      z.string().max(100),
      z.union(
        [z.string().max(100), z.array(z.string().max(100)).max(100)],
        'must be the name of a service or a list of them',
      ),
    )
    .default({})
    .describe('Providers to use, by ability; an empty list switches the ability off'),
  after: z
    .array(z.string().max(100))
    .max(100)
    .default([])
    .describe('Services that must be healthy before this one starts'),
  host: hostName.optional().describe('Host name at the reverse proxy'),
  route: Route.optional().describe('What the reverse proxy does for the page beyond leading to it'),
  memory: sizeText
    // Docker starts no container with less
    .refine((text) => (parseSize(text) ?? 0) >= 6 * 1024 ** 2, 'must be at least 6MiB')
    .optional()
    .describe('Most memory of the container, such as 512MiB or 2g; the service’s own limit when absent'),
  cpus: z
    .number()
    .min(0.01)
    .max(1024)
    .optional()
    .describe('Most processors of the container; the service’s own limit when absent'),
})

/** A level is a name, `+`, or `#` as the last one. */
function isTopicFilter(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not appear
  if (/[\u0000-\u001f\u007f]/.test(text) || text.trim() !== text || !text.isWellFormed()) return false
  const levels = text.split('/')
  return levels.every(
    (level, index) => level === '+' || (level === '#' && index === levels.length - 1) || !/[+#]/.test(level),
  )
}

const topicFilter = z
  .string()
  .min(1)
  .max(500)
  .refine(isTopicFilter, 'must be a topic filter such as line1/+/temperature or line1/#')

const roleName = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'must be lower case letters, digits, "_" and "-"')

/**
 * Free text for people: no control characters, so that it can stand in any file format, and no `${`, which Keycloak
 * replaces anywhere in a realm.
 */
const shortText = z
  .string()
  .max(200)
  .regex(oneLine, 'must be one line')
  .refine((text) => text.isWellFormed() && !text.includes('${'), 'must be plain text without "${"')

export const OidcUserSpec = z.strictObject({
  username: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, 'must be lower case letters, digits, ".", "_" and "-"')
    .describe('Login name'),
  email: emailAddress.describe('Mail address; unique in the realm'),
  firstName: shortText.default('').describe('First name'),
  lastName: shortText.default('').describe('Last name'),
  roles: z.array(roleName).max(100).default([]).describe('Realm roles of the user, such as grafana-admin'),
  groups: z.array(roleName).max(100).default([]).describe('Groups of the user, whose roles it gets'),
  password: secretOption.optional().describe('First password, to be changed at the first login; generated when absent'),
})

const Integrations = z.strictObject({
  mqtt: z
    .strictObject({
      users: z
        .record(userName, z.strictObject({ password: secretOption.optional() }))
        .default({})
        .describe('Further users of the brokers'),
      acl: z
        .array(
          z.strictObject({
            user: userName.describe('User of the brokers, or a service of the stack'),
            access: z
              .enum(['read', 'write', 'readwrite', 'deny'])
              .describe('What the user may do; deny takes a part away again'),
            topic: topicFilter.describe('Topic filter, with + and # as in MQTT'),
          }),
        )
        .max(1000)
        .default([])
        .describe('Rights by topic; what no rule allows is denied'),
    })
    .default({ users: {}, acl: [] }),
  oidc: z
    .strictObject({
      realm: z
        .string()
        .regex(/^[a-z][a-z0-9-]{0,38}$/, 'must be lower case letters, digits and hyphens')
        .default('plant')
        .describe('Realm of the identity provider'),
      roles: z.array(roleName).max(100).default([]).describe('Realm roles beside those that services bring'),
      groups: z
        .array(
          z.strictObject({
            name: roleName.describe('Name of the group'),
            roles: z.array(roleName).max(100).default([]).describe('Realm roles of its members'),
          }),
        )
        .max(100)
        .default([])
        .describe('Groups of users with the same roles'),
      users: z.array(OidcUserSpec).max(1000).default([]).describe('First users of the realm'),
    })
    .default({ realm: 'plant', roles: [], groups: [], users: [] }),
  mail: z
    .strictObject({ from: senderAddress.optional().describe('Sender; noreply@ the domain when absent') })
    .default({}),
  database: z
    .strictObject({
      autoRegister: z.boolean().default(true).describe('Register the databases of the stack on its gateways'),
    })
    .default({ autoRegister: true }),
})

/** Plants of this size still come out within a second. */
const maxServices = 2000

const CatalogSection = z.strictObject({
  folder: z
    .string()
    .max(500)
    .regex(/^(?!\/)[A-Za-z0-9._@+ /-]+$/, 'must be a folder beside the plant file')
    .optional()
    .describe('Folder with one file for each service; its name without .yaml is that of the service'),
  services: z
    .record(name, CustomService)
    .refine((services) => Object.keys(services).length <= 100, 'must have at most 100 entries')
    .default({})
    .describe('Services of your own by name, which uses: then understands'),
})

/** The part of a plant file that describes a stack. The JSON schema for editors is made from it. */
export const PlantFile = z.strictObject({
  version: z.literal(1).describe('Version of the file format'),
  name: name.describe('Name of the plant: the Compose project and the stack in the vault'),
  settings: Settings.prefault({}),
  services: z
    .record(name, Service)
    .refine((services) => Object.keys(services).length <= maxServices, `must have at most ${maxServices} entries`)
    .default({}),
  integrations: Integrations.prefault({}),
  catalog: CatalogSection.default({ services: {} }),
})

export type StackSpec = z.output<typeof PlantFile>
export type ServiceSpec = StackSpec['services'][string]
export type PlantInput = z.input<typeof PlantFile>
