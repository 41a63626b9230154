import {
  type AbilityDefinition,
  type AbilityId,
  type Accept,
  abilities,
  type ClaimOf,
  type Instance,
  type NetworkName,
  type Offer,
  type Parts,
  type Provide,
  type ServiceContext,
} from '../catalog/index.ts'
import { compareText } from '../core/issue.ts'
import type { Detection, Wire } from './detect.ts'
import { mergeParts } from './merge-parts.ts'
import { Offers } from './offers.ts'
import type { Placed } from './site.ts'

/** What has been gathered for one instance. */
export interface Joined {
  readonly instance: Instance
  readonly context: ServiceContext
  readonly own: Parts
  readonly networks: Partial<Record<NetworkName, string[]>>
  /** What it claimed on each wire, by the wire's id. */
  readonly claims: Map<string, unknown>
  /** Instances that carry out something for it, on wires or in return for being one's data source. */
  readonly claimedFrom: Set<string>
  readonly offers: Offers
}

/**
 * Lets every instance and both ends of every automatic wire add their parts: first each consumer says what it claims
 * of its providers, then each provider serves what was claimed of it.
 */
export function connect({ wires }: Detection, placed: Placed): Map<string, Joined> {
  const connected = wires.filter(({ status, isPrepared }) => status === 'automatic' || isPrepared)
  const accepted = Map.groupBy(connected, ({ consumer }) => consumer)
  const claims = new ClaimBook()
  const joined = entries(placed, accepted, claims)
  const gathered = new Map<string, Parts[]>()
  for (const entry of joined.values()) {
    gathered.set(entry.instance.name, claimAll(entry, accepted.get(entry.instance.name) ?? [], joined, claims))
  }
  // a wire that is finished by hand needs the way through the network all the same
  for (const { status, consumer, provider, ability } of wires) {
    if (status !== 'unsupported') meet(joined, consumer, provider, abilities.get(ability) as AbilityDefinition)
  }
  for (const entry of joined.values()) {
    const own = mergeParts([...(gathered.get(entry.instance.name) ?? []), ...serveAll(entry, claims)])
    if (Object.keys(entry.networks).length === 0) entry.networks[entry.instance.service.homeNetwork ?? 'data'] = []
    for (const [network, aliases] of Object.entries(own.aliases ?? {})) {
      entry.networks[network as NetworkName] = [...aliases]
    }
    joined.set(entry.instance.name, { ...entry, own })
  }
  return joined
}

/** An entry for each instance, with what its service may ask about the rest of the stack. */
function entries(
  { instances, site }: Placed,
  accepted: ReadonlyMap<string, readonly Wire[]>,
  claims: ClaimBook,
): Map<string, Joined> {
  const joined = new Map<string, Joined>()
  // sorted once, when somebody asks
  let ordered: readonly Instance[] | undefined
  const inOrder = () => (ordered ??= [...instances.values()].sort(byName))
  for (const instance of instances.values()) {
    const offers = new Offers(instance)
    const context: ServiceContext = {
      instance,
      site,
      accepted: <A extends AbilityId>(ability: A) =>
        (accepted.get(instance.name) ?? [])
          .filter((wire) => wire.ability === ability)
          .map((wire) => joined.get(wire.provider)?.offers.to(ability, instance) as Offer<A>),
      neighbours: () => inOrder().filter((other) => other !== instance),
      claimed: (ability) => claims.of(ability),
    }
    offers.context = context
    joined.set(instance.name, {
      instance,
      context,
      own: {},
      networks: {},
      claims: new Map(),
      claimedFrom: new Set(),
      offers,
    })
  }
  return joined
}

/** The parts of a consumer: its own, and those of each wire that it is connected by. */
function claimAll(
  entry: Joined,
  wires: readonly Wire[],
  joined: ReadonlyMap<string, Joined>,
  claims: ClaimBook,
): Parts[] {
  const { instance, context } = entry
  const list = [instance.service.parts(context)]
  for (const { id, ability, provider: providerName } of wires) {
    const provider = joined.get(providerName) as Joined
    const accept = instance.service.accepts?.[ability] as Accept<AbilityId>
    const { claim, parts } = accept.connect(context, provider.offers.to(ability, instance) as Offer<AbilityId>)
    entry.claims.set(id, claim)
    entry.claimedFrom.add(providerName)
    claims.add(providerName, ability, { consumer: instance, claim })
    if (!parts) continue
    list.push(parts)
    if (parts.ownClaims) provider.claimedFrom.add(instance.name)
    // a wire may ask for something of the consumer's own offers in the provider's name, such as a reader of its tables
    for (const [own, asked] of Object.entries(parts.ownClaims ?? {})) {
      for (const claim of asked) claims.add(instance.name, own as AbilityId, { consumer: provider.instance, claim })
    }
  }
  return list
}

/** The parts that a provider adds for what was claimed of it. */
function serveAll({ instance, context }: Joined, claims: ClaimBook): Parts[] {
  const { offers = {} } = instance.service
  return Object.keys(offers).flatMap((ability) => {
    const { serve } = offers[ability as AbilityId] as Provide<AbilityId>
    return serve?.(context, claims.at(instance.name, ability as AbilityId)) ?? []
  })
}

/** What was claimed of whom; read by the consumer's name, so that the order of the plant file changes no file. */
class ClaimBook {
  readonly #claims = new Map<AbilityId, Map<string, ClaimOf<AbilityId>[]>>()

  add(provider: string, ability: AbilityId, claim: ClaimOf<AbilityId>): void {
    const ofAbility = this.#claims.get(ability) ?? new Map<string, ClaimOf<AbilityId>[]>()
    this.#claims.set(ability, ofAbility)
    const list = ofAbility.get(provider)
    if (list) list.push(claim)
    else ofAbility.set(provider, [claim])
  }

  /** What was claimed of one provider. */
  at(provider: string, ability: AbilityId): ClaimOf<AbilityId>[] {
    return [...(this.#claims.get(ability)?.get(provider) ?? [])].sort(byConsumer)
  }

  /** What was claimed of all providers together. */
  of<A extends AbilityId>(ability: A): readonly ClaimOf<A>[] {
    const lists = [...(this.#claims.get(ability)?.values() ?? [])] as unknown as ClaimOf<A>[][]
    return lists.flat().sort(byConsumer)
  }
}

const byName = (a: Instance, b: Instance): number => compareText(a.name, b.name)

const byConsumer = (a: ClaimOf<AbilityId>, b: ClaimOf<AbilityId>): number => byName(a.consumer, b.consumer)

/** Both ends of a wire join the network segment of its ability. */
function meet(
  joined: ReadonlyMap<string, Joined>,
  consumer: string,
  provider: string,
  { network }: AbilityDefinition,
): void {
  for (const name of [consumer, provider]) {
    const networks = joined.get(name)?.networks
    if (networks) networks[network] ??= []
  }
}
