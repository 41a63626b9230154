import { defineAbility, type PasswordNeed } from '../../model.ts'

declare module '../../model.ts' {
  interface AbilityTypes {
    metrics: { offer: MetricsOffer; claim: MetricsClaim }
  }
}

export interface MetricsOffer {
  readonly host: string
  readonly port: number
}

/** What a collector scrapes. */
export interface MetricsClaim {
  readonly port: number
  /** Default `/metrics`. */
  readonly path?: string
  readonly login?: { readonly username: string; readonly password: PasswordNeed }
}

export default defineAbility<'metrics'>({
  id: 'metrics',
  title: 'Metrics',
  summary: 'Everything that exports Prometheus metrics is scraped, each as a job of its own.',
  type: 'metrics_collector',
  network: 'data',
  reach: 'all',
  waits: false,
  probe: ({ provider, consumer, offer, claim }) => [
    {
      what: `${provider.name} scrapes ${consumer.name}:${claim.port}${claim.path ?? '/metrics'}`,
      in: provider.name,
      command: [
        'wget',
        '-q',
        '-T',
        '5',
        '-O',
        '-',
        `http://127.0.0.1:${offer.port}/api/v1/query?query=${encodeURIComponent(`up{job="${consumer.name}"}`)}`,
      ],
      passes: ({ stdout }) => upValue(stdout) === 1,
      // a target is first seen one scrape interval (15 s) after the collector has started
      retries: 25,
      hint: ({ stdout }) =>
        upValue(stdout) === undefined
          ? `${provider.name} has no job for ${consumer.name}: generate again and run docker compose up -d ${provider.name}.`
          : `The last scrape failed; see why with: docker compose exec ${provider.name} wget -qO- http://${consumer.name}:${claim.port}${claim.path ?? '/metrics'}`,
    },
  ],
})

function upValue(answer: string): number | undefined {
  const value = /"value":\[[0-9.]+,"([01])"\]/.exec(answer)?.[1]
  return value === undefined ? undefined : Number(value)
}
