import { mean } from './mean.ts'

export interface TopologyService {
  readonly name: string
  readonly category: string
}

export interface TopologyWire {
  readonly id: string
  readonly ability: string
  readonly provider: string
  readonly consumer: string
}

export const layerIds = ['access', 'applications', 'data', 'field'] as const
export type LayerId = (typeof layerIds)[number]

const layerOfCategory: Readonly<Record<string, LayerId>> = {
  proxy: 'access',
  scada: 'applications',
  identity: 'applications',
  automation: 'applications',
  operations: 'applications',
  development: 'applications',
  database: 'data',
  messaging: 'data',
  monitoring: 'data',
  mail: 'data',
  security: 'data',
}

/** Cards under each other. A layer with many services has several columns. */
export interface Column {
  readonly id: LayerId
  readonly names: readonly string[]
}

/** Cards in a column; a layer with more has several columns side by side. */
const mostRows = 12

/**
 * The layers from left to right, in each the services from top to bottom: what a service is for decides its layer, what
 * it is wired to its place there. Pure.
 *
 * @param order  services as somebody has put them inside their layers; what it does not name comes after it
 */
export const layersOf = (
  services: readonly TopologyService[],
  wires: readonly TopologyWire[],
  order: readonly string[],
): Column[] => inOrder(ordered(grouped(services, wires), wires), order)

function grouped(services: readonly TopologyService[], wires: readonly TopologyWire[]): Column[] {
  const showsDashboards = new Set(
    wires.filter(({ ability }) => ability === 'dashboards').map(({ provider }) => provider),
  )
  const layerOf = ({ name, category }: TopologyService): LayerId =>
    showsDashboards.has(name) ? 'applications' : (layerOfCategory[category] ?? 'applications')
  return layerIds
    .map((id) => ({ id, names: services.filter((service) => layerOf(service) === id).map(({ name }) => name) }))
    .filter(({ names }) => names.length > 0)
}

/** Each card near the mean height of what it is wired to; a few rounds there and back are enough. */
function ordered(columns: readonly Column[], wires: readonly TopologyWire[]): Column[] {
  const neighbours = new Map<string, string[]>()
  for (const { provider, consumer } of wires) {
    neighbours.set(provider, [...(neighbours.get(provider) ?? []), consumer])
    neighbours.set(consumer, [...(neighbours.get(consumer) ?? []), provider])
  }
  const height = new Map<string, number>()
  const measure = (list: readonly Column[]) => {
    for (const { names } of list) names.forEach((name, row) => void height.set(name, (row + 0.5) / names.length))
  }
  let result = [...columns]
  measure(result)
  for (let round = 0; round < 4; round++) {
    result = result.map(({ id, names }) => ({
      id,
      names: names
        .map((name, row) => ({
          name,
          row,
          wish: mean((neighbours.get(name) ?? []).map((one) => height.get(one) ?? 0.5)),
        }))
        .sort((a, b) => (a.wish ?? height.get(a.name) ?? 0) - (b.wish ?? height.get(b.name) ?? 0) || a.row - b.row)
        .map(({ name }) => name),
    }))
    measure(result)
  }
  return result
}

/** Every layer as somebody has put it, as far as they have. */
function inOrder(layers: readonly Column[], order: readonly string[]): Column[] {
  if (order.length === 0) return [...layers]
  const rank = new Map(order.map((name, index) => [name, index]))
  const rankOf = (name: string): number => rank.get(name) ?? order.length
  return layers.map(({ id, names }) => ({ id, names: [...names].sort((a, b) => rankOf(a) - rankOf(b)) }))
}

/** Columns of a layer that is too long for one: row by row, so that each card stays at its height. */
export function columnsOf({ id, names }: Column): Column[] {
  const count = Math.ceil(names.length / mostRows)
  return Array.from({ length: count }, (_, column) => ({
    id,
    names: names.filter((_, index) => index % count === column),
  }))
}
