import type { OidcClaim, OidcOffer } from '../../abilities/oidc-login/ability.ts'
import type { ProbeAnswer, ProbedWire, ProbeStep } from '../../model.ts'
import { bashHttp, httpHeader, httpStatus } from '../../toolbox.ts'

/** The issuer is the public one, the client's secret is known, and the consumer sends browsers to the login page. */
export function loginSteps(wire: ProbedWire<'oidc-login'>): ProbeStep[] {
  const { provider, consumer, offer, claim } = wire
  return [
    {
      what: `the issuer is ${offer.issuer}`,
      in: provider.name,
      command: bashHttp({
        host: offer.host,
        port: offer.port,
        path: `${offer.basePath}/.well-known/openid-configuration`,
      }),
      passes: ({ stdout }) => stdout.includes(`"issuer":"${offer.issuer}"`),
      hint: `The public address and the generated settings disagree: generate again and run docker compose up -d ${provider.name}.`,
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
    command: bashHttp({
      host: offer.host,
      port: offer.port,
      path: new URL(offer.tokenUrl).pathname,
      method: 'POST',
      form: `grant_type=authorization_code&code=none&redirect_uri=${encodeURIComponent(claim.redirectUris[0] ?? '')}&client_id=${claim.clientId}&client_secret=$CLIENT_SECRET`,
    }),
    secrets: { CLIENT_SECRET: { of: consumer.name, secret: claim.secret.name } },
    passes: ({ stdout }) => httpStatus(stdout) === 400 && stdout.includes('"invalid_grant"'),
    hint: ({ stdout }) =>
      stdout.includes('unauthorized_client') || stdout.includes('invalid_client')
        ? `The secret that ${consumer.name} has (secrets/${claim.secret.name}) is not the one ${provider.name} knows for client "${claim.clientId}". Set it there under Clients > ${claim.clientId} > Credentials.`
        : `Look at the log: docker compose logs ${provider.name}.`,
  }
}

/** True when the browser is sent to the public login page and from there back to the consumer's own address. */
function redirectsTo(location: string | undefined, offer: OidcOffer, claim: OidcClaim): boolean {
  if (!location?.startsWith(offer.authorizationUrl)) return false
  return claim.redirectUris.includes(new URL(location).searchParams.get('redirect_uri') ?? '')
}
