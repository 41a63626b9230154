import { defineAbility, type Instance, type ProbeStep } from '../../model.ts'
import { bashHttp } from '../../toolbox.ts'

declare module '../../model.ts' {
  interface AbilityTypes {
    logs: { offer: LogsOffer; claim: LogsClaim }
  }
}

/** A log store that speaks Loki's API. */
export interface LogsOffer {
  readonly host: string
  readonly port: number
  /** Where log lines are sent: `http://loki:3100/loki/api/v1/push`. */
  readonly pushUrl: string
}

export interface LogsClaim {
  /** Labels that all lines of this consumer carry, by which they are found again. */
  readonly labels: Readonly<Record<string, string>>
}

export default defineAbility<'logs'>({
  id: 'logs',
  title: 'Logs',
  summary: 'The log of every container of the stack is kept in one place, with labels for stack and service.',
  type: 'log_aggregation',
  network: 'data',
  reach: 'all',
  waits: false,
  probe: ({ provider, consumer, offer, claim }) => {
    const command = askCommand(consumer, offer, selector(claim.labels))
    if (!command) return []
    const step: ProbeStep = {
      what: `${provider.name} has lines that ${consumer.name} sent`,
      in: consumer.name,
      command,
      passes: ({ stdout }) => /"values":\[\[/.test(stdout),
      // what is gathered is sent in bundles
      retries: 25,
      hint: ({ stdout }) =>
        stdout.includes('"status":"success"')
          ? `${provider.name} answers but has no line of ${consumer.name}: docker compose logs ${consumer.name}.`
          : `${provider.name} does not answer ${consumer.name}: docker compose logs ${provider.name}.`,
    }
    return [step]
  },
})

/** `{stack="press-shop"}` */
const selector = (labels: Readonly<Record<string, string>>): string =>
  `{${Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(', ')}}`

function askCommand({ service }: Instance, { host, port }: LogsOffer, query: string): string[] | undefined {
  const path = `/loki/api/v1/query_range?since=1h&limit=1&query=${encodeURIComponent(query)}`
  const url = `http://${host}:${port}${path}`
  switch (service.toolbox) {
    case 'bash':
      return bashHttp({ host, port, path })
    case 'busybox':
      return ['wget', '-q', '-T', '10', '-O', '-', url]
    case 'node':
      return ['node', '-e', `fetch(${JSON.stringify(url)}).then(r=>r.text()).then(console.log)`]
    case 'none':
      return undefined
  }
}
