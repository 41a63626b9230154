import { z } from 'zod'
import type { MqttOffer } from '../../abilities/mqtt-broker/ability.ts'
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
  password,
  type SecretMount,
  type ServiceContext,
  type ServiceProblem,
  type Site,
  secretPath,
} from '../../model.ts'
import { secretOption, userName } from '../../options.ts'
import { BridgeTopic } from './bridge-topic.ts'
import { aclFile, bridgeClientId, bridgeConf, bridgeVerifyTopic, mosquittoConf, startScript } from './files.ts'
import { bridgeSteps, clientSteps } from './probe.ts'

const Options = z.strictObject({
  tls: z
    .boolean()
    .default(false)
    .describe("Encrypted listener on 8883, with a certificate of the stack's own authority"),
  plain: z.boolean().optional().describe('Unencrypted listener on 1883; by default only where TLS is off'),
  websockets: z.boolean().default(true).describe('Listener for browsers on 9001, encrypted where TLS is on'),
  persistence: z.boolean().default(true).describe('Keep retained messages and sessions over a restart'),
  maxPacketBytes: z.int().min(1024).max(268_435_455).default(16_777_216).describe('Largest packet the broker takes'),
  username: userName.optional().describe('A user that may read and write every topic'),
  password: secretOption.optional(),
  bridgeTopics: z
    .array(BridgeTopic)
    .min(1)
    .max(100)
    .default([{ topic: '#', direction: 'out', qos: 1 }])
    .describe('What a bridge carries; a bridge is made to each broker that connect names'),
})
export type MosquittoOptions = z.output<typeof Options>

const isPlain = ({ plain, tls }: MosquittoOptions): boolean => plain ?? !tls

/** Logs in to ask how the broker is; nobody else has the name. */
const healthUser = 'health'

const healthPassword = (instance: Instance) => password(`${instance.name}.health-password`)

const certificate = (instance: Instance, site: Site) =>
  serverCertificate(site, `${instance.name}.tls`, [instance.name, 'localhost', '127.0.0.1', ...publicNames(site)])

const publicNames = (site: Site): string[] => (site.domain === 'localhost' ? [] : [`mqtt.${site.domain}`, site.domain])

export default defineService<MosquittoOptions>({
  id: 'mosquitto',
  title: 'Eclipse Mosquitto',
  category: 'messaging',
  summary: 'MQTT broker: small, quick, with users, access lists, TLS and WebSocket.',
  homepage: 'https://mosquitto.org',
  license: 'EPL-2.0 OR BSD-3-Clause',
  image: 'eclipse-mosquitto',
  versions: ['2.0.22'],
  ports: {
    mqtt: { container: 1883, protocol: 'tcp', title: 'MQTT', host: 1883 },
    mqtts: { container: 8883, protocol: 'tcp', title: 'MQTT over TLS', host: 8883 },
    websockets: { container: 9001, protocol: 'tcp', title: 'MQTT over WebSocket', host: 9001 },
  },
  openPorts: (options) => [
    ...(isPlain(options) ? ['mqtt'] : []),
    ...(options.tls ? ['mqtts'] : []),
    ...(options.websockets ? ['websockets'] : []),
  ],
  options: Options,
  older: {
    options: { username: 'username', password: 'password', enable_tls: 'tls' },
    ports: { port: 'mqtt', mqtt_port: 'mqtt', websocket_port: 'websockets', tls_port: 'mqtts' },
  },
  volumes: { data: '/mosquitto/data' },
  user: { uid: 1883, gid: 1883, readsSecretsAsRoot: true },
  startsAsRoot: true,
  toolbox: 'busybox',
  resources: () => ({ memoryMiB: 128, cpus: 0.5 }),
  multiple: true,
  homeNetwork: 'field',
  health: (instance) => ({
    test: ['CMD-SHELL', healthCommand(instance)],
    intervalS: 10,
    timeoutS: 5,
    retries: 6,
    startPeriodS: 10,
  }),
  check: ({ name, options, connect }) => [
    ...(!isPlain(options) && !options.tls ? [noListener] : []),
    ...(connect['mqtt-broker']?.includes(name) ? [ownBridge] : []),
  ],
  parts: (context) => base(context),
  offers: {
    'mqtt-broker': {
      offer: ({ instance, site }) => {
        const options = instance.options as MosquittoOptions
        const authority = stackAuthority(site)
        return {
          host: instance.name,
          port: options.tls ? 8883 : 1883,
          protocolVersion: '5',
          users: ownUsers(instance as Instance<MosquittoOptions>).map(({ name }) => name),
          ...(options.tls ? { authority, authorityPath: secretPath({ need: authority, part: 'certificate' }) } : {}),
        }
      },
      serve: (context, claims) => serve(context as ServiceContext<MosquittoOptions>, claims),
      probe: clientSteps,
    },
  },
  accepts: {
    'mqtt-broker': {
      onlyNamed: true,
      connect: (context, offer) => bridge(context as ServiceContext<MosquittoOptions>, offer),
      probe: (wire) =>
        bridgeSteps(wire, {
          options: connectionOptions(wire.consumer as Instance<MosquittoOptions>),
          healthSecret: healthPassword(wire.consumer).name,
        }),
    },
  },
})

const noListener: ServiceProblem = {
  severity: 'error',
  code: 'stack.option-conflict',
  path: ['options', 'plain'],
  message: 'the broker has neither a plain nor a TLS listener',
  hint: 'Set tls: true or remove plain: false.',
}

const ownBridge: ServiceProblem = {
  severity: 'error',
  code: 'stack.option-conflict',
  path: ['connect', 'mqtt-broker'],
  message: 'a broker cannot be bridged to itself',
  hint: 'Name another broker of the plant.',
}

