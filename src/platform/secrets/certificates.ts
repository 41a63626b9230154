import 'reflect-metadata'
import { createPrivateKey, X509Certificate as NodeCertificate, webcrypto } from 'node:crypto'
import { isIP } from 'node:net'
import * as x509 from '@peculiar/x509'

/** A certificate and its private key, both PEM. */
export interface CertificatePair {
  readonly certificate: string
  readonly key: string
}

interface Gifts {
  readonly random: (count: number) => Buffer
  readonly now: Date
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const dayMs = 86_400_000
const authorityDays = 3650
/** Browsers refuse server certificates that are valid for longer. */
const serverDays = 397
/** A certificate is made anew when it has less than this left. */
const renewDays = 30

x509.cryptoProvider.set(webcrypto as unknown as Parameters<typeof x509.cryptoProvider.set>[0])

/** A certificate authority of ten years, P-256. */
export async function makeAuthority(commonName: string, { random, now }: Gifts): Promise<CertificatePair> {
  const keys = await newKeys()
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(random),
    name: [{ CN: [commonName] }],
    notBefore: startOf(now),
    notAfter: new Date(now.getTime() + authorityDays * dayMs),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { certificate: pem(certificate), key: await keyPem(keys.privateKey) }
}

/** A server certificate for the hosts, signed by the authority, for a little over a year. */
export async function makeCertificate(
  authority: CertificatePair,
  hosts: readonly string[],
  { random, now }: Gifts,
): Promise<CertificatePair> {
  const keys = await newKeys()
  const issuer = new x509.X509Certificate(authority.certificate)
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial(random),
    subject: [{ CN: [(hosts[0] ?? '').slice(0, 64)] }],
    issuer: issuer.subjectName,
    notBefore: startOf(now),
    notAfter: new Date(now.getTime() + serverDays * dayMs),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: await privateKey(authority.key),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(hosts.map((host) => ({ type: isIP(host) ? 'ip' : 'dns', value: host }))),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  })
  return { certificate: pem(certificate), key: await keyPem(keys.privateKey) }
}

/**
 * True when the certificate is of this authority, covers all hosts and has more than a month left. What is stored may
 * also be a certificate that the user once brought, or no certificate at all.
 */
export function isStillGood(
  pair: CertificatePair,
  authority: CertificatePair,
  hosts: readonly string[],
  now: Date,
): boolean {
  const certificate = readCertificate(pair.certificate)
  if (!certificate) return false
  const covers = (host: string) => (isIP(host) ? certificate.checkIP(host) : certificate.checkHost(host)) !== undefined
  return (
    certificate.verify(new NodeCertificate(authority.certificate).publicKey) &&
    hosts.every(covers) &&
    certificate.validToDate.getTime() - now.getTime() > renewDays * dayMs
  )
}

/** True when both texts are PEM and the key, without a passphrase, is the certificate's. */
export function isPair({ certificate, key }: CertificatePair): boolean {
  try {
    return readCertificate(certificate)?.checkPrivateKey(createPrivateKey(key)) === true
  } catch {
    return false
  }
}

function readCertificate(pem: string): NodeCertificate | undefined {
  try {
    return new NodeCertificate(pem)
  } catch {
    return undefined
  }
}

const newKeys = () => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])

/** A day before now, so that clocks that are behind accept it at once. */
const startOf = (now: Date): Date => new Date(Math.floor((now.getTime() - dayMs) / 1000) * 1000)

/** 16 random bytes, positive and without leading zeros. */
function serial(random: Gifts['random']): string {
  const bytes = random(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return bytes.toString('hex')
}

const pem = (certificate: x509.X509Certificate): string => `${certificate.toString('pem')}\n`

async function keyPem(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64')
  return `-----BEGIN PRIVATE KEY-----\n${der.replace(/(.{64})/g, '$1\n').trimEnd()}\n-----END PRIVATE KEY-----\n`
}

function privateKey(text: string): Promise<webcrypto.CryptoKey> {
  const der = Buffer.from(text.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  return webcrypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign'])
}
