import { z } from 'zod'
import { roleName } from '../../abilities/database/ability.ts'
import { postgresFamily } from '../../abilities/database/families.ts'
import { needsDomain } from '../../abilities/forward-auth/site.ts'
import {
  type ClaimOf,
  type Companion,
  defineService,
  type HealthCheck,
  type Instance,
  type Job,
  type Parts,
  type PasswordNeed,
  password,
  type SecretMount,
  type ServiceContext,
  type ServiceProblem,
  type Site,
  secretPath,
} from '../../model.ts'
import { durationText, secretOption } from '../../options.ts'
import {
  applyScript,
  forwardAuthOffer,
  guardBlueprint,
  identityBlueprint,
  offerToClient,
  oidcOffer,
  userPassword,
  workerScript,
} from './files.ts'
import { loginSteps } from './probe.ts'

const Options = z.strictObject({
  password: secretOption.optional(),
  allowedRoles: z
    .array(z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'must be lower case letters, digits, "_" and "-"'))
    .max(20)
    .default(['operator'])
    .describe('Who may open guarded pages: users with one of these roles; an empty list lets in every user'),
  sessionDuration: durationText
    .regex(/[0-9][smh]$/, 'must be in seconds, minutes or hours, such as 8h')
    .default('8h')
    .describe('How long a login to guarded pages lasts'),
})
export type AuthentikOptions = z.output<typeof Options>

const adminPassword = ({ name, options }: Instance<AuthentikOptions>): PasswordNeed =>
  password(`${name}.admin-password`, options.password, admin)
const adminToken = ({ name }: Instance): PasswordNeed => ({ ...password(`${name}.admin-token`), length: 60 })
const secretKey = ({ name }: Instance): PasswordNeed => ({ ...password(`${name}.secret-key`), length: 60 })
const databasePassword = ({ name }: Instance): PasswordNeed => password(`${name}.database-password`)

/** The administrator that Authentik makes itself. */
const admin = 'akadmin'

const health = (startPeriodS: number): HealthCheck => ({
  test: ['CMD', 'ak', 'healthcheck'],
  intervalS: 10,
  timeoutS: 10,
  retries: 12,
  startPeriodS,
})

export default defineService<AuthentikOptions>({
  id: 'authentik',
  title: 'Authentik',
  category: 'identity',
  summary: 'Single sign-on with users, groups and an administration in the browser: OpenID Connect and guarded pages.',
  homepage: 'https://goauthentik.io',
  license: 'MIT',
  image: 'ghcr.io/goauthentik/server',
  versions: ['2026.8.3'],
  ports: {
    http: { container: 9000, protocol: 'http', title: 'Login and administration' },
    metrics: { container: 9300, protocol: 'http', title: 'Prometheus metrics' },
  },
  options: Options,
  older: {
    options: { password: 'password', admin_password: 'password', bootstrap_password: 'password' },
    ports: { port: 'http', http_port: 'http' },
  },
  volumes: { data: '/data' },
  user: { uid: 1000, gid: 1000, readsSecretsAsRoot: false },
  toolbox: 'bash',
  resources: () => ({ memoryMiB: 1024, cpus: 1 }),
  multiple: false,
  exclusive: 'identity-provider',
  homeNetwork: 'proxy',
  health: () => health(300),
  check: (instance, site) => [...needsDomain(instance, site), ...weakWithoutTls(site)],
  parts: (context) => {
    const { environment, secrets } = common(context)
    return {
      command: ['server'],
      environment,
      secrets,
      container: { shmMiB: 512 },
      companions: [worker(context)],
      stopGraceS: 30,
    }
  },
  offers: {
    'oidc-login': {
      offer: ({ instance, site }) => oidcOffer(site, instance.name, site.url(instance).href, instance.name),
      // a client has the name of its service, and an issuer of its own
      offerTo: (offer, consumer) => offerToClient(offer, consumer.name),
      serve: (context, claims) => serveLogins(context as ServiceContext<AuthentikOptions>, claims),
      probe: loginSteps,
    },
    'forward-auth': {
      offer: forwardAuthOffer,
      serve: (context, claims) =>
        claims.length === 0 ? {} : { jobs: [guardJob(context as ServiceContext<AuthentikOptions>)] },
    },
  },
  accepts: {
    database: {
      required: { add: 'postgres', because: 'Authentik keeps its users and sessions in a database' },
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
    'reverse-proxy': {
      required: { add: 'traefik', because: 'Authentik learns its public address from a reverse proxy' },
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 9000 },
          login: 'own',
          healthPath: '/-/health/live/',
        },
      }),
    },
    // the worker sends the mail, so its address is among what all containers of Authentik have in common
    mail: { connect: ({ site }) => ({ claim: { from: site.mail.from } }) },
    metrics: { connect: () => ({ claim: { port: 9300 } }) },
  },
})

