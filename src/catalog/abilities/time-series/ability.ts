import { defineAbility, type PasswordNeed, password } from '../../model.ts'
import { reachSteps } from '../../toolbox.ts'

declare module '../../model.ts' {
  interface AbilityTypes {
    'time-series': { offer: TimeSeriesOffer; claim: TimeSeriesClaim }
  }
}

/** Every kind takes points in line protocol at `/write`, with a login by user and password. */
export interface TimeSeriesOffer {
  readonly kind: 'influxdb2' | 'influxdb3' | 'questdb'
  readonly host: string
  readonly port: number
  /** Address inside the stack, without a slash at the end. */
  readonly url: string
  /** What points are written to: the bucket of InfluxDB 2, the database of InfluxDB 3, the only one of QuestDB. */
  readonly database: string
  /** Only InfluxDB 2 has one. */
  readonly organization?: string
  /** The one login of all consumers, where the program knows no others. */
  readonly shared?: StoreLogin
}

export interface StoreLogin {
  readonly user: string
  readonly password: PasswordNeed
}

export interface TimeSeriesClaim extends StoreLogin {
  readonly access: 'read' | 'write'
}

/** What a consumer logs in with: a login of its own, or the common one where there is no other. */
export const storeLogin = (consumer: string, { host, shared }: TimeSeriesOffer): StoreLogin =>
  shared ?? { user: consumer, password: password(`${consumer}.${host}.time-series-password`) }

export default defineAbility<'time-series'>({
  id: 'time-series',
  title: 'Time series',
  summary: 'Measurements are written to a time-series database, with a login for each consumer where it knows users.',
  type: 'db_provider',
  network: 'data',
  reach: 'all',
  waits: true,
  probe: ({ consumer, offer }) => reachSteps(consumer, offer.host, offer.port),
})
