import { once } from 'node:events'
import type { OutgoingHttpHeaders } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { actionError } from '../actions/errors.ts'
import { logEntry } from './log.ts'

/** Proxies close what is silent for a minute. */
const commentEveryMs = 20_000
/** After so long the browser comes again and shows its session anew. */
const longestMs = 10 * 60_000
/** A tab that was closed is soon noticed. */
const comeAgainAfterS = 10

export interface StreamedEvent {
  readonly id?: number
  readonly kind: string
  readonly data: unknown
}

export type EventSource = (signal: AbortSignal) => AsyncIterable<readonly StreamedEvent[]>

/** The server-sent events of one server, which end with it. */
export class EventStreams {
  /** Each with the name of who watches. */
  readonly #open = new Map<AbortController, string>()
  readonly #mostOfOne: number

  /** @param mostOfOne how many a person may have open, by whatever sessions and tokens */
  constructor(server: FastifyInstance, mostOfOne: number) {
    this.#mostOfOne = mostOfOne
    server.addHook('preClose', async () => {
      for (const stream of this.#open.keys()) stream.abort()
    })
  }

  get count(): number {
    return this.#open.size
  }

  /**
   * Answers with events until there are no more. A browser that was cut off comes again by itself, says the last id it
   * has seen, and goes on from there.
   *
   * @throws action.too-many-streams
   */
  send(request: FastifyRequest, reply: FastifyReply, source: EventSource): FastifyReply {
    this.#requireRoom(request.actor.name)
    reply.hijack()
    const { raw } = reply
    const stream = new AbortController()
    this.#open.set(stream, request.actor.name)
    raw.on('close', () => stream.abort())
    raw.writeHead(200, {
      ...(reply.getHeaders() as OutgoingHttpHeaders),
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      // nginx would gather events
      'x-accel-buffering': 'no',
    })
    raw.write('retry: 1000\n\n')
    const comment = setInterval(() => raw.write(':\n\n'), commentEveryMs)
    const end = setTimeout(() => stream.abort(), longestMs)
    void pour(raw, source(stream.signal), stream.signal)
      .catch((error: Error) => process.stderr.write(logEntry(request.id, error.message)))
      .finally(() => {
        clearInterval(comment)
        clearTimeout(end)
        this.#open.delete(stream)
        raw.end()
      })
    return reply
  }

  #requireRoom(name: string): void {
    const theirs = [...this.#open.values()].filter((one) => one === name).length
    if (theirs < this.#mostOfOne) return
    throw actionError('action.too-many-streams', `"${name}" watches ${theirs} event streams already`, {
      details: { retryAfterS: comeAgainAfterS },
    })
  }
}

/** Does not ask for more than the other side takes. */
async function pour(
  raw: FastifyReply['raw'],
  batches: AsyncIterable<readonly StreamedEvent[]>,
  signal: AbortSignal,
): Promise<void> {
  for await (const batch of batches) {
    if (signal.aborted) return
    if (!raw.write(batch.map(lines).join(''))) await once(raw, 'drain', { signal }).catch(() => {})
  }
}

/** JSON has no line breaks, so one `data` line is enough. */
const lines = ({ id, kind, data }: StreamedEvent): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`
