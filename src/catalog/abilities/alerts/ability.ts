import { defineAbility } from '../../model.ts'

declare module '../../model.ts' {
  interface AbilityTypes {
    alerts: { offer: AlertsOffer; claim: AlertsClaim }
  }
}

/** A dispatcher that speaks Alertmanager's API, version 2. */
export interface AlertsOffer {
  readonly host: string
  readonly port: number
  readonly url: string
}

/** What sends alerts: each source keeps an alert firing that says that the way is open. */
export interface AlertsClaim {
  /** Labels of that alert. */
  readonly watchdog: Readonly<Record<string, string>>
}

export default defineAbility<'alerts'>({
  id: 'alerts',
  title: 'Alerts',
  summary: 'Alerts of all rules go to one place that sorts them and tells people when something begins and ends.',
  type: 'metrics_collector',
  network: 'data',
  reach: 'all',
  waits: false,
  probe: ({ provider, consumer, offer, claim }) => [
    {
      what: `${provider.name} has the alert by which ${consumer.name} shows that its way is open`,
      in: provider.name,
      command: [
        'wget',
        '-q',
        '-T',
        '5',
        '-O',
        '-',
        `http://127.0.0.1:${offer.port}/api/v2/alerts?${filters(claim.watchdog)}`,
      ],
      passes: ({ stdout }) => /"state":"(active|suppressed)"/.test(stdout),
      // rules are evaluated once in a scrape interval, 15 s
      retries: 40,
      hint: `${consumer.name} sends nothing: run docker compose up --detach ${consumer.name}, then look at docker compose logs ${consumer.name}.`,
    },
  ],
})

const filters = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([name, value]) => `filter=${encodeURIComponent(`${name}=${JSON.stringify(value)}`)}`)
    .join('&')
