import { serverCertificate, stackAuthority } from '../../authority.ts'
import {
  type CertificateNeed,
  type GivenCertificateNeed,
  type Instance,
  type SecretMount,
  type ServiceContext,
  type Site,
  secretPath,
} from '../../model.ts'
import type { ReverseProxyOffer } from './ability.ts'

/** What every proxy offers: its ports are called `web` and `websecure`. */
export function proxyOffer(context: ServiceContext): ReverseProxyOffer {
  const { instance, site } = context
  const [guard] = context.accepted('forward-auth')
  return {
    host: instance.name,
    port: site.tls === 'off' ? 80 : 443,
    secure: site.tls !== 'off',
    ...tlsAddress(instance, site),
    ...(guard ? { guard } : {}),
  }
}

/** A certificate that the user brings may be signed by anybody, so there is nothing to hold it against. */
function tlsAddress(instance: Instance, site: Site): Pick<ReverseProxyOffer, 'tls'> {
  const published = instance.ports.websecure?.published
  if (!published || site.tls === 'off' || site.tls === 'own') return {}
  const authorityPath = secretPath({ need: stackAuthority(site), part: 'certificate' })
  return { tls: { ...published, ...(site.tls === 'internal-ca' ? { authorityPath } : {}) } }
}

/** The certificate that the proxy shows, unless it asks a public authority itself. */
export function proxyCertificate(
  instance: Instance,
  site: Site,
  hosts: readonly string[],
): CertificateNeed | GivenCertificateNeed | undefined {
  const name = `${instance.name}.tls`
  if (site.tls === 'internal-ca') return serverCertificate(site, name, hosts.length > 0 ? hosts : [site.domain])
  if (site.tls === 'own' && site.certificate) return { kind: 'given-certificate', name, ...site.certificate }
  return undefined
}

/** The files of a proxy's certificate, and of the authority that signed it. */
export function secretsOf(certificate: CertificateNeed | GivenCertificateNeed | undefined): SecretMount[] {
  if (!certificate) return []
  return [
    { need: certificate, part: 'certificate' },
    { need: certificate, part: 'key' },
    ...(certificate.kind === 'certificate' ? [{ need: certificate.authority, part: 'certificate' as const }] : []),
  ]
}
