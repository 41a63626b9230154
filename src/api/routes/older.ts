import type { FastifyPluginAsync } from 'fastify'
import type { Context } from '../../actions/action.ts'
import { olderCatalog, olderDetect, olderGenerate, olderProject, olderValidate } from '../../actions/stack/older.ts'
import { zipTree } from '../../platform/index.ts'
import { StackConfig } from '../../stack/index.ts'
import { problemIssue } from '../problem.ts'

const tags = ['older clients']
const config = { access: 'computes' } as const

/** Paths and bodies of older clients, answered from the same blueprint as everything else. */
export const olderRoutes =
  (context: Context): FastifyPluginAsync =>
  async (server) => {
    let catalog: string | undefined
    server.get('/catalog', { config, schema: { tags, summary: 'The catalogue' } }, (_, reply) => {
      catalog ??= JSON.stringify(olderCatalog())
      reply.type('application/json').send(catalog)
    })
    server.post(
      '/detect-integrations',
      { config, schema: { tags, summary: 'Wires, conflicts and recommendations', body: StackConfig } },
      async ({ body }) => olderDetect(body),
    )
    server.post(
      '/generate',
      { config, schema: { tags, summary: 'Every file of the project, secrets masked', body: StackConfig } },
      async ({ body }) => olderGenerate(body, context),
    )
    server.post(
      '/download',
      { config, schema: { tags, summary: 'The project as a ZIP archive', body: StackConfig } },
      async ({ body }, reply) => {
        const { tree, name } = await olderProject(body, 'fresh', context)
        return reply
          .type('application/zip')
          .header('content-disposition', `attachment; filename="${name}.zip"`)
          .send(await zipTree(tree))
      },
    )
    server.post(
      '/validate-config',
      { config, schema: { tags, summary: 'All problems of a request', body: StackConfig } },
      async ({ body }) => {
        const { valid, issues } = olderValidate(body)
        return { valid, issues: issues.map(problemIssue) }
      },
    )
  }
