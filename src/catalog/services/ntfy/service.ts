import { z } from 'zod'
import {
  type ClaimOf,
  defineService,
  type Instance,
  type Parts,
  type PasswordFileNeed,
  type PasswordNeed,
  password,
  type ServiceContext,
  secretPath,
} from '../../model.ts'
import { operatorName, operatorPassword } from '../../operator.ts'
import { httpHealth } from '../../toolbox.ts'
import { commandedOf, commanderName, commandListener, commandTopic, containerName, listener } from './commands.ts'
import { serverConfig, startScript } from './files.ts'
import { commandSteps } from './probe.ts'

const Options = z.strictObject({
  topic: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be letters, digits, "_" and "-"')
    .refine((topic) => !topic.startsWith('verify-'), 'must not begin with "verify-"')
    .default('alerts')
    .describe('Where messages of the stack go and people subscribe'),
  keep: z
    .string()
    .regex(/^[1-9][0-9]{0,3}h$/, 'must be a number of hours such as 12h')
    .default('72h')
    .describe('How long messages wait for phones that are off'),
  commands: z
    .boolean()
    .default(false)
    .describe('Whether messages may ask for the status and logs of services and stop them'),
})
export type NtfyOptions = z.output<typeof Options>

const usersFile = (instance: Instance<NtfyOptions>): PasswordFileNeed => ({
  kind: 'password-file',
  name: `${instance.name}.users`,
  format: 'bcrypt',
  users: [
    { name: operatorName, password: operatorPassword },
    ...(instance.options.commands ? [{ name: commanderName, password: commanderPassword(instance) }] : []),
  ],
})

const commanderPassword = ({ name }: Instance): PasswordNeed =>
  password(`${name}.commander-password`, undefined, commanderName)

export default defineService<NtfyOptions>({
  id: 'ntfy',
  title: 'ntfy',
  category: 'monitoring',
  summary: 'Push messages to phones and browsers, from a server of your own.',
  homepage: 'https://ntfy.sh',
  license: 'Apache-2.0 OR GPL-2.0',
  image: 'binwiederhier/ntfy',
  versions: ['v2.34.0'],
  ports: {
    http: { container: 80, protocol: 'http', title: 'Messages', host: 8090 },
    metrics: { container: 9090, protocol: 'http', title: 'Prometheus metrics' },
  },
  options: Options,
  older: { options: { ntfy_topic: 'topic', topic: 'topic' }, ports: { port: 'http', http_port: 'http' } },
  volumes: { data: '/var/lib/ntfy' },
  user: { uid: 0, gid: 0, readsSecretsAsRoot: true },
  toolbox: 'busybox',
  resources: () => ({ memoryMiB: 128, cpus: 0.25 }),
  multiple: true,
  health: () => ({
    test: httpHealth('busybox', 80, '/v1/health'),
    intervalS: 10,
    timeoutS: 5,
    retries: 6,
    startPeriodS: 10,
  }),
  check: ({ options }) =>
    options.commands && options.topic === commandTopic
      ? [
          {
            severity: 'error',
            code: 'stack.option-conflict',
            path: ['options', 'topic'],
            message: `"${commandTopic}" is the topic for commands; messages of the stack need another one`,
            hint: 'Choose another topic, or leave commands out.',
          },
        ]
      : [],
  parts: ({ site }) => ({
    entrypoint: ['/bin/sh', '/etc/plantwright/start.sh'],
    environment: { TZ: site.timezone },
    container: { tmpfs: ['/run/plantwright'] },
  }),
  offers: {
    push: {
      offer: ({ instance }) => ({
        host: instance.name,
        port: 80,
        url: `http://${instance.name}`,
        topic: (instance.options as NtfyOptions).topic,
      }),
      serve: (context, claims) => serve(context as ServiceContext<NtfyOptions>, claims),
    },
  },
  accepts: {
    'docker-api': {
      isWanted: ({ options }) => (options as NtfyOptions).commands,
      required: {
        add: 'docker-socket-proxy',
        because: 'commands that arrive as messages ask the Docker Engine for status and logs and stop services',
      },
      connect: (context, { url }) => {
        const { instance, site } = context
        const commanded = commandedOf(context)
        const named = (services: readonly string[]) => services.map((service) => containerName(site.name, service))
        return {
          claim: { sections: ['list'], logsOf: named(commanded.services), mayStop: named(commanded.stoppable) },
          parts: {
            companions: [
              commandListener(instance, {
                ...commanded,
                project: site.name,
                server: `http://${instance.name}`,
                engine: url.replace('tcp:', 'http:'),
                topic: (instance.options as NtfyOptions).topic,
              }),
            ],
          },
        }
      },
      probe: commandSteps,
    },
    'reverse-proxy': {
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 80 },
          // phones log in at the program itself
          login: 'own',
          healthPath: '/v1/health',
        },
      }),
    },
    metrics: { connect: () => ({ claim: { port: 9090 } }) },
  },
})

function serve(context: ServiceContext<NtfyOptions>, claims: readonly ClaimOf<'push'>[]): Parts {
  const { instance, site } = context
  const { topic, keep, commands } = instance.options
  const senders = [...claims.map(({ claim }) => claim), ...(commands ? [listener(instance)] : [])]
  const { href, reachable } = site.url(instance)
  return {
    files: [
      {
        path: 'server.yml',
        mount: '/etc/plantwright/server.yml',
        content: serverConfig({
          url: href,
          behindProxy: site.publicHost(instance) !== undefined,
          keep,
          topic,
          claims: senders,
          ...(commands ? { commands: { topic: commandTopic, listener: listener(instance).user } } : {}),
        }),
      },
      {
        path: 'start.sh',
        mount: '/etc/plantwright/start.sh',
        content: startScript(secretPath({ need: usersFile(instance) }), senders, commands ? 'user' : 'admin'),
      },
    ],
    secrets: [{ need: usersFile(instance) }, ...senders.map(({ token }) => ({ need: token }))],
    notes: [
      ...(reachable
        ? [
            `Subscribe to the topic "${topic}" of ${href} in the ntfy app or in the browser, as ${operatorName} with the password in secrets/${operatorPassword.name}.`,
          ]
        : []),
      ...(commands
        ? [
            `Messages to the topic "${commandTopic}" of ${instance.name} are commands: status, log NAME, stop NAME. Log in as ${commanderName} with the password in secrets/${commanderPassword(instance).name}; the answers come in the topic "${topic}".`,
          ]
        : []),
    ],
    problems: claims
      .filter(({ claim }) => claim.user === operatorName || (commands && claim.user === commanderName))
      .map(({ consumer, claim }) => ({
        severity: 'error',
        code: 'stack.name-clash',
        path: ['services', consumer.name],
        message: `"${claim.user}" is already the user who ${claim.user === operatorName ? 'reads the messages of' : 'sends commands to'} "${instance.name}"`,
        hint: `Rename "${consumer.name}".`,
      })),
  }
}
