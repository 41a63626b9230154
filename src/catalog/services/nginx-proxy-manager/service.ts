import { z } from 'zod'
import { curlRouteSteps } from '../../abilities/reverse-proxy/probe.ts'
import { proxyCertificate, proxyOffer, secretsOf } from '../../abilities/reverse-proxy/proxy.ts'
import { routeOf, routeProblems } from '../../abilities/reverse-proxy/route.ts'
import {
  type ClaimOf,
  defineService,
  type Instance,
  type Parts,
  password,
  type ServiceContext,
  type ServiceProblem,
  type Site,
  secretPath,
} from '../../model.ts'
import { operatorPassword } from '../../operator.ts'
import { mailAddress, secretOption } from '../../options.ts'
import { hostsFile, setupScript } from './files.ts'

const Options = z.strictObject({
  adminEmail: mailAddress
    .optional()
    .describe('Login of the administrator; settings.acme.email when absent, or admin@example.com'),
  password: secretOption.optional(),
})
export type ProxyManagerOptions = z.output<typeof Options>

/** Small letters: it looks for the login in small letters, but keeps it as it was given. */
const adminEmail = ({ options }: Instance<ProxyManagerOptions>, { acme }: Site): string =>
  (options.adminEmail ?? acme?.email ?? 'admin@example.com').toLowerCase()

const adminPassword = (instance: Instance<ProxyManagerOptions>, site: Site) =>
  password(`${instance.name}.admin-password`, instance.options.password, adminEmail(instance, site))

export default defineService<ProxyManagerOptions>({
  id: 'nginx-proxy-manager',
  title: 'Nginx Proxy Manager',
  category: 'proxy',
  summary: 'Reverse proxy with a page of its own, on which people can add hosts beside those of the stack.',
  homepage: 'https://nginxproxymanager.com',
  license: 'MIT',
  image: 'jc21/nginx-proxy-manager',
  versions: ['2.15.1'],
  ports: {
    web: { container: 80, protocol: 'http', title: 'HTTP', host: 80, publish: 'always' },
    websecure: { container: 443, protocol: 'https', title: 'HTTPS', host: 443, publish: 'always' },
    admin: { container: 81, protocol: 'http', title: 'Administration', host: 81 },
  },
  openPorts: (_, tls) => (tls === 'off' ? ['web', 'admin'] : ['web', 'websecure', 'admin']),
  options: Options,
  older: {
    options: { admin_email: 'adminEmail', admin_password: 'password', password: 'password' },
    ports: { port: 'web', http_port: 'web', https_port: 'websecure', admin_port: 'admin' },
  },
  volumes: { data: '/data', letsencrypt: '/etc/letsencrypt' },
  user: { uid: 0, gid: 0, readsSecretsAsRoot: true },
  toolbox: 'bash',
  resources: () => ({ memoryMiB: 512, cpus: 1 }),
  multiple: false,
  exclusive: 'reverse-proxy',
  homeNetwork: 'proxy',
  health: () => ({
    test: ['CMD', '/usr/bin/check-health'],
    intervalS: 10,
    timeoutS: 5,
    retries: 6,
    startPeriodS: 120,
  }),
  parts: ({ site }) => ({
    environment: {
      TZ: site.timezone,
      DISABLE_IPV6: 'true',
      // lists of content networks on the internet, which a plant does not need and may not reach
      IP_RANGES_FETCH_ENABLED: 'false',
      ...(site.tls === 'acme' && site.acme?.server !== undefined ? { LE_SERVER: site.acme.server } : {}),
    },
  }),
  offers: {
    'reverse-proxy': {
      offer: proxyOffer,
      serve: (context, claims) => serve(context as ServiceContext<ProxyManagerOptions>, claims),
      probe: curlRouteSteps,
    },
  },
  accepts: {
    'forward-auth': {
      status: () => ({
        status: 'manual',
        note: "Nginx Proxy Manager has no field for a single sign-on: guarded pages ask for the operator's login. An auth_request can be written by hand into a host of your own on its page.",
      }),
      connect: neverConnected,
    },
  },
})

/** A job does by the API what a person would do on the page, once every web page of the stack has asked for its host. */
function serve(context: ServiceContext<ProxyManagerOptions>, claims: readonly ClaimOf<'reverse-proxy'>[]): Parts {
  const { instance, site } = context
  const routes = claims.map(routeOf)
  const hosts = routes.map(({ host }) => host)
  const certificate = proxyCertificate(instance, site, hosts)
  const asks = routes.some(({ isGuarded }) => isGuarded)
  const admin = adminPassword(instance, site)
  return {
    // the program gets its certificate from the job; the authority is for who asks whether it is trusted
    secrets: certificate?.kind === 'certificate' ? [{ need: certificate.authority, part: 'certificate' }] : [],
    aliases: { proxy: [...new Set(hosts)] },
    jobs: [
      {
        name: 'setup',
        title: 'makes the administrator, the certificate and the proxy hosts',
        when: 'after',
        entrypoint: ['node', '/etc/plantwright/setup.js'],
        files: [
          { path: 'setup.js', mount: '/etc/plantwright/setup.js', content: setupScript },
          {
            path: 'hosts.json',
            mount: '/etc/plantwright/hosts.json',
            content: hostsFile({
              api: `http://${instance.name}:81/api`,
              admin: { email: adminEmail(instance, site), passwordFile: secretPath({ need: admin }) },
              site,
              routes,
              frontPort: frontPort(instance, site),
              ...(asks ? { operatorFile: secretPath({ need: operatorPassword }) } : {}),
              ...(certificate
                ? {
                    certificate: {
                      certFile: secretPath({ need: certificate, part: 'certificate' }),
                      keyFile: secretPath({ need: certificate, part: 'key' }),
                    },
                  }
                : {}),
            }),
          },
        ],
        secrets: [
          { need: admin },
          ...(asks ? [{ need: operatorPassword }] : []),
          ...secretsOf(certificate).filter(({ need }) => need === certificate),
        ],
      },
    ],
    problems: [
      ...routeProblems(claims, site, undefined),
      ...claims.flatMap(rateLimitProblem),
      ...challengeProblem(site),
    ],
  }
}

/** The port that browsers use for the pages. */
function frontPort({ ports }: Instance, { tls }: Site): number {
  const port = tls === 'off' ? ports.web : ports.websecure
  return port?.published?.port ?? (tls === 'off' ? 80 : 443)
}

const rateLimitProblem = ({ consumer }: ClaimOf<'reverse-proxy'>): ServiceProblem[] =>
  consumer.route?.rateLimitPerS === undefined
    ? []
    : [
        {
          severity: 'error',
          code: 'stack.not-possible',
          path: ['services', consumer.name, 'route', 'rateLimitPerS'],
          message:
            'Nginx Proxy Manager limits no rates: nginx wants a zone outside of all hosts, which its API does not write',
          hint: 'Remove rateLimitPerS, or use traefik.',
        },
      ]

const challengeProblem = ({ tls, acme }: Site): ServiceProblem[] =>
  tls !== 'acme' || acme?.challenge === 'http'
    ? []
    : [
        {
          severity: 'error',
          code: 'stack.not-possible',
          path: ['settings', 'acme', 'challenge'],
          message: 'Nginx Proxy Manager proves a host to a public authority on port 80 only',
          hint: 'Write settings.acme.challenge: http, or use traefik or caddy.',
        },
      ]

function neverConnected(): never {
  throw new Error('a manual wire is not connected')
}
