import { defineAbility, type PasswordNeed } from '../../model.ts'
import { reachSteps } from '../../toolbox.ts'

declare module '../../model.ts' {
  interface AbilityTypes {
    cache: { offer: CacheOffer; claim: CacheClaim }
  }
}

export interface CacheOffer {
  readonly host: string
  readonly port: number
}

export interface CacheClaim {
  /** Login of this consumer alone. */
  readonly user: string
  readonly password: PasswordNeed
  /** What the names of its keys and channels begin with; the server refuses all others. */
  readonly prefix: string
}

export default defineAbility<'cache'>({
  id: 'cache',
  title: 'Cache and queue',
  summary: 'A user of its own for each consumer, who reaches only keys and channels with its own prefix.',
  type: 'db_provider',
  network: 'data',
  reach: 'one',
  waits: true,
  probe: ({ consumer, offer }) => reachSteps(consumer, offer.host, offer.port),
})
