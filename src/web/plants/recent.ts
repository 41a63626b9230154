import { keep, kept } from '../kept.ts'

/** Plants that were opened in this browser, the last one first. */

const key = 'recent'
const longest = 20

export function recentPlants(): readonly string[] {
  try {
    const found: unknown = JSON.parse(kept(key) ?? '[]')
    return Array.isArray(found) ? found.filter((one) => typeof one === 'string') : []
  } catch {
    return []
  }
}

export const rememberPlant = (id: string): void =>
  keep(key, JSON.stringify([id, ...recentPlants().filter((one) => one !== id)].slice(0, longest)))

/** The plants in the order in which one will want them: opened last, then as they came. Pure. */
export function byRecent<Item extends { readonly id: string }>(
  plants: readonly Item[],
  recent: readonly string[],
): readonly Item[] {
  const rank = ({ id }: Item) => (recent.includes(id) ? recent.indexOf(id) : recent.length)
  return plants.toSorted((one, other) => rank(one) - rank(other))
}
