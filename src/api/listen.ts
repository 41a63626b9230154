import type { AddressInfo } from 'node:net'
import type { Context } from '../actions/action.ts'
import { actionError } from '../actions/errors.ts'
import { buildServer } from './server.ts'

export interface RunningServer {
  readonly url: string
  /** Ends when everything that was under way has been answered. */
  readonly close: () => Promise<void>
}

/**
 * Starts the server on the configured address.
 *
 * @throws action.address-refused  for an address that others than this machine can reach
 * @throws action.port-taken       when another program listens there
 */
export async function listen(context: Context): Promise<RunningServer> {
  const host = context.config.host.value
  if (!/^(127(\.\d{1,3}){3}|::1|localhost)$/.test(host)) {
    throw actionError('action.address-refused', `the server has no sign-in and does not listen on ${host}`, {
      hint: 'Leave --host and IGN_HOST out; reach it from elsewhere through an SSH tunnel.',
    })
  }
  const server = await buildServer(context)
  try {
    await server.listen({ host, port: context.config.port.value })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    throw actionError('action.port-taken', `port ${context.config.port.value} of ${host} is taken by another program`, {
      cause: error,
    })
  }
  const { port } = server.server.address() as AddressInfo
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`, close: () => server.close() }
}
