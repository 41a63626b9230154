import { z } from 'zod'
import { needsDomain } from '../../abilities/forward-auth/site.ts'
import type { OidcOffer } from '../../abilities/oidc-login/ability.ts'
import { stackAuthority } from '../../authority.ts'
import {
  type ClaimOf,
  defineService,
  type Instance,
  type Parts,
  type PrivateKeyNeed,
  password,
  type ServiceContext,
  type ServiceProblem,
  type Site,
  secretPath,
} from '../../model.ts'
import { durationText } from '../../options.ts'
import { clientDigest, configuration, forwardAuthOffer, usersFile } from './files.ts'
import { loginSteps } from './probe.ts'

const Options = z.strictObject({
  allowedRoles: z
    .array(z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'must be lower case letters, digits, "_" and "-"'))
    .max(20)
    .default(['operator'])
    .describe('Who may open guarded pages: users with one of these roles; an empty list lets in every user'),
  twoFactor: z
    .boolean()
    .default(false)
    .describe('Ask for a second factor too; people register it at their first login'),
  sessionDuration: durationText
    .regex(/[smh]$/, 'must be in seconds, minutes or hours, such as 8h')
    .default('8h')
    .describe('How long a login lasts'),
})
export type AutheliaOptions = z.output<typeof Options>

const signingKey = (instance: Instance): PrivateKeyNeed => ({
  kind: 'private-key',
  name: `${instance.name}.signing-key`,
})

export default defineService<AutheliaOptions>({
  id: 'authelia',
  title: 'Authelia',
  category: 'identity',
  summary: 'Small single sign-on: guards pages for the reverse proxy and logs people in by OpenID Connect.',
  homepage: 'https://www.authelia.com',
  license: 'Apache-2.0',
  image: 'authelia/authelia',
  versions: ['4.39.20'],
  ports: {
    http: { container: 9091, protocol: 'http', title: 'Login' },
    metrics: { container: 9959, protocol: 'http', title: 'Prometheus metrics' },
  },
  options: Options,
  older: { ports: { port: 'http', http_port: 'http' } },
  volumes: { config: '/config' },
  user: { uid: 0, gid: 0, readsSecretsAsRoot: true },
  toolbox: 'busybox',
  resources: () => ({ memoryMiB: 256, cpus: 0.5 }),
  multiple: false,
  exclusive: 'identity-provider',
  homeNetwork: 'proxy',
  health: () => ({
    test: ['CMD', '/app/healthcheck.sh'],
    intervalS: 10,
    timeoutS: 5,
    retries: 6,
    startPeriodS: 30,
  }),
  check: (instance, site) => [...needsDomain(instance, site), ...needsTls(site)],
  parts: ({ instance, site }) => ({
    command: ['--config', '/etc/plantwright/configuration.yml'],
    environment: { TZ: site.timezone, X_AUTHELIA_CONFIG_FILTERS: 'template' },
    secrets: [
      { need: password(`${instance.name}.session-secret`), pathIn: 'AUTHELIA_SESSION_SECRET_FILE' },
      { need: password(`${instance.name}.storage-key`), pathIn: 'AUTHELIA_STORAGE_ENCRYPTION_KEY_FILE' },
      {
        need: password(`${instance.name}.reset-secret`),
        pathIn: 'AUTHELIA_IDENTITY_VALIDATION_RESET_PASSWORD_JWT_SECRET_FILE',
      },
      { need: usersFile(instance.name, site) },
    ],
  }),
  offers: {
    'forward-auth': { offer: forwardAuthOffer },
    'oidc-login': {
      offer: oidcOffer,
      serve: (context, claims) => serve(context as ServiceContext<AutheliaOptions>, claims),
      probe: loginSteps,
    },
  },
  accepts: {
    'reverse-proxy': {
      required: { add: 'traefik', because: 'Authelia answers a reverse proxy' },
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 9091 },
          login: 'own',
          healthPath: '/api/health',
        },
      }),
    },
    // the mail server is part of the settings, which are written when all clients are known
    mail: { connect: ({ site }) => ({ claim: { from: site.mail.from } }) },
    metrics: { connect: () => ({ claim: { port: 9959 } }) },
  },
})

function needsTls(site: Site): ServiceProblem[] {
  return site.tls === 'off'
    ? [
        {
          severity: 'error',
          code: 'stack.not-possible',
          path: [],
          message: 'Authelia works with TLS only',
          hint: 'Set settings.tls to internal-ca, acme or own.',
        },
      ]
    : []
}

/** Authelia learns its address from each request: services ask it by the public name, at the proxy. */
function oidcOffer({ instance, site }: ServiceContext): OidcOffer {
  const issuer = site.url(instance).href
  return {
    host: instance.name,
    port: 9091,
    basePath: '',
    issuer,
    authorizationUrl: `${issuer}/api/oidc/authorization`,
    tokenUrl: `${issuer}/api/oidc/token`,
    userinfoUrl: `${issuer}/api/oidc/userinfo`,
    logoutUrl: `${issuer}/logout`,
    jwksUrl: `${issuer}/jwks.json`,
    discoveryUrl: `${issuer}/.well-known/openid-configuration`,
    ...(site.tls === 'internal-ca' ? { authority: stackAuthority(site) } : {}),
    rolesClaim: 'groups',
    scopes: 'openid profile email groups',
  }
}

/** The settings, once every client is known. */
function serve(context: ServiceContext<AutheliaOptions>, claims: readonly ClaimOf<'oidc-login'>[]): Parts {
  const { instance, site } = context
  const clients = claims.map(({ claim }) => claim)
  const key = signingKey(instance)
  return {
    files: [
      {
        path: 'configuration.yml',
        mount: '/etc/plantwright/configuration.yml',
        content: configuration({
          instance: instance.name,
          site,
          url: site.url(instance).href,
          allowedRoles: instance.options.allowedRoles,
          policy: instance.options.twoFactor ? 'two_factor' : 'one_factor',
          sessionDuration: instance.options.sessionDuration,
          clients,
          keyPath: secretPath({ need: key }),
          mail: context.accepted('mail')[0],
        }),
      },
    ],
    secrets:
      clients.length === 0
        ? []
        : [
            { need: key },
            {
              need: password(`${instance.name}.hmac-secret`),
              pathIn: 'AUTHELIA_IDENTITY_PROVIDERS_OIDC_HMAC_SECRET_FILE',
            },
            ...clients
              .filter(({ flow }) => flow !== 'implicit')
              .map((client) => ({ need: clientDigest(instance.name, client) })),
          ],
    problems: clients.length > 0 ? portProblems(context) : [],
  }
}

/** Inside the stack the proxy listens on 443 only, so an address with another port leads nowhere there. */
function portProblems({ instance, site }: ServiceContext): ServiceProblem[] {
  const { port } = site.url(instance)
  return port === 443
    ? []
    : [
        {
          severity: 'error',
          code: 'stack.not-possible',
          path: ['services', instance.name],
          message: `services cannot ask "${instance.name}" for tokens while browsers find it at port ${port}`,
          hint: 'Publish the proxy on port 443, or switch the clients off with connect: { oidc-login: [] }.',
        },
      ]
}
