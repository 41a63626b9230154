import { z } from 'zod'
import { roleName } from '../../abilities/database/ability.ts'
import { postgresFamily } from '../../abilities/database/families.ts'
import {
  type Companion,
  defineService,
  type Instance,
  type Parts,
  type PasswordFileNeed,
  password,
  type SecretMount,
  type ServiceContext,
  type ServiceProblem,
  secretPath,
} from '../../model.ts'
import { secretOption } from '../../options.ts'
import { httpHealth } from '../../toolbox.ts'
import { startScript } from './files.ts'

const Options = z.strictObject({
  ownerEmail: z
    .string()
    .max(100)
    .regex(/^[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/, 'must be a mail address')
    .default('owner@example.com')
    .describe('Login of the owner, who may do everything'),
  password: secretOption.optional(),
  workers: z.int().min(1).max(20).default(1).describe('Worker processes in queue mode; each is a container'),
})
type Options = z.output<typeof Options>

const ownerFile = (instance: Instance<Options>): PasswordFileNeed => ({
  kind: 'password-file',
  name: `${instance.name}.owner`,
  format: 'bcrypt',
  users: [
    {
      name: 'owner',
      password: password(`${instance.name}.owner-password`, instance.options.password, instance.options.ownerEmail),
    },
  ],
})

const databasePassword = (instance: Instance) => password(`${instance.name}.database-password`)

const cachePassword = (instance: Instance) => password(`${instance.name}.cache-password`)

export default defineService<Options>({
  id: 'n8n',
  title: 'n8n',
  category: 'automation',
  summary: 'Workflows between web services, databases and mail, drawn in the browser.',
  homepage: 'https://n8n.io',
  license: 'Sustainable Use License',
  image: 'n8nio/n8n',
  versions: ['2.41.3'],
  ports: { http: { container: 5678, protocol: 'http', title: 'Editor and webhooks', host: 5678 } },
  options: Options,
  older: { options: { password: 'password', email: 'ownerEmail' }, ports: { port: 'http', http_port: 'http' } },
  volumes: { data: '/home/node/.n8n' },
  user: { uid: 1000, gid: 1000, readsSecretsAsRoot: false },
  toolbox: 'node',
  resources: () => ({ memoryMiB: 1024, cpus: 1 }),
  multiple: true,
  health: () => ({
    test: httpHealth('node', 5678, '/healthz'),
    intervalS: 10,
    timeoutS: 5,
    retries: 12,
    startPeriodS: 90,
  }),
  parts: (context) => {
    const { instance, site } = context
    const url = site.url(instance)
    const { environment, secrets } = common(context)
    return {
      entrypoint: ['/bin/sh', '/etc/plantwright/start.sh'],
      environment: {
        ...environment,
        N8N_HOST: url.host,
        N8N_PROTOCOL: url.secure ? 'https' : 'http',
        N8N_EDITOR_BASE_URL: `${url.href}/`,
        N8N_WEBHOOK_URL: `${url.href}/`,
        N8N_SECURE_COOKIE: String(url.secure),
        // without an owner the first visitor would become it
        N8N_INSTANCE_OWNER_MANAGED_BY_ENV: 'true',
        N8N_INSTANCE_OWNER_EMAIL: instance.options.ownerEmail,
        N8N_INSTANCE_OWNER_FIRST_NAME: 'Plant',
        N8N_INSTANCE_OWNER_LAST_NAME: 'Owner',
        N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
      },
      files: [
        {
          path: 'start.sh',
          mount: '/etc/plantwright/start.sh',
          content: startScript(secretPath({ need: ownerFile(instance) })),
        },
      ],
      secrets: [{ need: ownerFile(instance) }, ...secrets],
      companions: context.accepted('cache').length > 0 ? workers(context) : [],
      problems: queueProblems(context),
      stopGraceS: 60,
    }
  },
  accepts: {
    database: {
      providers: postgresFamily,
      connect: ({ instance }) => ({
        claim: {
          database: roleName(instance.name),
          role: roleName(instance.name),
          password: databasePassword(instance),
          access: 'owner',
        },
      }),
    },
    cache: {
      // queue mode is another way of running: it begins where the plant file asks for it
      onlyNamed: true,
      connect: ({ instance }) => ({
        claim: { user: instance.name, password: cachePassword(instance), prefix: `${instance.name}:` },
      }),
    },
    mail: {
      connect: ({ site }, offer) => ({
        claim: { from: site.mail.from },
        parts: {
          environment: {
            N8N_EMAIL_MODE: 'smtp',
            N8N_SMTP_HOST: offer.host,
            N8N_SMTP_PORT: String(offer.port),
            N8N_SMTP_SENDER: site.mail.from,
            N8N_SMTP_SSL: 'false',
            N8N_SMTP_STARTTLS: 'false',
          },
        },
      }),
    },
    metrics: {
      connect: () => ({ claim: { port: 5678 }, parts: { environment: { N8N_METRICS: 'true' } } }),
    },
    'reverse-proxy': {
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 5678 },
          login: 'own',
          healthPath: '/healthz',
        },
        parts: { environment: { N8N_PROXY_HOPS: '1' } },
      }),
    },
    'oidc-login': {
      status: () => ({
        status: 'unsupported',
        note: 'Single sign-on is part of the paid editions of n8n; the free one has its own users only.',
      }),
      connect: neverConnected,
    },
  },
})

