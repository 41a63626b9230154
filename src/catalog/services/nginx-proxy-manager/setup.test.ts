import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { setupScript } from './files.ts'

interface Row {
  readonly id: number
  [key: string]: unknown
}

/**
 * The part of the program's API that the job uses, as the source of 2.15.1 has it; it can go away after some calls, as
 * a program does that is ended.
 */
class FakeApi {
  readonly users: { email: string; secret: string }[] = []
  readonly tables: Record<string, Row[]> = { 'access-lists': [], certificates: [], 'proxy-hosts': [] }
  readonly calls: string[] = []
  site = 'congratulations'
  /** Calls that are answered before the connection is cut. */
  patience = Number.POSITIVE_INFINITY
  /** Host that the public authority refuses. */
  refused = ''
  /** Whether nginx finds the uploaded files. */
  hasFiles = true
  #lastId = 0
  readonly #server: Server

  constructor() {
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      if (this.patience-- <= 0) return response.destroy()
      const path = (request.url ?? '').replace(/^\/api/, '')
      this.calls.push(`${request.method} ${path}`)
      const type = request.headers['content-type'] ?? ''
      const form = type.startsWith('multipart/')
        ? await new Response(Buffer.concat(chunks), { headers: { 'Content-Type': type } }).formData()
        : undefined
      const body = form || chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString())
      const [status, answer] = await this.#answer(
        `${request.method} ${path}`,
        request.headers.authorization === 'Bearer the-token',
        body,
        form,
      )
      response.writeHead(status, { 'Content-Type': 'application/json' })
      response.end(JSON.stringify(answer))
    })
  }

  async #answer(
    call: string,
    isIn: boolean,
    body: Record<string, unknown>,
    form: FormData | undefined,
  ): Promise<[number, unknown]> {
    const failure = (status: number, message: string): [number, unknown] => [
      status,
      { error: { code: status, message } },
    ]
    if (call === 'GET /') return [200, { status: 'OK', setup: this.users.length > 0 }]
    if (call === 'POST /users' && (isIn || this.users.length === 0)) {
      this.users.push({ email: String(body.email), secret: (body.auth as { secret: string }).secret })
      return [201, {}]
    }
    if (call === 'POST /tokens') {
      const isKnown = this.users.some(({ email, secret }) => email === body.identity && secret === body.secret)
      return isKnown ? [200, { token: 'the-token', expires: '' }] : failure(400, 'Invalid email or password')
    }
    if (!isIn) return failure(403, 'Permission Denied')
    if (call === 'PUT /settings/default-site') {
      this.site = String(body.value)
      return [200, {}]
    }
    const [, method, table, id, verb] = /^(\w+) \/nginx\/([a-z-]+)(?:\/(\d+))?(?:\/(\w+))?$/.exec(call) ?? []
    const rows = this.tables[table ?? '']
    if (!rows) return failure(404, 'Not Found')
    const at = rows.findIndex((one) => one.id === Number(id))
    if (method === 'GET') return [200, rows]
    if (method === 'DELETE') return [200, rows.splice(at, 1).length === 1]
    if (verb === 'upload' && form) {
      const meta = Object.fromEntries(
        await Promise.all([...form].map(async ([name, file]) => [name, await (file as File).text()])),
      )
      this.hasFiles = true
      rows[at] = { ...(rows[at] as Row), meta }
      return [200, meta]
    }
    if (table === 'certificates' && (body.domain_names as string[] | undefined)?.includes(this.refused))
      return failure(500, 'Internal Error')
    if (table === 'proxy-hosts') {
      const names = body.domain_names as string[]
      const taken = rows.some((one, index) => index !== at && (one.domain_names as string[]).includes(names[0] ?? ''))
      if (taken) return failure(400, `${names[0]} is already in use`)
      body.meta = { ...(body.meta as object), nginx_online: this.hasFiles, nginx_err: this.hasFiles ? null : 'no file' }
    }
    const row: Row = { domain_names: [], meta: {}, ...(rows[at] ?? {}), ...body, id: rows[at]?.id ?? ++this.#lastId }
    if (at < 0) rows.push(row)
    else rows[at] = row
    return [at < 0 ? 201 : 200, row]
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/api`
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections()
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }
}

describe('the job of Nginx Proxy Manager', () => {
  let folder: string
  let api: FakeApi
  let url: string

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'proxy-manager-'))
    api = new FakeApi()
    url = await api.start()
    for (const [name, text] of Object.entries({
      'setup.js': setupScript,
      admin: 'the-password\n',
      operator: 'the-operator\n',
      crt: 'A CERTIFICATE\n',
      key: 'A KEY\n',
    }))
      writeFileSync(join(folder, name), text)
  })

  afterEach(async () => {
    await api.stop()
    rmSync(folder, { recursive: true })
  })

  const host = (name: string, login = false) => ({
    login,
    host: {
      domain_names: [name],
      forward_host: name,
      advanced_config: login ? 'file /data/access/@ACCESS_LIST@;' : '',
    },
  })

  /** Exit code and what it said. */
  function run(hosts: readonly object[], more: object = {}): Promise<{ code: number | null; text: string }> {
    const wanted = {
      api: url,
      admin: { email: 'it@example.com', passwordFile: join(folder, 'admin') },
      operator: { username: 'operator', passwordFile: join(folder, 'operator') },
      certificate: { certFile: join(folder, 'crt'), keyFile: join(folder, 'key') },
      publicCertificates: false,
      hosts,
      ...more,
    }
    writeFileSync(join(folder, 'hosts.json'), JSON.stringify(wanted))
    return new Promise((resolve) => {
      const child = spawn(process.execPath, [join(folder, 'setup.js'), join(folder, 'hosts.json')])
      let text = ''
      child.stdout.on('data', (chunk) => (text += chunk))
      child.stderr.on('data', (chunk) => (text += chunk))
      child.on('close', (code) => resolve({ code, text }))
    })
  }

  const state = () => JSON.stringify({ users: api.users, tables: api.tables, site: api.site })
  const both = [host('charts.plant'), host('metrics.plant', true)]

  it('makes the administrator, the certificate, the access list and the hosts', async () => {
    expect(await run(both)).toEqual({ code: 0, text: 'done\n' })

    const [list] = api.tables['access-lists'] as [Row]
    const [certificate] = api.tables.certificates as [Row]
    expect(api.users).toEqual([{ email: 'it@example.com', secret: 'the-password' }])
    expect(api.site).toBe('404')
    expect(list.items).toEqual([{ username: 'operator', password: 'the-operator' }])
    expect(certificate.meta).toEqual({ certificate: 'A CERTIFICATE\n', certificate_key: 'A KEY\n' })
    expect(api.tables['proxy-hosts']).toMatchObject([
      { domain_names: ['charts.plant'], certificate_id: certificate.id, access_list_id: 0, advanced_config: '' },
      {
        domain_names: ['metrics.plant'],
        certificate_id: certificate.id,
        access_list_id: list.id,
        advanced_config: `file /data/access/${list.id};`,
      },
    ])
  })

  it('changes nothing when it runs again, and uploads no key twice', async () => {
    await run(both)
    const before = state()
    api.calls.length = 0

    expect((await run(both)).code).toBe(0)

    expect(state()).toBe(before)
    expect(api.calls.filter((call) => call.includes('upload') || call.startsWith('POST /nginx'))).toEqual([])
  })

  it('comes to the same end from wherever it was ended', async () => {
    await run(both)
    const end = state()
    const calls = api.calls.length
    for (let patience = 0; patience < calls; patience++) {
      await api.stop()
      api = new FakeApi()
      url = await api.start()
      api.patience = patience

      expect((await run(both)).code, `after ${patience} calls`).toBe(1)
      api.patience = Number.POSITIVE_INFINITY
      expect((await run(both)).code, `after ${patience} calls`).toBe(0)
      expect(state(), `after ${patience} calls`).toBe(end)
    }
  }, 60_000)

  it('removes hosts that the plant no longer has, and leaves those of people alone', async () => {
    await run(both)
    api.tables['proxy-hosts']?.push({ id: 99, domain_names: ['own.plant'], meta: {} })

    expect((await run([host('charts.plant')])).code).toBe(0)

    expect(api.tables['proxy-hosts']?.map(({ domain_names }) => domain_names)).toEqual([
      ['charts.plant'],
      ['own.plant'],
    ])
  })

  it('uploads a new certificate into the same place', async () => {
    await run(both)
    writeFileSync(join(folder, 'crt'), 'ANOTHER CERTIFICATE\n')

    await run(both)

    expect(api.tables.certificates).toMatchObject([{ meta: { certificate: 'ANOTHER CERTIFICATE\n' } }])
  })

  it('uploads once more when nginx does not find the files', async () => {
    await run(both)
    api.hasFiles = false

    expect((await run(both)).code).toBe(0)
    expect(api.tables['proxy-hosts']).toMatchObject([
      { meta: { nginx_online: true } },
      { meta: { nginx_online: true } },
    ])
  })

  it('asks a public authority once for each host', async () => {
    const more = { certificate: undefined, publicCertificates: true }
    await run(both, more)
    await run(both, more)

    expect(api.tables.certificates).toMatchObject([
      { provider: 'letsencrypt', domain_names: ['charts.plant'] },
      { provider: 'letsencrypt', domain_names: ['metrics.plant'] },
    ])
  })

  it('opens no page without the certificate that was refused, and holds up nobody', async () => {
    api.refused = 'charts.plant'

    const { code, text } = await run(both, { certificate: undefined, publicCertificates: true })

    expect(code).toBe(0)
    expect(text).toContain('POST /nginx/certificates: 500 Internal Error. The page stays closed')
    expect(api.tables['proxy-hosts']).toMatchObject([{ domain_names: ['metrics.plant'] }])
  })

  it('says which password is wanted where it is refused, and fails', async () => {
    await run(both)
    writeFileSync(join(folder, 'admin'), 'another-password')

    const { code, text } = await run(both)

    expect(code).toBe(1)
    expect(text).toContain('POST /tokens: 400 Invalid email or password. The password of the administrator must be')
    expect(text).not.toContain('another-password')
  })
})
