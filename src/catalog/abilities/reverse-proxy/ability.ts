import { defineAbility } from '../../model.ts'
import type { ForwardAuthOffer } from '../forward-auth/ability.ts'

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
  /** Who asks for the operator's login; absent: the proxy itself, for the operator's password. */
  readonly guard?: ForwardAuthOffer
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
  // how a page is asked for depends on the programs in the proxy's image, so that is in its folder
  probe: ({ offer, claim }) =>
    offer.tls
      ? [
          {
            what: `the certificate for ${claim.host} is trusted and names it`,
            in: offer.host,
            tls: { ...offer.tls, host: claim.host },
            hint: `Generate the project again and run: docker compose up --detach ${offer.host}`,
          },
        ]
      : [],
})
