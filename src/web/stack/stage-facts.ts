import { useMemo } from 'react'
import type { Issue, Outline, OutlineService, Wire } from '../api.ts'
import type { State } from '../parts/icon.tsx'
import { serviceOf } from '../plant/pointer.ts'
import { isSeen, type Lens } from './lens.ts'
import type { Topology } from './topology.ts'
import { type Standing, standingOf } from './trunk-standing.ts'

/** What the stage knows of services and wires, each found anew only when what it is made of has changed. */
export interface StageFacts {
  readonly wires: ReadonlyMap<string, Wire>
  readonly services: ReadonlyMap<string, OutlineService>
  readonly worst: ReadonlyMap<string, 'error' | 'warning'>
  /** The abilities of a card that are no lines, as one text. */
  readonly folded: ReadonlyMap<string, string>
  /** The first address of a service, without its scheme. */
  readonly urls: ReadonlyMap<string, string>
  /** Services that the lens shows a wire of; undefined where it shows all. */
  readonly reached: ReadonlySet<string> | undefined
  /** How the wires of each trunk stand, by its key. */
  readonly standings: ReadonlyMap<string, Standing>
}

interface FactsOf {
  readonly outline: Outline
  readonly issues: readonly Issue[]
  readonly topology: Topology
  readonly lens: Lens
  readonly stateOf: (wire: Wire) => State
}

export function useStageFacts({ outline, issues, topology, lens, stateOf }: FactsOf): StageFacts {
  const all = outline.wires
  const wires = useMemo(() => new Map(all.map((wire) => [wire.id, wire])), [all])
  const services = useMemo(
    () => new Map(outline.services.map((service) => [service.name, service])),
    [outline.services],
  )
  const broken = useMemo(() => all.filter((wire) => stateOf(wire) === 'error'), [all, stateOf])
  const worst = useMemo(() => worstOf(issues, broken), [issues, broken])
  const folded = useMemo(() => foldedOf(topology, all), [topology, all])
  const urls = useMemo(() => addressesOf(outline.urls), [outline.urls])
  const reached = useMemo(
    () => (lens === 'all' ? undefined : endsOf(all.filter((wire) => isSeen(lens, wire, stateOf(wire))))),
    [lens, all, stateOf],
  )
  const standings = useMemo(() => standingsOf(topology, wires, stateOf), [topology, wires, stateOf])
  return { wires, services, worst, folded, urls, reached, standings }
}

/** The worst of each service: a problem of its own, or a wire of it that does not carry. */
function worstOf(issues: readonly Issue[], broken: readonly Wire[]): Map<string, 'error' | 'warning'> {
  const worst = new Map<string, 'error' | 'warning'>(broken.map(({ consumer }) => [consumer, 'error']))
  for (const { path, severity } of issues) {
    const name = serviceOf(path)
    if (name === undefined || severity === 'info' || worst.get(name) === 'error') continue
    worst.set(name, severity)
  }
  return worst
}

/** The abilities of each card that are no lines. */
function foldedOf({ folded }: Topology, wires: readonly Wire[]): Map<string, string> {
  const found = new Map<string, Set<string>>()
  for (const { ability, provider, consumer } of wires) {
    if (!folded.has(ability)) continue
    for (const name of [provider, consumer]) found.set(name, (found.get(name) ?? new Set()).add(ability))
  }
  return new Map([...found].map(([name, abilities]) => [name, [...abilities].sort().join(', ')]))
}

const standingsOf = (
  { trunks }: Topology,
  wires: StageFacts['wires'],
  stateOf: (wire: Wire) => State,
): Map<string, Standing> =>
  new Map(
    trunks.map(({ key, wires: ids }) => [
      key,
      standingOf(
        ids.flatMap((id) => {
          const wire = wires.get(id)
          return wire ? [stateOf(wire)] : []
        }),
      ),
    ]),
  )

const endsOf = (wires: readonly Wire[]): Set<string> =>
  new Set(wires.flatMap(({ provider, consumer }) => [provider, consumer]))

const addressesOf = (urls: Outline['urls']): Map<string, string> =>
  new Map(urls.toReversed().map(({ service, url }) => [service, url.replace(/^\w+:\/\//, '')]))
