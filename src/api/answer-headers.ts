import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Exposure, isLocalName } from './exposure.ts'

/** Answers of the API are no pages: nothing in them is carried out, and nobody shows them within a page. */
const nothingRuns = "default-src 'none'; frame-ancestors 'none'"

/** Nothing from elsewhere, no script in the page; a style attribute is set by script and not written in the page. */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const always = {
  'content-security-policy': nothingRuns,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const

/** Browsers remember it for the name and not for the port, so `localhost` must never get it. */
const httpsOnly = 'max-age=31536000'

/** Tells browsers with an answer what they must not do with it. */
export const protection =
  ({ isSecure }: Exposure) =>
  ({ host }: FastifyRequest, reply: FastifyReply): void => {
    reply.headers(always)
    if (isSecure && !isLocalName(host)) reply.header('strict-transport-security', httpsOnly)
  }
