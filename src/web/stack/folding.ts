import type { TopologyService, TopologyWire } from './layers.ts'

/** Cards beyond which an ability that touches more than half of them is folded. */
const foldFrom = 8
/** Cards from which a trunk with many branches is folded. */
const foldTrunksFrom = 40
const mostBranches = 8

/** The abilities that touch so many cards that lines for them would hide all others. Pure. */
export function foldedAbilities(
  services: readonly TopologyService[],
  wires: readonly TopologyWire[],
  unfolded: ReadonlySet<string>,
): Set<string> {
  if (services.length < foldFrom) return new Set()
  const touched = new Map<string, Set<string>>()
  for (const { ability, consumer, provider } of wires) {
    const names = touched.get(ability) ?? new Set()
    touched.set(ability, names.add(consumer).add(provider))
  }
  return new Set(
    [...touched]
      // the way in and the login are what a plant's picture is about
      .filter(([ability]) => ability !== 'reverse-proxy' && ability !== 'oidc-login' && !unfolded.has(ability))
      .filter(([, names]) => names.size > services.length / 2)
      .map(([ability]) => ability),
  )
}

/** How many branches a trunk has at most before it is folded. */
export const branchLimit = (services: number): number => (services < foldTrunksFrom ? Infinity : mostBranches)
