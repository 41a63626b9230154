import { type AuthorityNeed, defineAbility, type PasswordNeed } from '../../model.ts'
import { reachSteps } from '../../toolbox.ts'

declare module '../../model.ts' {
  interface AbilityTypes {
    'mqtt-broker': { offer: MqttOffer; claim: MqttClaim }
  }
}

export interface MqttOffer {
  readonly host: string
  readonly port: number
  /** The authority that signed the broker's certificate; absent where the listener is plain. */
  readonly authority?: AuthorityNeed
  readonly authorityPath?: string
}

export interface MqttClaim {
  readonly user: string
  readonly password: PasswordNeed
  /** Topic filters the consumer may read and write. */
  readonly topics: readonly { readonly access: 'read' | 'write' | 'readwrite'; readonly filter: string }[]
  /** Topics on which the running consumer itself answers: what arrives at `request` it publishes to `reply`. */
  readonly echo?: { readonly request: string; readonly reply: string }
}

export default defineAbility<'mqtt-broker'>({
  id: 'mqtt-broker',
  title: 'MQTT broker',
  summary: 'A user of its own for each client, with a password, an access list and, where switched on, TLS.',
  type: 'mqtt_broker',
  network: 'field',
  reach: 'all',
  waits: true,
  probe: ({ consumer, offer }) => reachSteps(consumer, offer.host, offer.port),
})
