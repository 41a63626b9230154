import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { connect } from 'node:net'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { fromBufferPromise } from 'yauzl'
import { testContext } from '../../test/support/context.ts'
import { smallPlant, tenServices } from '../../test/support/plants.ts'
import { allCodes } from '../actions/codes.ts'
import { services } from '../catalog/index.ts'
import { listen } from './listen.ts'
import { buildServer } from './server.ts'

const home = '/nonexistent/ign-home'
const passwords = ['a chosen password', 'another password', 'the edge password', 'first of ada']

let server: FastifyInstance
beforeAll(async () => {
  server = await buildServer(testContext({ home, environment: { IGN_TEST_SECRET: 'a secret of this machine' } }))
})
afterAll(async () => {
  await server.close()
  expect(existsSync(home)).toBe(false)
})

const post = (url: string, payload: unknown, headers: Record<string, string> = {}) =>
  server.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', ...headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  })

/** What every error looks like, and that it tells nothing of the inside. */
function expectProblem(response: Awaited<ReturnType<typeof post>>, status?: number) {
  expect(response.headers['content-type']).toMatch(/^application\/problem\+json/)
  const problem = response.json() as Record<string, unknown>
  expect(problem).toMatchObject({
    type: expect.stringMatching(/^https:\/\/.+#[a-z-]+$/),
    title: expect.any(String),
    status: response.statusCode,
    detail: expect.any(String),
    instance: expect.any(String),
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    code: expect.stringMatching(/^[a-z]+\.[a-z-]+$/),
    hint: expect.stringMatching(/[.?]$/),
    issues: expect.any(Array),
  })
  if (status !== undefined) expect(response.statusCode).toBe(status)
  expect(problem.title, 'a title is the same for every problem of its code').toBe(allCodes[String(problem.code)]?.title)
  expect(response.body).not.toMatch(/node_modules|\bat .*:\d+:\d+/)
  return problem
}

async function unzipped(zip: Buffer): Promise<Map<string, { content: string; mode: string }>> {
  const archive = await fromBufferPromise(zip)
  const files = new Map<string, { content: string; mode: string }>()
  for await (const entry of archive.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue
    const chunks: Buffer[] = []
    for await (const chunk of await archive.openReadStreamPromise(entry)) chunks.push(chunk as Buffer)
    files.set(entry.fileName, {
      content: Buffer.concat(chunks).toString('utf8'),
      mode: `0${((entry.externalFileAttributes >>> 16) & 0o777).toString(8)}`,
    })
  }
  return files
}

/** Each POST with a body it takes. */
const bodies: Readonly<Record<string, unknown>> = {
  '/api/v1/stacks/check': { plant: smallPlant },
  '/api/v1/stacks/detect': { plant: smallPlant },
  '/api/v1/stacks/generate': { plant: smallPlant },
  '/api/v1/stacks/preview': { plant: smallPlant },
  '/api/v1/stacks/bundle': { plant: smallPlant },
  '/detect-integrations': tenServices,
  '/generate': tenServices,
  '/download': tenServices,
  '/validate-config': tenServices,
}

describe('the catalogue', () => {
  test('lists services', async () => {
    const response = await server.inject('/api/v1/catalog')

    expect(response.statusCode).toBe(200)
    expect(response.headers['content-type']).toMatch(/^application\/json/)
    expect(response.json().services).toHaveLength(services.size)
  })

  test('shows one service with its options', async () => {
    const response = await server.inject('/api/v1/catalog/grafana')

    expect(response.json().services).toEqual([expect.objectContaining({ id: 'grafana', options: expect.any(Object) })])
  })

  test.each(['grafna', '__proto__', '%00', '..%2F..%2Fetc%2Fpasswd', 'x'.repeat(190)])(
    'has no service %s',
    async (service) => {
      const problem = expectProblem(await server.inject(`/api/v1/catalog/${service}`), 404)

      expect(problem.code).toBe('action.no-such-service')
    },
  )
})

describe('a plant in a request', () => {
  test('is checked', async () => {
    const response = await post('/api/v1/stacks/check', { plant: smallPlant })

    expect(response.statusCode).toBe(200)
    expect(response.json()).toEqual({ services: 5, wires: expect.any(Number), issues: [] })
  })

  test('is examined for integrations', async () => {
    const response = await post('/api/v1/stacks/detect', { plant: smallPlant })

    expect(response.json()).toMatchObject({
      integrations: { db_provider: { providers: ['history'] } },
      conflicts: [],
      recommendations: expect.any(Array),
      added: [],
      issues: [],
    })
  })

  test('may be a value as well as text', async () => {
    const value = { version: 1, name: 'demo', services: { charts: { uses: 'grafana' } } }
    const text = 'version: 1\nname: demo\nservices:\n  charts: { uses: grafana }\n'

    const [fromValue, fromText] = await Promise.all([
      post('/api/v1/stacks/preview', { plant: value }),
      post('/api/v1/stacks/preview', { plant: text }),
    ])

    expect(fromValue.statusCode).toBe(200)
    expect(fromValue.json()).toEqual(fromText.json())
  })

  test.each(['/api/v1/stacks/generate', '/api/v1/stacks/preview'])(
    'becomes files with masked secrets: %s',
    async (url) => {
      const { files } = (await post(url, { plant: smallPlant })).json() as {
        files: { path: string; mode: string; content: string }[]
      }

      const secrets = files.filter(({ path }) => path.startsWith('secrets/'))
      expect(new Set(secrets.map(({ content }) => content))).toEqual(new Set(['********']))
      expect(files.find(({ path }) => path === 'start.sh')?.mode).toBe('0755')
    },
  )

  test('becomes an archive with the same files, and with secrets of its own', async () => {
    const preview = (await post('/api/v1/stacks/preview', { plant: smallPlant })).json() as {
      files: { path: string; mode: string; content: string }[]
    }

    const response = await post('/api/v1/stacks/bundle', { plant: smallPlant })

    expect(response.statusCode).toBe(200)
    expect(response.headers['content-type']).toBe('application/zip')
    expect(response.headers['content-disposition']).toBe('attachment; filename="demo.zip"')
    const files = await unzipped(response.rawPayload)
    expect([...files].map(([path, { mode }]) => [path, mode])).toEqual(
      preview.files.map(({ path, mode }) => [path, mode]),
    )
    for (const { path, content } of preview.files) {
      if (path.startsWith('secrets/')) expect(files.get(path)?.content, path).not.toBe(content)
      else if (path !== 'docker-compose.yml') expect(files.get(path)?.content, path).toBe(content)
    }
  })

  test('may come with overlays, texts or values as it is itself', async () => {
    const texts = { plant: smallPlant, overlays: ['name: staging\nservices: { charts: null }\n'] }
    const value = { version: 1, name: 'demo', services: { charts: { uses: 'grafana' }, db: { uses: 'postgres' } } }

    const ofTexts = await post('/api/v1/stacks/check', texts)
    const ofValues = await post('/api/v1/stacks/check', { plant: value, overlays: [{ services: { db: null } }] })

    expect(ofTexts.json()).toMatchObject({ services: 4 })
    expect(ofValues.json()).toMatchObject({ services: 1 })
  })

  test.each([['text'], [[1]], [[{}]], [Array(11).fill('')]])('with overlays %j is refused', async (overlays) => {
    expectProblem(await post('/api/v1/stacks/check', { plant: smallPlant, overlays }), 400)
  })

  test('may define services of its own, but reads no folder here', async () => {
    const mine = { title: 'Mine', image: 'mine', versions: ['1'], health: { command: ['true'] } }
    const plant = (catalog: object) => ({ version: 1, name: 'demo', catalog, services: { it: { uses: 'mine' } } })

    expect((await post('/api/v1/stacks/check', { plant: plant({ services: { mine } }) })).json()).toMatchObject({
      services: 1,
    })
    const problem = expectProblem(await post('/api/v1/stacks/check', { plant: plant({ folder: 'catalog' }) }), 422)
    expect(problem.issues).toContainEqual(
      expect.objectContaining({ path: '/catalog/folder', code: 'stack.not-possible' }),
    )
  })

  test('that is wrong is told with all problems, as JSON pointers and with places', async () => {
    const plant = 'version: 1\nname: demo\nservices:\n  a: { uses: grafna }\n  b: { uses: postgres, optoins: {} }\n'

    const problem = expectProblem(await post('/api/v1/stacks/check', { plant }), 422)

    expect(problem.code).toBe('stack.invalid')
    expect(problem.issues).toEqual([
      expect.objectContaining({ path: '/services/a/uses', code: 'stack.unknown-service', line: 4, column: 14 }),
      expect.objectContaining({
        path: '/services/b/optoins',
        code: 'stack.unknown-key',
        hint: 'Did you mean "options"?',
      }),
    ])
  })

  test('has its names escaped in JSON pointers', async () => {
    const plant = { version: 1, name: 'demo', services: { 'a/b~c': { uses: 'grafana' } } }

    const problem = expectProblem(await post('/api/v1/stacks/check', { plant }), 422)

    expect(problem.issues).toContainEqual(expect.objectContaining({ path: '/services/a~1b~0c' }))
  })
})

describe('a reference in a request', () => {
  const withPassword = (password: unknown) => ({
    plant: { version: 1, name: 'demo', services: { charts: { uses: 'grafana', options: { password } } } },
  })

  test.each(['file:/etc/hostname', 'file:package.json', 'env:IGN_TEST_SECRET', 'env:PATH', 'vault:charts'])(
    '%s is never followed',
    async (reference) => {
      const bundle = expectProblem(await post('/api/v1/stacks/bundle', withPassword(reference)), 422)
      const preview = await post('/api/v1/stacks/preview', withPassword(reference))

      expect(bundle.code).toBe('platform.reference-refused')
      expect(preview.statusCode).toBe(200)
      expect(preview.body).not.toContain('a secret of this machine')
      expect(preview.body).not.toContain(process.env.PATH)
    },
  )

  test('as a password of an older request is a password that looks like one', async () => {
    const request = {
      instances: [{ app_id: 'grafana', instance_name: 'charts', config: { admin_password: 'file:/etc/hostname' } }],
    }

    const files = await unzipped((await post('/download', request)).rawPayload)

    expect(files.get('secrets/charts.admin-password')?.content).toBe('file:/etc/hostname')
  })
})

describe('older clients', () => {
  test('GET /catalog', async () => {
    const { applications, categories } = (await server.inject('/catalog')).json()

    expect(applications).toHaveLength(services.size)
    for (const application of applications) {
      expect(Object.keys(application)).toEqual([
        'id',
        'name',
        'category',
        'description',
        'image',
        'default_version',
        'available_versions',
        'supports_multiple',
        'configurable_options',
        'integrations',
        'enabled',
      ])
      expect(application.available_versions).toContain(application.default_version)
      expect(categories).toContain(application.category)
    }
  })

  test('POST /detect-integrations', async () => {
    const answer = (await post('/detect-integrations', tenServices)).json()

    expect(Object.keys(answer)).toEqual([
      'integrations',
      'conflicts',
      'warnings',
      'recommendations',
      'auto_add_services',
      'summary',
    ])
    expect(answer.integrations.oauth_provider.providers).toEqual(['login'])
    expect(answer.summary).toMatchObject({ services: 10 })
    expect(answer.warnings).toContainEqual(expect.objectContaining({ code: 'stack.eula-assumed' }))
  })

  test('POST /generate masks every secret', async () => {
    const response = await post('/generate', tenServices)

    const answer = response.json()
    expect(Object.keys(answer)).toEqual(['docker_compose', 'env', 'readme', 'config_files'])
    expect(answer.docker_compose).toContain('services:')
    const secrets = Object.entries(answer.config_files).filter(([path]) => path.startsWith('secrets/'))
    expect(secrets.length).toBeGreaterThan(15)
    for (const [path, content] of secrets) expect(content, path).toBe('********')
    for (const password of passwords) expect(response.body).not.toContain(password)
  })

  test('POST /download holds the same files, with the passwords of the request', async () => {
    const generated = (await post('/generate', tenServices)).json()
    const response = await post('/download', tenServices)

    expect(response.headers['content-type']).toBe('application/zip')
    expect(response.headers['content-disposition']).toBe('attachment; filename="ten.zip"')
    const files = await unzipped(response.rawPayload)
    expect([...files.keys()].sort()).toEqual(
      ['docker-compose.yml', '.env', 'README.md', ...Object.keys(generated.config_files)].sort(),
    )
    expect(files.get('.env')?.content).toBe(generated.env)
    expect(files.get('README.md')?.content).toBe(generated.readme)
    for (const [path, content] of Object.entries(generated.config_files))
      if (!path.startsWith('secrets/')) expect(files.get(path)?.content, path).toBe(content)
    expect([...files.values()].map(({ content }) => content)).toEqual(expect.arrayContaining(passwords))
  })

  test('POST /download makes other secrets each time, because it keeps none', async () => {
    const [one, two] = await Promise.all([post('/download', tenServices), post('/download', tenServices)])
    const [first, second] = [await unzipped(one.rawPayload), await unzipped(two.rawPayload)]

    for (const path of ['secrets/stack-ca.crt', 'secrets/login.admin-password'])
      expect(first.get(path)?.content, path).not.toBe(second.get(path)?.content)
    expect(first.get('secrets/history.superuser-password')?.content).toBe('a chosen password')
  })

  test('POST /validate-config tells all problems', async () => {
    const request = {
      instances: [
        { app_id: 'grafna', instance_name: 'a' },
        { app_id: 'postgres', instance_name: 'b' },
        { app_id: 'postgres', instance_name: 'b' },
      ],
    }

    expect((await post('/validate-config', tenServices)).json()).toMatchObject({ valid: true })
    expect((await post('/validate-config', request)).json()).toEqual({
      valid: false,
      issues: [
        expect.objectContaining({ path: '/instances/0/app_id', hint: 'Did you mean "grafana"?' }),
        expect.objectContaining({ path: '/instances/2/instance_name', code: 'stack.duplicate-name' }),
      ],
    })
  })

  test.each(['/detect-integrations', '/generate', '/download'])(
    'POST %s refuses a wrong request with its problems',
    async (url) => {
      const problem = expectProblem(await post(url, { instances: [{ app_id: 'grafna' }] }), 422)

      expect(problem.issues).toEqual([expect.objectContaining({ path: '/instances/0/app_id' })])
    },
  )
})

describe('a wrong body', () => {
  const deep = (open: string, close: string, depth = 10_000) => open.repeat(depth) + close.repeat(depth)
  const wrong: readonly (readonly [string, InjectOptions])[] = [
    ['no body', {}],
    ['an empty JSON body', { payload: '', headers: { 'content-type': 'application/json' } }],
    ['a wrong media type', { payload: 'plant', headers: { 'content-type': 'text/plain' } }],
    ['XML', { payload: '<a/>', headers: { 'content-type': 'application/xml' } }],
    ['a form', { payload: 'plant=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['a media type that is none', { payload: '{}', headers: { 'content-type': ';;;' } }],
    ...(
      [
        ['an array', '[]'],
        ['a text', '"plant"'],
        ['a number', '1'],
        ['null', 'null'],
        ['true', 'true'],
        ['broken JSON', '{"plant":'],
        ['two documents', '{} {}'],
        ['__proto__', '{"__proto__":{"plant":"x"}}'],
        ['constructor.prototype', '{"constructor":{"prototype":{"plant":"x"}}}'],
        ['arrays 10,000 deep', deep('[', ']')],
        ['objects 10,000 deep', deep('{"a":', '}').replace('}', '1}')],
        ['a plant 10,000 deep', `{"plant":${deep('[', ']')},"instances":${deep('[', ']')}}`],
        ['an option 10,000 deep', deepOption(deep('[', ']'))],
        ['5 MB', JSON.stringify({ plant: 'x'.repeat(5_000_000) })],
        ['a plant of 2 MB', JSON.stringify({ plant: '#'.repeat(2_000_000), instances: 'x'.repeat(2_000_000) })],
        ['NUL', '{"plant":"version: 1\\u0000","instances":[{"app_id":"\\u0000"}]}'],
        ['a raw NUL', '{"plant":"\0"}'],
        ['an aliases bomb', JSON.stringify({ plant: bomb(), instances: 1 })],
        ['only lone surrogates', '{"plant":"\\ud800","instances":"\\ud800"}'],
        [
          'everything of the wrong kind',
          '{"plant":7,"instances":{"a":1},"global_settings":[],"integration_settings":"x"}',
        ],
      ] as const
    ).map(([name, payload]) => [name, { payload, headers: { 'content-type': 'application/json' } }] as const),
  ]

  describe.each(Object.keys(bodies))('POST %s', (url) => {
    test.each(wrong)('with %s is refused, and is no fault of the server', async (_, options) => {
      const response = await server.inject({ method: 'POST', url, ...options })

      // the one path whose answer is a judgement
      if (url === '/validate-config' && response.statusCode === 200) expect(response.json().valid).toBe(false)
      else {
        expectProblem(response)
        expect(response.statusCode).toBeGreaterThanOrEqual(400)
        expect(response.statusCode).toBeLessThan(500)
      }
    })
  })
})

/** A deep value where both request shapes leave the choice to the service. */
const deepOption = (value: string): string =>
  `{"plant":{"version":1,"name":"a","services":{"a":{"uses":"grafana","options":{"b":${value}}}}},` +
  `"instances":[{"app_id":"grafana","config":{"b":${value}}}]}`

/** Nine levels of nine aliases each. */
function bomb(): string {
  const lines = ['a0: &a0 x']
  for (let level = 1; level < 10; level++)
    lines.push(
      `a${level}: &a${level} [${Array(9)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    )
  return `version: 1\nname: demo\n${lines.join('\n')}\n`
}

describe('a request that goes nowhere', () => {
  test.each<[string, InjectOptions['method'], number]>([
    ['/index.html', 'GET', 404],
    ['/api/v1', 'GET', 404],
    ['/api/v1/none', 'GET', 404],
    ['/generate', 'GET', 404],
    ['/catalog', 'POST', 404],
    ['/catalog', 'DELETE', 404],
    ['/..%2f..%2fetc/passwd', 'GET', 404],
    [`/${'x'.repeat(5000)}`, 'GET', 404],
    ['/%', 'GET', 400],
    ['/%ff', 'GET', 400],
  ])('%s by %s is answered with a problem', async (url, method = 'GET', status) => {
    const response = await server.inject({ method, url })

    const problem = expectProblem(response)
    expect([status, 404, 400]).toContain(response.statusCode)
    expect(String(problem.instance).length).toBeLessThanOrEqual(200)
  })
})

describe('the name in a request', () => {
  test.each([
    'localhost',
    'localhost:8600',
    '127.0.0.1',
    '127.0.0.1:1',
    '127.1.2.3',
    '[::1]',
    '[::1]:8600',
    'ign.localhost',
  ])('%s is one of this machine', async (host) => {
    expect((await server.inject({ url: '/healthz', headers: { host } })).statusCode).toBe(200)
  })

  test.each([
    'plant.example.com',
    'localhost.example.com',
    '127.0.0.1.example.com',
    'evil-localhost',
    '10.0.0.1',
    '0.0.0.0',
    '[::]',
    'a b',
  ])('%s is another one, and gets nothing', async (host) => {
    for (const url of ['/healthz', '/catalog', '/api/v1/openapi.json', '/none']) {
      const problem = expectProblem(await server.inject({ url, headers: { host } }), 421)
      expect(problem.code).toBe('action.foreign-host')
    }
    expectProblem(await post('/generate', tenServices, { host }), 421)
  })
})

describe('the description', () => {
  interface Operation {
    readonly summary?: string
    readonly 'x-access': string
    readonly responses: Record<string, unknown>
    readonly parameters?: { name: string; in: string; required: boolean; schema: unknown }[]
    readonly requestBody?: { content: Record<string, { schema: Record<string, unknown> }> }
  }

  const document = async () =>
    (await server.inject('/api/v1/openapi.json')).json() as {
      openapi: string
      info: { title: string; version: string; license: { name: string; identifier: string } }
      paths: Record<string, Record<string, Operation>>
      components?: { schemas?: Record<string, unknown> }
    }

  test('is OpenAPI 3.1 with a title, a version and a licence', async () => {
    const { openapi, info } = await document()

    expect(openapi).toBe('3.1.0')
    expect(info).toMatchObject({ title: 'Plantwright', version: '0.0.0-test', license: { identifier: 'Apache-2.0' } })
  })

  test('lists every route that only computes', async () => {
    const { paths } = await document()

    const listed = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, operation]) => operation['x-access'] === 'computes')
        .map(([method]) => `${method} ${path}`),
    )
    expect(listed.sort()).toEqual(
      [
        'get /api/v1/catalog',
        'get /api/v1/catalog/{service}',
        'get /api/v1/templates',
        'get /api/v1/templates/{template}',
        'post /api/v1/stacks/outline',
        'post /api/v1/stacks/users',
        'get /catalog',
        ...Object.keys(bodies).map((path) => `post ${path}`),
      ].sort(),
    )
  })

  test('tells of every operation what it does, what it takes and what it answers', async () => {
    for (const [path, methods] of Object.entries((await document()).paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        expect(operation.summary, path).toMatch(/^[A-Z]/)
        expect(Object.keys(operation.responses).length, path).toBeGreaterThan(0)
        const { 'application/json': json, 'application/octet-stream': file } = operation.requestBody?.content ?? {}
        if (method === 'post')
          expect(json ?? file, path).toMatchObject({ schema: { type: json ? 'object' : 'string' } })
        for (const [, name] of path.matchAll(/\{(\w+)\}/g))
          expect(operation.parameters).toContainEqual(expect.objectContaining({ name, in: 'path', required: true }))
      }
    }
  })

  test('describes the request of older clients down to its fields', async () => {
    const schema = (await document()).paths['/generate']?.post?.requestBody?.content['application/json']?.schema

    expect(schema).toMatchObject({
      properties: {
        instances: {
          type: 'array',
          items: { properties: { app_id: { type: 'string' } }, required: expect.arrayContaining(['app_id']) },
        },
        global_settings: { properties: { stack_name: { type: 'string' } } },
        integration_settings: { properties: { mqtt: { properties: { enable_tls: { type: 'boolean' } } } } },
      },
    })
  })

  test('refers to nothing that is not in it', async () => {
    const whole = await document()
    const references = [...JSON.stringify(whole).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] as string)

    for (const reference of references) {
      const found = reference
        .slice(2)
        .split('/')
        .reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], whole)
      expect(found, reference).toBeDefined()
    }
  })
})

describe('a defect', () => {
  test('is a 500 that tells nothing of the inside', async () => {
    const broken = await buildServer({
      ...testContext({ home }),
      random: () => {
        throw new Error('geheim in /root/x')
      },
    })
    onTestFinished(() => broken.close())
    const written: string[] = []
    const { write } = process.stderr
    process.stderr.write = ((text: string) => written.push(text) > 0) as typeof process.stderr.write
    onTestFinished(() => {
      process.stderr.write = write
    })

    const response = await broken.inject({ method: 'POST', url: '/download', payload: tenServices })

    expect(expectProblem(response, 500).code).toBe('action.unexpected')
    expect(response.body).not.toContain('geheim')
    expect(written.join('')).toContain('geheim in /root/x')
    expect(written.join('')).toContain(response.json().requestId)
  })
})

describe('listening', () => {
  const at = (port: string, host = '127.0.0.1') => {
    const context = testContext({ home })
    const { config } = context
    return {
      ...context,
      config: { ...config, port: { ...config.port, value: Number(port) }, host: { ...config.host, value: host } },
    }
  }

  test('answers on the address that it names, until it is closed', async () => {
    const running = await listen(at('0'))

    expect((await fetch(`${running.url}/healthz`)).status).toBe(200)
    await running.close()
    await expect(fetch(`${running.url}/healthz`)).rejects.toThrow()
  })

  test('ends although a client keeps its connection open', async () => {
    const running = await listen(at('0'))
    const { hostname, port } = new URL(running.url)
    const idle = connect(Number(port), hostname)
    await once(idle, 'connect')
    idle.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await once(idle, 'data')

    await Promise.all([running.close(), once(idle, 'close')])
  })

  test.each(['0.0.0.0', '::', '10.0.0.1', 'example.com', '', '127.0.0.1.example.com'])(
    'on %j is refused without TLS and without a proxy',
    async (host) => {
      await expect(listen(at('0', host))).rejects.toMatchObject({ code: 'action.address-refused', exitCode: 3 })
    },
  )

  test('on a port that is taken says so', async () => {
    const other = createServer((() => {}) as RequestListener).listen(0, '127.0.0.1')
    await once(other, 'listening')
    onTestFinished(() => void other.close())
    const { port } = other.address() as { port: number }

    await expect(listen(at(String(port)))).rejects.toMatchObject({ code: 'action.port-taken', exitCode: 6 })
  })
})

describe('the outline of a plant', () => {
  const outline = async (plant: string) => (await post('/api/v1/stacks/outline', { plant })).json()

  test('has services, wires, ports and addresses', async () => {
    const {
      services: listed,
      wires,
      urls,
      isComplete,
      issues,
    } = await outline('version: 1\nname: a\nservices:\n  history: { uses: postgres }\n  charts: { uses: grafana }\n')

    expect(listed).toMatchObject([
      { name: 'history', title: 'PostgreSQL' },
      { name: 'charts', ports: [{ published: 3000, title: 'Dashboards' }] },
    ])
    expect(wires).toMatchObject([{ id: 'history.dashboards.charts', status: 'automatic' }])
    expect(urls).toContainEqual(expect.objectContaining({ service: 'charts', url: 'http://localhost:3000' }))
    expect({ isComplete, issues }).toEqual({ isComplete: true, issues: [] })
  })

  test('shows what can be told of a plant with errors, and where they are', async () => {
    const {
      services: listed,
      isComplete,
      issues,
    } = await outline(
      'version: 1\nname: a\nservices:\n  history: { uses: postgres }\n  charts: { uses: grafana, ports: { http: none } }\n',
    )

    expect(listed.map(({ name }: { name: string }) => name)).toContain('history')
    expect(isComplete).toBe(false)
    expect(issues).toMatchObject([{ path: '/services/charts/ports/http', line: 5 }])
  })

  test('of text that cannot be read is empty and says why', async () => {
    expect(await outline('services: [')).toMatchObject({
      services: [],
      isComplete: false,
      issues: [{ code: 'stack.unreadable' }],
    })
  })
})

test('templates are listed, and each is a plant file', async () => {
  const { templates } = (await server.inject('/api/v1/templates')).json()
  expect(templates.map(({ id }: { id: string }) => id)).toContain('full-iiot')
  expect((await server.inject('/api/v1/templates/full-iiot')).json().plant).toMatch(/^name: full-iiot$/m)
  expectProblem(await server.inject('/api/v1/templates/none'), 404)
})

describe('the console', () => {
  test.each(['/assets/none.js', '/assets/..%2Findex.html', '/assets/a%00.js'])('has nothing at %s', async (url) => {
    expectProblem(await server.inject(url), 404)
  })
})
