import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import type { Access, Context } from '../actions/action.ts'
import { IgnError } from '../core/error.ts'
import { findToken } from '../platform/auth/api-tokens.ts'
import { auditOf } from '../platform/auth/audit.ts'
import { networkOf, tooMany } from '../platform/auth/lockout.ts'
import { findSession } from '../platform/auth/sessions.ts'
import { csrfOf } from '../platform/auth/tokens.ts'
import { type Actor, anonymous, authError, isAtLeast, lower, type Role } from '../platform/index.ts'
import { readCookie, sessionCookie } from './cookies.ts'
import { type Exposure, originOf } from './exposure.ts'
import { RateLimit } from './rate-limit.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may ask; every route says it. */
    readonly access?: Access
    /** Id of the action, for the audit. */
    readonly action?: string
    /** The route checks a secret, and takes only so many requests of an address. */
    readonly isSignIn?: boolean
  }
  interface FastifyRequest {
    actor: Actor
    /** Of the session that the request came with. */
    sessionToken: string | null
  }
}

const signInsPerMinute = 60
/** Lines about refused requests; the audit is no place to fill a disk from outside. */
const refusalsPerMinute = 60

const safeMethods = ['GET', 'HEAD', 'OPTIONS']

/**
 * Sees to it that every route declares who may ask, and that nobody else gets to it. Routes that are open here are left
 * as they are, so that they cost nothing.
 *
 * @throws Error at start for a route that declares nothing
 */
export function installGuard(server: FastifyInstance, context: Context, exposure: Exposure): void {
  const guard = new Guard(context, exposure)
  server.decorateRequest('actor')
  server.decorateRequest('sessionToken', null)
  server.addHook('onRequest', (request, _, next) => {
    request.actor = anonymous
    next()
  })
  server.addHook('onRoute', (route: RouteOptions) => {
    const access = route.config?.access
    if (access === undefined) throw new Error(`${route.method} ${route.url} does not declare who may ask`)
    if (access === 'public' || (access === 'computes' && exposure.isLocal)) return
    const needed = access === 'computes' ? 'viewer' : access
    const before = route.onRequest === undefined ? [] : [route.onRequest].flat()
    route.onRequest = [async (request, reply) => guard.admit(request, reply, needed), ...before]
  })
  server.addHook('onClose', () => guard.close())
}

type Needed = Exclude<Access, 'public' | 'computes'>

class Guard {
  readonly #context: Context
  readonly #exposure: Exposure
  readonly #signIns = new RateLimit(signInsPerMinute)
  readonly #refusals = new RateLimit(refusalsPerMinute)
  #isUsed = false

  constructor(context: Context, exposure: Exposure) {
    this.#context = context
    this.#exposure = exposure
  }

  /** @throws auth.* for who may not ask */
  async admit(request: FastifyRequest, reply: FastifyReply, needed: Needed): Promise<void> {
    this.#isUsed = true
    const { action = '', isSignIn = false } = request.routeOptions.config
    const about = { address: request.ip, agent: request.headers['user-agent'] ?? '', requestId: request.id }
    request.actor = { ...anonymous, ...about }
    try {
      if (isSignIn) this.#limit(request)
      request.actor = { ...(await this.#recognise(request)), ...about }
      // what the answer says holds for this person only
      reply.header('cache-control', 'no-store')
      requireAccess(request.actor, needed)
      this.#requireOwnPage(request)
    } catch (error) {
      if (error instanceof IgnError) await this.#tell(request, action, error)
      throw error
    }
  }

  /** Lines that wait are written before the server is gone. */
  async close(): Promise<void> {
    if (this.#isUsed) await auditOf(await this.#context.database()).flush()
  }

  #limit({ ip }: FastifyRequest): void {
    const waitMs = this.#signIns.take(networkOf(ip), this.#context.now().getTime())
    if (waitMs > 0) throw tooMany(waitMs)
  }

  /**
   * Who asks. A credential that is not valid is told as such: it is not the same as none.
   *
   * @throws auth.session-ended
   */
  async #recognise(request: FastifyRequest): Promise<Actor> {
    const { authorization, cookie } = request.headers
    if (authorization !== undefined) return this.#bearer(authorization)
    const token = readCookie(cookie, sessionCookie(this.#exposure))
    if (token === undefined) return anonymous
    const { query } = await this.#context.database()
    const session = await findSession(query, token, this.#context.now().getTime())
    if (!session) {
      if (request.routeOptions.config.access === 'visitor') return anonymous
      throw authError('auth.session-ended', 'the session has ended')
    }
    request.sessionToken = token
    const { id, kind, user } = session
    const known = { name: user.name, credential: { id } }
    return kind === 'full' ? { kind: 'user', role: user.role as Role, ...known } : { kind: 'pending', ...known }
  }

  /** @throws auth.session-ended for anything but a token that is good now */
  async #bearer(authorization: string): Promise<Actor> {
    const secret = /^Bearer +(ign_[A-Za-z0-9_-]{1,100})$/i.exec(authorization)?.[1]
    const { query } = await this.#context.database()
    const token = secret === undefined ? undefined : await findToken(query, secret, this.#context.now().getTime())
    if (!token) throw authError('auth.session-ended', 'the token is not valid, or no longer')
    const { id, title, role, user } = token
    return { kind: 'token', name: user.name, role: lower(role, user.role as Role), credential: { id, title } }
  }

  /**
   * A page of another origin can make a browser send a request with the cookie; it can neither hide its origin nor know
   * the value of the session.
   */
  #requireOwnPage(request: FastifyRequest): void {
    if (safeMethods.includes(request.method) || request.actor.kind === 'token') return
    const { origin, 'sec-fetch-site': site, 'x-csrf-token': sent } = request.headers
    const isForeign =
      (site !== undefined && site !== 'same-origin' && site !== 'none') ||
      (origin !== undefined && origin !== originOf(request, this.#exposure))
    if (isForeign) throw authError('auth.request-forged', 'the request comes from another origin')
    if (request.sessionToken === null || request.routeOptions.config.access === 'visitor') return
    if (typeof sent !== 'string' || !isSame(sent, csrfOf(request.sessionToken)))
      throw authError('auth.request-forged', 'the request lacks the X-CSRF-Token of its session')
  }

  async #tell({ actor, ip }: FastifyRequest, action: string, { code }: IgnError): Promise<void> {
    const now = this.#context.now()
    if (this.#refusals.take(networkOf(ip), now.getTime()) > 0) return
    auditOf(await this.#context.database()).note({ action, target: '', actor }, now, { outcome: 'refused', code })
  }
}

function requireAccess({ kind, role }: Actor, needed: Needed): void {
  if (needed === 'visitor') return
  if (kind === 'anonymous') throw authError('auth.sign-in-needed', 'nobody is signed in')
  if (kind === 'pending') {
    if (needed === 'any-session' || needed === 'second-factor') return
    throw authError('auth.second-factor-needed', 'the second step of the sign-in is missing')
  }
  if (needed === 'second-factor') throw authError('auth.session-ended', 'there is no sign-in under way')
  if (needed === 'person' || needed === 'any-session') {
    if (kind === 'token') throw authError('auth.session-only', 'a token cannot change the account of its user')
    return
  }
  if (!isAtLeast(role, needed)) throw authError('auth.not-allowed', `this needs the role ${needed}, yours is ${role}`)
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)]
  return left.length === right.length && timingSafeEqual(left, right)
}
