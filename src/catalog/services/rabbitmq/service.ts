import { z } from 'zod'
import {
  type BrokerClaims,
  brokerUsers,
  chosenUser,
  type OwnUser,
  sameUsers,
} from '../../abilities/mqtt-broker/users.ts'
import { serverCertificate, stackAuthority } from '../../authority.ts'
import {
  defineService,
  type Instance,
  type Parts,
  type PasswordFileNeed,
  type SecretMount,
  type ServiceContext,
  type Site,
  secretPath,
} from '../../model.ts'
import { secretOption, userName } from '../../options.ts'
import { enabledPlugins, rabbitmqConf, rightsFile, setupScript, startScript } from './files.ts'
import { sessionSteps } from './probe.ts'

const Options = z.strictObject({
  tls: z.boolean().default(false).describe("Encrypted listeners, with a certificate of the stack's own authority"),
  plain: z.boolean().optional().describe('Unencrypted listeners; by default only where TLS is off'),
  amqp: z.boolean().default(true).describe('AMQP listener beside MQTT, on 5672 or, with TLS, 5671'),
  websockets: z.boolean().default(false).describe('MQTT over WebSocket on 15675 or, with TLS, 15676'),
  username: userName.default('admin').describe('Administrator, who may also read and write every topic'),
  password: secretOption.optional(),
})
export type RabbitmqOptions = z.output<typeof Options>

const isPlain = ({ plain, tls }: RabbitmqOptions): boolean => plain ?? !tls

const certificate = (instance: Instance, site: Site) =>
  serverCertificate(site, `${instance.name}.tls`, [
    instance.name,
    'localhost',
    '127.0.0.1',
    ...(site.domain === 'localhost' ? [] : [`mqtt.${site.domain}`, site.domain]),
  ])

const ownUsers = (instance: Instance<RabbitmqOptions>): OwnUser[] => chosenUser(instance, instance.options)

export default defineService<RabbitmqOptions>({
  id: 'rabbitmq',
  title: 'RabbitMQ',
  category: 'messaging',
  summary: 'Message broker with queues: MQTT and AMQP side by side, with users, rights and a management page.',
  homepage: 'https://www.rabbitmq.com',
  license: 'MPL-2.0',
  image: 'rabbitmq',
  versions: ['4.3.5-management'],
  ports: {
    http: { container: 15672, protocol: 'http', title: 'Management', host: 15672 },
    mqtt: { container: 1883, protocol: 'tcp', title: 'MQTT', host: 1883 },
    mqtts: { container: 8883, protocol: 'tcp', title: 'MQTT over TLS', host: 8883 },
    amqp: { container: 5672, protocol: 'tcp', title: 'AMQP', host: 5672 },
    amqps: { container: 5671, protocol: 'tcp', title: 'AMQP over TLS', host: 5671 },
    websockets: { container: 15675, protocol: 'tcp', title: 'MQTT over WebSocket', host: 15675 },
    wss: { container: 15676, protocol: 'tcp', title: 'MQTT over WebSocket and TLS', host: 15676 },
    metrics: { container: 15692, protocol: 'http', title: 'Prometheus metrics' },
  },
  openPorts: (options) => [
    'http',
    'metrics',
    ...(isPlain(options)
      ? ['mqtt', ...(options.amqp ? ['amqp'] : []), ...(options.websockets ? ['websockets'] : [])]
      : []),
    ...(options.tls ? ['mqtts', ...(options.amqp ? ['amqps'] : []), ...(options.websockets ? ['wss'] : [])] : []),
  ],
  options: Options,
  older: {
    options: { username: 'username', default_user: 'username', password: 'password', default_pass: 'password' },
    ports: { port: 'amqp', amqp_port: 'amqp', management_port: 'http', mqtt_port: 'mqtt' },
  },
  volumes: { data: '/var/lib/rabbitmq' },
  user: { uid: 999, gid: 999, readsSecretsAsRoot: false },
  startsAsRoot: true,
  toolbox: 'bash',
  resources: () => ({ memoryMiB: 512, cpus: 1 }),
  multiple: true,
  homeNetwork: 'field',
  health: () => ({
    test: ['CMD', 'rabbitmq-diagnostics', '-q', 'check_port_connectivity'],
    intervalS: 15,
    timeoutS: 15,
    retries: 8,
    startPeriodS: 60,
  }),
  check: ({ options }) =>
    !isPlain(options) && !options.tls
      ? [
          {
            severity: 'error',
            code: 'stack.option-conflict',
            path: ['options', 'plain'],
            message: 'the broker has neither a plain nor a TLS listener',
            hint: 'Set tls: true or remove plain: false.',
          },
        ]
      : [],
  parts: ({ instance, site }) => base(instance, site),
  offers: {
    'mqtt-broker': {
      offer: ({ instance, site }) => {
        const { tls } = instance.options as RabbitmqOptions
        const authority = stackAuthority(site)
        return {
          host: instance.name,
          port: tls ? 8883 : 1883,
          protocolVersion: '5',
          users: ownUsers(instance as Instance<RabbitmqOptions>).map(({ name }) => name),
          ...(tls ? { authority, authorityPath: secretPath({ need: authority, part: 'certificate' }) } : {}),
        }
      },
      serve: (context, claims) => serve(context as ServiceContext<RabbitmqOptions>, claims),
      probe: sessionSteps,
    },
  },
  accepts: {
    metrics: { connect: () => ({ claim: { port: 15692 } }) },
    'reverse-proxy': {
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 15672 },
          login: 'own',
          healthPath: '/',
        },
      }),
    },
  },
})

