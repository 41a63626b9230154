import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from './temporary.ts'

export interface FakeAnswer {
  readonly exitCode?: number
  readonly stdout?: string
  readonly stderr?: string
}

export interface FakeContainer {
  /** Compose service; also the id of the container. */
  readonly service: string
  readonly project?: string
  /** Default `running`. */
  readonly state?: string
  /** As `docker ps` shows it; default `Up 2 minutes (healthy)`. */
  readonly status?: string
  /** Answers a command; default: exit code 0 without output. */
  readonly run?: (command: readonly string[], environment: Readonly<Record<string, string>>) => FakeAnswer
}

export interface FakeRequest {
  readonly method: string
  readonly path: string
  readonly body: unknown
}

export interface FakeEngine {
  /** For DOCKER_HOST. */
  readonly dockerHost: string
  /** Everything that was asked, in order. */
  readonly requests: readonly FakeRequest[]
}

export interface FakeEngineOptions {
  readonly containers?: readonly FakeContainer[]
  /** The newest API version it knows; undefined: it does not tell, as engines before 1.12. Default 1.41. */
  readonly apiVersion?: string | undefined
  /** Listen on TCP instead of a socket in a folder. */
  readonly tcp?: boolean
  /** Answers a request instead of the engine, when it returns true. */
  readonly intercept?: (request: FakeRequest, response: ServerResponse) => boolean
  /** Bytes of a command's output that are sent at a time; frames are split wherever that falls. Default: all. */
  readonly chunkBytes?: number
}

/**
 * A container engine in this process with the few answers that ign asks for, as Docker Engine 20.10 and 28 give them
 * (Docker Engine API reference, "Exec", "Containers", "Ping"; error texts found by trial on 20.10.24).
 */
export async function startFakeEngine(options: FakeEngineOptions = {}): Promise<FakeEngine> {
  const requests: FakeRequest[] = []
  const engine = new Answers(options)
  const server = createServer(async (message, response) => {
    const request = { method: message.method ?? '', path: message.url ?? '', body: await readBody(message) }
    requests.push(request)
    if (!options.intercept?.(request, response)) engine.answer(request, response)
  })
  const socket = join(temporaryFolder(), 'docker.sock')
  await once(options.tcp ? server.listen(0, '127.0.0.1') : server.listen(socket), 'listening')
  onTestFinished(async () => {
    server.closeAllConnections()
    await once(server.close(), 'close')
  })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  return { dockerHost: options.tcp ? `tcp://127.0.0.1:${port}` : `unix://${socket}`, requests }
}

export function sendJson(response: ServerResponse, status: number, value: unknown): true {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(`${JSON.stringify(value)}\n`)
  return true
}

/** One frame of an output without a terminal: stream (1 out, 2 err), three zeros, length in four bytes, content. */
export function frame(stream: 1 | 2, content: string | Buffer): Buffer {
  const bytes = Buffer.from(content)
  const head = Buffer.alloc(8)
  head[0] = stream
  head.writeUInt32BE(bytes.length, 4)
  return Buffer.concat([head, bytes])
}

class Answers {
  readonly #options: FakeEngineOptions
  readonly #executions = new Map<string, FakeAnswer>()

  constructor(options: FakeEngineOptions) {
    this.#options = options
  }

  answer({ method, path, body }: FakeRequest, response: ServerResponse): void {
    const apiVersion = 'apiVersion' in this.#options ? this.#options.apiVersion : '1.41'
    if (path === '/_ping') {
      response.writeHead(200, apiVersion === undefined ? {} : { 'Api-Version': apiVersion }).end('OK')
      return
    }
    const [, version = '', rest = ''] = /^\/v(\d+\.\d+)(\/.*)$/.exec(path) ?? []
    if (apiVersion !== undefined && minor(version) > minor(apiVersion)) {
      const message = `client version ${version} is too new. Maximum supported API version is ${apiVersion}`
      sendJson(response, 400, { message })
      return
    }
    this.#route(`${method} ${rest}`, body, response)
  }

  #route(route: string, body: unknown, response: ServerResponse): void {
    const create = /^POST \/containers\/([^/]+)\/exec$/.exec(route)?.[1]
    const start = /^POST \/exec\/([^/]+)\/start$/.exec(route)?.[1]
    const inspect = /^GET \/exec\/([^/]+)\/json$/.exec(route)?.[1]
    const list = /^GET \/containers\/json\?(.*)$/.exec(route)?.[1]
    if (route === 'GET /version') sendJson(response, 200, { Version: '20.10.24', ApiVersion: '1.41' })
    else if (list !== undefined) this.#list(new URLSearchParams(list), response)
    else if (create !== undefined) this.#create(create, body as ExecRequest, response)
    else if (start !== undefined) this.#start(this.#executions.get(start), response)
    else if (inspect !== undefined)
      sendJson(response, 200, { ID: inspect, Running: false, ExitCode: this.#executions.get(inspect)?.exitCode ?? 0 })
    else sendJson(response, 404, { message: 'page not found' })
  }

  #list(query: URLSearchParams, response: ServerResponse): void {
    const filters = JSON.parse(query.get('filters') ?? '{}') as { label?: string[] }
    const all = (this.#options.containers ?? []).map(({ service, project = 'demo', state = 'running', status }) => ({
      Id: service,
      Names: [`/${project}-${service}-1`],
      State: state,
      Status: status ?? (state === 'running' ? 'Up 2 minutes (healthy)' : 'Exited (1) 3 minutes ago'),
      Labels: { 'com.docker.compose.project': project, 'com.docker.compose.service': service },
    }))
    const wanted = all.filter(({ State, Labels }) => {
      const labels = Object.entries(Labels).map(([name, value]) => `${name}=${value}`)
      const isListed = query.get('all') === 'true' || State === 'running'
      return isListed && (filters.label ?? []).every((label) => labels.includes(label))
    })
    sendJson(response, 200, wanted)
  }

  #create(id: string, { Cmd, Env }: ExecRequest, response: ServerResponse): void {
    const container = this.#options.containers?.find(({ service }) => service === id)
    if (!container) return void sendJson(response, 404, { message: `No such container: ${id}` })
    if ((container.state ?? 'running') !== 'running')
      return void sendJson(response, 409, { message: `Container ${id} is not running` })
    const environment = Object.fromEntries(
      (Env ?? []).map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
    )
    const execution = `exec-${this.#executions.size + 1}`
    this.#executions.set(execution, container.run?.(Cmd, environment) ?? {})
    sendJson(response, 201, { Id: execution })
  }

  #start(answer: FakeAnswer | undefined, response: ServerResponse): void {
    if (!answer) return void sendJson(response, 404, { message: 'No such exec instance' })
    const content = Buffer.concat([
      ...(answer.stdout ? [frame(1, answer.stdout)] : []),
      ...(answer.stderr ? [frame(2, answer.stderr)] : []),
    ])
    response.writeHead(200, { 'Content-Type': 'application/vnd.docker.raw-stream' })
    void sendInChunks(content, this.#options.chunkBytes ?? content.length, response)
  }
}

interface ExecRequest {
  readonly Cmd: readonly string[]
  readonly Env?: readonly string[]
}

/** Each chunk in a write of its own, so that the reader gets them one by one. */
async function sendInChunks(content: Buffer, bytes: number, response: ServerResponse): Promise<void> {
  for (let offset = 0; offset < content.length; offset += bytes) {
    response.write(content.subarray(offset, offset + bytes))
    await new Promise(setImmediate)
  }
  response.end()
}

const minor = (version: string): number => Number(version.split('.')[1])

async function readBody(message: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  return text === '' ? undefined : JSON.parse(text)
}
