import {
  type AbilityId,
  type Accept,
  type Instance,
  type ServiceDefinition,
  services,
} from '../../src/catalog/index.ts'
import { resolve, statusOf } from '../../src/stack/index.ts'
import { PlantFile } from '../../src/stack/spec.ts'

export type Status = 'automatic' | 'manual' | 'unsupported'

/** What becomes of a consumer and a provider of an ability, for versions that all behave alike. */
export interface Wiring {
  readonly ability: AbilityId
  readonly consumer: ServiceDefinition
  /** Listed versions of the consumer that this holds for; empty where it holds for all. */
  readonly versions: readonly string[]
  readonly provider: ServiceDefinition
  readonly status: Status
  readonly note: string
}

/** Every pair that the catalogue can wire, asked of the services themselves for each listed version. */
export function allWirings(): Wiring[] {
  return [...services.values()].flatMap((consumer) =>
    (Object.keys(consumer.accepts ?? {}) as AbilityId[])
      .sort()
      .flatMap((ability) =>
        providersOf(consumer, ability).flatMap((provider) => wiringsOf(ability, consumer, provider)),
      ),
  )
}

export function providersOf(consumer: ServiceDefinition, ability: AbilityId): ServiceDefinition[] {
  const accept = consumer.accepts?.[ability] as Accept<AbilityId> | undefined
  return [...services.values()].filter(
    (provider) => provider.offers?.[ability] && (accept?.providers?.includes(provider.id) ?? true),
  )
}

function wiringsOf(ability: AbilityId, consumer: ServiceDefinition, provider: ServiceDefinition): Wiring[] {
  const accept = consumer.accepts?.[ability] as Accept<AbilityId>
  const groups = new Map<string, { status: Status; note: string; versions: string[] }>()
  for (const version of consumer.versions) {
    // the notes of all versions of a provider have been the same so far; should one differ, it gets a line of its own
    for (const other of provider.versions) {
      const { status, note: reason = '' } = statusOf(instance(consumer, version), instance(provider, other), ability)
      const note = [reason, accept.onlyNamed ? 'Only where `connect` names the provider.' : ''].join(' ').trim()
      const group = groups.get(`${status} ${note}`) ?? { status, note, versions: [] }
      if (!group.versions.includes(version)) group.versions.push(version)
      groups.set(`${status} ${note}`, group)
    }
  }
  return [...groups.values()].map(({ status, note, versions }) => ({
    ability,
    consumer,
    versions: versions.length === consumer.versions.length ? [] : versions,
    provider,
    status,
    note,
  }))
}

/** A service with its defaults, as a plant file that only names it would give it. */
function instance(service: ServiceDefinition, version: string): Instance {
  const spec = PlantFile.parse({
    version: 1,
    name: 'matrix',
    services: { [service.id]: { uses: service.id, version } },
  })
  const found = resolve(spec).instances.get(service.id)
  if (!found) throw new Error(`${service.id} ${version} has options without a default`)
  return found
}
