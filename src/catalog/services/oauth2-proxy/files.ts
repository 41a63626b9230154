import type { ForwardAuthOffer } from '../../abilities/forward-auth/ability.ts'
import type { OidcOffer } from '../../abilities/oidc-login/ability.ts'
import type { ServiceContext, Site } from '../../model.ts'

/** One login for all hosts below the domain. */
export const cookieDomain = (site: Site): string => `.${site.domain}`

/**
 * Every address is named, none is discovered: the description of the provider names public addresses for what only
 * containers ask.
 */
export const loginEnvironment = (instance: string, root: string, offer: OidcOffer): Record<string, string> => ({
  OAUTH2_PROXY_PROVIDER: 'oidc',
  OAUTH2_PROXY_PROVIDER_DISPLAY_NAME: 'Plant login',
  OAUTH2_PROXY_CLIENT_ID: instance,
  OAUTH2_PROXY_REDIRECT_URL: `${root}/oauth2/callback`,
  OAUTH2_PROXY_SKIP_OIDC_DISCOVERY: 'true',
  OAUTH2_PROXY_OIDC_ISSUER_URL: offer.issuer,
  OAUTH2_PROXY_LOGIN_URL: offer.authorizationUrl,
  OAUTH2_PROXY_REDEEM_URL: offer.tokenUrl,
  OAUTH2_PROXY_PROFILE_URL: offer.userinfoUrl,
  OAUTH2_PROXY_OIDC_JWKS_URL: offer.jwksUrl,
  OAUTH2_PROXY_OIDC_GROUPS_CLAIM: offer.rolesClaim,
  OAUTH2_PROXY_SCOPE: offer.scopes,
  OAUTH2_PROXY_CODE_CHALLENGE_METHOD: 'S256',
  OAUTH2_PROXY_INSECURE_OIDC_SKIP_NONCE: 'false',
})

export function forwardAuthOffer(context: ServiceContext): ForwardAuthOffer {
  const { instance, site } = context
  const [login] = context.accepted('oidc-login')
  return {
    host: instance.name,
    port: 4180,
    checkPaths: { traefik: '/', caddy: '/', nginx: '/oauth2/auth' },
    startUrl: `${site.url(instance).href}/oauth2/start?rd=`,
    signIn: login?.authorizationUrl ?? site.url(instance).href,
    headers: [
      'X-Auth-Request-User',
      'X-Auth-Request-Email',
      'X-Auth-Request-Preferred-Username',
      'X-Auth-Request-Groups',
    ],
  }
}
