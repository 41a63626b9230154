import { spawnSync } from 'node:child_process'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createServer, connect as tlsConnect } from 'node:tls'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../test/support/chance.ts'
import { temporaryFolder } from '../../../test/support/temporary.ts'
import { isStillGood, makeAuthority, makeCertificate } from './certificates.ts'

const now = new Date('2026-03-01T12:34:56.789Z')
const random = seededRandom('certificates')
const dayMs = 86_400_000
const hosts = ['broker', 'localhost', '127.0.0.1', '::1', 'mqtt.plant.internal']

const authority = await makeAuthority('demo stack CA', { random, now })
const pair = await makeCertificate(authority, hosts, { random, now })

describe('an authority', () => {
  const certificate = new X509Certificate(authority.certificate)

  test('signs itself, may sign others, and is valid for ten years from yesterday', () => {
    expect(certificate.ca).toBe(true)
    expect(certificate.subject).toBe('CN=demo stack CA')
    expect(certificate.issuer).toBe(certificate.subject)
    expect(certificate.verify(certificate.publicKey)).toBe(true)
    expect(certificate.validFromDate.toISOString()).toBe('2026-02-28T12:34:56.000Z')
    expect(certificate.validToDate.getTime() - now.getTime()).toBeGreaterThan(3649 * dayMs)
    expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' })
  })

  test('has the key that fits', () => {
    expect(certificate.checkPrivateKey(createPrivateKey(authority.key))).toBe(true)
  })
})

describe('a server certificate', () => {
  const certificate = new X509Certificate(pair.certificate)

  test('is signed by the authority and is none itself', () => {
    expect(certificate.ca).toBe(false)
    expect(certificate.checkIssued(new X509Certificate(authority.certificate))).toBe(true)
    expect(certificate.verify(new X509Certificate(authority.certificate).publicKey)).toBe(true)
    expect(certificate.checkPrivateKey(createPrivateKey(pair.key))).toBe(true)
  })

  test('is for every host, by name or address, and for no other', () => {
    for (const host of ['broker', 'localhost', 'mqtt.plant.internal']) expect(certificate.checkHost(host)).toBe(host)
    for (const address of ['127.0.0.1', '::1']) expect(certificate.checkIP(address)).toBe(address)
    expect(certificate.checkHost('plant.internal')).toBeUndefined()
    expect(certificate.checkIP('10.0.0.1')).toBeUndefined()
  })

  test('lives no longer than browsers allow', () => {
    const days = (certificate.validToDate.getTime() - certificate.validFromDate.getTime()) / dayMs

    expect(days).toBeGreaterThan(397)
    expect(days).toBeLessThanOrEqual(398)
  })

  test('has a number of its own, positive and of 16 bytes', () => {
    const numbers = [authority, pair].map(({ certificate }) => new X509Certificate(certificate).serialNumber)

    expect(new Set(numbers).size).toBe(2)
    for (const number of numbers) expect(number).toMatch(/^[4-7][0-9A-F]{31}$/)
  })

  test('is taken by a TLS client that trusts the authority', async () => {
    const server = createServer({ cert: pair.certificate, key: pair.key }, (socket) => socket.end('hello'))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    const client = tlsConnect({ host: '127.0.0.1', port, ca: authority.certificate, servername: 'localhost' })

    await once(client, 'secureConnect')

    expect(client.authorized).toBe(true)
    expect(client.getPeerCertificate().subject.CN).toBe('broker')
    client.destroy()
    await once(server.close(), 'close')
  })

  test.skipIf(spawnSync('openssl', ['version']).status !== 0)('is taken by openssl', () => {
    const folder = temporaryFolder()
    const path = (name: string) => join(folder, name)
    writeFileSync(path('ca.crt'), authority.certificate)
    writeFileSync(path('tls.crt'), pair.certificate)
    writeFileSync(path('tls.key'), pair.key)
    const at = String(now.getTime() / 1000 + 3600).split('.')[0] as string

    const chain = ['-x509_strict', '-purpose', 'sslserver', '-verify_hostname', 'mqtt.plant.internal']
    const verified = spawnSync('openssl', [
      'verify',
      '-attime',
      at,
      ...chain,
      '-CAfile',
      path('ca.crt'),
      path('tls.crt'),
    ])
    const key = spawnSync('openssl', ['pkey', '-noout', '-check', '-in', path('tls.key')])

    expect(String(verified.stdout) + String(verified.stderr)).toBe(`${path('tls.crt')}: OK\n`)
    expect(key.status, String(key.stderr)).toBe(0)
  })
})

describe('a stored certificate', () => {
  const left = (days: number) => new Date(new X509Certificate(pair.certificate).validToDate.getTime() - days * dayMs)

  test('is still good for its hosts or fewer, until a month before its end', () => {
    expect(isStillGood(pair, authority, hosts, now)).toBe(true)
    expect(isStillGood(pair, authority, ['localhost'], now)).toBe(true)
    expect(isStillGood(pair, authority, hosts, left(31))).toBe(true)
    expect(isStillGood(pair, authority, hosts, left(30))).toBe(false)
    expect(isStillGood(pair, authority, hosts, left(-1))).toBe(false)
  })

  test('is not good for a new host, or under another authority', async () => {
    const other = await makeAuthority('demo stack CA', { random, now })

    expect(isStillGood(pair, authority, [...hosts, 'new.plant.internal'], now)).toBe(false)
    expect(isStillGood(pair, authority, ['10.0.0.1'], now)).toBe(false)
    expect(isStillGood(pair, other, hosts, now)).toBe(false)
  })

  test('is not good when it cannot be read', () => {
    expect(isStillGood({ ...pair, certificate: 'damaged' }, authority, hosts, now)).toBe(false)
  })
})

test('a host name longer than a common name may be is still covered', async () => {
  const host = `${'a'.repeat(60)}.${'b'.repeat(60)}.plant.internal`

  const { certificate } = await makeCertificate(authority, [host], { random, now })

  expect(new X509Certificate(certificate).checkHost(host)).toBe(host)
})
