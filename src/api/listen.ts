import type { AddressInfo } from 'node:net'
import type { Context } from '../actions/action.ts'
import { actionError } from '../actions/errors.ts'
import { exposureOf } from './exposure.ts'
import { buildServer } from './server.ts'

export interface RunningServer {
  readonly url: string
  /** Where browsers find it. */
  readonly publicUrl: string
  /** Ends when everything that was under way has been answered. */
  readonly close: () => Promise<void>
}

/**
 * Starts the server on the configured address.
 *
 * @throws what `exposureOf` throws for an address that others can reach
 * @throws action.port-taken       when another program listens there
 */
export async function listen(context: Context): Promise<RunningServer> {
  const host = context.config.host.value
  const exposure = exposureOf(context.config)
  const server = await buildServer(context, exposure)
  try {
    await server.listen({ host, port: context.config.port.value })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    throw actionError('action.port-taken', `port ${context.config.port.value} of ${host} is taken by another program`, {
      cause: error,
    })
  }
  const { port } = server.server.address() as AddressInfo
  const scheme = exposure.tls ? 'https' : 'http'
  const url = `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`
  return { url, publicUrl: exposure.publicUrl ?? url, close: () => server.close() }
}
