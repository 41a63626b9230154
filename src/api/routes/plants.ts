import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { listOf } from '../../actions/access/views.ts'
import type { Context } from '../../actions/action.ts'
import { plantDownload } from '../../actions/plants/download.ts'
import { plantFileRemove, plantFiles, plantUpload } from '../../actions/plants/files.ts'
import { engineShow, plantOffline, plantOfflineDownload } from '../../actions/plants/offline.ts'
import {
  plantChange,
  plantChanges,
  plantCreate,
  plantDuplicate,
  plantList,
  plantRead,
  plantRemove,
  plantRestore,
  plantSave,
  plantVersion,
  plantVersions,
} from '../../actions/plants/plants.ts'
import { plantSecretKeep } from '../../actions/plants/secrets.ts'
import { plantConvert, plantExport, plantImport } from '../../actions/plants/travel.ts'
import { plantVerify } from '../../actions/plants/verify.ts'
import {
  ChangeView,
  EngineView,
  FilesView,
  JobView,
  PlantTextView,
  PlantView,
  UploadedView,
  VersionTextView,
  VersionView,
} from '../../actions/plants/views.ts'
import { mostSealedBytes } from '../../actions/stack/export.ts'
import { type Job, jobsOf } from '../../platform/jobs/jobs.ts'
import { plantError } from '../../platform/plants/errors.ts'
import { endpoint, takeUploads } from '../endpoint.ts'

const tags = ['plants']

/** Name and password of an import, and the line breaks of its file, which JSON makes longer. */
const jsonBytes = 65_536

const nothing = (_: unknown, __: FastifyRequest, reply: FastifyReply) => reply.code(204).send()

/** Names of stacks are letters, digits and hyphens: nothing in them ends the header. */
const asFile = (reply: FastifyReply, name: string, type: string, content: Buffer | string | Readable) =>
  reply.type(type).header('content-disposition', `attachment; filename="${name}"`).send(content)

/** The version is the document's tag: the same number is the same text. */
const tagged = <T extends { version: number }>(plant: T, _: FastifyRequest, reply: FastifyReply): T => {
  reply.header('etag', `"${plant.version}"`)
  return plant
}

/** The version that `If-Match` names. @throws plant.version-needed */
function baseOf({ headers }: FastifyRequest): { base: number } {
  const match = /^"(\d{1,9})"$/.exec(headers['if-match'] ?? '')
  if (!match) throw plantError('plant.version-needed', 'If-Match must hold the ETag of the version that was read')
  return { base: Number(match[1]) }
}

/** Plants that the server keeps. */
export const plantRoutes =
  (context: Context): FastifyPluginAsync =>
  async (server) => {
    let isUsed = false
    server.addHook('preHandler', async () => {
      isUsed = true
    })
    server.addHook('onClose', async () => {
      if (isUsed) await jobsOf(await context.database()).close()
    })
    endpoint(server, context, ['GET', '/plants'], plantList, { tags, output: listOf(PlantView) })
    endpoint(server, context, ['POST', '/plants'], plantCreate, {
      tags,
      status: 201,
      isRepeatable: true,
      output: PlantTextView,
      answer: tagged,
    })
    endpoint(server, context, ['GET', '/plants/changes'], plantChanges, {
      tags,
      output: z.object({ items: z.array(ChangeView) }),
    })
    endpoint(server, context, ['GET', '/plants/:id'], plantRead, { tags, output: PlantTextView, answer: tagged })
    endpoint(server, context, ['PUT', '/plants/:id'], plantSave, {
      tags,
      output: PlantTextView,
      answer: tagged,
      fromHeaders: baseOf,
    })
    endpoint(server, context, ['PATCH', '/plants/:id'], plantChange, { tags, output: PlantView })
    endpoint(server, context, ['DELETE', '/plants/:id'], plantRemove, { tags, answer: nothing })
    endpoint(server, context, ['POST', '/plants/:id/duplicate'], plantDuplicate, {
      tags,
      status: 201,
      isRepeatable: true,
      output: PlantTextView,
      answer: tagged,
    })
    endpoint(server, context, ['GET', '/plants/:id/versions'], plantVersions, { tags, output: listOf(VersionView) })
    endpoint(server, context, ['GET', '/plants/:id/versions/:version'], plantVersion, {
      tags,
      output: VersionTextView,
    })
    endpoint(server, context, ['POST', '/plants/:id/versions/:version/restore'], plantRestore, {
      tags,
      output: PlantTextView,
      answer: tagged,
      fromHeaders: baseOf,
    })
    endpoint(server, context, ['POST', '/plants/:id/download'], plantDownload, {
      tags,
      answer: ({ name, zip }, _, reply) => asFile(reply, `${name}.zip`, 'application/zip', zip),
    })
    endpoint(server, context, ['PUT', '/plants/:id/secrets/:name'], plantSecretKeep, { tags, answer: nothing })
    endpoint(server, context, ['POST', '/plants/:id/export'], plantExport, {
      tags,
      answer: ({ stack, content }, _, reply) => asFile(reply, `${stack}.ignstack`, 'application/octet-stream', content),
    })
    endpoint(server, context, ['POST', '/plants/import'], plantImport, {
      tags,
      status: 201,
      bodyLimitBytes: mostSealedBytes + jsonBytes,
      output: PlantTextView,
      answer: tagged,
    })
    endpoint(server, context, ['POST', '/plants/convert'], plantConvert, {
      tags,
      status: 201,
      output: PlantTextView,
      answer: tagged,
    })
    endpoint(server, context, ['GET', '/plants/:id/files'], plantFiles, { tags, output: FilesView })
    endpoint(server, context, ['DELETE', '/plants/:id/files/:sha256'], plantFileRemove, { tags, answer: nothing })
    await server.register(async (uploads) => {
      takeUploads(uploads)
      endpoint(uploads, context, ['POST', '/plants/:id/files'], plantUpload, {
        tags,
        status: 201,
        isUpload: true,
        output: UploadedView,
      })
    })
    const asJob = {
      tags,
      status: 202,
      isRepeatable: true,
      output: JobView,
      answer: (job: Job, _: FastifyRequest, reply: FastifyReply) => {
        reply.header('location', `/api/v1/jobs/${job.id}`)
        return job
      },
    }
    endpoint(server, context, ['POST', '/plants/:id/verify'], plantVerify, asJob)
    endpoint(server, context, ['POST', '/plants/:id/offline'], plantOffline, asJob)
    endpoint(server, context, ['GET', '/plants/:id/offline/:job'], plantOfflineDownload, {
      tags,
      answer: ({ file, path, bytes }, _, reply) =>
        asFile(reply.header('content-length', bytes), file, 'application/zip', createReadStream(path)),
    })
    endpoint(server, context, ['GET', '/engine'], engineShow, { tags, output: EngineView })
  }
