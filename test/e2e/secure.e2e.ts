import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { example, isRequired, missingEngine, RunningStack } from './support/stack.ts'

const missing = missingEngine()

describe.skipIf(missing !== undefined && !isRequired)('the secure example on a real engine', () => {
  const stack = new RunningStack(example('secure'))

  beforeAll(() => {
    stack.generate()
    stack.up()
  })

  afterAll(() => stack.destroy())

  /** Status and headers of a page, asked as a browser that trusts the stack's authority would. */
  const get = (host: string, path: string, headers: Record<string, string> = {}) =>
    new Promise<{ status: number; headers: Record<string, unknown> }>((resolve, reject) => {
      const ca = readFileSync(join(stack.folder, 'secrets', 'stack-ca.crt'))
      request(
        { host: '127.0.0.1', port: 443, servername: host, ca, path, headers: { Host: host, ...headers } },
        (response) => {
          response.resume()
          resolve({ status: response.statusCode ?? 0, headers: response.headers })
        },
      )
        .on('error', reject)
        .end()
    })

  it('carries current on every wire', () => {
    const { exitCode, probes } = stack.verify()

    expect(probes.filter((probe) => !probe.ok)).toEqual([])
    expect(probes).toHaveLength(20)
    expect(exitCode).toBe(0)
  })

  it('proves all wires within ten seconds', () => {
    const { probes } = stack.verify()

    expect(Math.max(...probes.map((probe) => probe.ms))).toBeLessThan(10_000)
  })

  it('answers over TLS with a certificate that the stack’s authority signed', async () => {
    await expect(get('charts.plant.internal', '/api/health')).resolves.toMatchObject({ status: 200 })
    const certificate = new X509Certificate(readFileSync(join(stack.folder, 'secrets', 'proxy.tls.crt')))
    expect(certificate.subjectAltName).toContain('DNS:login.plant.internal')
  })

  it('asks for the operator’s login where a program has none', async () => {
    const login = Buffer.from(`operator:${stack.secret('operator-password')}`).toString('base64')

    await expect(get('metrics.plant.internal', '/-/healthy')).resolves.toMatchObject({ status: 401 })
    await expect(
      get('metrics.plant.internal', '/-/healthy', { Authorization: `Basic ${login}` }),
    ).resolves.toMatchObject({ status: 200 })
  })

  it('sends a browser from Grafana to the public login page', async () => {
    const { status, headers } = await get('charts.plant.internal', '/login/generic_oauth')

    expect(status).toBe(302)
    expect(String(headers.location)).toMatch(
      /^https:\/\/login\.plant\.internal\/realms\/plant\/protocol\/openid-connect\/auth\?/,
    )
  })
})
