import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'
import type { Context } from '../../actions/action.ts'
import { actionError } from '../../actions/errors.ts'
import { stackBundle } from '../../actions/stack/bundle.ts'
import { stackCatalog } from '../../actions/stack/catalog.ts'
import { stackCheck } from '../../actions/stack/check.ts'
import { stackConvert } from '../../actions/stack/convert.ts'
import { stackDetect } from '../../actions/stack/detect.ts'
import { stackOutline } from '../../actions/stack/outline.ts'
import type { PlantSource } from '../../actions/stack/plant-source.ts'
import { stackPreview } from '../../actions/stack/preview.ts'
import { stackInit, stackTemplates } from '../../actions/stack/templates.ts'
import { stackUsers } from '../../actions/stack/users.ts'
import { endpoint } from '../endpoint.ts'
import { problemIssue } from '../problem.ts'

const PlantBody = z
  .object({
    plant: z
      .union([z.string(), z.record(z.string(), z.unknown())])
      .describe('Plant file as text (YAML), or as a value'),
    overlays: z
      .array(z.union([z.string(), z.record(z.string(), z.unknown())]))
      .max(10)
      .optional()
      .describe('What is laid over the plant, in order, for an environment; texts or values, as the plant is'),
  })
  .describe('A plant')

const UsersBody = PlantBody.extend({
  users: z.string().max(1_048_576).describe('Users as CSV: username, email, firstName, lastName, roles, groups'),
})

const tags = ['stacks']
const config = { access: 'computes' } as const

/** The stack builder: what it computes, for plants that come with the request. */
export const stackRoutes =
  (context: Context): FastifyPluginAsync =>
  async (server) => {
    let catalog: string | undefined
    server.get('/catalog', { config, schema: { tags, summary: stackCatalog.summary } }, async (_, reply) => {
      catalog ??= JSON.stringify((await stackCatalog.run({}, context)).data)
      return reply.type('application/json').send(catalog)
    })
    server.get<{ Params: { service: string } }>(
      '/catalog/:service',
      { config, schema: { tags, summary: 'One service with its options', params: z.object({ service: z.string() }) } },
      async (request) => (await stackCatalog.run({ service: request.params.service }, context)).data,
    )
    server.get(
      '/templates',
      { config, schema: { tags, summary: stackTemplates.summary } },
      async () => (await stackTemplates.run({}, context)).data,
    )
    server.get<{ Params: { template: string } }>(
      '/templates/:template',
      { config, schema: { tags, summary: stackInit.summary, params: z.object({ template: z.string() }) } },
      async (request) => (await stackInit.run({ template: request.params.template }, context)).data,
    )
    server.post(
      '/stacks/check',
      { config, schema: { tags, summary: stackCheck.summary, body: PlantBody } },
      async ({ body }) => {
        const { data, issues = [] } = await stackCheck.run({ plant: plantOf(body), files: false }, context)
        return { ...data, issues: issues.map(problemIssue) }
      },
    )
    server.post(
      '/stacks/detect',
      { config, schema: { tags, summary: stackDetect.summary, body: PlantBody } },
      async ({ body }) => {
        const { data, issues = [] } = await stackDetect.run({ plant: plantOf(body) }, context)
        return { ...data, issues: issues.map(problemIssue) }
      },
    )
    server.post(
      '/stacks/outline',
      { config, schema: { tags, summary: stackOutline.summary, body: PlantBody } },
      async ({ body }) => {
        const { data, issues = [] } = await stackOutline.run({ plant: plantOf(body) }, context)
        return { ...data, issues: issues.map(problemIssue) }
      },
    )
    for (const path of ['/stacks/generate', '/stacks/preview']) {
      server.post(
        path,
        { config, schema: { tags, summary: stackPreview.summary, body: PlantBody } },
        async ({ body }) => {
          const { data, issues = [] } = await stackPreview.run({ plant: plantOf(body) }, context)
          return { ...data, issues: issues.map(problemIssue) }
        },
      )
    }
    server.post(
      '/stacks/users',
      { config, schema: { tags, summary: stackUsers.summary, body: UsersBody } },
      async ({ body }) => {
        const { users } = (body ?? {}) as { users?: unknown }
        if (typeof users !== 'string')
          throw actionError('action.invalid-input', 'the body must be {"plant": …, "users": …} with both as texts')
        const list = { text: users, file: 'users.csv' }
        const { data, issues = [] } = await stackUsers.run({ plant: plantOf(body), list }, context)
        return { ...data, issues: issues.map(problemIssue) }
      },
    )
    endpoint(server, context, ['POST', '/stacks/convert'], stackConvert, {
      tags,
      output: z.object({
        plant: z.string(),
        vault: z.array(z.string()).describe('References to the passwords it had'),
      }),
    })
    server.post(
      '/stacks/bundle',
      {
        config,
        schema: { tags, summary: 'The project as a ZIP archive, with new secrets that are not kept', body: PlantBody },
      },
      async ({ body }, reply) => {
        const { data } = await stackBundle.run({ plant: plantOf(body), secrets: 'fresh', offline: false }, context)
        return reply
          .type('application/zip')
          .header('content-disposition', `attachment; filename="${data.name}.zip"`)
          .send(data.zip)
      },
    )
  }

/** @throws action.invalid-input when the body is not `{"plant": …}` */
function plantOf(body: unknown): PlantSource {
  const { plant, overlays = [] } = (body ?? {}) as { plant?: unknown; overlays?: unknown }
  if (Array.isArray(overlays) && overlays.length <= 10) {
    if (typeof plant === 'string' && overlays.every((one) => typeof one === 'string')) {
      const texts = overlays.map((text, index) => ({ text, file: `overlays[${index}]` }))
      return { text: plant, file: 'plant.yaml', ...(texts.length > 0 ? { overlays: texts } : {}) }
    }
    if (isMapping(plant) && overlays.every(isMapping)) return { value: plant, overlays }
  }
  throw actionError('action.invalid-input', 'the body must be {"plant": …} with a plant file as text or as a value', {
    hint: 'Send Content-Type: application/json and {"plant": "version: 1\\nname: …"}; overlays are of the same kind.',
  })
}

const isMapping = (value: unknown): value is object => typeof value === 'object' && value !== null
