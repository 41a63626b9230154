import { jsonSchemaTransform } from 'fastify-type-provider-zod'

export const securitySchemes = {
  session: { type: 'apiKey', in: 'cookie', name: 'ign_session' },
  token: { type: 'http', scheme: 'bearer', description: 'A token of POST /api/v1/me/tokens or ign user token create' },
} as const

/** Accesses that a token is no help for. */
const sessionOnly = ['any-session', 'second-factor', 'person']
const open = ['public', 'visitor', 'computes']

/** The schemas of a route as JSON schemas, and who may ask as OpenAPI has it; `x-access` has the exact word. */
export const describeAccess: typeof jsonSchemaTransform = (input) => {
  const { schema, url } = jsonSchemaTransform(input)
  const { access } = (input.route?.config ?? {}) as { access?: string }
  if (access === undefined || schema.hide) return { schema, url }
  const needs = [{ session: [] }, ...(sessionOnly.includes(access) ? [] : [{ token: [] }])]
  return { schema: { ...schema, security: open.includes(access) ? [] : needs, 'x-access': access }, url }
}
