import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { setupScript } from './files.ts'

/** The part of EMQX's HTTP API that the job uses, as its documentation describes it; it can go away after some calls. */
class FakeApi {
  readonly users = new Map<string, string>()
  readonly calls: string[] = []
  /** Calls that are answered before the connection is cut. */
  patience = Number.POSITIVE_INFINITY
  readonly #server: Server

  constructor() {
    this.#server = createServer((request, response) => {
      const path = decodeURIComponent(new URL(request.url ?? '', 'http://api').pathname)
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        if (this.patience-- <= 0) return response.destroy()
        const { status, body } = this.#answer(
          request.method ?? '',
          path,
          request.headers.authorization ?? '',
          Buffer.concat(chunks).toString(),
        )
        response.writeHead(status, { 'Content-Type': 'application/json' })
        response.end(body === undefined ? undefined : JSON.stringify(body))
      })
    })
  }

  #answer(method: string, path: string, login: string, text: string): { status: number; body?: unknown } {
    if (login !== `Basic ${Buffer.from('plantwright:the-key').toString('base64')}`) return { status: 401 }
    const root = '/api/v5/authentication/password_based:built_in_database/users'
    const name = path.startsWith(`${root}/`) ? path.slice(root.length + 1) : undefined
    this.calls.push(`${method} ${name ?? '/'}`)
    const body = text === '' ? {} : (JSON.parse(text) as { user_id?: string; password?: string })
    if (method === 'GET') {
      const data = [...this.users.keys()].map((user_id) => ({ user_id, is_superuser: false }))
      return { status: 200, body: { data, meta: { count: data.length, limit: 10_000, page: 1 } } }
    }
    if (method === 'POST' && name === undefined) {
      if (this.users.has(body.user_id ?? '')) return { status: 409, body: { code: 'ALREADY_EXISTS' } }
      this.users.set(body.user_id ?? '', body.password ?? '')
      return { status: 201, body: { user_id: body.user_id, is_superuser: false } }
    }
    if (name === undefined || !this.users.has(name)) return { status: 404 }
    if (method === 'PUT') this.users.set(name, body.password ?? '')
    else this.users.delete(name)
    return method === 'PUT' ? { status: 200, body: { user_id: name } } : { status: 204 }
  }

  listen = () =>
    new Promise<number>((resolve) =>
      this.#server.listen(0, '127.0.0.1', () => resolve((this.#server.address() as AddressInfo).port)),
    )

  close = () => this.#server.close()
}

const hasBash = spawnSync('bash', ['-c', 'command -v base64 grep cut']).status === 0

describe.skipIf(!hasBash)('the job that sets the users of EMQX', () => {
  let api: FakeApi
  let folder: string
  let run: () => Promise<number>

  beforeEach(async () => {
    api = new FakeApi()
    const port = await api.listen()
    folder = mkdtempSync(join(tmpdir(), 'ign-emqx-'))
    const path = (name: string, value: string) => {
      writeFileSync(join(folder, name), value)
      return join(folder, name)
    }
    const script = setupScript({
      host: '127.0.0.1',
      apiKeyPath: path('key', 'the-key'),
      users: [
        { name: 'flows', passwordPath: path('flows', 'of-the-flows') },
        { name: 'chief', passwordPath: path('chief', `it's "\\ $HOME {}`) },
      ],
    }).replaceAll('18083', String(port))
    run = () =>
      new Promise((resolve) =>
        spawn('bash', ['-c', script], { stdio: 'ignore' }).on('exit', (code) => resolve(code ?? -1)),
      )
  })

  afterEach(() => {
    api.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const wanted = new Map([
    ['flows', 'of-the-flows'],
    ['chief', `it's "\\ $HOME {}`],
  ])

  it('makes the users that are missing, with exactly their passwords', async () => {
    expect(await run()).toBe(0)
    expect(api.users).toEqual(wanted)
  })

  it('changes the password of a user that is there, and removes one that the plant does not have', async () => {
    api.users.set('flows', 'an older one').set('gone', 'x')

    expect(await run()).toBe(0)
    expect(api.users).toEqual(wanted)
  })

  it('ends in the same state when it was cut off after any of its calls', async () => {
    api.users.set('flows', 'an older one').set('gone', 'x')
    await run()
    const calls = api.calls.length

    for (let after = 0; after < calls; after++) {
      api.users.clear()
      api.users.set('flows', 'an older one').set('gone', 'x')
      api.patience = after
      expect(await run(), `cut off after ${after}`).not.toBe(0)
      api.patience = Number.POSITIVE_INFINITY
      expect(await run()).toBe(0)
      expect(api.users).toEqual(wanted)
    }
  })

  it('fails where its key is not accepted', async () => {
    writeFileSync(join(folder, 'key'), 'another')

    expect(await run()).not.toBe(0)
    expect(api.users.size).toBe(0)
  })
})
