import { type AuthorityNeed, defineAbility, type PasswordNeed } from '../../model.ts'

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
  /** The public keys of tokens, for services. */
  readonly jwksUrl: string
  /** The provider's description of itself, for services; it names `issuer`. */
  readonly discoveryUrl: string
  /** Who signed the certificate of the addresses for services, where they are https and no public authority did. */
  readonly authority?: AuthorityNeed
  /** Claim that lists the roles of a user. */
  readonly rolesClaim: string
  /** What to ask for, so that tokens say who the user is and which roles they have; separated by spaces. */
  readonly scopes: string
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
  /** The consumer's page that sends a browser to the provider; absent where only its scripts do. */
  readonly login?: { readonly port: number; readonly path: string }
  /** `implicit` for consumers that take nothing but an ID token from the browser. Default `code`. */
  readonly flow?: 'code' | 'implicit'
  /** False for consumers that cannot prove the code exchange (PKCE). Default true. */
  readonly pkce?: boolean
  /** How the consumer shows its secret when it asks for tokens: in a header or in the form. Default `basic`. */
  readonly tokenAuth?: 'basic' | 'post'
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
