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
  type PasswordFileNeed,
  type SecretMount,
  type ServiceContext,
  type Site,
  secretPath,
} from '../../model.ts'
import { secretOption, userName } from '../../options.ts'
import { natsConf } from './files.ts'
import { sessionSteps } from './probe.ts'

const Options = z.strictObject({
  tls: z
    .boolean()
    .default(false)
    .describe("Encrypts all listeners, with a certificate of the stack's own authority; MQTT is then on 8883"),
  storeMiB: z
    .int()
    .min(16)
    .max(1_048_576)
    .default(1024)
    .describe('Room on disk for sessions, retained messages, streams'),
  maxPayloadBytes: z.int().min(1024).max(67_108_864).default(1_048_576).describe('Largest message the server takes'),
  username: userName.optional().describe('A user that may read and write every topic'),
  password: secretOption.optional(),
})
export type NatsOptions = z.output<typeof Options>

const certificate = (instance: Instance, site: Site) =>
  serverCertificate(site, `${instance.name}.tls`, [
    instance.name,
    'localhost',
    '127.0.0.1',
    ...(site.domain === 'localhost' ? [] : [`mqtt.${site.domain}`, site.domain]),
  ])

export default defineService<NatsOptions>({
  id: 'nats',
  title: 'NATS',
  category: 'messaging',
  summary: 'Quick messaging system with streams that also speaks MQTT 3.1.1.',
  homepage: 'https://nats.io',
  license: 'Apache-2.0',
  image: 'nats',
  versions: ['2.14.5-alpine'],
  ports: {
    mqtt: { container: 1883, protocol: 'tcp', title: 'MQTT', host: 1883 },
    mqtts: { container: 8883, protocol: 'tcp', title: 'MQTT over TLS', host: 8883 },
    nats: { container: 4222, protocol: 'tcp', title: 'NATS', host: 4222 },
  },
  openPorts: ({ tls }) => ['nats', tls ? 'mqtts' : 'mqtt'],
  options: Options,
  older: {
    options: { username: 'username', password: 'password', enable_tls: 'tls' },
    ports: { port: 'nats', client_port: 'nats', mqtt_port: 'mqtt' },
  },
  volumes: { data: '/data' },
  user: { uid: 0, gid: 0, readsSecretsAsRoot: true },
  toolbox: 'busybox',
  resources: () => ({ memoryMiB: 256, cpus: 0.5 }),
  multiple: true,
  homeNetwork: 'field',
  health: () => ({
    test: ['CMD', 'wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:8222/healthz'],
    intervalS: 10,
    timeoutS: 5,
    retries: 6,
    startPeriodS: 20,
  }),
  parts: ({ instance, site }) => ({
    environment: { TZ: site.timezone },
    command: ['nats-server', '--config', '/etc/plantwright/nats.conf'],
    secrets: instance.options.tls ? Object.values(pair(instance, site)) : [],
    stopGraceS: 30,
  }),
  offers: {
    'mqtt-broker': {
      offer: ({ instance, site }) => {
        const { tls, username } = instance.options as NatsOptions
        const authority = stackAuthority(site)
        return {
          host: instance.name,
          port: tls ? 8883 : 1883,
          protocolVersion: '3.1.1',
          users: username === undefined ? [] : [username],
          ...(tls ? { authority, authorityPath: secretPath({ need: authority, part: 'certificate' }) } : {}),
        }
      },
      serve: (context, claims) => serve(context as ServiceContext<NatsOptions>, claims),
      probe: sessionSteps,
    },
  },
})

const pair = (instance: Instance, site: Site): Record<'certificate' | 'key', SecretMount> => ({
  certificate: { need: certificate(instance, site), part: 'certificate' },
  key: { need: certificate(instance, site), part: 'key' },
})

/** Users, hashes and rights; known only when every client has made its claim. */
function serve({ instance, site }: ServiceContext<NatsOptions>, claims: BrokerClaims): Parts {
  const own = chosenUser(instance, instance.options)
  const users = brokerUsers(site, claims, own)
  const file: PasswordFileNeed = {
    kind: 'password-file',
    name: `${instance.name}.users`,
    format: 'nats',
    users: users.map(({ name, password }) => ({ name, password })),
  }
  const { certificate: cert, key } = pair(instance, site)
  return {
    files: [
      {
        path: 'nats.conf',
        mount: '/etc/plantwright/nats.conf',
        content: natsConf(
          {
            ...instance.options,
            name: instance.name,
            usersPath: secretPath({ need: file }),
            certificate: { certificate: secretPath(cert), key: secretPath(key) },
          },
          users,
        ),
      },
    ],
    secrets: [{ need: file }],
    problems: [...sameUsers(site, claims, own), ...openDenials('NATS', site, users)],
  }
}
