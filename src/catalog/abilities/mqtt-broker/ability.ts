import { type AuthorityNeed, defineAbility, type PasswordNeed } from '../../model.ts'
import { reachSteps } from '../../toolbox.ts'
import { unknownUsers } from './users.ts'

declare module '../../model.ts' {
  interface AbilityTypes {
    'mqtt-broker': { offer: MqttOffer; claim: MqttClaim }
  }
}

export interface MqttOffer {
  readonly host: string
  readonly port: number
  /** The newest version of MQTT that the broker speaks; a client of 5 has to come down to 3.1.1 where it says so. */
  readonly protocolVersion: '5' | '3.1.1'
  /** Users that the broker has without any client: names that rules may use. */
  readonly users?: readonly string[]
  /** True where the broker has no users, so that everybody may do everything. */
  readonly isOpen?: boolean
  /** The authority that signed the broker's certificate; absent where the listener is plain. */
  readonly authority?: AuthorityNeed
  readonly authorityPath?: string
}

export interface MqttClaim {
  readonly user: string
  readonly password: PasswordNeed
  /** Topic filters the consumer may read and write. */
  readonly topics: readonly { readonly access: 'read' | 'write' | 'readwrite'; readonly filter: string }[]
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
  check: unknownUsers,
})
