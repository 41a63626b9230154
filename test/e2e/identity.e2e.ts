import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type IncomingHttpHeaders, request } from 'node:http'
import { request as secureRequest } from 'node:https'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser } from './support/browser.ts'
import { isRequired, missingEngine, RunningStack } from './support/stack.ts'

const missing = missingEngine()
const plant = (name: string): string => join(import.meta.dirname, 'plants', `${name}.yaml`)

describe.skipIf(missing !== undefined && !isRequired)('pages behind the single sign-on', () => {
  const stack = new RunningStack(plant('guard'))
  const page = 'https://metrics.guard.internal:24443/-/healthy'
  const login = 'https://login.guard.internal:24443/'
  const browser = () => new Browser(stack.secret('stack-ca.crt'))

  /** First password, then the new one that Keycloak insists on. */
  const signIn = async (visitor: Browser, url: string, name: string) => {
    const form = await visitor.open(url)
    expect(form.url).toContain(login)
    const password = stack.secret(`login.${name}.user-password`)
    const change = await visitor.submit(form, { username: name, password })
    return visitor.submit(change, { 'password-new': 'a-new-Password-1', 'password-confirm': 'a-new-Password-1' })
  }

  beforeAll(() => {
    stack.generate()
    stack.up()
  })

  afterAll(() => stack.destroy())

  it('carries current on every wire', () => {
    const { exitCode, probes } = stack.verify()

    expect(probes.filter((probe) => !probe.ok)).toEqual([])
    expect(probes.map(({ wire }) => wire)).toEqual(
      expect.arrayContaining([
        'forge.database.store',
        'forge.metrics.metrics',
        'forge.oidc-login.login',
        'forge.reverse-proxy.proxy',
        'proxy.forward-auth.guard',
      ]),
    )
    expect(exitCode).toBe(0)
  })

  it('sends a browser from a page without a login of its own to Keycloak', async () => {
    const answer = await browser().open(page)

    expect(answer.url).toMatch(
      /^https:\/\/login\.guard\.internal:24443\/realms\/plant\/protocol\/openid-connect\/auth\?/,
    )
    expect(answer.body).not.toContain('Prometheus Server is Healthy')
  })

  it('opens the page to a member of a group with the role, and comes back to where it began', async () => {
    const visitor = browser()
    const answer = await signIn(visitor, page, 'ada')

    expect(answer).toMatchObject({ url: page, status: 200 })
    expect(answer.body).toContain('Prometheus Server is Healthy')
    // the same login opens Traefik's own page, at another host
    await expect(visitor.open('https://proxy.guard.internal:24443/api/version')).resolves.toMatchObject({ status: 200 })
  })

  it('shows nothing of Gitea to strangers', async () => {
    const forge = 'https://forge.guard.internal:24443'

    const answer = await browser().open(`${forge}/explore/repos`)

    expect(answer.url).toBe(`${forge}/user/login?redirect_to=%2Fexplore%2Frepos`)
  })

  it('lets the first administrator of Gitea in with the generated password, and makes what is asked for', () => {
    const asAdmin = (password: string, ...words: string[]) =>
      stack.exec('forge', 'curl', '--silent', '--user', `plant-admin:${password}`, ...words).stdout
    const repositories = 'http://127.0.0.1:3000/api/v1/user/repos'
    const made = asAdmin(
      stack.secret('forge.admin-password'),
      ...['--header', 'Content-Type: application/json', '--data', '{"name":"line-1","auto_init":true}', repositories],
    )

    expect(JSON.parse(made)).toMatchObject({ full_name: 'plant-admin/line-1' })
    expect(asAdmin('wrong-password', repositories)).not.toContain('line-1')
  })

  it('refuses a user of the realm without the role', async () => {
    const answer = await signIn(browser(), page, 'max')

    expect(answer.status).toBe(403)
    expect(answer.body).not.toContain('Prometheus Server is Healthy')
  })

  it('does not believe a browser that says who it is', async () => {
    const answer = await ask(stack, page, {
      headers: { 'X-Auth-Request-User': 'ada', 'X-Auth-Request-Groups': 'operator' },
    })

    expect(answer.status).toBe(302)
    expect(answer.headers.location).toContain(login)
  })

  it('adds the headers of the plant file, and answers other origins before the login', async () => {
    const preflight = await ask(stack, page, {
      method: 'OPTIONS',
      headers: { Origin: 'https://pages.guard.internal', 'Access-Control-Request-Method': 'GET' },
    })

    expect(preflight.status).toBe(200)
    expect(preflight.headers['access-control-allow-origin']).toBe('https://pages.guard.internal')
    const foreign = await ask(stack, page, {
      method: 'OPTIONS',
      headers: { Origin: 'https://elsewhere.example', 'Access-Control-Request-Method': 'GET' },
    })
    expect(foreign.headers['access-control-allow-origin']).toBeUndefined()
    expect((await ask(stack, page)).headers['x-plant']).toBe('guard')
  })

  it('limits the rate of one client', async () => {
    const answers = await Promise.all(Array.from({ length: 80 }, () => ask(stack, page)))

    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(10)
  })
})

