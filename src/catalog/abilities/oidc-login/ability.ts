import { defineAbility, type PasswordNeed } from '../../model.ts'

declare module '../../model.ts' {
  interface AbilityTypes {
    'oidc-login': { offer: OidcOffer; claim: OidcClaim }
  }
}

export interface OidcOffer {
  readonly host: string
  readonly port: number
  /** The path below which the provider's OpenID endpoints are. */
  readonly basePath: string
  /** What tokens name as their issuer, and what a browser opens. */
  readonly issuer: string
  readonly authorizationUrl: string
  /** Asked by services, not by browsers: inside the stack. */
  readonly tokenUrl: string
  readonly userinfoUrl: string
  readonly logoutUrl: string
}

export interface OidcClaim {
  readonly clientId: string
  readonly title: string
  readonly secret: PasswordNeed
  /** Where the browser sees the consumer. */
  readonly rootUrl: string
  readonly redirectUris: readonly string[]
  readonly postLogoutUri: string
  /** Realm roles the consumer understands. */
  readonly roles: readonly { readonly name: string; readonly description: string }[]
  /** The consumer's page that sends a browser to the provider. */
  readonly login: { readonly port: number; readonly path: string }
}

export default defineAbility<'oidc-login'>({
  id: 'oidc-login',
  title: 'Single sign-on',
  summary: 'One login for the stack through OpenID Connect; browsers use the public address, services the inner one.',
  type: 'oauth_provider',
  network: 'proxy',
  reach: 'one',
  waits: false,
  // from where and with what the provider can be asked depends on its image
  probe: () => [],
})