/** Settings of the server, its worker and the jobs, whose values may name files. */
function common(context: ServiceContext): {
  environment: Readonly<Record<string, string>>
  secrets: readonly SecretMount[]
} {
  const { instance, site } = context
  const [database] = context.accepted('database')
  const [mail] = context.accepted('mail')
  const role = roleName(instance.name)
  const key = { need: secretKey(instance) }
  const login = { need: databasePassword(instance) }
  return {
    environment: {
      AUTHENTIK_SECRET_KEY: `file://${secretPath(key)}`,
      AUTHENTIK_WEB__BASE_URL: site.url(instance).href,
      AUTHENTIK_ERROR_REPORTING__ENABLED: 'false',
      AUTHENTIK_DISABLE_UPDATE_CHECK: 'true',
      AUTHENTIK_DISABLE_STARTUP_ANALYTICS: 'true',
      ...(database
        ? {
            AUTHENTIK_POSTGRESQL__HOST: database.host,
            AUTHENTIK_POSTGRESQL__PORT: String(database.port),
            AUTHENTIK_POSTGRESQL__NAME: role,
            AUTHENTIK_POSTGRESQL__USER: role,
            AUTHENTIK_POSTGRESQL__PASSWORD: `file://${secretPath(login)}`,
          }
        : {}),
      ...(mail
        ? {
            AUTHENTIK_EMAIL__HOST: mail.host,
            AUTHENTIK_EMAIL__PORT: String(mail.port),
            AUTHENTIK_EMAIL__FROM: site.mail.from,
            AUTHENTIK_EMAIL__USE_TLS: 'false',
            AUTHENTIK_EMAIL__USE_SSL: 'false',
          }
        : {}),
    },
    secrets: [key, ...(database ? [login] : [])],
  }
}

function worker(context: ServiceContext<AuthentikOptions>): Companion {
  const { instance, site } = context
  const { environment, secrets } = common(context)
  const first = { need: adminPassword(instance) }
  const token = { need: adminToken(instance) }
  return {
    name: 'worker',
    title: 'mail, clean-up and what takes long',
    entrypoint: ['/bin/bash', '/etc/plantwright/start.sh'],
    environment: { ...environment, AUTHENTIK_BOOTSTRAP_EMAIL: `${admin}@${site.domain}` },
    files: [
      {
        path: 'worker.sh',
        mount: '/etc/plantwright/start.sh',
        content: workerScript(secretPath(first), secretPath(token)),
      },
    ],
    secrets: [...secrets, first, token],
    volumes: { data: '/data' },
    container: { shmMiB: 512 },
    health: health(300),
    resources: { memoryMiB: 1024, cpus: 1 },
    // it makes what the jobs need, and waits for the database itself
    order: 'first',
  }
}

/** A job that applies one blueprint, which takes what it names from files. */
function blueprintJob(
  context: ServiceContext,
  { name, title, content, needs }: { name: string; title: string; content: string; needs: readonly PasswordNeed[] },
): Job {
  const { environment, secrets } = common(context)
  return {
    name,
    title,
    when: 'after',
    entrypoint: ['/bin/bash', '/etc/plantwright/apply.sh', `custom/${name}.yaml`],
    environment,
    files: [
      { path: `${name}.yaml`, mount: `/blueprints/custom/${name}.yaml`, content },
      { path: `${name}.sh`, mount: '/etc/plantwright/apply.sh', content: applyScript },
    ],
    secrets: [...secrets, ...needs.map((need) => ({ need }))],
  }
}

function serveLogins(context: ServiceContext<AuthentikOptions>, claims: readonly ClaimOf<'oidc-login'>[]): Parts {
  const { instance, site } = context
  const clients = claims.map(({ claim }) => claim)
  const needs = [
    ...site.oidc.users.map((user) => userPassword(instance.name, user)),
    ...clients.filter(({ flow }) => flow !== 'implicit').map(({ secret }) => secret),
  ]
  const content = identityBlueprint(instance.name, site, clients)
  return {
    jobs:
      clients.length === 0 && site.oidc.users.length === 0
        ? []
        : [blueprintJob(context, { name: 'identity', title: 'makes groups, users and clients', content, needs })],
    problems: [...userProblems(site), ...(clients.length > 0 ? portProblems(context) : [])],
  }
}

function guardJob(context: ServiceContext<AuthentikOptions>): Job {
  const { instance, site } = context
  const { allowedRoles, sessionDuration } = instance.options
  const url = site.url(instance).href
  const content = guardBlueprint({ instance: instance.name, site, url, allowedRoles, sessionDuration })
  return blueprintJob(context, { name: 'guard', title: 'lets it guard pages', content, needs: [] })
}

function weakWithoutTls(site: Site): ServiceProblem[] {
  return site.tls === 'off'
    ? [
        {
          severity: 'warning',
          code: 'stack.weak-security',
          path: [],
          message: 'passwords and tokens of the single sign-on travel unencrypted',
          hint: 'Set settings.tls to internal-ca, acme or own.',
        },
      ]
    : []
}

/** The later one of two users with one name would become the other, and the administrator is there already. */
function userProblems(site: Site): ServiceProblem[] {
  const names = site.oidc.users.map(({ username }) => username)
  return names.flatMap((name, index): ServiceProblem[] => {
    const isTwice = names.indexOf(name) !== index
    if (!isTwice && name !== admin) return []
    return [
      {
        severity: 'error',
        code: 'stack.duplicate-name',
        path: ['integrations', 'oidc', 'users', index, 'username'],
        message: isTwice ? `two users have the username "${name}"` : `Authentik has the user "${name}" itself`,
        hint: 'Choose another username.',
      },
    ]
  })
}

/** Inside the stack the proxy listens on its own ports only, so an address with another one leads nowhere there. */
function portProblems({ instance, site }: ServiceContext): ServiceProblem[] {
  const { port, secure } = site.url(instance)
  const own = secure ? 443 : 80
  return port === own
    ? []
    : [
        {
          severity: 'error',
          code: 'stack.not-possible',
          path: ['services', instance.name],
          message: `services cannot ask "${instance.name}" for tokens while browsers find it at port ${port}`,
          hint: `Publish the proxy on port ${own}, or switch the clients off with connect: { oidc-login: [] }.`,
        },
      ]
}
