import { z } from 'zod'
import { defineService, type Instance, type Parts, password, secretPath } from '../../model.ts'
import { operatorFile } from '../../operator.ts'
import { secretOption } from '../../options.ts'
import { httpHealth } from '../../toolbox.ts'

const Relay = z
  .strictObject({
    host: z
      .string()
      .max(253)
      .regex(/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/, 'must be a host name or an IPv4 address')
      .describe('Mail server that delivers'),
    port: z.int().min(1).max(65_535).default(587).describe('Its port'),
    encryption: z
      .enum(['starttls', 'tls', 'none'])
      .default('starttls')
      .describe('How the connection is closed to others: starttls (587), tls from the start (465), or not at all'),
    username: z
      .string()
      .max(200)
      .regex(/^[\x21-\x7e]+$/, 'must be ASCII without spaces')
      .refine((text) => !/[$`"'\\]/.test(text), 'must not hold any of $ ` " \' \\')
      .optional()
      .describe('Login at that server; none when absent'),
    password: secretOption.optional().describe('Reference to its password (env:NAME, file:PATH, vault:NAME)'),
  })
  .describe('Mail server that every mail is handed on to; nothing leaves the stack when absent')

const Options = z.strictObject({
  maxMessages: z.int().min(10).max(1_000_000).default(5000).describe('Oldest messages are removed beyond this number'),
  relay: Relay.optional(),
})
export type MailpitOptions = z.output<typeof Options>

export default defineService<MailpitOptions>({
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
      ...relayEnvironment(instance.options),
    },
    secrets: [
      { need: operatorFile },
      ...(instance.options.relay?.username === undefined ? [] : [{ need: relayPassword(instance) }]),
    ],
    ...(instance.options.relay?.username === undefined ? {} : relayStart(instance)),
  }),
  check: ({ options: { relay } }) =>
    relay === undefined
      ? []
      : [
          ...(relay.username !== undefined && relay.password === undefined
            ? [
                {
                  severity: 'error' as const,
                  code: 'stack.option-conflict' as const,
                  path: ['options', 'relay'],
                  message: 'the relay has a username but no password',
                  hint: 'Add password with a reference such as env:SMTP_PASSWORD.',
                },
              ]
            : []),
          ...(relay.encryption === 'none'
            ? [
                relay.username === undefined
                  ? {
                      severity: 'warning' as const,
                      code: 'stack.weak-security' as const,
                      path: ['options', 'relay', 'encryption'],
                      message: `mail goes to ${relay.host} in the clear`,
                      hint: 'Use starttls or tls, unless the way there is closed to others.',
                    }
                  : {
                      severity: 'error' as const,
                      code: 'stack.not-possible' as const,
                      path: ['options', 'relay', 'encryption'],
                      message: 'Mailpit gives no password to a server whose connection is open to others',
                      hint: 'Use starttls or tls, or remove username and password.',
                    },
              ]
            : []),
        ],
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

const relayPassword = ({ name, options: { relay } }: Instance<MailpitOptions>) =>
  password(`${name}.relay-password`, relay?.password)

function relayEnvironment({ relay }: MailpitOptions): Record<string, string> {
  if (!relay) return {}
  return {
    MP_SMTP_RELAY_HOST: relay.host,
    MP_SMTP_RELAY_PORT: String(relay.port),
    MP_SMTP_RELAY_STARTTLS: String(relay.encryption === 'starttls'),
    MP_SMTP_RELAY_TLS: String(relay.encryption === 'tls'),
    MP_SMTP_RELAY_ALL: 'true',
    MP_SMTP_RELAY_PRESERVE_MESSAGE_IDS: 'true',
    // messages of "ign stack verify" stay here
    MP_SMTP_RELAY_BLOCKED_RECIPIENTS: '@localhost$',
    MP_SMTP_RELAY_AUTH: relay.username === undefined ? 'none' : 'plain',
    ...(relay.username === undefined ? {} : { MP_SMTP_RELAY_USERNAME: relay.username }),
  }
}

/** The relay's password is read from the environment only: this puts it there, out of sight of `docker inspect`. */
function relayStart(instance: Instance<MailpitOptions>): Parts {
  const need = relayPassword(instance)
  const content = `#!/bin/sh
# Generated by ign stack generate; do not edit.
set -eu
MP_SMTP_RELAY_PASSWORD=$(cat ${secretPath({ need })})
export MP_SMTP_RELAY_PASSWORD
exec /mailpit
`
  return {
    entrypoint: ['/bin/sh', '/etc/plantwright/start.sh'],
    files: [{ path: 'start.sh', mount: '/etc/plantwright/start.sh', content }],
  }
}
