import {
  type AbilityDefinition,
  type AbilityId,
  type Accept,
  abilities,
  type Claim,
  type Offer,
  type ProbedWire,
  type Provide,
  type Site,
} from '../catalog/index.ts'
import type { Probe } from './blueprint.ts'
import type { Joined } from './connect.ts'
import type { Wire } from './detect.ts'

/** The steps that prove each automatic wire: of its ability, of its provider and of its consumer. */
export function probes(wires: readonly Wire[], joined: ReadonlyMap<string, Joined>, site: Site): Probe[] {
  return wires
    .filter(({ status }) => status === 'automatic')
    .map(({ id, ability, provider, consumer }) => {
      const from = joined.get(provider) as Joined
      const to = joined.get(consumer) as Joined
      const definition = abilities.get(ability) as AbilityDefinition
      const wire: ProbedWire<AbilityId> = {
        provider: from.instance,
        consumer: to.instance,
        offer: from.offers.to(ability, to.instance) as Offer<AbilityId>,
        claim: to.claims.get(id) as Claim<AbilityId>,
        site,
      }
      const provide = from.instance.service.offers?.[ability] as Provide<AbilityId>
      const accept = to.instance.service.accepts?.[ability] as Accept<AbilityId>
      return {
        wire: id,
        steps: [...definition.probe(wire), ...(provide.probe?.(wire) ?? []), ...(accept.probe?.(wire) ?? [])],
      }
    })
}
