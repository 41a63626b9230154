import { z } from 'zod'
import { didYouMean } from '../../../core/nearest.ts'
import { roleName } from '../../abilities/database/ability.ts'
import {
  type Accept,
  defineService,
  type Instance,
  type Job,
  type Parts,
  password,
  type ServiceContext,
  secretPath,
  versionLine,
} from '../../model.ts'
import { secretOption, userName } from '../../options.ts'
import { databaseConnection, emailProfile, type Resource, resourceFiles, secretProvider, seedScript } from './files.ts'
import { moduleIds } from './modules.ts'

const Options = z.strictObject({
  acceptEula: z
    .boolean()
    .default(false)
    .describe('You accept the Ignition licence: https://inductiveautomation.com/ignition/license'),
  edition: z.enum(['standard', 'edge', 'maker']).default('standard').describe('Edition of the gateway'),
  adminUser: userName.default('admin').describe('First administrator'),
  password: secretOption.optional(),
  gatewayName: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/, 'must hold only letters, digits, "_" and "-"')
    .optional()
    .describe('System name; the instance name when absent'),
  heapMiB: z.int().min(256).max(262_144).default(1024).describe('Most memory for the Java heap, in MiB'),
  modules: z
    .union([
      z.literal('all'),
      z
        .array(z.string().regex(/^[A-Za-z0-9._-]{1,120}$/, 'must be a module identifier'))
        .min(1)
        .max(100),
    ])
    .default('all')
    .describe('Modules to run: all, or the only ones allowed, by identifier'),
  quickStart: z.boolean().default(false).describe('Sample project and connections on a new gateway'),
  licenseKey: secretOption.optional().describe('Licence key, by reference (Maker: required)'),
  activationToken: secretOption.optional().describe('Activation token, by reference (Maker: required)'),
  autoRegister: z.boolean().default(true).describe('Register the databases of the stack on this gateway'),
})
export type IgnitionOptions = z.output<typeof Options>

/** Heap is not all: metaspace, threads and native buffers need about this much more. */
const nativeMiB = 1024

/** Login of the gateway at a database of the stack. */
const databasePassword = (instance: Instance, database: string) =>
  password(`${instance.name}.${database}.database-password`, undefined, roleName(instance.name))

const is83 = (instance: Instance): boolean => versionLine(instance.version) >= 8003
const options = (instance: Instance): IgnitionOptions => instance.options as IgnitionOptions

export default defineService<IgnitionOptions>({
  id: 'ignition',
  title: 'Ignition Gateway',
  category: 'scada',
  summary: 'SCADA platform by Inductive Automation: tags, alarms, history and screens.',
  homepage: 'https://inductiveautomation.com/ignition',
  license: 'proprietary (two-hour trial, can be reset)',
  image: 'inductiveautomation/ignition',
  versions: ['8.3.8', '8.3.6', '8.1.51'],
  ports: {
    http: { container: 8088, protocol: 'http', title: 'Gateway web page', host: 8088 },
    https: { container: 8043, protocol: 'https', title: 'Gateway web page over TLS', host: 8043 },
    'gateway-network': { container: 8060, protocol: 'tcp', title: 'Gateway Network' },
    'opc-ua': { container: 62541, protocol: 'tcp', title: 'OPC UA server' },
  },
  options: Options,
  older: {
    options: {
      edition: 'edition',
      username: 'adminUser',
      admin_username: 'adminUser',
      password: 'password',
      admin_password: 'password',
      memory_max: 'heapMiB',
      auto_register_db: 'autoRegister',
    },
    ports: { port: 'http', http_port: 'http', https_port: 'https' },
  },
  volumes: { data: '/usr/local/bin/ignition/data' },
  user: { uid: 2003, gid: 2003, readsSecretsAsRoot: false },
  toolbox: 'bash',
  resources: ({ heapMiB }) => ({ memoryMiB: heapMiB + nativeMiB, cpus: 2 }),
  multiple: true,
  homeNetwork: 'field',
  health: () => ({
    test: ['CMD-SHELL', 'curl -fsS --max-time 3 http://127.0.0.1:8088/StatusPing | grep -q RUNNING'],
    intervalS: 15,
    timeoutS: 5,
    retries: 12,
    startPeriodS: 180,
  }),
  check: (instance) => [...checkLicence(instance), ...checkModules(instance)],
  parts: (context) => base(context),
  accepts: {
    database: {
      reach: 'all',
      status: (instance) =>
        is83(instance)
          ? { status: 'automatic' }
          : {
              status: 'manual',
              isPrepared: true,
              note: "Database, role and password are ready (see README.md). Ignition 8.1 keeps its connections in an internal database and has no interface for them: add the connection on the gateway's page under Config > Databases, or restore a .gwbk that holds it.",
            },
      connect: ({ instance }, offer) => {
        const role = roleName(instance.name)
        const need = databasePassword(instance, offer.host)
        return {
          claim: { database: offer.sharedDatabase, role, password: need, access: 'writer' },
          parts: { secrets: [{ need }] },
        }
      },
    } satisfies Accept<'database'>,
    'reverse-proxy': {
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 8088 },
          login: 'own',
          healthPath: '/StatusPing',
        },
      }),
    },
    mail: {
      status: (instance) =>
        is83(instance)
          ? { status: 'automatic' }
          : {
              status: 'manual',
              note: 'Ignition 8.1 has no file or interface for mail servers: add an SMTP profile under Config > Networking > Email Settings.',
            },
      connect: ({ site }) => ({ claim: { from: site.mail.from } }),
    },
    'mqtt-broker': {
      status: () => ({
        status: 'manual',
        isPrepared: true,
        note: 'User and password are ready (see README.md). Ignition speaks MQTT through the MQTT Engine and MQTT Transmission modules of Cirrus Link, which are not part of Ignition: install them on the gateway and enter the broker there.',
      }),
      connect: ({ instance }, offer) => {
        const need = password(`${instance.name}.${offer.host}.mqtt-password`, undefined, instance.name)
        return {
          claim: { user: instance.name, password: need, topics: [{ access: 'readwrite', filter: '#' }] },
          parts: { secrets: [{ need }] },
        }
      },
    },
    'oidc-login': {
      status: () => ({
        status: 'manual',
        note: "Add the identity provider on the gateway's page under Security > Identity Providers (OpenID Connect) with the address of the provider.",
      }),
      connect: () => {
        throw new Error('a manual wire is not connected')
      },
    },
  },
})

