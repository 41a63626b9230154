import dns from 'node:dns'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { outwardFetch } from './fetch.ts'

async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Names lead where a test says, as an attacker's own name server would have it. */
function leadTo(...addresses: readonly string[]) {
  const spy = vi.spyOn(dns, 'lookup').mockImplementation(((_: string, __: unknown, done: CallableFunction) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )) as never)
  onTestFinished(() => spy.mockRestore())
}

describe('what the server asks others for', () => {
  test('is answered with status, headers and body', async () => {
    const url = await serving((request, response) => {
      let sent = ''
      request.on('data', (chunk) => (sent += chunk))
      request.on('end', () => response.writeHead(201, { 'x-sent': `${request.method} ${sent}` }).end('{"a":1}'))
    })

    const answer = await outwardFetch(url, { method: 'POST', body: new URLSearchParams({ code: 'x' }) })

    expect([answer.status, answer.headers.get('x-sent'), await answer.json()]).toEqual([201, 'POST code=x', { a: 1 }])
  })

  test('reaches a service by its name, also in the own network', async () => {
    const { port } = new URL(await serving((_, response) => response.end('here')))
    leadTo('127.0.0.1')

    expect(await (await outwardFetch(`http://sso.plant.example:${port}`)).text()).toBe('here')
  })

  test.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://2852039166/',
    'http://0xa9fea9fe/',
    'http://0251.0376.0251.0376/',
    'http://[::ffff:169.254.169.254]/',
    'http://[fe80::1]/',
    'https://[fd00:ec2::254]/',
    'http://100.100.100.200/',
  ])('is never an address of the machine’s own surroundings: %s', async (url) => {
    await expect(outwardFetch(url)).rejects.toMatchObject({ code: 'platform.address-refused' })
  })

  test.each([[['169.254.169.254']], [['::ffff:a9fe:a9fe']], [['fe80::1']], [['127.0.0.1', '169.254.169.254']]])(
    'is never a name that leads there: %j',
    async (addresses) => {
      const { port } = new URL(await serving((_, response) => response.end('here')))
      leadTo(...addresses)

      await expect(outwardFetch(`http://innocent.example:${port}/`)).rejects.toMatchObject({
        code: 'platform.address-refused',
      })
    },
  )

  test('is no redirect: it is told and not followed', async () => {
    let asked = 0
    const inside = await serving((_, response) => {
      asked++
      response.end()
    })
    const url = await serving((_, response) => response.writeHead(302, { location: inside }).end())

    expect((await outwardFetch(url)).status).toBe(302)
    expect(asked).toBe(0)
  })

  test('is at most a mebibyte', async () => {
    const url = await serving((_, response) => response.end(Buffer.alloc(1_048_577)))

    await expect(outwardFetch(url)).rejects.toMatchObject({ code: 'platform.answer-too-large' })
  })

  test('ends when nobody waits any more', async () => {
    const url = await serving((_, response) => response.write('never ends'))

    await expect(outwardFetch(url, { signal: AbortSignal.timeout(50) })).rejects.toThrow()
  })
})
