import type { OidcClaim, OidcOffer } from '../../abilities/oidc-login/ability.ts'
import type { ProbeAnswer, ProbedWire, ProbeStep } from '../../model.ts'
import { bashHttp, type HttpCall, httpHeader } from '../../toolbox.ts'

/** The issuer is the public one, the client's secret is known, and the consumer sends browsers to the login page. */
export function loginSteps(wire: ProbedWire<'oidc-login'>): ProbeStep[] {
  const { provider, consumer, offer, claim } = wire
  return [
    {
      what: `the issuer is ${offer.issuer}`,
      in: provider.name,
      command: asProxy(offer, { path: `${offer.basePath}/.well-known/openid-configuration` }),
      passes: ({ stdout }) => /"issuer": ?"([^"]*)"/.exec(stdout)?.[1] === offer.issuer,
      // a client is made by a job after the start
      retries: 30,
      hint: `The job that makes clients failed: look at docker compose logs ${provider.name}-identity.`,
    },
    ...(claim.flow === 'implicit' ? [] : [secretStep(wire)]),
    ...(claim.login
      ? [
          {
            what: `${consumer.name} sends browsers to ${offer.authorizationUrl}`,
            in: provider.name,
            command: bashHttp({ host: consumer.name, port: claim.login.port, path: claim.login.path }),
            passes: ({ stdout }: ProbeAnswer) => redirectsTo(httpHeader(stdout, 'location'), offer, claim),
            hint: `Single sign-on is off or set differently in ${consumer.name}: run docker compose up -d ${consumer.name}.`,
          },
        ]
      : []),
  ]
}

/** A code that nobody issued: a known client with the right secret hears "invalid_grant", all others are refused. */
function secretStep({ provider, consumer, offer, claim }: ProbedWire<'oidc-login'>): ProbeStep {
  return {
    what: `client "${claim.clientId}" is accepted with its secret`,
    in: provider.name,
    command: asProxy(offer, {
      path: new URL(offer.tokenUrl).pathname,
      method: 'POST',
      form: `grant_type=authorization_code&code=none&redirect_uri=${encodeURIComponent(claim.redirectUris[0] ?? '')}&client_id=${claim.clientId}&client_secret=$CLIENT_SECRET`,
    }),
    secrets: { CLIENT_SECRET: { of: consumer.name, secret: claim.secret.name } },
    passes: ({ stdout }) => /"error": ?"invalid_grant"/.test(stdout),
    hint: ({ stdout }) =>
      stdout.includes('invalid_client')
        ? `The secret that ${provider.name} has is not that of ${consumer.name} (secrets/${claim.secret.name}): run docker compose up -d.`
        : `Look at the log: docker compose logs ${provider.name}.`,
  }
}

/** Asks the server as the proxy does; without the head it takes another address for its own. */
function asProxy({ issuer }: OidcOffer, call: Omit<HttpCall, 'host' | 'port' | 'headers'>): string[] {
  const { host, protocol } = new URL(issuer)
  const headers = { Host: host, 'X-Forwarded-Host': host, 'X-Forwarded-Proto': protocol.slice(0, -1) }
  return bashHttp({ ...call, host: '127.0.0.1', port: 9000, headers })
}

/** True when a browser is sent to the public login page and from there back to the consumer's own address. */
function redirectsTo(location: string | undefined, offer: OidcOffer, claim: OidcClaim): boolean {
  if (!location?.startsWith(offer.authorizationUrl) || !URL.canParse(location)) return false
  return claim.redirectUris.includes(new URL(location).searchParams.get('redirect_uri') ?? '')
}
