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
  /** Container that answers, where it is not the consumer's own: an exporter beside it. Default: the consumer's name. */
  readonly host?: string
  readonly port: number
  /** Default `/metrics`. */
  readonly path?: string
  readonly params?: Readonly<Record<string, readonly string[]>>
  readonly login?: { readonly username: string; readonly password: PasswordNeed }
  /** Sent as `Authorization: Bearer`. */
  readonly token?: PasswordNeed
  /** What is worth an alert in these metrics. */
  readonly rules?: readonly AlertRule[]
  /** It asks others in the collector's name: its modules by what they are for. */
  readonly prober?: ProberModules
}

/** When to tell people. Rules of the same name are the same rule. */
export interface AlertRule {
  readonly alert: string
  readonly expr: string
  readonly for?: string
  readonly severity: 'warning' | 'critical'
  readonly summary: string
  readonly description?: string
}

/** Names of a prober's modules. */
export interface ProberModules {
  /** A page that answers without a login. */
  readonly page: string
  /** A page that the reverse proxy guards. */
  readonly guarded: string
  /** A web server inside the stack: any answer but a fault of its own. */
  readonly web: string
  readonly ignition: string
  readonly port: string
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
      what: `${provider.name} scrapes ${targetOf(consumer.name, claim)}${claim.path ?? '/metrics'}`,
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
          : `The last scrape failed; see why with: docker compose exec ${provider.name} wget -qO- http://${targetOf(consumer.name, claim)}${claim.path ?? '/metrics'}`,
    },
  ],
})

/** Host and port that are scraped. */
export const targetOf = (consumer: string, { host = consumer, port }: MetricsClaim): string => `${host}:${port}`

function upValue(answer: string): number | undefined {
  const value = /"value":\[[0-9.]+,"([01])"\]/.exec(answer)?.[1]
  return value === undefined ? undefined : Number(value)
}
