import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import fastifySwagger from '@fastify/swagger'
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from 'fastify'
import type { Context } from '../actions/action.ts'
import { actionError } from '../actions/errors.ts'
import { IgnError } from '../core/error.ts'
import { protection } from './answer-headers.ts'
import { describeAccess, securitySchemes } from './description.ts'
import { EventStreams } from './event-streams.ts'
import { type Exposure, exposureOf, isOwnName } from './exposure.ts'
import { installGuard } from './guard.ts'
import { connectionLimits, type Limits, limitBodies, usualLimits } from './limits.ts'
import { logEntry } from './log.ts'
import { allowLongRequests } from './long-requests.ts'
import { healthRoutes, Metrics } from './metrics.ts'
import { problemOf } from './problem.ts'
import { accessRoutes } from './routes/access.ts'
import { consoleRoutes } from './routes/console.ts'
import { jobRoutes } from './routes/jobs.ts'
import { olderRoutes } from './routes/older.ts'
import { plantRoutes } from './routes/plants.ts'
import { stackRoutes } from './routes/stacks.ts'

/** Beside the bundled program, or where the build puts it when the sources run. */
const consoleFolder = fileURLToPath(
  new URL(import.meta.url.includes('/src/api/') ? '../../dist/web' : '../web', import.meta.url),
)

/**
 * The HTTP API and the console.
 *
 * @param exposure who can reach the server; follows from the settings
 * @param limits   how patient it is; tests have less time than clients
 */
export async function buildServer(
  context: Context,
  exposure: Exposure = exposureOf(context.config),
  limits: Limits = usualLimits,
): Promise<FastifyInstance> {
  const connections = connectionLimits(limits)
  const protect = protection(exposure)
  const options: FastifyServerOptions = {
    // the address that the one proxy saw; what a client claims before it does not count
    trustProxy: exposure.isProxied ? (_, hop) => hop === 0 : false,
    ...connections.options,
    // one connection may send any number of requests; idle ones are closed when the server stops
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    genReqId: () => randomUUID(),
    // what fails before there is a route, such as an address that cannot be decoded
    frameworkErrors: (error, request, reply) => {
      protect(request, reply)
      sendProblem(reply, error, request)
    },
  }
  const { tls } = exposure
  const server = Fastify({
    ...options,
    ...(tls ? { https: { ...tls, ...connections.server } } : { http: connections.server }),
  } as FastifyServerOptions)
  // requests are checked by the actions, with all their problems at once; schemas here are for the description
  server.setValidatorCompiler(() => (value) => ({ value }))
  server.setSerializerCompiler(() => (value) => JSON.stringify(value))
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
  server.addHook('onRequest', (request, reply, next) => {
    protect(request, reply)
    if (isOwnName(request.host, exposure)) next()
    else
      next(
        actionError('action.foreign-host', `this server does not answer to the name "${request.host.slice(0, 100)}"`),
      )
  })
  limitBodies(server)
  const streams = new EventStreams(server, limits.streamsOfOne)
  const metrics = new Metrics(context.version, () => streams.count)
  metrics.watch(server)
  installGuard(server, context, exposure)
  allowLongRequests(server)
  await server.register(fastifySwagger, { openapi: description(context.version), transform: describeAccess })
  await server.register(stackRoutes(context), { prefix: '/api/v1' })
  await server.register(accessRoutes(context, exposure), { prefix: '/api/v1' })
  await server.register(plantRoutes(context), { prefix: '/api/v1' })
  await server.register(jobRoutes(context, streams), { prefix: '/api/v1' })
  await server.register(olderRoutes(context))
  await server.register(consoleRoutes(consoleFolder))
  healthRoutes(server, context, metrics)
  let document: string | undefined
  const open = { schema: { hide: true }, config: { access: 'public' } } as const
  server.get('/api/v1/openapi.json', open, async (_, reply) => {
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
      'Builds wired Docker Compose projects from plant files. On this machine what only computes needs no sign-in; everything else does, by the cookie of a session or by a token.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  components: { securitySchemes },
})

function sendProblem(reply: FastifyReply, error: unknown, request: FastifyRequest): FastifyReply {
  const problem = problemOf(error, request)
  const { retryAfterS } = error instanceof IgnError ? error.details : {}
  if (typeof retryAfterS === 'number') reply.header('retry-after', retryAfterS)
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  if (problem.status >= 500) {
    // what is known needs no trace
    const told = error instanceof IgnError ? `${error.message} (${error.code})` : (error as Error)?.stack
    process.stderr.write(logEntry(problem.requestId, told ?? String(error)))
  }
  return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem))
}
