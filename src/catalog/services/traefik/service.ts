import { z } from 'zod'
import { wgetRouteSteps } from '../../abilities/reverse-proxy/probe.ts'
import { proxyCertificate, proxyOffer, secretsOf } from '../../abilities/reverse-proxy/proxy.ts'
import { routeOf, routeProblems } from '../../abilities/reverse-proxy/route.ts'
import { type ClaimOf, defineService, type Parts, type ServiceContext, secretPath } from '../../model.ts'
import { operatorFile } from '../../operator.ts'
import { dynamicConfig, staticConfig } from './files.ts'

const Options = z.strictObject({
  dashboard: z.boolean().default(false).describe("Traefik's own page, behind the operator's login"),
  accessLog: z.boolean().default(false).describe("One line for each request in the container's log"),
})
export type TraefikOptions = z.output<typeof Options>

export default defineService<TraefikOptions>({
  id: 'traefik',
  title: 'Traefik',
  category: 'proxy',
  summary: 'Reverse proxy: one address with TLS for all web pages of the stack.',
  homepage: 'https://traefik.io/traefik',
  license: 'MIT',
  image: 'traefik',
  versions: ['v3.7.11'],
  ports: {
    web: { container: 80, protocol: 'http', title: 'HTTP', host: 80, publish: 'always' },
    websecure: { container: 443, protocol: 'https', title: 'HTTPS', host: 443, publish: 'always' },
    metrics: { container: 8082, protocol: 'http', title: 'Prometheus metrics' },
  },
  openPorts: (_, tls) => (tls === 'off' ? ['web', 'metrics'] : ['web', 'websecure', 'metrics']),
  options: Options,
  older: { options: { dashboard: 'dashboard' }, ports: { port: 'web', http_port: 'web', https_port: 'websecure' } },
  volumes: { acme: '/acme' },
  user: { uid: 0, gid: 0, readsSecretsAsRoot: true },
  toolbox: 'busybox',
  // the health check starts the program again: its 180 MB must stay in the cache, which counts as memory
  resources: () => ({ memoryMiB: 256, cpus: 0.5 }),
  multiple: false,
  exclusive: 'reverse-proxy',
  homeNetwork: 'proxy',
  health: () => ({
    test: ['CMD', 'traefik', 'healthcheck', '--configFile=/etc/traefik/traefik.yaml'],
    intervalS: 10,
    timeoutS: 5,
    retries: 6,
    startPeriodS: 10,
  }),
  parts: ({ instance, site }) => ({
    command: ['traefik', '--configFile=/etc/traefik/traefik.yaml'],
    environment: { TZ: site.timezone },
    files: [
      {
        path: 'traefik.yaml',
        mount: '/etc/traefik/traefik.yaml',
        content: staticConfig(instance.options, site, instance.ports.websecure?.published?.port),
      },
    ],
  }),
  offers: {
    'reverse-proxy': {
      offer: proxyOffer,
      serve: (context, claims) => serve(context as ServiceContext<TraefikOptions>, claims),
      probe: wgetRouteSteps,
    },
  },
  accepts: {
    metrics: { connect: () => ({ claim: { port: 8082 } }) },
    'forward-auth': { connect: () => ({ claim: { asks: 'traefik' } }) },
  },
})

/** Routes, certificates and the operator's login, once every web page of the stack has asked for its host name. */
function serve(context: ServiceContext<TraefikOptions>, claims: readonly ClaimOf<'reverse-proxy'>[]): Parts {
  const { instance, site } = context
  const [guard] = context.accepted('forward-auth')
  const dashboard = instance.options.dashboard ? `${instance.name}.${site.domain}` : undefined
  const routes = claims.map(routeOf)
  const hosts = [...routes.map(({ host }) => host), ...(dashboard ? [dashboard] : [])]
  const certificate = proxyCertificate(instance, site, hosts)
  const asks = guard === undefined && (dashboard !== undefined || routes.some(({ isGuarded }) => isGuarded))
  return {
    files: [
      {
        path: 'routes.yaml',
        mount: '/etc/traefik/dynamic/routes.yaml',
        content: dynamicConfig({
          site,
          routes,
          ...(dashboard ? { dashboard } : {}),
          ...(guard ? { guard } : {}),
          ...(asks ? { operatorFile: secretPath({ need: operatorFile }) } : {}),
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
    secrets: [...(asks ? [{ need: operatorFile }] : []), ...secretsOf(certificate)],
    // containers find the public names at the proxy, as browsers do
    aliases: { proxy: [...new Set(hosts)] },
    urls: dashboard ? [{ href: pageOf(context, dashboard), title: 'Own page' }] : [],
    problems: [
      ...routeProblems(claims, site, guard),
      ...claims
        .filter(({ claim }) => claim.host === dashboard)
        .map(({ consumer, claim }) => ({
          severity: 'error' as const,
          code: 'stack.host-clash' as const,
          path: ['services', consumer.name, 'host'],
          message: `"${claim.host}" is already the host of the own page of "${instance.name}"`,
          hint: `Give "${consumer.name}" another host.`,
        })),
    ],
  }
}

function pageOf({ instance, site }: ServiceContext, host: string): string {
  const secure = site.tls !== 'off'
  const usual = secure ? 443 : 80
  const port = instance.ports[secure ? 'websecure' : 'web']?.published?.port ?? usual
  return `${secure ? 'https' : 'http'}://${host}${port === usual ? '' : `:${port}`}`
}
