import { z } from 'zod'
import { postgresFamily } from '../../abilities/database/families.ts'
import { toolClaim, typedLogin } from '../../abilities/database/tool.ts'
import { defineService, type Instance, password } from '../../model.ts'
import { secretOption } from '../../options.ts'
import { httpHealth } from '../../toolbox.ts'
import { serversFile, startScript } from './files.ts'
import { loginSteps } from './probe.ts'

const Options = z.strictObject({
  email: z
    .string()
    .max(100)
    .regex(/^[a-z][a-z0-9._-]*@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, 'must be a mail address in lower case')
    .default('admin@example.com')
    .describe('Mail address that the administrator logs in with'),
  password: secretOption.optional(),
})
type Options = z.output<typeof Options>

const adminPassword = (instance: Instance<Options>) =>
  password(`${instance.name}.admin-password`, instance.options.password, instance.options.email)

export default defineService<Options>({
  id: 'pgadmin',
  title: 'pgAdmin',
  category: 'database',
  summary: 'Web page for PostgreSQL and TimescaleDB, with the servers of the stack already registered.',
  homepage: 'https://www.pgadmin.org',
  license: 'PostgreSQL',
  image: 'dpage/pgadmin4',
  versions: ['9.18'],
  // not 80: the image may not open a low port where containers get no new privileges
  ports: { http: { container: 8080, protocol: 'http', title: 'PostgreSQL databases', host: 5050 } },
  options: Options,
  older: {
    options: { email: 'email', default_email: 'email', password: 'password', default_password: 'password' },
    ports: { port: 'http', http_port: 'http' },
  },
  volumes: { data: '/var/lib/pgadmin' },
  user: { uid: 5050, gid: 0, readsSecretsAsRoot: false },
  toolbox: 'busybox',
  resources: () => ({ memoryMiB: 512, cpus: 0.5 }),
  multiple: true,
  health: () => ({
    test: httpHealth('busybox', 8080, '/misc/ping'),
    intervalS: 10,
    timeoutS: 5,
    retries: 12,
    startPeriodS: 90,
  }),
  parts: (context) => {
    const { instance, site, accepted } = context
    const { email } = instance.options
    const servers = accepted('database').map((offer) => ({ offer, claim: toolClaim(context, offer) }))
    return {
      entrypoint: ['/bin/sh', '/etc/plantwright/start.sh'],
      environment: {
        PGADMIN_DEFAULT_EMAIL: email,
        PGADMIN_LISTEN_PORT: '8080',
        PGADMIN_SERVER_JSON_FILE: '/etc/plantwright/servers.json',
        PGADMIN_REPLACE_SERVERS_ON_STARTUP: 'True',
        // the image's own mail server needs rights that no container of the stack gets
        PGADMIN_DISABLE_POSTFIX: 'true',
        // it keeps no password of its own: those of the stack are in the password file
        PGADMIN_CONFIG_MASTER_PASSWORD_REQUIRED: 'False',
        PGADMIN_CONFIG_UPGRADE_CHECK_ENABLED: 'False',
        ...allowedDomain(email),
        TZ: site.timezone,
      },
      files: [
        { path: 'servers.json', mount: '/etc/plantwright/servers.json', content: serversFile(site.name, servers) },
        { path: 'start.sh', mount: '/etc/plantwright/start.sh', content: startScript(email, servers) },
      ],
      secrets: [{ need: adminPassword(instance), pathIn: 'PGADMIN_DEFAULT_PASSWORD_FILE' }],
      stopGraceS: 20,
    }
  },
  accepts: {
    'reverse-proxy': {
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 8080 },
          login: 'own',
          healthPath: '/misc/ping',
        },
      }),
    },
    database: { reach: 'all', providers: postgresFamily, connect: typedLogin, probe: loginSteps },
    mail: {
      connect: ({ site }, offer) => ({
        claim: { from: site.mail.from },
        parts: {
          environment: {
            PGADMIN_CONFIG_MAIL_SERVER: `'${offer.host}'`,
            PGADMIN_CONFIG_MAIL_PORT: String(offer.port),
            PGADMIN_CONFIG_MAIL_USE_TLS: 'False',
            PGADMIN_CONFIG_SECURITY_EMAIL_SENDER: `'${site.mail.from}'`,
          },
        },
      }),
    },
  },
})

/** Addresses below these are taken for mistakes unless they are allowed by name. */
function allowedDomain(email: string): Record<string, string> {
  const special = /[@.](local|test|invalid|localhost)$/.exec(email)?.[1]
  return special ? { PGADMIN_CONFIG_ALLOW_SPECIAL_EMAIL_DOMAINS: `['${special}']` } : {}
}
