import { z } from 'zod'
import { didYouMean } from '../../../core/nearest.ts'
import { serverCertificate, stackAuthority } from '../../authority.ts'
import {
  type ClaimOf,
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
import { aclFile, mosquittoConf, startScript } from './files.ts'
import { clientSteps } from './probe.ts'

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
  parts: (context) => base(context),
  offers: {
    'mqtt-broker': {
      offer: ({ instance, site }) => {
        const { tls } = instance.options as MosquittoOptions
        const authority = stackAuthority(site)
        return {
          host: instance.name,
          port: tls ? 8883 : 1883,
          ...(tls ? { authority, authorityPath: secretPath({ need: authority, part: 'certificate' }) } : {}),
        }
      },
      serve: (context, claims) => serve(context as ServiceContext<MosquittoOptions>, claims),
      probe: clientSteps,
    },
  },
})

function healthCommand(instance: Instance<MosquittoOptions>): string {
  const { tls } = instance.options
  const to = isPlain(instance.options) ? '-p 1883' : '-p 8883 --cafile /run/secrets/stack-ca.crt'
  const user = `-u health -P "$(cat ${secretPath({ need: healthPassword(instance) })})"`
  return `mosquitto_sub -h ${tls && !isPlain(instance.options) ? 'localhost' : '127.0.0.1'} ${to} ${user} -t '$SYS/broker/uptime' -C 1 -W 3 >/dev/null`
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
    files: [
      {
        path: 'mosquitto.conf',
        mount: '/etc/plantwright/mosquitto.conf',
        content: mosquittoConf({ ...options, plain: isPlain(options) }),
      },
    ],
    secrets: [{ need: healthPassword(instance) }, ...tls],
    stopGraceS: 30,
  }
}

/** Users, passwords and rights; known only when every client has made its claim. */
function serve({ instance, site }: ServiceContext<MosquittoOptions>, claims: readonly ClaimOf<'mqtt-broker'>[]): Parts {
  const { options } = instance
  const own = options.username
    ? [
        {
          name: options.username,
          password: password(`${instance.name}.user-password`, options.password, options.username),
        },
      ]
    : []
  const named = site.mqtt.users.map(({ name, password: given }) => ({
    name,
    password: password(`mqtt.${name}.password`, given, name),
  }))
  const users = [
    { name: healthUser, password: healthPassword(instance) },
    ...claims.map(({ claim }) => ({ name: claim.user, password: claim.password })),
    ...own,
    ...named,
  ]
  const file: PasswordFileNeed = {
    kind: 'password-file',
    name: `${instance.name}.passwd`,
    format: 'mosquitto',
    users: unique(users),
  }
  const rules = [
    ...claims.flatMap(({ claim }) =>
      claim.topics.map((topic) => ({ user: claim.user, access: topic.access, topic: topic.filter })),
    ),
    ...own.map(({ name }) => ({ user: name, access: 'readwrite' as const, topic: '#' })),
    ...site.mqtt.acl,
  ]
  const certificateMounts = options.tls
    ? {
        certificate: secretPath({ need: certificate(instance, site), part: 'certificate' }),
        key: secretPath({ need: certificate(instance, site), part: 'key' }),
      }
    : undefined
  return {
    files: [
      { path: 'acl', mount: '/etc/plantwright/acl', content: aclFile(rules) },
      {
        path: 'start.sh',
        mount: '/etc/plantwright/start.sh',
        content: startScript(secretPath({ need: file }), certificateMounts),
      },
    ],
    secrets: [{ need: file }],
    problems: [
      ...unknownUsers(
        site,
        users.map((user) => user.name),
      ),
      ...sameUsers(instance, site, claims),
    ],
  }
}

/** Rules are for all brokers of the stack; a user that none of its clients is would never match. */
function unknownUsers(site: Site, known: readonly string[]): ServiceProblem[] {
  return site.mqtt.acl.flatMap(({ user }, index) =>
    known.includes(user)
      ? []
      : [
          {
            severity: 'error',
            code: 'stack.unknown-mqtt-user',
            path: ['integrations', 'mqtt', 'acl', index, 'user'],
            message: `no user "${user}" is known to the broker`,
            hint: didYouMean(user, known, `Add it under integrations.mqtt.users; known are: ${known.join(', ')}.`),
          },
        ],
  )
}

/** A user has one password: a second one for the same name would be ignored in silence. */
function sameUsers(
  instance: Instance<MosquittoOptions>,
  site: Site,
  claims: readonly ClaimOf<'mqtt-broker'>[],
): ServiceProblem[] {
  const owners = new Map([
    ...claims.map(({ consumer, claim }) => [claim.user, `"${consumer.name}"`] as const),
    [healthUser, 'the health check'],
  ])
  const { username } = instance.options
  const clash = (path: ServiceProblem['path'], user: string): ServiceProblem => ({
    severity: 'error',
    code: 'stack.name-clash',
    path,
    message: `"${user}" is already the user of ${owners.get(user) ?? `"${instance.name}"`}`,
    hint: 'Choose another user name.',
  })
  return [
    ...claims
      .filter(({ claim }) => claim.user === healthUser)
      .map(({ consumer }) => ({
        ...clash(['services', consumer.name], healthUser),
        hint: `Rename "${consumer.name}".`,
      })),
    ...(username !== undefined && owners.has(username)
      ? [clash(['services', instance.name, 'options', 'username'], username)]
      : []),
    ...site.mqtt.users
      .filter(
        ({ name, password: given }) =>
          (owners.has(name) || name === username) && (given !== undefined || name === healthUser),
      )
      .map(({ name }) => clash(['integrations', 'mqtt', 'users', name], name)),
  ]
}

/** The first of several users with a name wins: a client's own login before one that the plant file names again. */
function unique<T extends { readonly name: string }>(users: readonly T[]): T[] {
  return [...new Map([...users].reverse().map((user) => [user.name, user])).values()].reverse()
}