function base(instance: Instance<RabbitmqOptions>, site: Site): Parts {
  const { options } = instance
  const authority: SecretMount = { need: stackAuthority(site), part: 'certificate' }
  const own: SecretMount = { need: certificate(instance, site), part: 'certificate' }
  const key: SecretMount = { need: certificate(instance, site), part: 'key' }
  return {
    entrypoint: ['/bin/bash', '/etc/plantwright/start.sh'],
    command: ['rabbitmq-server'],
    // data is kept under the name of the node, which is the name of the host
    container: { hostname: instance.name },
    environment: { TZ: site.timezone },
    files: [
      {
        path: 'rabbitmq.conf',
        mount: '/etc/rabbitmq/conf.d/90-plantwright.conf',
        content: rabbitmqConf({
          ...options,
          plain: isPlain(options),
          memoryBytes: instance.memoryBytes,
          certificate: { authority: secretPath(authority), certificate: secretPath(own), key: secretPath(key) },
        }),
      },
      {
        path: 'enabled_plugins',
        mount: '/etc/rabbitmq/enabled_plugins',
        content: enabledPlugins(options.websockets),
      },
    ],
    secrets: options.tls ? [authority, own, key] : [],
    stopGraceS: 60,
  }
}

/** Users and rights, imported at every start; known only when every client has made its claim. */
function serve({ instance, site }: ServiceContext<RabbitmqOptions>, claims: BrokerClaims): Parts {
  const own = ownUsers(instance)
  const users = brokerUsers(site, claims, own)
  const administrator = instance.options.username
  const file: PasswordFileNeed = {
    kind: 'password-file',
    name: `${instance.name}.users.json`,
    format: 'rabbitmq',
    users: users.map(({ name, password }) => ({
      name,
      password,
      tags: name === administrator ? ['administrator'] : [],
    })),
  }
  return {
    files: [
      {
        path: 'rights.json',
        mount: '/etc/plantwright/rights.json',
        content: rightsFile(users, administrator),
      },
      { path: 'start.sh', mount: '/etc/plantwright/start.sh', content: startScript(secretPath({ need: file })) },
    ],
    secrets: [{ need: file }],
    jobs: [
      {
        name: 'setup',
        title: 'removes users that are gone',
        entrypoint: ['/bin/bash', '/etc/plantwright/setup.sh'],
        files: [
          {
            path: 'setup.sh',
            mount: '/etc/plantwright/setup.sh',
            content: setupScript(
              `rabbit@${instance.name}`,
              users.map(({ name }) => name),
            ),
          },
        ],
        // the cookie by which the nodes know each other
        volumes: { data: '/var/lib/rabbitmq' },
        when: 'after',
      },
    ],
    problems: sameUsers(site, claims, own),
  }
}
