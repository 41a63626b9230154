import { z } from 'zod'
import { needsDomain } from '../../abilities/forward-auth/site.ts'
import { defineService, password, type ServiceContext } from '../../model.ts'
import { durationText } from '../../options.ts'
import { httpHealth } from '../../toolbox.ts'
import { cookieDomain, forwardAuthOffer, loginEnvironment } from './files.ts'

const Options = z.strictObject({
  allowedRoles: z
    .array(z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'must be lower case letters, digits, "_" and "-"'))
    .max(20)
    .default(['operator'])
    .describe('Who may open guarded pages: users with one of these roles; an empty list lets in every user'),
  sessionDuration: durationText
    .regex(/[smh]$/, 'must be in seconds, minutes or hours, such as 8h')
    .default('8h')
    .describe('How long a login lasts'),
})
export type Oauth2ProxyOptions = z.output<typeof Options>

export default defineService<Oauth2ProxyOptions>({
  id: 'oauth2-proxy',
  title: 'OAuth2 Proxy',
  category: 'identity',
  summary:
    'Single sign-on in front of pages that have no login of their own: the reverse proxy asks it before each page.',
  homepage: 'https://oauth2-proxy.github.io/oauth2-proxy',
  license: 'MIT',
  image: 'quay.io/oauth2-proxy/oauth2-proxy',
  versions: ['v7.15.3-alpine'],
  ports: {
    http: { container: 4180, protocol: 'http', title: 'Login' },
    metrics: { container: 44180, protocol: 'http', title: 'Prometheus metrics' },
  },
  options: Options,
  older: { ids: ['oauth2_proxy'], ports: { port: 'http', http_port: 'http' } },
  volumes: {},
  user: { uid: 0, gid: 0, readsSecretsAsRoot: true },
  toolbox: 'busybox',
  resources: () => ({ memoryMiB: 64, cpus: 0.25 }),
  multiple: false,
  homeNetwork: 'proxy',
  health: () => ({
    test: httpHealth('busybox', 4180, '/ping'),
    intervalS: 10,
    timeoutS: 5,
    retries: 6,
    startPeriodS: 20,
  }),
  check: needsDomain,
  parts: ({ instance, site }) => {
    const url = site.url(instance)
    return {
      environment: {
        TZ: site.timezone,
        OAUTH2_PROXY_HTTP_ADDRESS: '0.0.0.0:4180',
        OAUTH2_PROXY_METRICS_ADDRESS: '0.0.0.0:44180',
        // nothing is behind it: it only answers whether somebody is logged in
        OAUTH2_PROXY_UPSTREAMS: 'static://202',
        OAUTH2_PROXY_REVERSE_PROXY: 'true',
        // nobody but containers of the stack gets here
        OAUTH2_PROXY_TRUSTED_PROXY_IPS: '10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7',
        OAUTH2_PROXY_EMAIL_DOMAINS: '*',
        OAUTH2_PROXY_ALLOWED_GROUPS: instance.options.allowedRoles.join(','),
        OAUTH2_PROXY_COOKIE_DOMAINS: cookieDomain(site),
        OAUTH2_PROXY_COOKIE_SECURE: String(url.secure),
        OAUTH2_PROXY_COOKIE_SAMESITE: 'lax',
        OAUTH2_PROXY_COOKIE_EXPIRE: instance.options.sessionDuration,
        // without the tokens, which nobody behind it needs, the cookie stays small
        OAUTH2_PROXY_SESSION_COOKIE_MINIMAL: 'true',
        OAUTH2_PROXY_WHITELIST_DOMAINS: `${cookieDomain(site)}:*`,
        OAUTH2_PROXY_SET_XAUTHREQUEST: 'true',
        OAUTH2_PROXY_SKIP_PROVIDER_BUTTON: 'true',
        OAUTH2_PROXY_SILENCE_PING_LOGGING: 'true',
      },
      secrets: [{ need: password(`${instance.name}.cookie-secret`), pathIn: 'OAUTH2_PROXY_COOKIE_SECRET_FILE' }],
    }
  },
  offers: {
    'forward-auth': { offer: forwardAuthOffer },
  },
  accepts: {
    'oidc-login': {
      required: { add: 'keycloak', because: 'OAuth2 Proxy asks an identity provider who somebody is' },
      connect: (context, offer) => {
        const { instance, site } = context as ServiceContext<Oauth2ProxyOptions>
        const secret = password(`${instance.name}.oidc-secret`)
        const root = site.url(instance).href
        return {
          claim: {
            clientId: instance.name,
            title: `OAuth2 Proxy (${instance.name})`,
            secret,
            rootUrl: root,
            redirectUris: [`${root}/oauth2/callback`],
            postLogoutUri: root,
            roles: instance.options.allowedRoles.map((name) => ({
              name,
              description: 'Opens pages that have no login of their own',
            })),
            login: { port: 4180, path: '/oauth2/start' },
          },
          parts: {
            environment: loginEnvironment(instance.name, root, offer),
            secrets: [
              { need: secret, pathIn: 'OAUTH2_PROXY_CLIENT_SECRET_FILE' },
              ...(offer.authority
                ? [{ need: offer.authority, part: 'certificate' as const, pathIn: 'OAUTH2_PROXY_PROVIDER_CA_FILES' }]
                : []),
            ],
          },
        }
      },
    },
    'reverse-proxy': {
      required: { add: 'traefik', because: 'OAuth2 Proxy answers a reverse proxy' },
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 4180 },
          login: 'own',
          healthPath: '/ping',
        },
      }),
    },
    metrics: { connect: () => ({ claim: { port: 44180 } }) },
  },
})
