import { type ClientRequestArgs, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import type { Readable } from 'node:stream'
import { containerError } from '../errors.ts'

/** The newest API version this client was written against; the engine's own is used when it is older. */
const ourVersion = '1.51'
const requestTimeoutMs = 60_000
/** Unpacking a large image tells nothing for a while. */
const silentMs = 10 * 60_000

export interface ContainerSummary {
  readonly id: string
  /** Compose service. */
  readonly service: string
  readonly state: string
  readonly health: 'healthy' | 'unhealthy' | 'starting' | 'none'
}

export interface ImageSummary {
  /** The engine's own id; another engine may have another one for the same image. */
  readonly id: string
  /** `grafana/grafana@sha256:...`; absent for an image that came from no registry. */
  readonly digest?: string
}

export interface ImagePlatform {
  readonly id: string
  /** `linux/amd64`. */
  readonly platform: string
  /** Of its layers as they lie on the disk of the engine. */
  readonly sizeBytes: number
}

export interface ExecResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** The few calls of the Docker Engine API that proving a stack and carrying its images takes. */
export interface Engine {
  /** Version of the engine, which also shows that it answers. */
  version(): Promise<string>
  /** Containers of a Compose project, running or not. */
  projectContainers(project: string): Promise<ContainerSummary[]>
  /** What the engine knows of an image, or undefined when it does not have it. */
  image(reference: string): Promise<ImageSummary | undefined>
  /** What the engine has under a name, with what it runs on. */
  imagePlatform(reference: string): Promise<ImagePlatform>
  /** Gets an image from its registry. */
  pull(reference: string, signal: AbortSignal): Promise<void>
  /** Images as the archive that `docker load` takes. */
  save(references: readonly string[], signal: AbortSignal): Promise<Readable>
  /** Runs a command in a running container and waits for it. */
  exec(
    container: string,
    command: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ): Promise<ExecResult>
}

/** https://docs.docker.com/reference/api/engine/version/v1.43/#tag/Image/operation/ImageInspect */
interface InspectedImage {
  readonly Id: string
  readonly Os: string
  readonly Architecture: string
  readonly Size: number
}

/**
 * A client for `unix://`, `npipe://` and `tcp://` addresses.
 *
 * @throws containers.engine-unreachable  from every call when nothing listens there
 * @throws containers.engine-forbidden    when the socket may not be opened
 * @throws containers.engine-failed       when the engine answers with an error
 */
export function connectEngine(dockerHost: string): Engine {
  const target = targetOf(dockerHost)
  let version: Promise<string> | undefined
  const versioned = async (path: string): Promise<string> => {
    version ??= negotiate(target, dockerHost)
    version.catch(() => {
      version = undefined
    })
    return `/v${await version}${path}`
  }
  const api = async (method: string, path: string, body?: unknown): Promise<Buffer> =>
    call({ ...target, method, path: await versioned(path) }, dockerHost, body)
  const stream = async (method: string, path: string, signal: AbortSignal): Promise<Readable> =>
    openStream({ ...target, method, path: await versioned(path), signal }, dockerHost)
  const json = async <T>(method: string, path: string, body?: unknown): Promise<T> =>
    parseJson<T>(await api(method, path, body), dockerHost)

  return {
    version: async () => (await json<{ Version: string }>('GET', '/version')).Version,

    projectContainers: async (project) => {
      const filters = encodeURIComponent(JSON.stringify({ label: [`com.docker.compose.project=${project}`] }))
      const list = await json<{ Id: string; State: string; Status: string; Labels: Record<string, string> }[]>(
        'GET',
        `/containers/json?all=true&filters=${filters}`,
      )
      return list.map(({ Id, State, Status, Labels }) => ({
        id: Id,
        service: Labels['com.docker.compose.service'] ?? '',
        state: State,
        health: healthOf(Status),
      }))
    },

    image: async (reference) => {
      const filters = encodeURIComponent(JSON.stringify({ reference: [reference] }))
      const [image] = await json<{ Id: string; RepoTags: string[] | null; RepoDigests: string[] | null }[]>(
        'GET',
        `/images/json?filters=${filters}`,
      )
      if (!image) return undefined
      const repository = reference.slice(0, reference.lastIndexOf(':'))
      const digest = image.RepoDigests?.find((one) => one.startsWith(`${repository}@sha256:`))
      return { id: image.Id, ...(digest === undefined ? {} : { digest }) }
    },

    imagePlatform: async (reference) => {
      const { Id, Os, Architecture, Size } = await json<InspectedImage>(
        'GET',
        `/images/${encodeURIComponent(reference)}/json`,
      )
      return { id: Id, platform: `${Os}/${Architecture}`, sizeBytes: Size }
    },

    pull: async (reference, signal) => {
      const colon = reference.lastIndexOf(':')
      const query = new URLSearchParams({ fromImage: reference.slice(0, colon), tag: reference.slice(colon + 1) })
      const said = await stream('POST', `/images/create?${query}`, signal)
      let last = ''
      // the answer begins before the image is there: whether it came is told in its last line
      for await (const chunk of said) last = (last + String(chunk)).trimEnd().split('\n').at(-1) ?? ''
      const { error } = parseLine(last)
      if (error !== undefined) throw containerError('containers.engine-failed', `cannot get ${reference}: ${error}`)
    },

    save: (references, signal) => {
      const query = new URLSearchParams(references.map((reference) => ['names', reference] as [string, string]))
      return stream('GET', `/images/get?${query}`, signal)
    },

    exec: async (container, command, environment = {}) => {
      const { Id } = await json<{ Id: string }>('POST', `/containers/${container}/exec`, {
        AttachStdout: true,
        AttachStderr: true,
        Cmd: command,
        Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
      })
      const output = demultiplex(await api('POST', `/exec/${Id}/start`, { Detach: false, Tty: false }))
      const { ExitCode } = await json<{ ExitCode: number | null }>('GET', `/exec/${Id}/json`)
      return { ...output, exitCode: ExitCode ?? -1 }
    },
  }
}

/** The list's status text carries the health: `Up 2 minutes (healthy)`. */
function healthOf(status: string): ContainerSummary['health'] {
  if (status.includes('(healthy)')) return 'healthy'
  if (status.includes('(unhealthy)')) return 'unhealthy'
  return status.includes('(health: starting)') ? 'starting' : 'none'
}

function targetOf(dockerHost: string): ClientRequestArgs {
  const socket = /^(?:unix|npipe):\/\/(.+)$/.exec(dockerHost)?.[1]
  if (socket) return { socketPath: socket.replaceAll('/', process.platform === 'win32' ? '\\' : '/'), host: 'docker' }
  const tcp = /^(?:tcp|http):\/\/([^/:]+|\[[^\]]+\])(?::(\d+))?\/?$/.exec(dockerHost)
  if (tcp) return { host: tcp[1]?.replace(/^\[|\]$/g, ''), port: Number(tcp[2] ?? 2375) }
  throw containerError(
    'containers.engine-unreachable',
    `DOCKER_HOST=${dockerHost} is not an address this program can use`,
    {
      hint: 'Use unix:///path/to/docker.sock or tcp://host:port; for ssh:// forward the socket yourself.',
    },
  )
}

