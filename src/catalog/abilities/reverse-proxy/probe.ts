import type { CommandStep, ProbeAnswer, ProbedWire, ProbeStep } from '../../model.ts'
import { sendsTo } from '../forward-auth/probe.ts'
import { isGuarded } from './route.ts'

/** For proxies whose image has the `wget` of busybox, which shows redirects with `-S` and follows them. */
export const wgetRouteSteps = (wire: ProbedWire<'reverse-proxy'>): ProbeStep[] => {
  const { offer, claim } = wire
  return [
    routeStep(wire, [
      'wget',
      '-S',
      '-T',
      '5',
      '-O',
      '/dev/null',
      // a login page is for browsers: programs are refused without one
      '--header',
      'Accept: text/html, */*',
      ...(offer.secure ? ['--no-check-certificate'] : []),
      `${addressOf(wire)}${claim.healthPath}`,
    ]),
  ]
}

/** For proxies whose image has curl. */
export const curlRouteSteps = (wire: ProbedWire<'reverse-proxy'>): ProbeStep[] => [
  routeStep(wire, [
    'sh',
    '-c',
    // the head goes to standard error, where wget writes it; the host name leads to this container
    `curl --silent --show-error --insecure --fail --max-time 5 --header 'Accept: text/html, */*' --output /dev/null --dump-header /dev/stderr ${quoted(
      `${addressOf(wire)}${wire.claim.healthPath}`,
    )}`,
  ]),
]

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

const addressOf = ({ offer, claim }: ProbedWire<'reverse-proxy'>): string =>
  `${offer.secure ? 'https' : 'http'}://${claim.host}:${offer.port}`

/** The page answers; one that is guarded refuses us, which shows that it is routed and closed. */
function routeStep({ consumer, offer, claim }: ProbedWire<'reverse-proxy'>, command: string[]): CommandStep {
  const guarded = isGuarded(consumer, claim)
  const { guard } = offer
  const scheme = offer.secure ? 'https' : 'http'
  return {
    what: `${scheme}://${claim.host} is routed to ${claim.upstream.host}:${claim.upstream.port}${
      guarded ? `, after ${guard ? `a login at ${guard.host}` : "the operator's login"}` : ''
    }`,
    in: offer.host,
    command,
    passes: ({ exitCode, stderr }) =>
      guarded ? (guard ? sendsTo(stderr, guard.signIn) : exitCode !== 0 && /\b401\b/.test(stderr)) : exitCode === 0,
    retries: 5,
    hint: ({ stderr }: ProbeAnswer) =>
      /\b404\b/.test(stderr)
        ? `The proxy has no route for ${claim.host}: look for errors in its log (docker compose logs ${offer.host}).`
        : /\b50[0-4]\b/.test(stderr)
          ? `The proxy cannot reach ${guarded && guard ? `${guard.host}:${guard.port} or ` : ''}${claim.upstream.host}:${claim.upstream.port}: is the service healthy?`
          : `Look at the proxy's log: docker compose logs ${offer.host}.`,
  }
}
