import { z } from 'zod'
import type { ReverseProxyOffer } from '../../abilities/reverse-proxy/ability.ts'
import { serverCertificate, stackAuthority } from '../../authority.ts'
import {
  type CertificateNeed,
  type ClaimOf,
  defineService,
  type GivenCertificateNeed,
  type Instance,
  type Parts,
  type ServiceContext,
  type Site,
  secretPath,
} from '../../model.ts'
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
  resources: () => ({ memoryMiB: 128, cpus: 0.5 }),
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
      offer: ({ instance, site }) => ({
        host: instance.name,
        port: site.tls === 'off' ? 80 : 443,
        secure: site.tls !== 'off',
        ...tlsAddress(instance, site),
      }),
      serve: (context, claims) => serve(context as ServiceContext<TraefikOptions>, claims),
    },
  },
  accepts: { metrics: { connect: () => ({ claim: { port: 8082 } }) } },
})

/** A certificate that the user brings may be signed by anybody, so there is nothing to hold it against. */
function tlsAddress(instance: Instance, site: Site): Pick<ReverseProxyOffer, 'tls'> {
  const published = instance.ports.websecure?.published
  if (!published || site.tls === 'off' || site.tls === 'own') return {}
  const authorityPath = secretPath({ need: stackAuthority(site), part: 'certificate' })
  return { tls: { ...published, ...(site.tls === 'internal-ca' ? { authorityPath } : {}) } }
}

/** Routes, certificates and the operator's login, once every web page of the stack has asked for its host name. */
function serve({ instance, site }: ServiceContext<TraefikOptions>, claims: readonly ClaimOf<'reverse-proxy'>[]): Parts {
  const dashboard = instance.options.dashboard ? `${instance.name}.${site.domain}` : undefined
  const hosts = [...claims.map(({ claim }) => claim.host), ...(dashboard ? [dashboard] : [])]
  const certificate = certificateNeed(instance, site, hosts)
  const guarded = dashboard !== undefined || claims.some(({ claim }) => claim.login === 'operator')
  return {
    files: [
      {
        path: 'routes.yaml',
        mount: '/etc/traefik/dynamic/routes.yaml',
        content: dynamicConfig({
          site,
          claims: claims.map(({ claim }) => claim),
          ...(dashboard ? { dashboard } : {}),
          ...(guarded ? { operatorFile: secretPath({ need: operatorFile }) } : {}),
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
      ...(guarded ? [{ need: operatorFile }] : []),
      ...(certificate
        ? [
            { need: certificate, part: 'certificate' as const },
            { need: certificate, part: 'key' as const },
          ]
        : []),
      ...(certificate?.kind === 'certificate' ? [{ need: stackAuthority(site), part: 'certificate' as const }] : []),
    ],
    // containers find the public names at the proxy, as browsers do
    aliases: { proxy: [...new Set(hosts)] },
    problems: claims
      .filter(({ claim }) => claim.host === dashboard)
      .map(({ consumer, claim }) => ({
        severity: 'error',
        code: 'stack.host-clash',
        path: ['services', consumer.name, 'host'],
        message: `"${claim.host}" is already the host of the own page of "${instance.name}"`,
        hint: `Give "${consumer.name}" another host.`,
      })),
  }
}

function certificateNeed(
  instance: Instance,
  site: Site,
  hosts: readonly string[],
): CertificateNeed | GivenCertificateNeed | undefined {
  const name = `${instance.name}.tls`
  if (site.tls === 'internal-ca') return serverCertificate(site, name, hosts.length > 0 ? hosts : [site.domain])
  if (site.tls === 'own' && site.certificate) return { kind: 'given-certificate', name, ...site.certificate }
  return undefined
}