/** The older of our version and the engine's. */
async function negotiate(target: ClientRequestArgs, dockerHost: string): Promise<string> {
  const { headers } = await exchange({ ...target, method: 'GET', path: '/_ping' }, dockerHost)
  const theirs = String(headers['api-version'] ?? ourVersion)
  return versionNumber(theirs) < versionNumber(ourVersion) ? theirs : ourVersion
}

function versionNumber(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major * 1000 + minor
}

/** Content of an answer that is no error. */
async function call(options: ClientRequestArgs, dockerHost: string, body?: unknown): Promise<Buffer> {
  const { status, content } = await exchange(options, dockerHost, body)
  if (status < 400) return content
  throw containerError('containers.engine-failed', `the engine answered ${status}: ${engineMessage(content)}`)
}

/** An answer that is no error, as it comes. */
async function openStream(options: ClientRequestArgs, dockerHost: string): Promise<Readable> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = request({ ...options, timeout: silentMs, agent: false }, resolve)
    outgoing.on('timeout', () => outgoing.destroy(new Error(`silent for ${silentMs / 1000} s`)))
    outgoing.on('error', (error) => reject(connectionError(error, dockerHost)))
    outgoing.end()
  })
  const { statusCode: status = 500 } = response
  if (status < 400) return response
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  throw containerError(
    'containers.engine-failed',
    `the engine answered ${status}: ${engineMessage(Buffer.concat(chunks))}`,
  )
}

function parseLine(line: string): { error?: string } {
  try {
    return JSON.parse(line) as { error?: string }
  } catch {
    return {}
  }
}

function parseJson<T>(content: Buffer, dockerHost: string): T {
  try {
    return JSON.parse(content.toString('utf8')) as T
  } catch (error) {
    throw containerError('containers.engine-failed', `what answers at ${dockerHost} is not a container engine`, {
      cause: error,
      hint: 'Set DOCKER_HOST to where the engine listens.',
    })
  }
}

function engineMessage(content: Buffer): string {
  const text = content.toString('utf8')
  try {
    return (JSON.parse(text) as { message?: string } | null)?.message ?? text.trim()
  } catch {
    return text.slice(0, 200)
  }
}

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly content: Buffer
}

/** One request and its whole answer, whatever its status. */
function exchange(options: ClientRequestArgs, dockerHost: string, body?: unknown): Promise<Answer> {
  const payload = body === undefined ? undefined : JSON.stringify(body)
  const headers =
    payload === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(payload) }
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(connectionError(error, dockerHost))
    const outgoing = request({ ...options, headers, timeout: requestTimeoutMs, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', fail)
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 500, headers: response.headers, content: Buffer.concat(chunks) }),
      )
    })
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${requestTimeoutMs / 1000} s`)))
    outgoing.on('error', fail)
    outgoing.end(payload)
  })
}

function connectionError(error: NodeJS.ErrnoException, dockerHost: string): Error {
  const code =
    error.code === 'EACCES' || error.code === 'EPERM' ? 'containers.engine-forbidden' : 'containers.engine-unreachable'
  return containerError(code, `cannot use the container engine at ${dockerHost}: ${error.message}`, { cause: error })
}

/** Without a terminal the engine sends frames: stream (1 or 2), three zeros, length in four bytes, content. */
function demultiplex(content: Buffer): { stdout: string; stderr: string } {
  const streams: Record<number, Buffer[]> = { 1: [], 2: [] }
  for (let offset = 0; offset + 8 <= content.length; ) {
    const length = content.readUInt32BE(offset + 4)
    streams[content[offset] ?? 1]?.push(content.subarray(offset + 8, offset + 8 + length))
    offset += 8 + length
  }
  return {
    stdout: Buffer.concat(streams[1] ?? []).toString('utf8'),
    stderr: Buffer.concat(streams[2] ?? []).toString('utf8'),
  }
}
