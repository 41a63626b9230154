import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Action, Context } from '../actions/action.ts'
import { actionError } from '../actions/errors.ts'
import { perform } from '../actions/perform.ts'
import { describeActor } from '../platform/auth/actor.ts'
import { onceOnly } from '../platform/repeats/repeats.ts'

export interface EndpointOptions<Data> {
  readonly tags: readonly string[]
  /** What it answers, for the description. */
  readonly output?: z.ZodType
  readonly status?: number
  /** Checks a secret, and takes only so many requests of an address. */
  readonly isSignIn?: boolean
  /** Sent again with the same `Idempotency-Key`, it gets the first answer instead of being carried out again. */
  readonly isRepeatable?: boolean
  /** The body is a file, which the action reads as `content`; all else stands in path and query. */
  readonly isUpload?: boolean
  /** The most that a body may have, where that is more than usual; it may then take longer to arrive, too. */
  readonly bodyLimitBytes?: number
  /** Part of the input that stands in headers. */
  readonly fromHeaders?: (request: FastifyRequest) => Readonly<Record<string, unknown>>
  /** Makes the answer of the result, where it is not the result itself. */
  readonly answer?: (data: Data, request: FastifyRequest, reply: FastifyReply) => unknown
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * One action, one endpoint. What stands in the path, the query or the body follows from the action's input and from
 * `path`; who may ask is the action's `access`.
 */
export function endpoint<Input, Data>(
  server: FastifyInstance,
  context: Context,
  [method, path]: readonly [Method, string],
  action: Action<Input, Data>,
  options: EndpointOptions<Data>,
): void {
  const { tags, output, status = 200, isSignIn = false, isRepeatable = false, fromHeaders, answer } = options
  const { isUpload = false, bodyLimitBytes } = options
  const schema = {
    tags,
    summary: action.summary,
    ...schemaOf(action.input, method, path, isUpload),
    ...(output ? { response: { [status]: output } } : {}),
  }
  server.route({
    method,
    url: path,
    schema,
    config: {
      access: action.access,
      action: action.id,
      isSignIn,
      mayTakeLong: isUpload || bodyLimitBytes !== undefined,
    },
    ...(bodyLimitBytes === undefined ? {} : { bodyLimit: bodyLimitBytes }),
    handler: async (request, reply) => {
      const carryOut = async () => {
        const input = { ...inputOf(request, method, isUpload), ...fromHeaders?.(request) }
        const { data } = await perform(action, input, requestContext(context, request))
        reply.code(status)
        return answer ? answer(data, request, reply) : data
      }
      const key = isRepeatable ? request.headers['idempotency-key'] : undefined
      return key === undefined ? carryOut() : answerOnce(String(key), carryOut, request, reply, context)
    },
  })
}

/** The first answer is kept for a client that did not get it. */
async function answerOnce(
  key: string,
  carryOut: () => Promise<unknown>,
  request: FastifyRequest,
  reply: FastifyReply,
  context: Context,
): Promise<string> {
  const repeatable = {
    actor: describeActor(request.actor),
    key,
    content: `${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`,
  }
  const { status, headers, body } = await onceOnly(
    await context.database(),
    repeatable,
    context.now().getTime(),
    async () => {
      const answered = JSON.stringify(await carryOut())
      return { status: reply.statusCode, headers: keptHeaders(reply), body: answered }
    },
  )
  reply.code(status).headers(headers).type('application/json')
  return body
}

const keptHeaders = (reply: FastifyReply): Record<string, string> =>
  Object.fromEntries(
    ['etag', 'location'].flatMap((name) => {
      const value = reply.getHeader(name)
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )

/** The world of one request: the action gets to know who asks. */
export const requestContext = (context: Context, { actor }: FastifyRequest): Context => ({ ...context, actor })

/** @throws action.invalid-input when the body is not an object */
function inputOf({ body, params, query }: FastifyRequest, method: Method, isUpload: boolean): object {
  if (isUpload) return { ...(query as object), ...(params as object), content: body }
  const given = method === 'GET' ? query : (body ?? {})
  if (typeof given !== 'object' || Array.isArray(given))
    throw actionError('action.invalid-input', 'the body must be a JSON object')
  return { ...given, ...(params as object) }
}

function schemaOf(input: z.ZodType, method: Method, path: string, isUpload: boolean) {
  if (!(input instanceof z.ZodObject)) throw new Error(`the input of ${method} ${path} is not an object`)
  const inPath = [...path.matchAll(/:(\w+)/g)].map((match) => match[1] as string)
  const shape = Object.entries(input.shape as Record<string, z.ZodType>)
  const objectOf = (entries: typeof shape) => z.object(Object.fromEntries(entries))
  const params = shape.filter(([key]) => inPath.includes(key))
  const rest = shape.filter(([key]) => !inPath.includes(key) && !(isUpload && key === 'content'))
  const inParams = params.length > 0 ? { params: objectOf(params) } : {}
  if (isUpload) return { ...inParams, querystring: objectOf(rest), consumes: [fileType], body: fileBody }
  return {
    ...inParams,
    ...(rest.length > 0 || hasBody(method) ? { [method === 'GET' ? 'querystring' : 'body']: objectOf(rest) } : {}),
  }
}

const fileType = 'application/octet-stream'
const fileBody = z.string().meta({ format: 'binary' })

/**
 * Takes files as bodies: they are not read before the action does so. What stands for one is not walked through by
 * whoever looks at bodies.
 */
export function takeUploads(server: FastifyInstance): void {
  server.addContentTypeParser(fileType, (request, payload, done) => {
    const announced = Number(request.headers['content-length'] ?? Number.NaN)
    // who stops reading has an answer to send: the connection stays for that
    const read = () => payload.iterator({ destroyOnReturn: false })
    done(null, { read, bytes: Number.isNaN(announced) ? undefined : announced })
  })
}

const hasBody = (method: Method): boolean => method !== 'GET' && method !== 'DELETE'
