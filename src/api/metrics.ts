import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Context } from '../actions/action.ts'

/** Upper ends in seconds: an answer that computes takes milliseconds, one that hashes a password tenths. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5]

/** What Prometheus reads at `/metrics`: requests by route, open event streams, and the process itself. */
export class Metrics {
  readonly #registry = new Registry()
  readonly #requests = new Histogram({
    name: 'ign_http_request_duration_seconds',
    help: 'Time from a request to its answer',
    labelNames: ['method', 'route', 'status'],
    buckets,
    registers: [this.#registry],
  })
  #watchesProcess = false

  constructor(version: string, openStreams: () => number) {
    const registers = [this.#registry]
    new Gauge({
      name: 'ign_info',
      help: 'Always 1; the label tells the version',
      labelNames: ['version'],
      registers,
    }).set({ version }, 1)
    new Gauge({
      name: 'ign_event_streams',
      help: 'Event streams that are open',
      registers,
      collect() {
        this.set(openStreams())
      },
    })
  }

  /** Counts every answer of the server. Routes and not paths: what clients make up must not become a series. */
  watch(server: FastifyInstance): void {
    // looked up once for each series: sorting and joining labels would take longer than the rest
    const series = new Map<string, { readonly observe: (seconds: number) => void }>()
    server.addHook('onResponse', ({ method, routeOptions }, { statusCode, elapsedTime }, next) => {
      const { url: route = 'none' } = routeOptions
      const key = `${method} ${statusCode} ${route}`
      let one = series.get(key)
      if (!one) {
        one = this.#requests.labels({ method, route, status: statusCode })
        series.set(key, one)
      }
      one.observe(elapsedTime / 1000)
      next()
    })
  }

  readonly type = this.#registry.contentType

  /** The process is watched from the first time on that somebody wants to know. */
  async text(): Promise<string> {
    if (!this.#watchesProcess) collectDefaultMetrics({ register: this.#registry })
    this.#watchesProcess = true
    return this.#registry.metrics()
  }
}

/** `/healthz`: the process answers. `/readyz`: so does its database. `/metrics`: in numbers. */
export function healthRoutes(server: FastifyInstance, context: Context, metrics: Metrics): void {
  const hidden = { schema: { hide: true }, config: { access: 'public' } } as const
  server.get('/healthz', hidden, async () => ({ status: 'ok' }))
  server.get('/readyz', hidden, async (_, reply) => {
    try {
      const { kind, query } = await context.database()
      await query.selectFrom('plants').select('id').limit(1).execute()
      return { status: 'ok', database: kind }
    } catch {
      return reply.code(503).send({ status: 'unavailable', database: 'does not answer' })
    }
  })
  server.get('/metrics', { schema: { hide: true }, config: { access: 'computes' } }, async (_, reply) =>
    reply.type(metrics.type).send(await metrics.text()),
  )
}
