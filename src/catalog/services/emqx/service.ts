import { z } from 'zod'
import {
  type BrokerClaims,
  brokerUsers,
  chosenUser,
  openDenials,
  sameUsers,
} from '../../abilities/mqtt-broker/users.ts'
import { serverCertificate, stackAuthority } from '../../authority.ts'
import {
  defineService,
  type Instance,
  type Parts,
  password,
  type SecretMount,
  type ServiceContext,
  type Site,
  secretPath,
} from '../../model.ts'
import { secretOption, userName } from '../../options.ts'
import { aclFile, emqxConf, setupScript, startScript } from './files.ts'
import { sessionSteps } from './probe.ts'

const Options = z.strictObject({
  tls: z.boolean().default(false).describe("Encrypted listeners, with a certificate of the stack's own authority"),
  plain: z.boolean().optional().describe('Unencrypted listeners; by default only where TLS is off'),
  websockets: z.boolean().default(true).describe('MQTT over WebSocket on 8083 or, with TLS, 8084'),
  maxPacketBytes: z.int().min(1024).max(268_435_455).default(16_777_216).describe('Largest packet the broker takes'),
  username: userName.optional().describe('A user that may read and write every topic'),
  password: secretOption.optional(),
  dashboardPassword: secretOption.optional().describe('Password of "admin" on the dashboard; generated when absent'),
})
export type EmqxOptions = z.output<typeof Options>

const isPlain = ({ plain, tls }: EmqxOptions): boolean => plain ?? !tls

const certificate = (instance: Instance, site: Site) =>
  serverCertificate(site, `${instance.name}.tls`, [
    instance.name,
    'localhost',
    '127.0.0.1',
    ...(site.domain === 'localhost' ? [] : [`mqtt.${site.domain}`, site.domain]),
  ])

const apiKey = (instance: Instance) => password(`${instance.name}.api-key`)

export default defineService<EmqxOptions>({
  id: 'emqx',
  title: 'EMQX',
  category: 'messaging',
  summary: 'MQTT broker for many clients, with users, access lists, TLS, WebSocket, metrics and a dashboard.',
  homepage: 'https://www.emqx.com/en/emqx',
  license: 'Apache-2.0',
  image: 'emqx',
  versions: ['5.8.8'],
  ports: {
    http: { container: 18083, protocol: 'http', title: 'Dashboard', host: 18083 },
    mqtt: { container: 1883, protocol: 'tcp', title: 'MQTT', host: 1883 },
    mqtts: { container: 8883, protocol: 'tcp', title: 'MQTT over TLS', host: 8883 },
    websockets: { container: 8083, protocol: 'tcp', title: 'MQTT over WebSocket', host: 8083 },
    wss: { container: 8084, protocol: 'tcp', title: 'MQTT over WebSocket and TLS', host: 8084 },
  },
  openPorts: (options) => [
    'http',
    ...(isPlain(options) ? ['mqtt', ...(options.websockets ? ['websockets'] : [])] : []),
    ...(options.tls ? ['mqtts', ...(options.websockets ? ['wss'] : [])] : []),
  ],
  options: Options,
  older: {
    options: {
      username: 'username',
      password: 'password',
      enable_tls: 'tls',
      dashboard_password: 'dashboardPassword',
    },
    ports: {
      port: 'mqtt',
      mqtt_port: 'mqtt',
      tls_port: 'mqtts',
      websocket_port: 'websockets',
      dashboard_port: 'http',
    },
  },
  volumes: { data: '/opt/emqx/data' },
  user: { uid: 1000, gid: 1000, readsSecretsAsRoot: false },
  toolbox: 'bash',
  resources: () => ({ memoryMiB: 512, cpus: 1 }),
  multiple: true,
  homeNetwork: 'field',
  health: () => ({
    test: ['CMD', '/opt/emqx/bin/emqx', 'ctl', 'status'],
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
        const { tls, username } = instance.options as EmqxOptions
        const authority = stackAuthority(site)
        return {
          host: instance.name,
          port: tls ? 8883 : 1883,
          protocolVersion: '5',
          users: username === undefined ? [] : [username],
          ...(tls ? { authority, authorityPath: secretPath({ need: authority, part: 'certificate' }) } : {}),
        }
      },
      serve: (context, claims) => serve(context as ServiceContext<EmqxOptions>, claims),
      probe: sessionSteps,
    },
  },
  accepts: {
    'mqtt-broker': {
      onlyNamed: true,
      status: (_, provider) => ({
        status: 'manual',
        isPrepared: true,
        note: `Its user on "${provider.name}" is ready (see Passwords in README.md). Bridges of EMQX are made on its dashboard, under Integration, with a connector, a rule and an action. A bridge of a Mosquitto to this broker is set up unattended.`,
      }),
      connect: ({ instance }, offer) => {
        const need = password(`${instance.name}.${offer.host}.mqtt-password`, undefined, instance.name)
        return {
          claim: { user: instance.name, password: need, topics: [{ access: 'readwrite', filter: '#' }] },
          parts: { secrets: [{ need }] },
        }
      },
    },
    metrics: { connect: () => ({ claim: { port: 18083, path: '/api/v5/prometheus/stats' } }) },
    'reverse-proxy': {
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 18083 },
          login: 'own',
          healthPath: '/status',
        },
      }),
    },
  },
})

