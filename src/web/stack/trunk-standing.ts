import type { State } from '../parts/icon.tsx'
import type { TextKey } from '../text/en.ts'
import type { Text } from '../text/text.tsx'

/** How a wire can stand, from the worst to the best, and how that is said. */
export const wireWords = {
  error: 'broken',
  unsupported: 'unsupported',
  manual: 'manual',
  running: 'inTheWire',
  automatic: 'automatic',
  proven: 'proven',
} as const satisfies Readonly<Partial<Record<State, TextKey>>>

type WireState = keyof typeof wireWords

/** How the wires of a trunk stand together. */
export interface Standing {
  /** Proven only where all of them are. */
  readonly worst: WireState
  /** How many stand how, from the worst to the best; what none is in is left out. */
  readonly counts: readonly { readonly state: WireState; readonly count: number }[]
}

/** Pure. A trunk without wires is as if nobody had tried it. */
export function standingOf(states: readonly State[]): Standing {
  const counts = (Object.keys(wireWords) as WireState[])
    .map((state) => ({ state, count: states.filter((one) => one === state).length }))
    .filter(({ count }) => count > 0)
  return { worst: counts[0]?.state ?? 'automatic', counts }
}

/** `1 broken, 32 proven`, or `all proven`. Pure. */
export function standingWords({ counts }: Standing, text: Text): string {
  const [first] = counts
  if (first && counts.length === 1) return text('allStand', { state: text(wireWords[first.state]) })
  return counts.map(({ state, count }) => `${count} ${text(wireWords[state])}`).join(', ')
}
