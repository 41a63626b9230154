/** What people who are signed in wait for: the start, reading, and event streams that stay open. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, get, type IncomingMessage, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { usualLimits } from '../../src/api/limits.ts'

export interface SignedInFigures {
  /** From the start of the process until it listens. */
  readonly startMs: number
  /** Of 200 requests a second to the list of plants. */
  readonly readP99Ms: number
  readonly readsPerS: number
  readonly streams: number
  /** Resident memory of the server with all streams open. */
  readonly streamsMiB: number
}

const readsPerS = 200
const readForS = 10
const streams = 500
/** As many as the server lets one person watch; 500 are those of 25 people. */
const { streamsOfOne } = usualLimits
const plant = `version: 1
name: bench
services:
  history: { uses: postgres }
  login: { uses: keycloak }
`

/** @param program the built program */
export async function measureSignedIn(program: string): Promise<SignedInFigures> {
  const home = mkdtempSync(join(tmpdir(), 'ign-bench-'))
  const engine = await silentEngine(join(home, 'docker.sock'))
  const environment = { ...process.env, IGN_HOME: home, DOCKER_HOST: `unix://${join(home, 'docker.sock')}` }
  const ign = (...args: string[]) =>
    JSON.parse(
      execFileSync(process.execPath, [program, ...args, '--json'], {
        env: environment,
        encoding: 'utf8',
        input: 'correct horse battery\n',
      }),
    )
  const tokens = Array.from({ length: streams / streamsOfOne }, (_, index) => {
    const name = `bench-${index}`
    ign('user', 'add', name, '--role', 'engineer', '--password-file', '-')
    return ign('user', 'token', 'create', name, '--role', 'engineer', '--title', 'bench').data.token as string
  })
  const begin = performance.now()
  const server = spawn(process.execPath, [program, 'serve', '--port', '0'], {
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  try {
    const url = await listening(server)
    const startMs = performance.now() - begin
    const headers = { authorization: `Bearer ${tokens[0]}`, 'content-type': 'application/json' }
    const ids = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const body = JSON.stringify({ name: `plant ${index}`, text: plant })
        return (
          (await (await fetch(`${url}/api/v1/plants`, { method: 'POST', headers, body })).json()) as { id: string }
        ).id
      }),
    )
    const job = (await (
      await fetch(`${url}/api/v1/plants/${ids[0]}/verify`, { method: 'POST', headers, body: '{}' })
    ).json()) as { id: string }
    const open = await Promise.all(
      tokens.flatMap((token) =>
        Array.from({ length: streamsOfOne }, () => firstEvent(`${url}/api/v1/jobs/${job.id}/events`, token)),
      ),
    )
    const streamsMiB = residentMiB(server.pid ?? 0)
    for (const response of open) response.destroy()
    const read = { url: `${url}/api/v1/plants`, headers, connections: 10, overallRate: readsPerS }
    await autocannon({ ...read, duration: 3 })
    const { latency, requests, non2xx } = await autocannon({ ...read, duration: readForS })
    if (non2xx > 0) throw new Error(`${non2xx} reads were refused`)
    return { startMs, readP99Ms: latency.p99, readsPerS: requests.average, streams: open.length, streamsMiB }
  } finally {
    server.kill('SIGKILL')
    await once(server, 'exit')
    engine.closeAllConnections()
    engine.close()
    rmSync(home, { recursive: true, force: true })
  }
}

/** A container engine whose containers run and never answer, so that a job goes on for as long as it is watched. */
async function silentEngine(socket: string): Promise<Server> {
  const engine = createServer(({ url = '' }, response) => {
    if (url.endsWith('/_ping')) response.writeHead(200, { 'api-version': '1.41' }).end('OK')
    else if (url.includes('/containers/json')) response.end(JSON.stringify(['history', 'login'].map(running)))
  })
  await once(engine.listen(socket), 'listening')
  return engine
}

const running = (service: string) => ({
  Id: service,
  State: 'running',
  Status: 'Up',
  Labels: { 'com.docker.compose.project': 'bench', 'com.docker.compose.service': service },
})

function listening(server: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let said = ''
    server.stderr?.on('data', (text: Buffer) => {
      said += text
      const url = /listening on (http:\/\/[^\s,]+)/.exec(said)?.[1]
      if (url) found(url)
    })
    server.once('exit', (code) => failed(new Error(`the server ended with ${code}: ${said}`)))
  })
}

/** Resolves once an event has come, so that the stream is known to be open. */
function firstEvent(url: string, token: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { authorization: `Bearer ${token}` }, agent: false }, (response) => {
      let said = ''
      response.on('data', (text: Buffer) => {
        said += text
        if (said.includes('event: begun')) resolve(response)
      })
      response.on('error', () => {})
      response.once('end', () => reject(new Error(`a stream ended with ${response.statusCode}: ${said.slice(0, 200)}`)))
    }).on('error', reject)
  })
}

const residentMiB = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024
