import { roleName } from '../../abilities/database/ability.ts'
import {
  defineService,
  type Instance,
  type Job,
  type Parts,
  password,
  type SecretMount,
  type ServiceContext,
  type ServiceProblem,
  secretPath,
} from '../../model.ts'
import { backupFile, moduleFile } from './archives.ts'
import { checkGateway } from './checks.ts'
import {
  databaseConnection,
  emailProfile,
  identityProvider,
  mqttEngineResources,
  mqttTransmissionResources,
  type Resource,
  resourceFiles,
  secretProvider,
  seedScript,
} from './files.ts'
import { driverModules } from './modules.ts'
import { type IgnitionOptions, Options } from './options.ts'
import {
  adminPassword,
  authorityOf,
  clientSecret,
  database,
  databasePassword,
  gatewayNetwork,
  is83,
  mail,
  mqttBroker,
  mqttModules,
  mqttPassword,
  oidcLogin,
  outgoing,
  reverseProxy,
  secretStore,
} from './wires.ts'

export type { IgnitionOptions } from './options.ts'

/** Heap is not all: metaspace, threads and native buffers need about this much more. */
const nativeMiB = 1024

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
    // a gateway that waits for somebody who commissions it says that it is running, too
    test: [
      'CMD-SHELL',
      'curl -fsS --max-time 3 http://127.0.0.1:8088/StatusPing | grep RUNNING | grep -qv COMMISSIONING',
    ],
    intervalS: 15,
    timeoutS: 5,
    retries: 12,
    startPeriodS: 180,
  }),
  check: checkGateway,
  parts: (context) => base(context),
  offers: { 'gateway-network': gatewayNetwork.provide },
  accepts: {
    database,
    'reverse-proxy': reverseProxy,
    mail,
    'mqtt-broker': mqttBroker,
    'oidc-login': oidcLogin,
    'gateway-network': gatewayNetwork.accept,
    'secret-store': secretStore,
  },
})

function base(context: ServiceContext<IgnitionOptions>): Parts {
  const { instance, site, accepted } = context
  const { options, version } = instance
  const given = { version, allowUnsigned: options.allowUnsignedModules }
  return {
    environment: {
      ACCEPT_IGNITION_EULA: 'Y',
      GATEWAY_ADMIN_USERNAME: options.adminUser,
      IGNITION_EDITION: options.edition,
      TZ: site.timezone,
      ...(options.quickStart ? {} : { DISABLE_QUICKSTART: 'true' }),
      ...allowedModules(instance),
      ...acceptedModules(instance),
      ...outgoing(accepted('gateway-network')),
    },
    command: gatewayArguments(instance, site),
    secrets: gatewaySecrets(instance),
    userFiles: [
      ...options.thirdPartyModules.map((module, index) => moduleFile(module, index, given)),
      ...(options.restore === undefined ? [] : [backupFile(options.restore, version)]),
    ],
    jobs: seedJob(context),
    notes: notes(context),
    problems: missingDrivers(context),
    stopGraceS: 120,
  }
}

/** An allow-list: whatever is not named is not started, so "all" means leaving it out. */
function allowedModules({ options }: Instance<IgnitionOptions>): Record<string, string> {
  const { modules, thirdPartyModules } = options
  if (modules === 'all') return {}
  return { GATEWAY_MODULES_ENABLED: [...new Set([...modules, ...thirdPartyModules.map(({ id }) => id)])].join(',') }
}

/** On 8.3 a gateway with a module that nobody has accepted waits for a person; 8.1 has no variables for it. */
function acceptedModules(instance: Instance<IgnitionOptions>): Record<string, string> {
  const ids = instance.options.thirdPartyModules.map(({ id }) => id).join(',')
  return ids === '' || !is83(instance) ? {} : { ACCEPT_MODULE_LICENSES: ids, ACCEPT_MODULE_CERTS: ids }
}

function gatewaySecrets(instance: Instance<IgnitionOptions>): SecretMount[] {
  const { name, options } = instance
  const { licenseKey, activationToken } = options
  return [
    { need: adminPassword(instance), pathIn: 'GATEWAY_ADMIN_PASSWORD_FILE' },
    ...(licenseKey ? [{ need: password(`${name}.license-key`, licenseKey), pathIn: 'IGNITION_LICENSE_KEY_FILE' }] : []),
    ...(activationToken
      ? [{ need: password(`${name}.activation-token`, activationToken), pathIn: 'IGNITION_ACTIVATION_TOKEN_FILE' }]
      : []),
  ]
}

const systemName = ({ name, options }: Instance<IgnitionOptions>): string => options.gatewayName ?? name

