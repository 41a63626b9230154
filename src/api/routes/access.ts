import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { AuditLine, auditExport, auditList } from '../../actions/access/audit.ts'
import {
  mePassword,
  meSessionEnd,
  meSessions,
  meTotpBegin,
  meTotpConfirm,
  meTotpRemove,
} from '../../actions/access/me.ts'
import { oidcBegin, oidcFinish } from '../../actions/access/oidc.ts'
import { secondFactor } from '../../actions/access/second-factor.ts'
import { setupFinish } from '../../actions/access/setup.ts'
import { sessionShow, signIn, signOut } from '../../actions/access/sign-in.ts'
import { meTokenAdd, meTokenRevoke, meTokens, TokenView } from '../../actions/access/tokens.ts'
import {
  userAdd,
  userChange,
  userEndSessions,
  userList,
  userRemove,
  userResetTotp,
  userShow,
} from '../../actions/access/users.ts'
import {
  idleTimeoutS,
  listOf,
  SessionState,
  SessionSummary,
  sessionUser,
  UserView,
} from '../../actions/access/views.ts'
import type { Context } from '../../actions/action.ts'
import { perform } from '../../actions/perform.ts'
import { IgnError } from '../../core/error.ts'
import type { OpenedSession } from '../../platform/auth/sessions.ts'
import { csrfOf } from '../../platform/auth/tokens.ts'
import type { User } from '../../platform/auth/users.ts'
import { cookieHeader, oidcCookie, readCookie, sessionCookie } from '../cookies.ts'
import { endpoint, requestContext } from '../endpoint.ts'
import { type Exposure, originOf } from '../exposure.ts'

const nothing = (_: unknown, __: FastifyRequest, reply: FastifyReply) => reply.code(204).send()

