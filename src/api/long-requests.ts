import { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The body may take longer to arrive than those of others, as long as it keeps arriving. */
    readonly mayTakeLong?: boolean
  }
}

const silentMs = 60_000
/** Who is refused half-way reads the answer meanwhile, and then stops sending. */
const lingerMs = 5_000

/**
 * Node ends whatever has not arrived in time, and knows one time for all requests. A file on a slow line is not ended as
 * long as bytes keep coming; who may send one has been decided by then.
 */
export function allowLongRequests(server: FastifyInstance): void {
  const sockets = new WeakSet<object>()
  const isSpared = (error: NodeJS.ErrnoException, socket: object) =>
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && sockets.has(socket)
  const usual = server.server.listeners('clientError')
  server.server.removeAllListeners('clientError')
  server.server.on('clientError', (error, socket) => {
    if (!isSpared(error, socket)) for (const listener of usual) listener.call(server.server, error, socket)
  })
  server.addHook('preParsing', (request, _, payload, done) => {
    const { socket } = request.raw
    // a request that did not come by the network has none
    if (request.routeOptions.config.mayTakeLong && socket instanceof Socket) {
      sockets.add(socket)
      socket.setTimeout(silentMs)
    }
    done(null, payload)
  })
  server.addHook('onResponse', (request, _, done) => {
    const { socket, complete } = request.raw
    if (sockets.delete(socket) && !complete) setTimeout(() => socket.destroy(), lingerMs).unref()
    done()
  })
}