describe.skipIf(missing !== undefined && !isRequired)('Caddy with the authority of the stack', () => {
  const stack = new RunningStack(plant('front-door'))

  beforeAll(() => {
    stack.generate()
    stack.up()
  })

  afterAll(() => stack.destroy())

  it('carries current on every wire', () => {
    const { exitCode, probes } = stack.verify()

    expect(probes.filter((probe) => !probe.ok)).toEqual([])
    expect(probes.map(({ wire }) => wire)).toContain('metrics.reverse-proxy.proxy')
    expect(probes).toHaveLength(4)
    expect(exitCode).toBe(0)
  })

  const page = 'https://metrics.door.internal:24543/-/healthy'

  it('shows a certificate that the stack’s authority signed for every host', () => {
    const certificate = new X509Certificate(readFileSync(join(stack.folder, 'secrets', 'proxy.tls.crt')))
    const authority = new X509Certificate(stack.secret('stack-ca.crt'))

    expect(certificate.verify(authority.publicKey)).toBe(true)
    expect(certificate.subjectAltName).toContain('DNS:metrics.door.internal')
  })

  it('asks for the operator’s password where a program has none', async () => {
    const basic = (password: string) => `Basic ${Buffer.from(`operator:${password}`).toString('base64')}`

    expect((await ask(stack, page)).status).toBe(401)
    expect((await ask(stack, page, { headers: { Authorization: basic('wrong-password') } })).status).toBe(401)
    const headers = { Authorization: basic(stack.secret('operator-password')) }
    expect((await ask(stack, page, { headers })).status).toBe(200)
  })

  it('sends browsers from HTTP to HTTPS, at the port that they see', async () => {
    const answer = await ask(stack, 'http://mail.door.internal:24580/readyz')

    expect(answer.status).toBe(301)
    expect(answer.headers.location).toBe('https://mail.door.internal:24543/readyz')
  })

  it('knows no other hosts', async () => {
    expect((await ask(stack, 'https://other.door.internal:24543/', { servername: 'mail.door.internal' })).status).toBe(
      404,
    )
  })

  it('adds the headers of the plant file, and answers other origins before the login', async () => {
    const from = (origin: string) =>
      ask(stack, page, { method: 'OPTIONS', headers: { Origin: origin, 'Access-Control-Request-Method': 'GET' } })

    const own = await from('https://pages.door.internal')
    expect(own.status).toBe(204)
    expect(own.headers['access-control-allow-origin']).toBe('https://pages.door.internal')
    const foreign = await from('https://elsewhere.example')
    expect(foreign.status).toBe(401)
    expect(foreign.headers['access-control-allow-origin']).toBeUndefined()
    expect(foreign.headers['x-plant']).toBe('front-door')
  })
})

interface Asked {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly servername?: string
}

/** One request without cookies and redirects, as a program that trusts the stack's authority would send it. */
function ask(stack: RunningStack, address: string, { method = 'GET', headers = {}, servername }: Asked = {}) {
  const url = new URL(address)
  const secure = url.protocol === 'https:'
  return new Promise<{ status: number; headers: IncomingHttpHeaders }>((resolve, reject) => {
    const tls = secure ? { servername: servername ?? url.hostname, ca: stack.secret('stack-ca.crt') } : {}
    const path = url.pathname + url.search
    const all = { ...headers, Host: url.host }
    const options = { host: '127.0.0.1', port: url.port, path, method, headers: all, ...tls }
    if (servername) Object.assign(options, { checkServerIdentity: () => undefined })
    const outgoing = (secure ? secureRequest : request)(options, (response) => {
      response.resume()
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }))
    })
    outgoing.on('error', reject)
    outgoing.end()
  })
}
