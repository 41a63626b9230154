import type { AbilityId, Instance, Offer, Provide, ServiceContext, ServiceDefinition } from '../catalog/index.ts'

/** What an instance offers, made on demand, because it may follow from what others offer it. */
export class Offers {
  context: ServiceContext | undefined
  readonly #made = new Map<AbilityId, unknown>()
  readonly #service: ServiceDefinition

  constructor({ service }: Instance) {
    this.#service = service
  }

  /** Undefined for an ability that the service does not offer. */
  of(ability: AbilityId): unknown {
    const provide = this.#service.offers?.[ability] as Provide<AbilityId> | undefined
    if (!provide || !this.context) return undefined
    let offer = this.#made.get(ability)
    if (offer === undefined) {
      offer = provide.offer(this.context)
      this.#made.set(ability, offer)
    }
    return offer
  }

  /** The offer as one consumer is told it. */
  to(ability: AbilityId, consumer: Instance): unknown {
    const offer = this.of(ability)
    const provide = this.#service.offers?.[ability] as Provide<AbilityId> | undefined
    return offer === undefined ? undefined : (provide?.offerTo?.(offer as Offer<AbilityId>, consumer) ?? offer)
  }
}