/** What the main process and its workers have in common. */
function common(context: ServiceContext<Options>): Required<Pick<Parts, 'environment'>> & { secrets: SecretMount[] } {
  const { instance, site } = context
  const [database] = context.accepted('database')
  const [cache] = context.accepted('cache')
  const role = roleName(instance.name)
  return {
    environment: {
      GENERIC_TIMEZONE: site.timezone,
      TZ: site.timezone,
      N8N_DIAGNOSTICS_ENABLED: 'false',
      ...(database
        ? {
            DB_TYPE: 'postgresdb',
            DB_POSTGRESDB_HOST: database.host,
            DB_POSTGRESDB_PORT: String(database.port),
            DB_POSTGRESDB_DATABASE: role,
            DB_POSTGRESDB_USER: role,
          }
        : {}),
      ...(cache
        ? {
            EXECUTIONS_MODE: 'queue',
            QUEUE_BULL_REDIS_HOST: cache.host,
            QUEUE_BULL_REDIS_PORT: String(cache.port),
            QUEUE_BULL_REDIS_USERNAME: instance.name,
            QUEUE_BULL_PREFIX: `${instance.name}:bull`,
            N8N_REDIS_KEY_PREFIX: `${instance.name}:n8n`,
          }
        : {}),
    },
    secrets: [
      // what is stored under one key cannot be read with another, so it is made once and kept
      { need: password(`${instance.name}.encryption-key`), pathIn: 'N8N_ENCRYPTION_KEY_FILE' },
      ...(database ? [{ need: databasePassword(instance), pathIn: 'DB_POSTGRESDB_PASSWORD_FILE' }] : []),
      ...(cache ? [{ need: cachePassword(instance), pathIn: 'QUEUE_BULL_REDIS_PASSWORD_FILE' }] : []),
    ],
  }
}

/** They take jobs from the queue; the main process has made the tables before they start. */
function workers(context: ServiceContext<Options>): Companion[] {
  const { environment, secrets } = common(context)
  const paths = Object.fromEntries(secrets.map((mount) => [mount.pathIn ?? '', secretPath(mount)]))
  return Array.from({ length: context.instance.options.workers }, (_, index) => ({
    name: `worker-${index + 1}`,
    title: 'runs workflows from the queue',
    order: 'second',
    command: ['worker'],
    environment: { ...environment, ...paths, QUEUE_HEALTH_CHECK_ACTIVE: 'true' },
    secrets,
    health: {
      test: httpHealth('node', 5678, '/healthz'),
      intervalS: 10,
      timeoutS: 5,
      retries: 12,
      startPeriodS: 90,
    },
    resources: { memoryMiB: 1024, cpus: 1 },
  }))
}

function queueProblems({ instance, accepted }: ServiceContext<Options>): ServiceProblem[] {
  if (accepted('cache').length === 0 || accepted('database').length > 0) return []
  return [
    {
      severity: 'error',
      code: 'stack.option-conflict',
      path: ['services', instance.name, 'connect', 'cache'],
      message: 'queue mode needs a PostgreSQL database, which main process and workers share',
      hint: 'Add a service that uses postgres, or remove connect.cache.',
    },
  ]
}

function neverConnected(): never {
  throw new Error('an unsupported wire is not connected')
}
