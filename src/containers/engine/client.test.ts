import { once } from 'node:events'
import { chmodSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { runScript } from '../../../test/support/child.ts'
import { frame, sendJson, startFakeEngine } from '../../../test/support/fake-engine.ts'
import { temporaryFolder } from '../../../test/support/temporary.ts'
import { connectEngine } from './client.ts'

const isWindows = process.platform === 'win32'
const unreachable = { code: 'containers.engine-unreachable', exitCode: 7 }
const failed = { code: 'containers.engine-failed', exitCode: 7 }

describe('the API version', () => {
  test.each([
    ['1.41', '1.41'],
    ['1.24', '1.24'],
    ['1.51', '1.51'],
    ['1.99', '1.51'],
    ['2.0', '1.51'],
    [undefined, '1.51'],
  ])('of an engine that knows %s is %s', async (apiVersion, spoken) => {
    const { dockerHost, requests } = await startFakeEngine({
      apiVersion,
      intercept: ({ path }, response) => path.endsWith('/version') && sendJson(response, 200, { Version: '20.10.24' }),
    })

    expect(await connectEngine(dockerHost).version()).toBe('20.10.24')
    expect(requests.map(({ path }) => path)).toEqual(['/_ping', `/v${spoken}/version`])
  })

  test('is asked for once', async () => {
    const { dockerHost, requests } = await startFakeEngine()
    const engine = connectEngine(dockerHost)

    await Promise.all([engine.version(), engine.version()])
    await engine.version()

    expect(requests.filter(({ path }) => path === '/_ping')).toHaveLength(1)
  })

  test('is asked for again after an engine was not there', async () => {
    let isThere = false
    const { dockerHost } = await startFakeEngine({
      intercept: (_, response) => {
        if (!isThere) response.destroy()
        return !isThere
      },
    })
    const engine = connectEngine(dockerHost)
    await expect(engine.version()).rejects.toMatchObject(unreachable)

    isThere = true

    expect(await engine.version()).toBe('20.10.24')
  })
})

describe('containers of a project', () => {
  test('are listed with service, state and health, running or not', async () => {
    const { dockerHost } = await startFakeEngine({
      containers: [
        { service: 'a' },
        { service: 'b', status: 'Up 3 seconds (health: starting)' },
        { service: 'c', status: 'Up 3 minutes (unhealthy)' },
        { service: 'd', status: 'Up 3 minutes' },
        { service: 'e', state: 'exited' },
        { service: 'other', project: 'elsewhere' },
      ],
    })

    expect(await connectEngine(dockerHost).projectContainers('demo')).toEqual([
      { id: 'a', service: 'a', state: 'running', health: 'healthy' },
      { id: 'b', service: 'b', state: 'running', health: 'starting' },
      { id: 'c', service: 'c', state: 'running', health: 'unhealthy' },
      { id: 'd', service: 'd', state: 'running', health: 'none' },
      { id: 'e', service: 'e', state: 'exited', health: 'none' },
    ])
  })

  test('are none for a project that is not there', async () => {
    const { dockerHost } = await startFakeEngine({ containers: [{ service: 'a' }] })

    expect(await connectEngine(dockerHost).projectContainers('a"b&c=d')).toEqual([])
  })
})

describe('a command in a container', () => {
  test('gives exit code, output and error output, and sees words and variables unchanged', async () => {
    const { dockerHost } = await startFakeEngine({
      containers: [
        {
          service: 'a',
          run: (command, environment) => ({
            exitCode: 3,
            stdout: JSON.stringify(command),
            stderr: JSON.stringify(environment),
          }),
        },
      ],
    })
    const command = ['sh', '-c', 'echo "$PASSWORD"', '', 'ü\n']
    const environment = { PASSWORD: 'a=b=c', EMPTY: '' }

    const result = await connectEngine(dockerHost).exec('a', command, environment)

    expect(result).toEqual({ exitCode: 3, stdout: JSON.stringify(command), stderr: JSON.stringify(environment) })
  })

  test.each([1, 3, 8, 11, 1000])('gives whole output when it comes in pieces of %d bytes', async (chunkBytes) => {
    const [stdout, stderr] = ['Größe 🏭 '.repeat(20), 'warning ✗ '.repeat(20)]
    const { dockerHost } = await startFakeEngine({
      chunkBytes,
      containers: [{ service: 'a', run: () => ({ stdout, stderr }) }],
    })

    expect(await connectEngine(dockerHost).exec('a', ['x'])).toEqual({ exitCode: 0, stdout, stderr })
  })

  test('gives a character whole that two frames share, and joins frames of both streams', async () => {
    const euro = Buffer.from('€')
    const { dockerHost } = await startFakeEngine({
      containers: [{ service: 'a' }],
      intercept: ({ path }, response) => {
        if (!path.endsWith('/start')) return false
        const frames = [
          frame(1, euro.subarray(0, 1)),
          frame(2, 'err'),
          frame(1, euro.subarray(1)),
          frame(1, ''),
          frame(2, 'or'),
        ]
        response.end(Buffer.concat(frames))
        return true
      },
    })

    expect(await connectEngine(dockerHost).exec('a', ['x'])).toMatchObject({ stdout: '€', stderr: 'error' })
  })

  test('takes what there is of a frame that was cut', async () => {
    const { dockerHost } = await startFakeEngine({
      containers: [{ service: 'a' }],
      intercept: ({ path }, response) => {
        if (!path.endsWith('/start')) return false
        response.end(Buffer.concat([frame(1, 'whole '), frame(1, 'cut off').subarray(0, 11), Buffer.alloc(0)]))
        return true
      },
    })

    expect(await connectEngine(dockerHost).exec('a', ['x'])).toMatchObject({ stdout: 'whole cut' })
  })

  test('without an exit code yet counts as failed', async () => {
    const { dockerHost } = await startFakeEngine({
      containers: [{ service: 'a' }],
      intercept: ({ path }, response) => path.endsWith('exec-1/json') && sendJson(response, 200, { ExitCode: null }),
    })

    expect((await connectEngine(dockerHost).exec('a', ['x'])).exitCode).toBe(-1)
  })
})

describe('an engine that answers with an error', () => {
  test.each([
    ['a container that is not there', { service: 'b' }, '404: No such container: a'],
    ['a container that does not run', { service: 'a', state: 'exited' }, '409: Container a is not running'],
  ])('is told with its own words for %s', async (_, container, message) => {
    const { dockerHost } = await startFakeEngine({ containers: [container] })

    await expect(connectEngine(dockerHost).exec('a', ['x'])).rejects.toMatchObject({
      ...failed,
      message: expect.stringContaining(message),
    })
  })

  test.each([
    [500, 'application/json', '{"message":"driver failed"}', 'driver failed'],
    [503, 'text/html', '<html>unavailable</html>', 'unavailable'],
    [500, 'application/json', '{}', 'answered 500: {}'],
    [500, 'application/json', 'null', 'answered 500: null'],
    [502, 'text/plain', '', 'answered 502: '],
  ])('is told for %d with %s %s', async (status, type, body, message) => {
    const { dockerHost } = await startFakeEngine({
      intercept: ({ path }, response) => {
        if (path === '/_ping') return false
        response.writeHead(status, { 'Content-Type': type }).end(body)
        return true
      },
    })

    await expect(connectEngine(dockerHost).version()).rejects.toMatchObject({
      ...failed,
      message: expect.stringContaining(message),
    })
  })

  test('is told when it is no container engine at all', async () => {
    const { dockerHost } = await startFakeEngine({
      intercept: (_, response) => Boolean(response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>')),
    })

    await expect(connectEngine(dockerHost).version()).rejects.toMatchObject(failed)
  })

  test.each(['/_ping', '/v1.41/version'])('is told when it hangs up in the middle of %s', async (interrupted) => {
    const { dockerHost } = await startFakeEngine({
      intercept: ({ path }, response) => {
        if (path !== interrupted) return false
        response.writeHead(200, { 'Content-Length': '100' })
        response.write('{"Version":', () => response.destroy())
        return true
      },
    })

    await expect(connectEngine(dockerHost).version()).rejects.toMatchObject(unreachable)
  })

  test('is told when it speaks no HTTP', async () => {
    const path = join(temporaryFolder(), 'docker.sock')
    const server = createServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n'))
    await once(server.listen(path), 'listening')
    onTestFinished(() => void server.close())

    await expect(connectEngine(`unix://${path}`).version()).rejects.toMatchObject(unreachable)
  })
})

describe('an engine that is not there', () => {
  test('is told with its address and what to do', async () => {
    const dockerHost = `unix://${join(temporaryFolder(), 'docker.sock')}`

    await expect(connectEngine(dockerHost).version()).rejects.toMatchObject({
      ...unreachable,
      message: expect.stringContaining(dockerHost),
      hint: expect.stringContaining('DOCKER_HOST'),
    })
  })

  test('is told for a port that nobody listens on', async () => {
    const server = createServer()
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as { port: number }
    await once(server.close(), 'close')

    await expect(connectEngine(`tcp://127.0.0.1:${port}`).version()).rejects.toMatchObject(unreachable)
  })

  test.skipIf(isWindows)('to this user is told as forbidden, with the group to join', async () => {
    const { dockerHost } = await startFakeEngine()
    const socket = dockerHost.slice('unix://'.length)
    chmodSync(dirname(socket), 0o755)
    chmodSync(socket, 0o000)
    // rights do not hold for root, so a process of its own gives them up first
    const result = await runScript(`
      const { connectEngine } = await import('./src/containers/engine/client.ts')
      if (process.getuid() === 0) { process.setgroups([]); process.setgid(65534); process.setuid(65534) }
      await connectEngine(${JSON.stringify(dockerHost)}).version().catch((error) => console.log(error.code, error.hint))`)

    expect(result).toEqual({
      status: 0,
      stdout: 'containers.engine-forbidden Add your user to the group "docker" and log in again.\n',
      stderr: '',
    })
  })
})

describe('images', () => {
  const never = new AbortController().signal
  const answering = (said: string) =>
    startFakeEngine({
      intercept: ({ path }, response) => {
        if (!path.includes('/images/')) return false
        response.writeHead(200).end(said)
        return true
      },
    })

  test('are got by name and tag', async () => {
    const { dockerHost, requests } = await answering('{"status":"Pulling"}\r\n{"status":"Downloaded"}\r\n')

    await connectEngine(dockerHost).pull('registry.local:5000/team/app:1.2', never)

    expect(requests.at(-1)).toMatchObject({
      method: 'POST',
      path: '/v1.41/images/create?fromImage=registry.local%3A5000%2Fteam%2Fapp&tag=1.2',
    })
  })

  test('that a registry does not have are told, though the answer began well', async () => {
    const { dockerHost } = await answering('{"status":"Pulling"}\r\n{"error":"manifest unknown"}\r\n')

    await expect(connectEngine(dockerHost).pull('app:1', never)).rejects.toMatchObject({
      ...failed,
      message: 'cannot get app:1: manifest unknown',
    })
  })

  test('come as one archive, as it is sent', async () => {
    const { dockerHost, requests } = await answering('layers')

    const chunks: Buffer[] = []
    for await (const chunk of await connectEngine(dockerHost).save(['a:1', 'b:2'], never)) chunks.push(chunk as Buffer)

    expect(Buffer.concat(chunks).toString()).toBe('layers')
    expect(requests.at(-1)?.path).toBe('/v1.41/images/get?names=a%3A1&names=b%3A2')
  })

  test('that the engine does not have cannot be looked at or saved', async () => {
    const { dockerHost } = await startFakeEngine({
      intercept: ({ path }, response) =>
        path.includes('/images/') && sendJson(response, 404, { message: 'No such image: a:1' }),
    })
    const missing = { ...failed, message: 'the engine answered 404: No such image: a:1' }

    await expect(connectEngine(dockerHost).imagePlatform('a:1')).rejects.toMatchObject(missing)
    await expect(connectEngine(dockerHost).save(['a:1'], never)).rejects.toMatchObject(missing)
  })

  test('are no longer waited for when somebody stops it', async () => {
    const stopping = new AbortController()
    const { dockerHost } = await startFakeEngine({
      intercept: ({ path }, response) => {
        if (!path.includes('/images/')) return false
        response.writeHead(200).write('{"status":"Pulling"}\r\n', () => stopping.abort())
        return true
      },
    })

    await expect(connectEngine(dockerHost).pull('a:1', stopping.signal)).rejects.toThrow('aborted')
  })
})

describe('DOCKER_HOST', () => {
  test('may be a TCP address, also written as http', async () => {
    const { dockerHost } = await startFakeEngine({ tcp: true })

    for (const address of [dockerHost, `${dockerHost}/`, dockerHost.replace('tcp:', 'http:')])
      expect(await connectEngine(address).version()).toBe('20.10.24')
  })

  test.each([
    'ssh://user@host',
    'fd://',
    'unix://',
    '/var/run/docker.sock',
    'tcp://',
    'tcp://host:port',
    'https://host:2376',
    'docker.example.com',
    '',
  ])('may not be %j', (dockerHost) => {
    expect(() => connectEngine(dockerHost)).toThrow(
      expect.objectContaining({ ...unreachable, hint: expect.stringContaining('unix://') }),
    )
  })
})