/** Signing in, users, and the audit. */
export const accessRoutes =
  (context: Context, exposure: Exposure): FastifyPluginAsync =>
  async (server) => {
    /** The cookie for the browser, and for the page where it stands now. */
    const opened = (
      { user, opened: session }: { user: User; opened: OpenedSession },
      _: unknown,
      reply: FastifyReply,
    ) => {
      const token = session.token.reveal()
      reply.header('set-cookie', cookieHeader(sessionCookie(exposure), token, exposure))
      const state: SessionState =
        session.kind === 'full'
          ? { state: 'signed-in', user: sessionUser(user), idleTimeoutS, csrf: csrfOf(token) }
          : { state: 'second-factor', csrf: csrfOf(token) }
      return state
    }

    const session = { tags: ['session'] }
    endpoint(server, context, ['GET', '/session'], sessionShow, {
      ...session,
      output: SessionState,
      answer: (state, { sessionToken }) => (sessionToken ? { ...state, csrf: csrfOf(sessionToken) } : state),
    })
    endpoint(server, context, ['POST', '/setup'], setupFinish, {
      ...session,
      status: 201,
      isSignIn: true,
      output: SessionState,
      answer: opened,
    })
    endpoint(server, context, ['POST', '/session'], signIn, {
      ...session,
      isSignIn: true,
      output: SessionState,
      answer: opened,
    })
    endpoint(server, context, ['DELETE', '/session'], signOut, {
      ...session,
      answer: (_, __, reply) =>
        reply
          .code(204)
          .header('set-cookie', cookieHeader(sessionCookie(exposure), '', exposure))
          .send(),
    })

    endpoint(server, context, ['POST', '/session/second-factor'], secondFactor, {
      ...session,
      isSignIn: true,
      output: SessionState,
      answer: opened,
    })

    const provider = { isSignIn: true, access: 'visitor' } as const
    server.get(
      '/session/oidc',
      { schema: { ...session, summary: oidcBegin.summary }, config: { ...provider, action: oidcBegin.id } },
      async (request, reply) => {
        const origin = originOf(request, exposure)
        const { data } = await perform(oidcBegin, { origin }, requestContext(context, request))
        const cookie = cookieHeader(oidcCookie(exposure), data.browser.reveal(), exposure, {
          sameSite: 'Lax',
          maxAgeS: 600,
        })
        return reply.header('set-cookie', cookie).redirect(data.redirect)
      },
    )
    server.get(
      '/session/oidc/callback',
      { schema: { ...session, summary: oidcFinish.summary }, config: { ...provider, action: oidcFinish.id } },
      async (request, reply) => {
        const browser = readCookie(request.headers.cookie, oidcCookie(exposure)) ?? ''
        const input = { origin: originOf(request, exposure), answer: request.url, browser }
        reply.header('set-cookie', cookieHeader(oidcCookie(exposure), '', exposure))
        try {
          opened((await perform(oidcFinish, input, requestContext(context, request))).data, request, reply)
          return reply.redirect('/')
        } catch (error) {
          // a person looks at this, not a program; the console says what the code means
          if (error instanceof IgnError) return reply.redirect(`/#sign-in-error=${error.code}`)
          throw error
        }
      },
    )

    const me = { tags: ['own account'] }
    endpoint(server, context, ['POST', '/me/password'], mePassword, { ...me, output: SessionState, answer: opened })
    endpoint(server, context, ['POST', '/me/totp'], meTotpBegin, {
      ...me,
      output: z.object({ secret: z.string(), uri: z.string().describe('otpauth://…, for a QR code') }),
      // told once, to the one whose device it is for
      answer: ({ secret, uri }) => ({ secret: secret.reveal(), uri: uri.reveal() }),
    })
    endpoint(server, context, ['POST', '/me/totp/confirm'], meTotpConfirm, {
      ...me,
      output: SessionState.extend({ recoveryCodes: z.array(z.string()) }),
      answer: ({ recoveryCodes, ...rest }, request, reply) => ({
        ...opened(rest, request, reply),
        recoveryCodes: recoveryCodes.map((code) => code.reveal()),
      }),
    })
    endpoint(server, context, ['DELETE', '/me/totp'], meTotpRemove, { ...me, answer: nothing })
    endpoint(server, context, ['GET', '/me/sessions'], meSessions, { ...me, output: listOf(SessionSummary) })
    endpoint(server, context, ['DELETE', '/me/sessions/:id'], meSessionEnd, { ...me, answer: nothing })
    endpoint(server, context, ['GET', '/me/tokens'], meTokens, { ...me, output: listOf(TokenView) })
    endpoint(server, context, ['POST', '/me/tokens'], meTokenAdd, {
      ...me,
      status: 201,
      output: TokenView.extend({ token: z.string().describe('Told once') }),
      answer: ({ secret, ...token }) => ({ ...token, token: secret.reveal() }),
    })
    endpoint(server, context, ['DELETE', '/me/tokens/:id'], meTokenRevoke, { ...me, answer: nothing })

    const users = { tags: ['users'] }
    endpoint(server, context, ['GET', '/users'], userList, { ...users, output: listOf(UserView) })
    endpoint(server, context, ['POST', '/users'], userAdd, { ...users, status: 201, output: UserView })
    endpoint(server, context, ['GET', '/users/:name'], userShow, { ...users, output: UserView })
    endpoint(server, context, ['PATCH', '/users/:name'], userChange, { ...users, output: UserView })
    endpoint(server, context, ['DELETE', '/users/:name'], userRemove, { ...users, answer: nothing })
    endpoint(server, context, ['DELETE', '/users/:name/sessions'], userEndSessions, {
      ...users,
      output: z.object({ ended: z.number() }),
    })
    endpoint(server, context, ['DELETE', '/users/:name/totp'], userResetTotp, { ...users, answer: nothing })

    const audit = { tags: ['audit'] }
    endpoint(server, context, ['GET', '/audit'], auditList, {
      ...audit,
      output: listOf(AuditLine).extend({ keptDays: z.number().int().describe('Older lines are removed') }),
    })
    endpoint(server, context, ['GET', '/audit/export'], auditExport, {
      ...audit,
      answer: ({ csv }, _, reply) =>
        reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', 'attachment; filename="audit.csv"')
          .send(csv),
    })
  }
