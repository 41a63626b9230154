import { z } from 'zod'
import { defineService, secretPath } from '../../model.ts'
import { operatorFile } from '../../operator.ts'
import { httpHealth } from '../../toolbox.ts'

const Options = z.strictObject({
  maxMessages: z.int().min(10).max(1_000_000).default(5000).describe('Oldest messages are removed beyond this number'),
})

export default defineService<z.output<typeof Options>>({
  id: 'mailpit',
  title: 'Mailpit',
  category: 'mail',
  summary: 'Catches every mail of the stack and shows it in the browser; nothing leaves the machine.',
  homepage: 'https://mailpit.axllent.org',
  license: 'MIT',
  image: 'axllent/mailpit',
  versions: ['v1.30.5'],
  ports: {
    http: { container: 8025, protocol: 'http', title: 'Inbox', host: 8025 },
    smtp: { container: 1025, protocol: 'tcp', title: 'SMTP', host: 1025 },
    metrics: { container: 9090, protocol: 'http', title: 'Prometheus metrics' },
  },
  options: Options,
  aliases: {
    mailhog: 'MailHog is not maintained any more; Mailpit takes its place with the same ports and API paths of its own',
  },
  older: { ids: ['mailhog'], ports: { port: 'http', http_port: 'http', web_port: 'http', smtp_port: 'smtp' } },
  volumes: { data: '/data' },
  user: { uid: 0, gid: 0, readsSecretsAsRoot: true },
  toolbox: 'busybox',
  resources: () => ({ memoryMiB: 128, cpus: 0.25 }),
  multiple: true,
  health: () => ({
    test: httpHealth('busybox', 8025, '/readyz'),
    intervalS: 10,
    timeoutS: 5,
    retries: 6,
    startPeriodS: 10,
  }),
  parts: ({ instance, site }) => ({
    environment: {
      TZ: site.timezone,
      MP_DATABASE: '/data/mailpit.db',
      MP_MAX_MESSAGES: String(instance.options.maxMessages),
      // some senders insist on a login: any is taken, because the server is reached from inside the stack only
      MP_SMTP_AUTH_ACCEPT_ANY: '1',
      MP_SMTP_AUTH_ALLOW_INSECURE: '1',
      MP_DISABLE_VERSION_CHECK: '1',
      MP_UI_AUTH_FILE: secretPath({ need: operatorFile }),
      MP_ENABLE_PROMETHEUS: '0.0.0.0:9090',
    },
    secrets: [{ need: operatorFile }],
  }),
  offers: {
    mail: { offer: ({ instance }) => ({ host: instance.name, port: 1025, apiPort: 8025 }) },
  },
  accepts: {
    'reverse-proxy': {
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 8025 },
          login: 'own',
          healthPath: '/readyz',
        },
      }),
    },
    metrics: { connect: () => ({ claim: { port: 9090 } }) },
  },
})
