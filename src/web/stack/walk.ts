import type { TopologyWire } from './layers.ts'
import type { Topology } from './topology.ts'

/** Where an arrow key leads from a card: up and down in its column, left and right along its wires. */
export type Direction = 'up' | 'down' | 'left' | 'right'

/**
 * The card that an arrow key leads to; undefined where there is none that way. Where no wire leads to that side, it is
 * the nearest card of the next column, so that every card can be reached.
 */
export function nextCard(
  { columns, cards }: Topology,
  wires: readonly TopologyWire[],
  name: string,
  direction: Direction,
): string | undefined {
  const column = columns.findIndex(({ names }) => names.includes(name))
  const names = columns[column]?.names ?? []
  if (direction === 'up') return names[names.indexOf(name) - 1]
  if (direction === 'down') return names[names.indexOf(name) + 1]
  const by = direction === 'left' ? -1 : 1
  const x = (one: string): number => cards.get(one)?.x ?? 0
  const wired = wires
    .flatMap(({ provider, consumer }) => (provider === name ? [consumer] : consumer === name ? [provider] : []))
    .filter((other) => cards.has(other) && (x(other) - x(name)) * by > 0)
  return nearest(cards, name, wired.length > 0 ? wired : (columns[column + by]?.names ?? []))
}

function nearest(cards: Topology['cards'], name: string, among: readonly string[]): string | undefined {
  const from = cards.get(name)
  if (!from) return undefined
  const far = (other: string): number => {
    const box = cards.get(other)
    // the height decides; of two at one height the one that is less far away
    return box ? Math.abs(box.y - from.y) * 4 + Math.abs(box.x - from.x) : Number.POSITIVE_INFINITY
  }
  return [...among].sort((a, b) => far(a) - far(b))[0]
}

/** The wires of a card in the order in which `E` goes through them: where they leave it, from top to bottom. */
export function wiresOf(wires: readonly TopologyWire[], name: string, cards: Topology['cards']): TopologyWire[] {
  const height = ({ provider, consumer }: TopologyWire): number =>
    cards.get(provider === name ? consumer : provider)?.y ?? 0
  return wires
    .filter(({ provider, consumer }) => provider === name || consumer === name)
    .sort((a, b) => height(a) - height(b) || (a.id < b.id ? -1 : 1))
}

/** A layer in which a card has changed places inside its column: the names of the whole layer in their new order. */
export function reordered({ columns }: Topology, name: string, row: number): readonly string[] {
  const home = columns.find(({ names }) => names.includes(name))
  if (!home) return []
  const layer = columns
    .filter(({ id }) => id === home.id)
    .map((column) => (column === home ? moved(column.names, name, row) : column.names))
  const rows = Math.max(...layer.map((names) => names.length))
  return Array.from({ length: rows }, (_, index) => layer.flatMap((names) => names[index] ?? [])).flat()
}

function moved(names: readonly string[], name: string, row: number): readonly string[] {
  const others = names.filter((one) => one !== name)
  const at = Math.min(others.length, Math.max(0, row))
  return [...others.slice(0, at), name, ...others.slice(at)]
}
