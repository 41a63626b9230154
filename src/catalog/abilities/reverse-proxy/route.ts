import type { ClaimOf, Instance, ServiceProblem, Site } from '../../model.ts'
import type { ForwardAuthOffer } from '../forward-auth/ability.ts'
import type { ReverseProxyClaim } from './ability.ts'

/** A claim together with what the plant file asks for: all that a proxy has to know about one page. */
export interface Route {
  /** Instance that the page belongs to. */
  readonly name: string
  readonly host: string
  readonly upstream: { readonly host: string; readonly port: number }
  /** Whether the proxy asks for the operator's login. */
  readonly isGuarded: boolean
  readonly rateLimitPerS?: number | undefined
  readonly cors?: { readonly origins: readonly string[] } | undefined
  readonly headers: Readonly<Record<string, string>>
}

/** Whether the proxy asks for a login before anybody gets to the page. */
export const isGuarded = ({ route }: Instance, { login }: ReverseProxyClaim): boolean =>
  (route?.login ?? login) === 'operator'

export function routeOf({ consumer, claim }: ClaimOf<'reverse-proxy'>): Route {
  const { rateLimitPerS, cors, headers = {} } = consumer.route ?? {}
  return {
    name: consumer.name,
    host: claim.host,
    upstream: claim.upstream,
    isGuarded: isGuarded(consumer, claim),
    rateLimitPerS,
    cors,
    headers,
  }
}

/** Methods and headers that pages of other origins may use, for all proxies alike. */
export const corsMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
export const corsHeaders = ['Authorization', 'Content-Type', 'X-Requested-With'] as const

/** What is wrong with the logins of routes, whichever proxy carries them out. */
export function routeProblems(
  claims: readonly ClaimOf<'reverse-proxy'>[],
  site: Site,
  guard: ForwardAuthOffer | undefined,
): ServiceProblem[] {
  return claims.flatMap(({ consumer, claim }) => [
    ...loginProblems(consumer, claim),
    ...(guard && isGuarded(consumer, claim) ? guardProblems(consumer, claim, site, guard) : []),
  ])
}

function loginProblems({ name, route, service }: Instance, { login }: ReverseProxyClaim): ServiceProblem[] {
  if (login !== 'operator' || route?.login === undefined || route.login === 'operator') return []
  const path = ['services', name, 'route', 'login']
  return route.login === 'own'
    ? [
        {
          severity: 'error',
          code: 'stack.option-conflict',
          path,
          message: `${service.title} has no login of its own that "${name}" could ask for`,
          hint: 'Write login: operator, or login: none to open the page to everybody.',
        },
      ]
    : [
        {
          severity: 'warning',
          code: 'stack.weak-security',
          path,
          message: `the page of "${name}" is open to everybody who reaches the proxy`,
          hint: 'Remove login: none, unless that is what you want.',
        },
      ]
}

/** A login is a cookie for the whole domain: a host elsewhere never gets it, and would ask again and again. */
function guardProblems(
  { name }: Instance,
  { host }: ReverseProxyClaim,
  site: Site,
  guard: ForwardAuthOffer,
): ServiceProblem[] {
  if (host.endsWith(`.${site.domain}`)) return []
  return [
    {
      severity: 'error',
      code: 'stack.not-possible',
      path: ['services', name, 'host'],
      message: `"${guard.host}" cannot guard "${host}", because its login is for hosts below "${site.domain}"`,
      hint: `Give "${name}" a host below ${site.domain}, or switch the login off with connect: { forward-auth: [] } at the proxy.`,
    },
  ]
}
