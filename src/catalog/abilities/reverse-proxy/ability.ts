import { defineAbility, type ProbeStep } from '../../model.ts'

declare module '../../model.ts' {
  interface AbilityTypes {
    'reverse-proxy': { offer: ReverseProxyOffer; claim: ReverseProxyClaim }
  }
}

export interface ReverseProxyOffer {
  /** Instance name of the proxy, also the host its health and routes are tried on. */
  readonly host: string
  /** Port inside the stack that takes the browsers' requests: the TLS one where TLS is on. */
  readonly port: number
  readonly secure: boolean
  /** Where browsers find the TLS port, and who signed its certificate; absent where that is not known. */
  readonly tls?: { readonly address: string; readonly port: number; readonly authorityPath?: string }
}

export interface ReverseProxyClaim {
  /** Public host name, unique in the stack. */
  readonly host: string
  /** Where requests go, inside the stack: instance name and container port. */
  readonly upstream: { readonly host: string; readonly port: number }
  /** `own`: the program asks for a login itself; `operator`: it has none, so the proxy asks. */
  readonly login: 'own' | 'operator'
  /** A path that answers below 400 without a login, for the probe. */
  readonly healthPath: string
}

export default defineAbility<'reverse-proxy'>({
  id: 'reverse-proxy',
  title: 'Reverse proxy',
  summary: 'One address with TLS in front of every web page of the stack, one host name for each service.',
  type: 'reverse_proxy',
  network: 'proxy',
  reach: 'one',
  waits: false,
  probe: ({ offer, claim }) => {
    const certificate: ProbeStep[] = offer.tls
      ? [
          {
            what: `the certificate for ${claim.host} is trusted and names it`,
            in: offer.host,
            tls: { ...offer.tls, host: claim.host },
            hint: `Generate the project again and run: docker compose up --detach ${offer.host}`,
          },
        ]
      : []
    const scheme = offer.secure ? 'https' : 'http'
    return [
      {
        what: `${scheme}://${claim.host} is routed to ${claim.upstream.host}:${claim.upstream.port}`,
        in: offer.host,
        command: [
          'wget',
          '-q',
          '-T',
          '5',
          '-O',
          '/dev/null',
          ...(offer.secure ? ['--no-check-certificate'] : []),
          `${scheme}://${claim.host}:${offer.port}${claim.healthPath}`,
        ],
        // a page behind the proxy's own login answers 401 to us, which shows that the router is there and guarded
        passes: ({ exitCode, stderr }) => (claim.login === 'operator' ? /\b401\b/.test(stderr) : exitCode === 0),
        retries: 5,
        hint: ({ stderr }) =>
          /404/.test(stderr)
            ? `The proxy has no route for ${claim.host}: look for errors in its log (docker compose logs ${offer.host}).`
            : /50[0-4]/.test(stderr)
              ? `The proxy cannot reach ${claim.upstream.host}:${claim.upstream.port}: is the service healthy?`
              : `Look at the proxy's log: docker compose logs ${offer.host}.`,
      },
      ...certificate,
    ]
  },
})