/** The image reads memory and addresses from arguments; variables of that name belong to another image. */
function gatewayArguments(instance: Instance<IgnitionOptions>, site: ServiceContext['site']): string[] {
  const { heapMiB, initialHeapMiB, restore, allowUnsignedModules } = instance.options
  const url = site.url(instance)
  const routed = site.publicHost(instance) !== undefined
  const plainPort = url.secure ? 80 : url.port
  const publicAddress = routed
    ? ['-a', url.host, '-h', String(plainPort), '-s', String(url.secure ? url.port : 443)]
    : []
  const further = [
    ...(routed ? ['gateway.useProxyForwardedHeader=true'] : []),
    ...(initialHeapMiB === undefined ? [] : [`wrapper.java.initmemory=${initialHeapMiB}`]),
    ...(allowUnsignedModules ? ['-Dignition.allowunsignedmodules=true'] : []),
  ]
  return [
    '-n',
    systemName(instance),
    '-m',
    String(heapMiB),
    ...publicAddress,
    ...(restore === undefined ? [] : ['-r', '/restore.gwbk']),
    ...(further.length > 0 ? ['--', ...further] : []),
  ]
}

/** Databases that this gateway is registered with. */
const registered = ({ instance, site, accepted }: ServiceContext<IgnitionOptions>) =>
  site.database.autoRegister && instance.options.autoRegister ? accepted('database') : []

/** Config files that 8.3 reads at its start, and the authority that Java is to trust. */
function seedJob(context: ServiceContext<IgnitionOptions>): readonly Job[] {
  const { instance, accepted } = context
  if (!is83(instance)) return []
  const resources = seeded(context)
  // only who is asked over TLS has to be trusted
  const authority =
    mqttResources(context).length > 0 || accepted('oidc-login').length > 0 ? authorityOf(context) : undefined
  if (resources.length === 0) return []
  const trusted: SecretMount | undefined = authority && { need: authority, part: 'certificate' }
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
      ...(trusted ? { secrets: [trusted], environment: { AUTHORITY: secretPath(trusted) } } : {}),
    },
  ]
}

function seeded(context: ServiceContext<IgnitionOptions>): Resource[] {
  const { instance, accepted } = context
  const databases = registered(context)
  const logins = accepted('oidc-login')
  const mqtt = mqttResources(context)
  const passwords = [
    ...databases.map((offer) => ({ name: offer.host, need: databasePassword(instance, offer.host) })),
    ...(mqtt.length > 0
      ? accepted('mqtt-broker').map((offer) => ({ name: offer.host, need: mqttPassword(instance, offer.host) }))
      : []),
    ...logins.map((offer) => ({ name: offer.host, need: clientSecret(instance) })),
  ].map(({ name, need }) => ({ name, path: secretPath({ need }) }))
  return [
    ...(passwords.length > 0 ? [secretProvider(passwords)] : []),
    ...databases.map((offer) => databaseConnection(offer, roleName(instance.name))),
    ...accepted('mail').map((offer) => emailProfile(offer)),
    ...logins.map((offer) => identityProvider(offer, instance.name)),
    ...mqtt,
  ]
}

function mqttResources({ instance, site, accepted }: ServiceContext<IgnitionOptions>): Resource[] {
  const brokers = accepted('mqtt-broker')
  if (brokers.length === 0) return []
  const { engine, transmission } = mqttModules(instance)
  const client = {
    user: instance.name,
    gateway: systemName(instance),
    group: site.name,
    tagProvider: instance.options.edition === 'edge' ? 'edge' : 'default',
  }
  return [
    ...(engine ? mqttEngineResources(brokers, client) : []),
    ...(transmission ? mqttTransmissionResources(brokers, client) : []),
  ]
}

/** A list of allowed modules that leaves out the driver leaves its database unreachable. */
function missingDrivers(context: ServiceContext<IgnitionOptions>): ServiceProblem[] {
  const { instance } = context
  const { modules } = instance.options
  if (modules === 'all' || !is83(instance)) return []
  return registered(context).flatMap(({ engine, host }) =>
    modules.includes(driverModules[engine])
      ? []
      : [
          {
            severity: 'warning',
            code: 'stack.option-conflict',
            path: ['services', instance.name, 'options', 'modules'],
            message: `"${instance.name}": the list of allowed modules leaves out the driver for the database "${host}"`,
            hint: `Add ${driverModules[engine]}.`,
          },
        ],
  )
}

function notes(context: ServiceContext<IgnitionOptions>): string[] {
  const { instance } = context
  const { thirdPartyModules, restore } = instance.options
  const byHand =
    thirdPartyModules.length === 0 || is83(instance)
      ? []
      : [
          `The module files of the gateway ${instance.name} are in place. Ignition 8.1 has no variables that accept a module: accept certificate and licence on its page under Config > System > Modules.`,
        ]
  const afterRestore =
    restore === undefined || seedJob(context).length === 0
      ? []
      : [
          `The gateway ${instance.name} begins with a backup, which replaces the connections that were placed before. After its first start run: docker compose up --detach --force-recreate ${instance.name}.`,
        ]
  return [...byHand, ...afterRestore]
}
