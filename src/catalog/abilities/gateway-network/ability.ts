import { defineAbility } from '../../model.ts'
import { reachSteps } from '../../toolbox.ts'

declare module '../../model.ts' {
  interface AbilityTypes {
    'gateway-network': { offer: GatewayNetworkOffer; claim: GatewayNetworkClaim }
  }
}

export interface GatewayNetworkOffer {
  readonly host: string
  readonly port: number
  /** Encrypted connections are let in once a person has approved certificate and gateway. */
  readonly isEncrypted: boolean
}

export interface GatewayNetworkClaim {
  readonly isEncrypted: boolean
}

export default defineAbility<'gateway-network'>({
  id: 'gateway-network',
  title: 'Gateway Network',
  summary: 'A connection from one gateway to another, over which they share tags, history, alarms and administration.',
  network: 'field',
  reach: 'all',
  // each side tries again until the other one is there, and two gateways may connect to each other
  waits: false,
  probe: ({ consumer, offer }) => reachSteps(consumer, offer.host, offer.port),
})
