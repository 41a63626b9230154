import type { FastifyPluginAsync } from 'fastify'
import { listOf } from '../../actions/access/views.ts'
import type { Context } from '../../actions/action.ts'
import { jobEvents, jobList, jobRead, jobStop } from '../../actions/jobs/jobs.ts'
import { JobView } from '../../actions/plants/views.ts'
import { endpoint } from '../endpoint.ts'
import type { EventStreams, StreamedEvent } from '../event-streams.ts'

const tags = ['jobs']

/** Work that goes on after its request was answered. */
export const jobRoutes =
  (context: Context, streams: EventStreams): FastifyPluginAsync =>
  async (server) => {
    endpoint(server, context, ['GET', '/jobs'], jobList, { tags, output: listOf(JobView) })
    endpoint(server, context, ['GET', '/jobs/:id'], jobRead, { tags, output: JobView })
    endpoint(server, context, ['DELETE', '/jobs/:id'], jobStop, {
      tags,
      status: 202,
      answer: (_, __, reply) => reply.code(202).send(),
    })
    endpoint(server, context, ['GET', '/jobs/:id/events'], jobEvents, {
      tags,
      fromHeaders: ({ headers }) => {
        const seen = headers['last-event-id']
        return typeof seen === 'string' && /^\d{1,9}$/.test(seen) ? { after: Number(seen) } : {}
      },
      answer: ({ events, job }, request, reply) =>
        streams.send(request, reply, async function* (signal): AsyncGenerator<readonly StreamedEvent[]> {
          for await (const batch of events(signal))
            yield batch.map(({ number, at, kind, data }) => ({ id: number, kind, data: { ...(data as object), at } }))
          // cut off is not ended: the browser comes again
          if (!signal.aborted) yield [{ kind: 'end', data: await job() }]
        }),
    })
  }
