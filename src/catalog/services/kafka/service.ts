import { createHash } from 'node:crypto'
import { z } from 'zod'
import { serverCertificate, stackAuthority } from '../../authority.ts'
import { defineService, type Instance, password, type SecretMount, type Site, secretPath } from '../../model.ts'
import { durationText, secretOption, userName } from '../../options.ts'
import { reachCommand } from '../../toolbox.ts'
import { healthScript, serverProperties, startScript } from './files.ts'

const Options = z.strictObject({
  tls: z.boolean().default(false).describe("Encrypts both listeners, with a certificate of the stack's own authority"),
  username: userName.default('operator').describe('Login of whoever administers the broker'),
  password: secretOption.optional(),
  users: z.array(userName).max(100).default([]).describe('Further logins; each gets a generated password'),
  retention: durationText.default('7d').describe('How long messages are kept'),
  autoCreateTopics: z.boolean().default(true).describe('Make a topic when somebody first writes to it'),
})
export type KafkaOptions = z.output<typeof Options>

const certificate = (instance: Instance, site: Site) =>
  serverCertificate(site, `${instance.name}.tls`, [
    instance.name,
    'localhost',
    '127.0.0.1',
    ...(site.domain === 'localhost' ? [] : [site.domain]),
  ])

export default defineService<KafkaOptions>({
  id: 'kafka',
  title: 'Apache Kafka',
  category: 'messaging',
  summary: 'Log of messages that many programs write to and read again at their own pace.',
  homepage: 'https://kafka.apache.org',
  license: 'Apache-2.0',
  image: 'apache/kafka',
  versions: ['4.3.1'],
  ports: {
    inside: { container: 9092, protocol: 'tcp', title: 'Kafka, for services of the stack' },
    outside: { container: 9094, protocol: 'tcp', title: 'Kafka, for programs outside the stack', host: 9094 },
  },
  options: Options,
  older: {
    options: { username: 'username', password: 'password' },
    ports: { port: 'outside', kafka_port: 'outside' },
  },
  volumes: { data: '/var/lib/kafka/data' },
  user: { uid: 1000, gid: 1000, readsSecretsAsRoot: false },
  toolbox: 'bash',
  resources: () => ({ memoryMiB: 1024, cpus: 1 }),
  multiple: true,
  health: ({ options }) => ({
    test: [
      'CMD',
      ...(options.tls ? reachCommand('bash', '127.0.0.1', 9092) : ['timeout', '5', 'bash', '-c', healthScript]),
    ],
    intervalS: 10,
    timeoutS: 6,
    retries: 12,
    startPeriodS: 60,
  }),
  check: ({ options }) =>
    [options.username, ...options.users].flatMap((name, index, all) =>
      all.indexOf(name) < index
        ? [
            {
              severity: 'error',
              code: 'stack.duplicate-name',
              path: ['options', 'users', index - 1],
              message: `the login "${name}" is there twice`,
              hint: 'Choose another name.',
            },
          ]
        : [],
    ),
  parts: ({ instance, site }) => {
    const { options, memoryBytes } = instance
    const outside = site.url(instance, 'outside')
    const own: SecretMount = { need: certificate(instance, site), part: 'certificate' }
    const key: SecretMount = { need: certificate(instance, site), part: 'key' }
    const users = [
      {
        name: options.username,
        need: password(`${instance.name}.user-password`, options.password, options.username),
      },
      ...options.users.map((name) => ({ name, need: password(`${instance.name}.${name}.password`, undefined, name) })),
    ]
    return {
      entrypoint: ['/bin/bash', '/etc/plantwright/start.sh'],
      environment: {
        TZ: site.timezone,
        KAFKA_HEAP_OPTS: `-Xmx${Math.floor(memoryBytes / 2 / 1024 ** 2)}m`,
      },
      files: [
        {
          path: 'server.properties',
          mount: '/etc/plantwright/server.properties',
          content: serverProperties({ ...options, name: instance.name, outside }),
        },
        {
          path: 'start.sh',
          mount: '/etc/plantwright/start.sh',
          content: startScript({
            clusterId: clusterId(`${site.name}/${instance.name}`),
            tls: options.tls ? { certificate: secretPath(own), key: secretPath(key) } : undefined,
            users: users.map(({ name, need }) => ({ name, passwordPath: secretPath({ need }) })),
          }),
        },
      ],
      secrets: [
        ...users.map(({ need }) => ({ need })),
        ...(options.tls ? [{ need: stackAuthority(site), part: 'certificate' as const }, own, key] : []),
      ],
      stopGraceS: 60,
    }
  },
})

/** Sixteen bytes that stay the same for this broker of this plant. */
const clusterId = (text: string): string =>
  createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url')