function base(context: ServiceContext<IgnitionOptions>): Parts {
  const { instance, site } = context
  const { options } = instance
  const admin = password(`${instance.name}.admin-password`, options.password, options.adminUser)
  return {
    environment: {
      ACCEPT_IGNITION_EULA: 'Y',
      GATEWAY_ADMIN_USERNAME: options.adminUser,
      IGNITION_EDITION: options.edition,
      TZ: site.timezone,
      ...(options.quickStart ? {} : { DISABLE_QUICKSTART: 'true' }),
      // an allow-list: whatever is not named is not started, so "all" means leaving it out
      ...(options.modules === 'all' ? {} : { GATEWAY_MODULES_ENABLED: options.modules.join(',') }),
    },
    command: gatewayArguments(instance, site),
    secrets: [
      { need: admin, pathIn: 'GATEWAY_ADMIN_PASSWORD_FILE' },
      ...(options.licenseKey
        ? [{ need: password(`${instance.name}.license-key`, options.licenseKey), pathIn: 'IGNITION_LICENSE_KEY_FILE' }]
        : []),
      ...(options.activationToken
        ? [
            {
              need: password(`${instance.name}.activation-token`, options.activationToken),
              pathIn: 'IGNITION_ACTIVATION_TOKEN_FILE',
            },
          ]
        : []),
    ],
    jobs: seedJob(context),
    stopGraceS: 120,
  }
}

/** The image reads memory and addresses from arguments; variables of that name belong to another image. */
function gatewayArguments(instance: Instance<IgnitionOptions>, site: ServiceContext['site']): string[] {
  const { gatewayName, heapMiB } = instance.options
  const url = site.url(instance)
  const routed = site.publicHost(instance) !== undefined
  const plainPort = url.secure ? 80 : url.port
  const publicAddress = routed
    ? ['-a', url.host, '-h', String(plainPort), '-s', String(url.secure ? url.port : 443)]
    : []
  return [
    '-n',
    gatewayName ?? instance.name,
    '-m',
    String(heapMiB),
    ...publicAddress,
    ...(routed ? ['--', 'gateway.useProxyForwardedHeader=true'] : []),
  ]
}

/** Config files that 8.3 reads at its start: databases, mail server, and where their passwords are. */
function seedJob({ instance, site, accepted }: ServiceContext<IgnitionOptions>): readonly Job[] {
  if (!is83(instance)) return []
  const databases = site.database.autoRegister && options(instance).autoRegister ? accepted('database') : []
  const passwords = databases.map((offer) => ({
    name: offer.host,
    path: secretPath({ need: databasePassword(instance, offer.host) }),
  }))
  const resources: Resource[] = [
    ...(passwords.length > 0 ? [secretProvider(passwords)] : []),
    ...databases.map((offer) => databaseConnection(offer, roleName(instance.name))),
    ...accepted('mail').map((offer) => emailProfile(offer)),
  ]
  if (resources.length === 0) return []
  return [
    {
      name: 'seed',
      title: "places connections and settings in the gateway's configuration",
      when: 'before',
      user: '0:0',
      entrypoint: ['/bin/bash', '/seed/seed.sh'],
      files: [{ path: 'seed/seed.sh', content: seedScript }, ...resources.flatMap(resourceFiles)],
      folder: { path: 'seed', mount: '/seed' },
      volumes: { data: '/data' },
    },
  ]
}

function checkLicence(instance: Instance<IgnitionOptions>) {
  const { acceptEula, edition, licenseKey, activationToken } = instance.options
  return [
    ...(acceptEula
      ? []
      : [
          {
            severity: 'error' as const,
            code: 'stack.eula-missing' as const,
            path: ['options', 'acceptEula'],
            message: 'the Ignition licence is not accepted',
            hint: 'Read https://inductiveautomation.com/ignition/license and set acceptEula: true.',
          },
        ]),
    ...(edition !== 'maker' || (licenseKey && activationToken)
      ? []
      : [
          {
            severity: 'error' as const,
            code: 'stack.option-conflict' as const,
            path: ['options', 'edition'],
            message: 'the Maker edition does not start without a licence key and an activation token',
            hint: 'Set licenseKey and activationToken to references such as file:./maker-key.txt.',
          },
        ]),
  ]
}

/** Third-party modules have ids of their own, so an unknown one may be right; a near miss of a known one is not. */
function checkModules(instance: Instance<IgnitionOptions>) {
  const { modules } = instance.options
  if (modules === 'all') return []
  const known = moduleIds(instance.version)
  return modules.flatMap((module, index) =>
    known.includes(module)
      ? []
      : [
          {
            severity: 'warning' as const,
            code: 'stack.option-conflict' as const,
            path: ['options', 'modules', index],
            message: `"${module}" is not a module of Ignition ${instance.version} that ign knows; the list allows only what it names`,
            hint: didYouMean(module, known, `Identifiers of this version look like ${known[0]}.`),
          },
        ],
  )
}
