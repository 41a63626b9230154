import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { testContext } from '../../test/support/context.ts'
import { makeSite } from '../../test/support/site.ts'
import { jobsOf } from '../platform/jobs/jobs.ts'
import { exposureOf } from './exposure.ts'
import { type Limits, usualLimits } from './limits.ts'
import { buildServer } from './server.ts'

/** As the usual ones, in a time that a test has. */
const hasty: Limits = { ...usualLimits, headMs: 60, requestMs: 120, checkEveryMs: 10, streamsOfOne: 2 }

const head = 'Host: localhost\r\nContent-Type: application/json\r\n'

async function serving(limits: Limits): Promise<number> {
  const context = testContext()
  const server = await buildServer(context, exposureOf(context.config), limits)
  onTestFinished(() => server.close())
  await server.listen({ host: '127.0.0.1', port: 0 })
  return (server.server.address() as AddressInfo).port
}

/** Sends what a client sends at once. @returns the socket, and all that comes until its end */
function client(port: number, text: string): { readonly socket: Socket; readonly answer: Promise<string> } {
  const socket = connect(port, '127.0.0.1', () => socket.write(text))
  onTestFinished(() => void socket.destroy())
  let said = ''
  socket.setEncoding('utf8').on('data', (part: string) => {
    said += part
  })
  // a server that has said no does not listen any more
  socket.on('error', () => {})
  return { socket, answer: once(socket, 'close').then(() => said) }
}

const statusIn = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1])

describe('slow clients', () => {
  test.each([
    ['that sends nothing', ''],
    ['that does not end its first line', 'GET /healthz'],
    ['that does not end its head', 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n'],
    ['that does not send the body it announced', `POST /generate HTTP/1.1\r\n${head}Content-Length: 100\r\n\r\n{`],
    [
      'that does not end a body in pieces',
      `POST /generate HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`,
    ],
  ])('slowloris: a client %s is told so and cut off', async (_, text) => {
    const answer = await client(await serving(hasty), text).answer

    expect(statusIn(answer)).toBe(408)
    expect(answer).toContain('application/problem+json')
  })

  test.each([
    ['head', 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-A: '],
    ['body', `POST /generate HTTP/1.1\r\n${head}Content-Length: 1000000\r\n\r\n{"plant":"`],
  ])('slowloris: a byte now and then keeps no %s alive', async (_, text) => {
    const { socket, answer } = client(await serving(hasty), text)
    // what is written before would come before the request
    await once(socket, 'connect')
    const drip = setInterval(() => socket.write('x'), 5)
    onTestFinished(() => clearInterval(drip))

    expect(statusIn(await answer)).toBe(408)
  })

  test('do not keep others from being answered', async () => {
    const port = await serving({ ...hasty, headMs: 5_000, requestMs: 5_000 })
    for (let one = 0; one < 200; one++) client(port, 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n')

    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)
  })

  test('have seconds, not minutes', () => {
    expect(usualLimits).toMatchObject({ headMs: 10_000, requestMs: 30_000, checkEveryMs: 5_000 })
  })
})

describe('oversized requests', () => {
  const small = JSON.stringify({ plant: 'x' })
  const large = 5_000_000

  test('a body is refused by its announced length, before it is sent', async () => {
    const port = await serving(hasty)

    const answer = await client(
      port,
      `POST /generate HTTP/1.1\r\n${head}Connection: close\r\nContent-Length: ${large}\r\n\r\n`,
    ).answer

    expect(statusIn(answer)).toBe(413)
  })

  test('a body in pieces is refused once it is too long', async () => {
    const port = await serving({ ...hasty, requestMs: 10_000 })
    const piece = `10000\r\n${'x'.repeat(0x10000)}\r\n`

    const { answer } = client(
      port,
      `POST /generate HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\n${piece.repeat(70)}`,
    )

    expect(statusIn(await answer)).toBe(413)
  })

  test('a head of more than 16 KiB is refused', async () => {
    const port = await serving(hasty)

    const answer = await client(port, `GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-A: ${'x'.repeat(20_000)}\r\n\r\n`)
      .answer

    expect(statusIn(answer)).toBe(431)
    expect(answer).toContain('application/problem+json')
  })

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['gzip, gzip', gzipSync],
    ['none of that name', (text: string) => text],
  ])('compressed bodies are not unpacked: %s', async (coding, pack) => {
    const { server } = await makeSite()

    const answer = await server.inject({
      method: 'POST',
      url: '/api/v1/stacks/check',
      headers: { 'content-type': 'application/json', 'content-encoding': coding },
      payload: pack(small),
    })

    expect(answer.statusCode).toBe(415)
    expect(answer.headers['content-type']).toContain('application/problem+json')
  })
})

test('too many event streams: a person gets so many, by whatever session or token; others are not kept out', async () => {
  const site = await makeSite({}, undefined, hasty)
  await site.server.listen({ host: '127.0.0.1', port: 0 })
  const base = `http://127.0.0.1:${(site.server.server.address() as AddressInfo).port}/api/v1`
  const ada = await site.signedIn('ada', 'viewer')
  const eve = await site.signedIn('eve', 'viewer')
  const { token } = (await ada.post('/me/tokens', { name: 'a', role: 'viewer' })).body
  const gate = Promise.withResolvers<void>()
  const { id } = await jobsOf(await site.context.database()).start(
    { action: 'stack.verify', title: 'Verify', readRole: 'viewer', by: 'user:ada' },
    () => gate.promise,
  )
  const closing = new AbortController()
  onTestFinished(() => {
    closing.abort()
    gate.resolve()
  })
  const watch = (headers: Record<string, string>, signal = closing.signal) =>
    fetch(`${base}/jobs/${id}/events`, { headers, signal })
  const cookieOf = (one: typeof ada) => ({ cookie: [...one.cookies].map((pair) => pair.join('=')).join('; ') })

  const last = new AbortController()
  const taken = [await watch(cookieOf(ada)), await watch({ authorization: `Bearer ${token}` }, last.signal)]
  const refused = await watch(cookieOf(ada))

  expect(taken.map(({ status }) => status)).toEqual([200, 200])
  expect(taken[0]?.headers.get('x-content-type-options')).toBe('nosniff')
  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).toBe('10')
  expect(await refused.json()).toMatchObject({ code: 'action.too-many-streams' })
  expect((await watch(cookieOf(eve))).status).toBe(200)
  last.abort()
  await expect.poll(async () => (await watch(cookieOf(ada))).status).toBe(200)
})
