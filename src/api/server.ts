import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import fastifySwagger from '@fastify/swagger'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import type { Context } from '../actions/action.ts'
import { actionError } from '../actions/errors.ts'
import { problemOf } from './problem.ts'
import { consoleRoutes } from './routes/console.ts'
import { olderRoutes } from './routes/older.ts'
import { stackRoutes } from './routes/stacks.ts'

/** A plant file is at most 1 MiB; JSON escapes make it longer. */
const bodyLimitBytes = 4 * 1_048_576

/** Lists and objects inside each other; a request needs a dozen. What walks through deeper ones may run out of stack. */
const mostLevels = 64

/** Beside the bundled program, or where the build puts it when the sources run. */
const consoleFolder = fileURLToPath(
  new URL(import.meta.url.includes('/src/api/') ? '../../dist/web' : '../web', import.meta.url),
)

/** The HTTP API. It only computes: nothing it does reads or changes the state of this machine. */
export async function buildServer(context: Context): Promise<FastifyInstance> {
  const server = Fastify({
    bodyLimit: bodyLimitBytes,
    requestTimeout: 30_000,
    keepAliveTimeout: 72_000,
    // one connection may send any number of requests; idle ones are closed when the server stops
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    genReqId: () => randomUUID(),
    // what fails before there is a route, such as an address that cannot be decoded
    frameworkErrors: (error, request, reply) => void sendProblem(reply, error, request),
  })
  // requests are checked by the actions, with all their problems at once; schemas here are for the description
  server.setValidatorCompiler(() => (value) => ({ value }))
  server.setErrorHandler((error, request, reply) => sendProblem(reply, error, request))
  server.setNotFoundHandler((request, reply) =>
    sendProblem(
      reply,
      actionError('action.no-such-file', `there is nothing at ${request.method} ${request.url.slice(0, 200)}`, {
        hint: 'See /api/v1/openapi.json.',
      }),
      request,
    ),
  )
  server.addHook('onRequest', async (request) => {
    if (!isLocalName(request.hostname))
      throw actionError(
        'action.foreign-host',
        `this server does not answer to the name "${request.hostname.slice(0, 100)}"`,
      )
  })
  server.addHook('preValidation', async ({ body }) => {
    if (nestsDeeper(body, mostLevels))
      throw actionError('action.invalid-input', `the body nests lists and objects more than ${mostLevels} deep`)
  })
  await server.register(fastifySwagger, { openapi: description(context.version), transform: jsonSchemaTransform })
  await server.register(stackRoutes(context), { prefix: '/api/v1' })
  await server.register(olderRoutes(context))
  await server.register(consoleRoutes(consoleFolder))
  server.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }))
  server.get('/readyz', { schema: { hide: true } }, async () => ({ status: 'ok' }))
  let document: string | undefined
  server.get('/api/v1/openapi.json', { schema: { hide: true } }, async (_, reply) => {
    document ??= JSON.stringify(server.swagger())
    return reply.type('application/json').send(document)
  })
  return server
}

const description = (version: string) => ({
  openapi: '3.1.0' as const,
  info: {
    title: 'Plantwright',
    version,
    description:
      'Builds wired Docker Compose projects from plant files. What is offered here computes only and needs no sign-in.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
})

function nestsDeeper(body: unknown, levels: number): boolean {
  let level = [body]
  for (let depth = 0; depth <= levels; depth++) {
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []))
    if (level.length === 0) return false
  }
  return true
}

function sendProblem(reply: FastifyReply, error: unknown, request: FastifyRequest): FastifyReply {
  const problem = problemOf(error, request)
  if (problem.status >= 500) {
    process.stderr.write(`request ${problem.requestId}: ${(error as Error)?.stack ?? String(error)}\n`)
  }
  return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem))
}

/** A page of another origin could point its own name at this machine; such requests carry that name. */
function isLocalName(hostname: string): boolean {
  const name = hostname.replace(/:\d+$/, '')
  return name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name)
}
