import { defineAbility } from '../../model.ts'
import { guardCommand, sendsTo } from './probe.ts'

declare module '../../model.ts' {
  interface AbilityTypes {
    'forward-auth': { offer: ForwardAuthOffer; claim: ForwardAuthClaim }
  }
}

export interface ForwardAuthOffer {
  readonly host: string
  readonly port: number
  /**
   * Paths that a proxy asks before each request: an answer of 2xx lets it pass. For Traefik and Caddy any other answer
   * goes to the browser, such as the redirect to the login; nginx takes 401 only and redirects to `startUrl` itself.
   */
  readonly checkPaths: Readonly<Record<ForwardAuthClaim['asks'], string>>
  /** Public address at which a login begins; the page to come back to is appended. */
  readonly startUrl: string
  /** What the address begins with that browsers without a login are sent to. */
  readonly signIn: string
  /** Headers of the answer that say who it is, for the program behind. */
  readonly headers: readonly string[]
  /** Path below every guarded host that belongs to the provider. */
  readonly ownPath?: string
}

export interface ForwardAuthClaim {
  /** The proxy's way of asking. */
  readonly asks: 'traefik' | 'caddy' | 'nginx'
}

export default defineAbility<'forward-auth'>({
  id: 'forward-auth',
  title: 'Forward auth',
  summary: 'The reverse proxy asks the single sign-on before it opens pages that have no login of their own.',
  type: 'oauth_provider',
  network: 'proxy',
  reach: 'one',
  waits: false,
  probe: ({ consumer, offer, claim, site }) => {
    const { toolbox } = consumer.service
    if (toolbox !== 'busybox' && toolbox !== 'bash') return []
    const page = new URL(`${site.tls === 'off' ? 'http' : 'https'}://ign-verify.${site.domain}/`)
    const refuses = claim.asks === 'nginx'
    return [
      {
        what: `${offer.host} stops a browser that nobody has logged in with`,
        in: consumer.name,
        command: guardCommand(toolbox, offer.host, offer.port, offer.checkPaths[claim.asks], page),
        passes: ({ stdout, stderr }) => {
          const head = `${stdout}\n${stderr}`
          return refuses ? /^\s*HTTP\/1\.[01] 401/m.test(head) : sendsTo(head, offer.signIn)
        },
        retries: 5,
        hint: `Look at its log: docker compose logs ${offer.host}.`,
      },
    ]
  },
})
