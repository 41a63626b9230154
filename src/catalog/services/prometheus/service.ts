import { z } from 'zod'
import { type ClaimOf, defineService, type Parts, type ServiceContext } from '../../model.ts'
import { alertName, durationText } from '../../options.ts'
import { httpHealth } from '../../toolbox.ts'
import { alertRules, prometheusConfig, stackRules, watchdog, watchedOf } from './files.ts'

const Rule = z.strictObject({
  expr: z.string().min(1).max(2000).describe('PromQL; the alert is there while it has a result'),
  for: durationText.optional().describe('How long it has to last'),
  severity: z.enum(['warning', 'critical']).default('warning').describe('How urgent it is'),
  summary: z.string().min(1).max(200).describe('What people read; {{ $labels.NAME }} and {{ $value }} are filled in'),
})

const Target = z.strictObject({
  address: z
    .string()
    .regex(/^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9]([A-Za-z0-9.-]{0,200}[A-Za-z0-9])?):[1-9][0-9]{0,4}$/, 'must be HOST:PORT')
    .describe('HOST:PORT as the container reaches it'),
  path: z
    .string()
    .regex(/^\/[A-Za-z0-9_./-]{0,200}$/, 'must be a path')
    .default('/metrics')
    .describe('Where the metrics are'),
})

const Options = z.strictObject({
  retention: durationText.default('15d').describe('How long samples are kept'),
  scrapeInterval: durationText.default('15s').describe('How often every target is asked and every rule evaluated'),
  targetDownAfter: durationText.default('2m').describe('How long a service may be silent before somebody is told'),
  rules: z.record(alertName, Rule).default({}).describe('Alerts of your own by name'),
  targets: z
    .record(z.string().regex(/^[a-z][a-z0-9-]{0,38}$/, 'must be lower case letters, digits and hyphens'), Target)
    .default({})
    .describe('Exporters outside the stack by name'),
})
export type PrometheusOptions = z.output<typeof Options>

export default defineService<PrometheusOptions>({
  id: 'prometheus',
  title: 'Prometheus',
  category: 'monitoring',
  summary: 'Collects metrics of everything in the stack and evaluates alert rules.',
  homepage: 'https://prometheus.io',
  license: 'Apache-2.0',
  image: 'prom/prometheus',
  versions: ['v3.14.0'],
  ports: { http: { container: 9090, protocol: 'http', title: 'Web page and API', host: 9090 } },
  options: Options,
  older: { options: { retention: 'retention' }, ports: { port: 'http', http_port: 'http' } },
  volumes: { data: '/prometheus' },
  user: { uid: 65534, gid: 65534, readsSecretsAsRoot: false },
  toolbox: 'busybox',
  resources: () => ({ memoryMiB: 512, cpus: 0.5 }),
  multiple: true,
  health: () => ({
    test: httpHealth('busybox', 9090, '/-/healthy'),
    intervalS: 10,
    timeoutS: 5,
    retries: 6,
    startPeriodS: 20,
  }),
  parts: ({ instance, site }) => ({
    command: [
      '--config.file=/etc/prometheus/prometheus.yml',
      '--storage.tsdb.path=/prometheus',
      `--storage.tsdb.retention.time=${instance.options.retention}`,
      `--web.external-url=${site.url(instance).href}/`,
      '--web.route-prefix=/',
    ],
    stopGraceS: 60,
  }),
  offers: {
    metrics: {
      offer: ({ instance }) => ({ host: instance.name, port: 9090 }),
      serve: (context, claims) => serve(context as ServiceContext<PrometheusOptions>, claims),
    },
  },
  accepts: {
    'docker-api': {
      onlyNamed: true,
      connect: () => ({ claim: { sections: ['containers', 'networks'] } }),
      probe: ({ consumer, offer }) => [
        {
          what: `${consumer.name} finds containers`,
          in: consumer.name,
          command: ['wget', '-q', '-T', '5', '-O', '/dev/null', `http://${offer.host}:${offer.port}/containers/json`],
          hint: `The proxy refuses it: docker compose up --detach ${offer.host}.`,
        },
      ],
    },
    alerts: {
      connect: ({ instance }) => ({ claim: { watchdog: watchdog(instance.name) } }),
    },
    dashboards: {
      connect: ({ instance }) => ({
        claim: {
          uid: instance.name,
          name: instance.name,
          type: 'prometheus',
          url: `http://${instance.name}:9090`,
          jsonData: { httpMethod: 'POST', timeInterval: (instance.options as PrometheusOptions).scrapeInterval },
        },
      }),
    },
    'reverse-proxy': {
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 9090 },
          login: 'operator',
          healthPath: '/-/healthy',
        },
      }),
    },
  },
})

/** Jobs and rules, once everything that exports metrics has said so. */
function serve(context: ServiceContext<PrometheusOptions>, claims: readonly ClaimOf<'metrics'>[]): Parts {
  const { instance, site, accepted, neighbours, claimed } = context
  const { options } = instance
  const alertmanagers = accepted('alerts').map(({ host, port }) => `${host}:${port}`)
  const own = Object.entries(options.rules).map(([alert, rule]) => ({
    alert,
    expr: rule.expr,
    ...(rule.for === undefined ? {} : { for: rule.for }),
    severity: rule.severity,
    summary: rule.summary,
  }))
  return {
    files: [
      {
        path: 'prometheus.yml',
        mount: '/etc/prometheus/prometheus.yml',
        content: prometheusConfig({
          instance,
          stack: site.name,
          claims,
          alertmanagers,
          targets: options.targets,
          ...accepted('docker-api').map(({ url }) => ({ docker: url }))[0],
          watched: watchedOf(site, [instance, ...neighbours()], claimed('reverse-proxy')),
        }),
      },
      {
        path: 'alerts.yml',
        mount: '/etc/prometheus/alerts.yml',
        content: alertRules(
          [
            { name: '/own', rules: own },
            { name: '/stack', rules: stackRules(options.targetDownAfter) },
            ...claims.map(({ consumer, claim }) => ({ name: consumer.name, rules: claim.rules ?? [] })),
          ],
          alertmanagers.length > 0 ? instance.name : undefined,
        ),
      },
    ],
    secrets: claims.flatMap(({ claim }) => [
      ...(claim.login ? [{ need: claim.login.password }] : []),
      ...(claim.token ? [{ need: claim.token }] : []),
    ]),
  }
}
