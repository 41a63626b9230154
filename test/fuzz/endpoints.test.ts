import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { buildServer } from '../../src/api/server.ts'
import { testContext } from '../support/context.ts'
import { hostileTexts } from '../support/hostile.ts'
import { makeSite } from '../support/site.ts'
import { onEachStorage } from '../support/storages.ts'

/**
 * Every endpoint of the OpenAPI document, asked by an administrator with input that nobody would think of: whatever it
 * answers, it is no defect of the server (5xx) and of the form that is promised.
 */

const runs = Number(process.env.FUZZ_RUNS ?? 20)
const seed = Number(process.env.FUZZ_SEED ?? 4711)

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

interface Schema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
}

interface Operation {
  readonly method: Method
  readonly path: string
  readonly query: readonly string[]
  readonly body: Schema | undefined
}

/** They end the session that the others are asked with, leave the server, or answer for as long as a job goes on. */
const left = ['DELETE /api/v1/session', 'POST /api/v1/session', 'GET /api/v1/session/oidc']

let operations: Operation[] = []

beforeAll(async () => {
  const server = await buildServer(testContext({ home: '/nonexistent/ign-home' }))
  const { paths } = (await server.inject('/api/v1/openapi.json')).json()
  await server.close()
  operations = Object.entries(paths as Record<string, Record<string, unknown>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => operationOf(method, path, described)),
  )
})

function operationOf(method: string, path: string, described: unknown): Operation {
  const { parameters = [], requestBody } = described as {
    parameters?: { name: string; in: string }[]
    requestBody?: { content: Record<string, { schema: Schema }> }
  }
  return {
    method: method.toUpperCase() as Method,
    path,
    query: parameters.filter((one) => one.in === 'query').map(({ name }) => name),
    body: requestBody?.content['application/json']?.schema,
  }
}

const text = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ maxLength: 40 }),
)
const anything = fc.oneof(
  text,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<unknown>,
)

/** Mostly what is described, so that it gets further than the first check; else anything. */
function inputFor(schema: Schema | undefined): fc.Arbitrary<unknown> {
  const types = [schema?.type ?? []].flat()
  const fitting: fc.Arbitrary<unknown>[] = [
    ...(schema?.enum ? [fc.constantFrom(...schema.enum)] : []),
    ...(types.includes('string') ? [text] : []),
    ...(types.includes('integer') || types.includes('number') ? [fc.integer({ min: -5, max: 500 })] : []),
    ...(types.includes('boolean') ? [fc.boolean()] : []),
    ...(types.includes('array') ? [fc.array(anything, { maxLength: 5 })] : []),
  ]
  if (schema?.properties) {
    const fields = Object.entries(schema.properties).map(([name, field]) => [name, inputFor(field)] as const)
    fitting.push(fc.record(Object.fromEntries(fields), { requiredKeys: [] }))
  }
  return fitting.length === 0 ? anything : fc.oneof({ arbitrary: fc.oneof(...fitting), weight: 6 }, anything)
}

/** @param known names and ids of what is there */
const requestOf = ({ path, query, body, method }: Operation, known: readonly string[]) =>
  fc.record({
    path: fc
      .tuple(...[...path.matchAll(/\{\w+\}/g)].map(() => fc.oneof(fc.constantFrom(...known), text)))
      .map((values) => {
        let index = 0
        return path.replace(/\{\w+\}/g, () => encodeURIComponent((values[index++] ?? 'x').toWellFormed()) || '%00')
      }),
    query: fc.record(Object.fromEntries(query.map((name) => [name, text])), { requiredKeys: [] }),
    body: method === 'GET' ? fc.constant(undefined) : inputFor(body),
    headers: fc.record(
      {
        'if-match': fc.constantFrom('"1"', '"999999999"', '*', 'W/"1"'),
        'idempotency-key': fc.constantFrom('12345678', 'x', 'ü'.repeat(8), 'a'.repeat(200)),
        'last-event-id': fc.constantFrom('1', '-1', 'x', '99999999999999999999'),
      },
      { requiredKeys: [] },
    ),
  })

onEachStorage((storage) => {
  test('endpoints answer whatever they are asked without a defect', { timeout: 300_000 }, async () => {
    const { server, signedIn, addUser } = await makeSite(await storage())
    const root = await signedIn('root', 'administrator')
    await addUser('other', 'administrator')
    const cookie = [...root.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const plant = { name: 'Plant', text: 'version: 1\nname: x\nservices: { db: { uses: postgres } }\n' }
    const { id } = (await root.post('/plants', plant)).body
    const { id: job } = (await root.post(`/plants/${id}/verify`)).body
    const known = ['other', id, job, '1', 'grafana']
    const asked = operations.filter(({ method, path }) => !left.includes(`${method} ${path}`))
    expect(asked.length).toBeGreaterThan(50)
    for (const operation of asked) {
      await fc.assert(
        fc.asyncProperty(requestOf(operation, known), async ({ path, query, body, headers }) => {
          const search = new URLSearchParams(query as Record<string, string>).toString()
          const response = await server.inject({
            method: operation.method,
            url: search === '' ? path : `${path}?${search}`,
            headers: {
              cookie,
              'x-csrf-token': root.csrf ?? '',
              ...(body === undefined ? {} : { 'content-type': 'application/json' }),
              ...latin(headers as Record<string, string>),
            },
            ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
          })
          expect(response.statusCode, `${operation.method} ${path}: ${response.body.slice(0, 300)}`).toBeLessThan(500)
          if (response.statusCode >= 400) {
            expect(response.headers['content-type']).toContain('application/problem+json')
            expect(response.json()).toMatchObject({ code: expect.any(String), requestId: expect.any(String) })
          }
        }),
        { numRuns: runs, seed },
      )
    }
  })
})

/** Header values travel as bytes; what is beyond that a client cannot send. */
const latin = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Buffer.from(value, 'utf8').toString('latin1')]),
  )