function base(instance: Instance<EmqxOptions>, site: Site): Parts {
  const { options } = instance
  const dashboard: SecretMount = {
    need: password(`${instance.name}.dashboard-password`, options.dashboardPassword, 'admin'),
  }
  const cookie: SecretMount = { need: password(`${instance.name}.cookie`) }
  const key: SecretMount = { need: apiKey(instance) }
  const authority: SecretMount = { need: stackAuthority(site), part: 'certificate' }
  const own: SecretMount = { need: certificate(instance, site), part: 'certificate' }
  const ownKey: SecretMount = { need: certificate(instance, site), part: 'key' }
  return {
    entrypoint: ['/bin/bash', '/etc/plantwright/start.sh'],
    command: ['/opt/emqx/bin/emqx', 'foreground'],
    environment: {
      TZ: site.timezone,
      // the image would take the address of the container, and lose the data with it
      EMQX_NODE_NAME: 'emqx@127.0.0.1',
      EMQX_DASHBOARD__DEFAULT_USERNAME: 'admin',
    },
    files: [
      {
        path: 'emqx.conf',
        mount: '/opt/emqx/etc/emqx.conf',
        content: emqxConf({
          ...options,
          plain: isPlain(options),
          certificate: { authority: secretPath(authority), certificate: secretPath(own), key: secretPath(ownKey) },
        }),
      },
      {
        path: 'start.sh',
        mount: '/etc/plantwright/start.sh',
        content: startScript({
          dashboard: secretPath(dashboard),
          cookie: secretPath(cookie),
          apiKey: secretPath(key),
        }),
      },
    ],
    secrets: [dashboard, cookie, key, ...(options.tls ? [authority, own, ownKey] : [])],
    stopGraceS: 60,
  }
}

/** Rights and users; known only when every client has made its claim. */
function serve({ instance, site }: ServiceContext<EmqxOptions>, claims: BrokerClaims): Parts {
  const own = chosenUser(instance, instance.options)
  const users = brokerUsers(site, claims, own)
  const key: SecretMount = { need: apiKey(instance) }
  const passwords: SecretMount[] = users.map((user) => ({ need: user.password }))
  return {
    files: [{ path: 'acl.conf', mount: '/etc/plantwright/acl.conf', content: aclFile(users) }],
    jobs: [
      {
        name: 'setup',
        title: 'sets users and their passwords',
        entrypoint: ['/bin/bash', '/etc/plantwright/setup.sh'],
        files: [
          {
            path: 'setup.sh',
            mount: '/etc/plantwright/setup.sh',
            content: setupScript({
              host: instance.name,
              apiKeyPath: secretPath(key),
              users: users.map((user) => ({ name: user.name, passwordPath: secretPath({ need: user.password }) })),
            }),
          },
        ],
        secrets: [key, ...passwords],
        when: 'after',
      },
    ],
    problems: [...sameUsers(site, claims, own), ...openDenials('EMQX', site, users)],
  }
}
