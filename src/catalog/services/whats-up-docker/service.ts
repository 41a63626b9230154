import { z } from 'zod'
import { pushToken } from '../../abilities/push/ability.ts'
import { defineService, secretPath } from '../../model.ts'
import { operatorName, operatorPassword } from '../../operator.ts'
import { httpHealth } from '../../toolbox.ts'
import { startScript } from './files.ts'

const Options = z.strictObject({
  everyHours: z.int().min(1).max(24).default(6).describe('How often the registries are asked'),
  onlyLabelled: z.boolean().default(false).describe('Watch only containers with the label wud.watch=true'),
  mailTo: z
    .string()
    .max(200)
    .regex(/^[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/, 'must be a mail address')
    .optional()
    .describe('Who gets a mail about new versions, where a mail server is in the stack'),
})

export default defineService<z.output<typeof Options>>({
  id: 'whats-up-docker',
  title: "What's Up Docker",
  category: 'operations',
  summary: 'Tells which containers of this machine have a newer version.',
  homepage: 'https://getwud.github.io/wud',
  license: 'MIT',
  image: 'getwud/wud',
  versions: ['8.3.1'],
  ports: { http: { container: 3000, protocol: 'http', title: 'Versions', host: 3003 } },
  options: Options,
  older: { ids: ['whatupdocker', 'wud'], ports: { port: 'http', http_port: 'http' } },
  volumes: { data: '/store' },
  user: { uid: 0, gid: 0, readsSecretsAsRoot: true },
  toolbox: 'bash',
  resources: () => ({ memoryMiB: 256, cpus: 0.25 }),
  multiple: true,
  health: () => ({
    test: httpHealth('node', 3000, '/health'),
    intervalS: 15,
    timeoutS: 5,
    retries: 8,
    startPeriodS: 60,
  }),
  parts: ({ instance, site, accepted }) => {
    const [engine] = accepted('docker-api')
    return {
      entrypoint: ['/bin/sh', '/etc/plantwright/start.sh'],
      environment: {
        TZ: site.timezone,
        WUD_PUBLIC_URL: site.url(instance).href,
        WUD_WATCHER_LOCAL_CRON: `0 */${instance.options.everyHours} * * *`,
        WUD_WATCHER_LOCAL_WATCHBYDEFAULT: String(!instance.options.onlyLabelled),
        ...(engine ? { WUD_WATCHER_LOCAL_HOST: engine.host, WUD_WATCHER_LOCAL_PORT: String(engine.port) } : {}),
      },
      files: [
        {
          path: 'start.sh',
          mount: '/etc/plantwright/start.sh',
          content: startScript(operatorName, secretPath({ need: operatorPassword })),
        },
      ],
      secrets: [{ need: operatorPassword }],
    }
  },
  accepts: {
    'docker-api': {
      required: { add: 'docker-socket-proxy', because: "What's Up Docker asks the Docker Engine for containers" },
      connect: () => ({ claim: { sections: ['containers', 'images', 'info'] } }),
    },
    'reverse-proxy': {
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 3000 },
          login: 'own',
          healthPath: '/health',
        },
      }),
    },
    metrics: {
      connect: () => ({ claim: { port: 3000, login: { username: operatorName, password: operatorPassword } } }),
    },
    push: {
      connect: ({ instance }, offer) => {
        const token = pushToken(instance.name)
        return {
          claim: { user: instance.name, token },
          parts: {
            environment: { WUD_TRIGGER_NTFY_STACK_URL: offer.url, WUD_TRIGGER_NTFY_STACK_TOPIC: offer.topic },
            secrets: [{ need: token, pathIn: 'WUD_TRIGGER_NTFY_STACK_AUTH_TOKEN__FILE' }],
          },
        }
      },
    },
    mail: {
      status: ({ options }) =>
        (options as z.output<typeof Options>).mailTo === undefined
          ? { status: 'manual', note: 'Nobody is named who gets the mails: set the option mailTo.' }
          : { status: 'automatic' },
      connect: ({ instance, site }, offer) => ({
        claim: { from: site.mail.from },
        parts: {
          environment: {
            WUD_TRIGGER_SMTP_STACK_HOST: offer.host,
            WUD_TRIGGER_SMTP_STACK_PORT: String(offer.port),
            WUD_TRIGGER_SMTP_STACK_FROM_ADDRESS: site.mail.from,
            WUD_TRIGGER_SMTP_STACK_TO: (instance.options as z.output<typeof Options>).mailTo ?? site.mail.from,
            // names of a plant's own network are no names of the internet
            WUD_TRIGGER_SMTP_STACK_ALLOWCUSTOMTLD: 'true',
          },
        },
      }),
    },
  },
})
