import type { AuthorityNeed, CertificateNeed, Site } from './model.ts'

/** The certificate authority of a stack, made once and kept in the vault. */
export const stackAuthority = (site: Site): AuthorityNeed => ({
  kind: 'authority',
  name: 'stack-ca',
  commonName: `${site.name} stack CA`,
})

/** A server certificate of the stack's own authority. */
export const serverCertificate = (site: Site, name: string, hosts: readonly string[]): CertificateNeed => ({
  kind: 'certificate',
  name,
  authority: stackAuthority(site),
  hosts: [...new Set(hosts)],
})
