import type { Wire } from '../api.ts'
import type { State } from '../parts/icon.tsx'

/** What is looked at: all wires, wires of one kind, or wires in one state. The rest fades. */
export const lenses = [
  'all',
  'open',
  'routes',
  'signIn',
  'data',
  'messages',
  'metrics',
  'logs',
  'secrets',
  'other',
] as const
export const proofLenses = ['all', 'unproven', 'broken'] as const
export type Lens = (typeof lenses)[number] | (typeof proofLenses)[number]

const kinds: Readonly<Record<string, Lens>> = {
  'reverse-proxy': 'routes',
  'forward-auth': 'signIn',
  'oidc-login': 'signIn',
  database: 'data',
  dashboards: 'data',
  'time-series': 'data',
  cache: 'data',
  'mqtt-broker': 'messages',
  mail: 'messages',
  push: 'messages',
  alerts: 'messages',
  metrics: 'metrics',
  logs: 'logs',
  'secret-store': 'secrets',
}

const kindOf = (ability: string): Lens => kinds[ability] ?? 'other'

/** The lenses that show something of these wires. */
export const lensesFor = (wires: readonly Wire[]): Lens[] =>
  lenses.filter((lens) => lens === 'all' || wires.some((wire) => isSeen(lens, wire, wire.status)))

export function isSeen(lens: Lens, { ability, status }: Wire, state: State): boolean {
  if (lens === 'all') return true
  if (lens === 'open') return status !== 'automatic'
  if (lens === 'unproven') return state !== 'proven'
  if (lens === 'broken') return state === 'error'
  return kindOf(ability) === lens
}

/** The abilities that a lens asks for by itself, and which are then drawn even where most cards have them. */
export const abilitiesOf = (lens: Lens, wires: readonly Wire[]): string[] => {
  if (lens === 'all' || lens === 'unproven' || lens === 'broken') return []
  return [...new Set(wires.filter((wire) => isSeen(lens, wire, wire.status)).map(({ ability }) => ability))]
}
