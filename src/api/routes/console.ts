import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import { actionError } from '../../actions/errors.ts'
import { pagePolicy } from '../answer-headers.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

/**
 * The web console, out of the folder that the build made.
 *
 * @param folder with `index.html` and `assets/`
 */
export const consoleRoutes =
  (folder: string): FastifyPluginAsync =>
  async (server) => {
    const open = { schema: { hide: true }, config: { access: 'public' } } as const
    server.get('/', open, async (_, reply) => {
      await send(reply, join(folder, 'index.html'), 'no-cache')
      return reply
    })
    // which views there are is the console's matter: a browser that asks for a page gets it and shows the view, or none
    server.get('/*', open, async (request, reply) => {
      const isPage = request.headers.accept?.includes('text/html') && !request.url.startsWith('/api/v1/')
      if (!isPage) return reply.callNotFound()
      await send(reply, join(folder, 'index.html'), 'no-cache')
      return reply
    })
    server.get<{ Params: { name: string } }>('/assets/:name', open, async (request, reply) => {
      const { name } = request.params
      if (!/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/.test(name)) throw missing(name)
      // names with a hash never change their content
      await send(
        reply,
        join(folder, 'assets', name),
        /-[A-Z0-9]{8}\./.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
      )
      return reply
    })
  }

const missing = (name: string) =>
  actionError('action.no-such-file', `the console has no file "${name.slice(0, 100)}"`, { hint: 'See /.' })

async function send(reply: FastifyReply, path: string, caching: string): Promise<void> {
  const content = await readFile(path).catch(() => {
    throw missing(path.split('/').at(-1) ?? '')
  })
  reply
    .type(types[extname(path)] ?? 'application/octet-stream')
    .header('cache-control', caching)
    .header('content-security-policy', pagePolicy)
    .send(content)
}
