import type { TopologyService, TopologyWire } from '../../src/web/stack/layers.ts'

export const service = (name: string, category: string): TopologyService => ({ name, category })

export const wire = (consumer: string, ability: string, provider: string): TopologyWire => ({
  id: `${consumer}.${ability}.${provider}`,
  ability,
  provider,
  consumer,
})

/** A plant with a card in each of three layers, and with wires there and back. */
export const services = [
  service('edge', 'proxy'),
  service('gateway-1', 'scada'),
  service('gateway-2', 'scada'),
  service('charts', 'monitoring'),
  service('history', 'database'),
  service('mail', 'mail'),
]
export const wires = [
  wire('gateway-1', 'reverse-proxy', 'edge'),
  wire('gateway-2', 'reverse-proxy', 'edge'),
  wire('mail', 'reverse-proxy', 'edge'),
  wire('gateway-1', 'database', 'history'),
  wire('gateway-2', 'database', 'history'),
  wire('history', 'dashboards', 'charts'),
  wire('charts', 'mail', 'mail'),
]

const cells = Array.from({ length: 40 }, (_, index) => service(`cell-${index}`, 'scada'))

/** A plant whose middle layer is too long for one column. */
export const largeServices = [
  service('edge', 'proxy'),
  ...cells,
  service('history', 'database'),
  service('lake', 'database'),
]
export const largeWires = [
  ...cells.map(({ name }) => wire(name, 'reverse-proxy', 'edge')),
  ...cells.slice(0, 6).map(({ name }) => wire(name, 'database', 'history')),
  ...cells.slice(6, 12).map(({ name }) => wire(name, 'time-series', 'lake')),
]
