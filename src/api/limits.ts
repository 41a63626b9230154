import type { Socket } from 'node:net'
import type { FastifyError, FastifyInstance, FastifyServerOptions } from 'fastify'
import { actionError } from '../actions/errors.ts'
import { problemOf } from './problem.ts'

/** A plant file is at most 1 MiB; JSON escapes make it longer. */
const bodyLimitBytes = 4 * 1_048_576

/** Lists and objects inside each other; a request needs a dozen. What walks through deeper ones may run out of stack. */
const mostLevels = 64

/** How long clients may take, and how many streams a person may have open. */
export interface Limits {
  /** From the first byte of a request to the last one of its head. */
  readonly headMs: number
  /** To the last one of its body. */
  readonly requestMs: number
  /** How often connections are looked at. */
  readonly checkEveryMs: number
  /** A tab of the console has one or two. */
  readonly streamsOfOne: number
}

export const usualLimits: Limits = { headMs: 10_000, requestMs: 30_000, checkEveryMs: 5_000, streamsOfOne: 20 }

/** What ends a connection that only costs: a head or a body that does not come to its end, or that has none. */
export const connectionLimits = ({ headMs, requestMs, checkEveryMs }: Limits) => ({
  server: { headersTimeout: headMs, requestTimeout: requestMs, connectionsCheckingInterval: checkEveryMs },
  options: {
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestMs,
    keepAliveTimeout: 72_000,
    clientErrorHandler: refuseConnection,
  } satisfies FastifyServerOptions,
})

const statuses: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
}

/** What is no request gets an answer all the same, and then the end of its connection. */
function refuseConnection({ code }: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const status = statuses[code ?? ''] ?? 400
  const fault = Object.assign(new Error('the request cannot be read, or did not come to its end in time'), {
    statusCode: status,
  })
  const body = JSON.stringify(problemOf(fault, { url: '', id: crypto.randomUUID() }))
  const head = [
    `HTTP/1.1 ${status} `,
    'Connection: close',
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}

/** Refuses bodies that are more than they look like. */
export function limitBodies(server: FastifyInstance): void {
  // what a form of any page can send without leave of its browser
  server.removeContentTypeParser('text/plain')
  server.addHook('onRequest', ({ headers }, _, next) => {
    const coding = headers['content-encoding']
    // a kilobyte can unpack to gigabytes; who sends a plant has no need of it
    next(coding === undefined || coding === 'identity' ? undefined : unsupported(coding))
  })
  server.addHook('preValidation', async ({ body }) => {
    if (nestsDeeper(body, mostLevels))
      throw actionError('action.invalid-input', `the body nests lists and objects more than ${mostLevels} deep`)
  })
}

const unsupported = (coding: string): FastifyError =>
  Object.assign(new Error(`a body that is packed (${coding.slice(0, 50)}) is not taken`), {
    name: 'FastifyError',
    code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE',
    statusCode: 415,
  })

function nestsDeeper(body: unknown, levels: number): boolean {
  let level = [body]
  for (let depth = 0; depth <= levels; depth++) {
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []))
    if (level.length === 0) return false
  }
  return true
}
