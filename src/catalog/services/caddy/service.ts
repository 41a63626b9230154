import { z } from 'zod'
import { wgetRouteSteps } from '../../abilities/reverse-proxy/probe.ts'
import { proxyCertificate, proxyOffer, secretsOf } from '../../abilities/reverse-proxy/proxy.ts'
import { routeOf, routeProblems } from '../../abilities/reverse-proxy/route.ts'
import {
  type ClaimOf,
  defineService,
  type Parts,
  type PasswordFileNeed,
  type ServiceContext,
  type ServiceProblem,
  secretPath,
} from '../../model.ts'
import { operatorFile } from '../../operator.ts'
import { httpHealth } from '../../toolbox.ts'
import { caddyfile } from './files.ts'

const Options = z.strictObject({
  accessLog: z.boolean().default(false).describe("One line for each request in the container's log"),
})
export type CaddyOptions = z.output<typeof Options>

/** Caddy takes bcrypt hashes only. */
const operatorLines: PasswordFileNeed = { ...operatorFile, name: 'operator-caddy', format: 'caddy' }

export default defineService<CaddyOptions>({
  id: 'caddy',
  title: 'Caddy',
  category: 'proxy',
  summary: 'Reverse proxy with few settings: one address with TLS for all web pages of the stack.',
  homepage: 'https://caddyserver.com',
  license: 'Apache-2.0',
  image: 'caddy',
  versions: ['2.11.4-alpine'],
  ports: {
    web: { container: 80, protocol: 'http', title: 'HTTP', host: 80, publish: 'always' },
    websecure: { container: 443, protocol: 'https', title: 'HTTPS', host: 443, publish: 'always' },
    metrics: { container: 8082, protocol: 'http', title: 'Prometheus metrics' },
  },
  openPorts: (_, tls) => (tls === 'off' ? ['web', 'metrics'] : ['web', 'websecure', 'metrics']),
  options: Options,
  older: { ports: { port: 'web', http_port: 'web', https_port: 'websecure' } },
  volumes: { data: '/data', config: '/config' },
  user: { uid: 0, gid: 0, readsSecretsAsRoot: true },
  toolbox: 'busybox',
  resources: () => ({ memoryMiB: 128, cpus: 0.5 }),
  multiple: false,
  exclusive: 'reverse-proxy',
  homeNetwork: 'proxy',
  health: () => ({
    test: httpHealth('busybox', 8082, '/ping'),
    intervalS: 10,
    timeoutS: 5,
    retries: 6,
    startPeriodS: 10,
  }),
  parts: ({ site }) => ({ environment: { TZ: site.timezone } }),
  offers: {
    'reverse-proxy': {
      offer: proxyOffer,
      serve: (context, claims) => serve(context as ServiceContext<CaddyOptions>, claims),
      probe: wgetRouteSteps,
    },
  },
  accepts: {
    metrics: { connect: () => ({ claim: { port: 8082 } }) },
    'forward-auth': { connect: () => ({ claim: { asks: 'caddy' } }) },
  },
})

/** Sites, certificates and the operator's login, once every web page of the stack has asked for its host name. */
function serve(context: ServiceContext<CaddyOptions>, claims: readonly ClaimOf<'reverse-proxy'>[]): Parts {
  const { instance, site } = context
  const [guard] = context.accepted('forward-auth')
  const routes = claims.map(routeOf)
  const hosts = routes.map(({ host }) => host)
  const certificate = proxyCertificate(instance, site, hosts)
  const asks = guard === undefined && routes.some(({ isGuarded }) => isGuarded)
  return {
    files: [
      {
        path: 'Caddyfile',
        mount: '/etc/caddy/Caddyfile',
        content: caddyfile({
          site,
          routes,
          accessLog: instance.options.accessLog,
          ...(guard ? { guard } : {}),
          operatorFile: secretPath({ need: operatorLines }),
          securePort: instance.ports.websecure?.published?.port ?? 443,
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
    secrets: [...(asks ? [{ need: operatorLines }] : []), ...secretsOf(certificate)],
    // containers find the public names at the proxy, as browsers do
    aliases: { proxy: [...new Set(hosts)] },
    problems: [...routeProblems(claims, site, guard), ...claims.flatMap(rateLimitProblem)],
  }
}

const rateLimitProblem = ({ consumer }: ClaimOf<'reverse-proxy'>): ServiceProblem[] =>
  consumer.route?.rateLimitPerS === undefined
    ? []
    : [
        {
          severity: 'error',
          code: 'stack.not-possible',
          path: ['services', consumer.name, 'route', 'rateLimitPerS'],
          message: 'Caddy limits no rates: that is an extension, which its image does not have',
          hint: 'Remove rateLimitPerS, or use traefik.',
        },
      ]