/** How the broker's own clients reach it from inside its container. */
function connectionOptions({ options }: Instance<MosquittoOptions>): string {
  return isPlain(options) ? '-h 127.0.0.1 -p 1883' : `-h localhost -p 8883 --cafile ${caPath}`
}

const caPath = '/run/secrets/stack-ca.crt'

function healthCommand(instance: Instance<MosquittoOptions>): string {
  const user = `-u ${healthUser} -P "$(cat ${secretPath({ need: healthPassword(instance) })})"`
  return `mosquitto_sub ${connectionOptions(instance)} ${user} -t '$SYS/broker/uptime' -C 1 -W 3 >/dev/null`
}

function base({ instance, site }: ServiceContext<MosquittoOptions>): Parts {
  const { options } = instance
  const tls: SecretMount[] = options.tls
    ? [
        { need: stackAuthority(site), part: 'certificate' },
        { need: certificate(instance, site), part: 'certificate' },
        { need: certificate(instance, site), part: 'key' },
      ]
    : []
  return {
    // the broker drops root before it reads these files, so a start script hands them to its user first
    entrypoint: ['/bin/sh', '/etc/plantwright/start.sh'],
    command: ['/usr/sbin/mosquitto', '-c', '/etc/plantwright/mosquitto.conf'],
    secrets: [{ need: healthPassword(instance) }, ...tls],
    stopGraceS: 30,
  }
}

const bridgePassword = (instance: Instance, host: string) => password(`${instance.name}.${host}.mqtt-password`)

/** The broker as a client of another one: its own user there, and no more rights than its topics need. */
function bridge({ instance }: ServiceContext<MosquittoOptions>, offer: MqttOffer) {
  const { bridgeTopics } = instance.options
  const need = bridgePassword(instance, offer.host)
  return {
    claim: {
      user: instance.name,
      password: need,
      topics: bridgeTopics.map(({ topic, direction, remotePrefix = '' }) => ({
        access: ({ out: 'write', in: 'read', both: 'readwrite' } as const)[direction],
        filter: `${remotePrefix}${topic}`,
      })),
    },
    parts: {
      files: [
        {
          path: `bridge-${offer.host}.conf`,
          mount: `/etc/plantwright/bridge-${offer.host}.conf`,
          content: bridgeConf(instance.name, offer, bridgeTopics),
        },
      ],
      secrets: [{ need }, ...(offer.authority ? [{ need: offer.authority, part: 'certificate' as const }] : [])],
      problems: circles(instance, offer),
    },
  }
}

/** Only MQTT 5 lets a client say that it does not want its own messages back. */
function circles(instance: Instance<MosquittoOptions>, offer: MqttOffer): ServiceProblem[] {
  if (offer.protocolVersion === '5') return []
  return instance.options.bridgeTopics.flatMap(({ direction, topic, localPrefix, remotePrefix }, index) =>
    direction === 'both' && localPrefix === remotePrefix
      ? [
          {
            severity: 'error',
            code: 'stack.option-conflict',
            path: ['services', instance.name, 'options', 'bridgeTopics', index, 'direction'],
            message: `"${offer.host}" speaks MQTT 3.1.1, so that messages on "${topic}" would go round between the brokers for ever`,
            hint: 'Use direction: out or in, or different prefixes.',
          },
        ]
      : [],
  )
}

function ownUsers(instance: Instance<MosquittoOptions>, bridges: readonly MqttOffer[] = []): OwnUser[] {
  return [
    {
      name: healthUser,
      password: healthPassword(instance),
      owner: 'the health check',
      rules: [
        { access: 'read', topic: '$SYS/broker/uptime' },
        ...bridges.flatMap(({ host }) => [
          { access: 'read' as const, topic: `$SYS/broker/connection/${bridgeClientId(instance.name, host)}/state` },
          { access: 'write' as const, topic: bridgeVerifyTopic(instance.name, host) },
        ]),
      ],
    },
    ...chosenUser(instance, instance.options),
  ]
}

/** Users, passwords and rights; known only when every client has made its claim. */
function serve(context: ServiceContext<MosquittoOptions>, claims: BrokerClaims): Parts {
  const { instance, site } = context
  const { options } = instance
  const bridges = context.accepted('mqtt-broker')
  const own = ownUsers(instance, bridges)
  const users = brokerUsers(site, claims, own)
  const file: PasswordFileNeed = {
    kind: 'password-file',
    name: `${instance.name}.passwd`,
    format: 'mosquitto',
    users: users.map(({ name, password: need }) => ({ name, password: need })),
  }
  const certificateMounts = options.tls
    ? {
        certificate: secretPath({ need: certificate(instance, site), part: 'certificate' }),
        key: secretPath({ need: certificate(instance, site), part: 'key' }),
      }
    : undefined
  return {
    files: [
      {
        path: 'mosquitto.conf',
        mount: '/etc/plantwright/mosquitto.conf',
        content: mosquittoConf({ ...options, plain: isPlain(options), hasBridges: bridges.length > 0 }),
      },
      { path: 'acl', mount: '/etc/plantwright/acl', content: aclFile(users) },
      {
        path: 'start.sh',
        mount: '/etc/plantwright/start.sh',
        content: startScript({
          passwordFile: secretPath({ need: file }),
          tls: certificateMounts,
          authority: bridges.some((offer) => offer.authority) ? caPath : undefined,
          bridges: bridges.map(({ host }) => ({
            host,
            passwordPath: secretPath({ need: bridgePassword(instance, host) }),
          })),
        }),
      },
    ],
    secrets: [{ need: file }],
    problems: sameUsers(site, claims, own),
  }
}
