import type { OidcClaim, OidcOffer } from '../../abilities/oidc-login/ability.ts'
import type { ProbedWire, ProbeStep } from '../../model.ts'

/** The head that the reverse proxy adds; without it Authelia does not know its own address. */
const asProxy = (issuer: string): string => {
  const { host } = new URL(issuer)
  return `--header 'X-Forwarded-Proto: https' --header 'X-Forwarded-Host: ${host}'`
}

const wget = 'wget -S -T 5 -O -'

/** The issuer is the public one, the client's secret is known, and the consumer sends browsers to the login page. */
export function loginSteps({ provider, consumer, offer, claim }: ProbedWire<'oidc-login'>): ProbeStep[] {
  const inner = `http://127.0.0.1:9091`
  const form = `grant_type=authorization_code&code=authelia_ac_none&redirect_uri=${encodeURIComponent(claim.redirectUris[0] ?? '')}`
  const isPost = claim.tokenAuth === 'post'
  const login = isPost
    ? `--post-data "${form}&client_id=${claim.clientId}&client_secret=$CLIENT_SECRET"`
    : `--header "Authorization: Basic $(printf '%s:%s' '${claim.clientId}' "$CLIENT_SECRET" | base64 | tr -d '\\n')" --post-data "${form}"`
  const steps: ProbeStep[] = [
    {
      what: `the issuer is ${offer.issuer}`,
      in: provider.name,
      command: ['sh', '-c', `${wget} ${asProxy(offer.issuer)} ${inner}/.well-known/openid-configuration`],
      passes: ({ stdout }) => stdout.includes(`"issuer":"${offer.issuer}"`),
      hint: `Generate again and run docker compose up -d ${provider.name}.`,
    },
  ]
  if (claim.flow !== 'implicit') {
    steps.push({
      what: `client "${claim.clientId}" is accepted with its secret`,
      in: provider.name,
      // a code that nobody issued: a known client with the right secret hears 400, all others 401
      command: ['sh', '-c', `${wget} ${asProxy(offer.issuer)} ${login} ${inner}/api/oidc/token`],
      secrets: { CLIENT_SECRET: { of: consumer.name, secret: claim.secret.name } },
      passes: ({ stderr }) => /HTTP\/1\.[01] 400/.test(stderr),
      hint: ({ stderr }) =>
        /\b401\b/.test(stderr)
          ? `The digest that ${provider.name} has is not of the secret that ${consumer.name} has (secrets/${claim.secret.name}): generate again and run docker compose up -d.`
          : `Look at the log: docker compose logs ${provider.name}.`,
    })
  }
  if (claim.login) {
    steps.push({
      what: `${consumer.name} sends browsers to ${offer.authorizationUrl}`,
      in: provider.name,
      command: ['sh', '-c', `${wget} 'http://${consumer.name}:${claim.login.port}${claim.login.path}'`],
      passes: ({ stderr }) => redirects(stderr, offer, claim),
      hint: `Single sign-on is off or set differently in ${consumer.name}: run docker compose up -d ${consumer.name}.`,
    })
  }
  return steps
}

/** True when a browser is sent to the public login page and from there back to the consumer's own address. */
const redirects = (head: string, offer: OidcOffer, claim: OidcClaim): boolean =>
  head.split(/\r?\n/).some((line) => {
    const [, location] = /^\s*location:\s*(\S+)/i.exec(line) ?? []
    if (!location?.startsWith(offer.authorizationUrl) || !URL.canParse(location)) return false
    return claim.redirectUris.includes(new URL(location).searchParams.get('redirect_uri') ?? '')
  })
