import { z } from 'zod'
import { defineService, type ServiceContext } from '../../model.ts'
import { durationText } from '../../options.ts'
import { httpHealth } from '../../toolbox.ts'
import { alertRules, prometheusConfig } from './files.ts'

const Options = z.strictObject({
  retention: durationText.default('15d').describe('How long samples are kept'),
  scrapeInterval: durationText.default('15s').describe('How often every target is asked'),
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
    files: [{ path: 'alerts.yml', mount: '/etc/prometheus/alerts.yml', content: alertRules() }],
    stopGraceS: 60,
  }),
  offers: {
    metrics: {
      offer: ({ instance }) => ({ host: instance.name, port: 9090 }),
      serve: (context, claims) => {
        const { instance } = context as ServiceContext<PrometheusOptions>
        return {
          files: [
            {
              path: 'prometheus.yml',
              mount: '/etc/prometheus/prometheus.yml',
              content: prometheusConfig(instance, context.site.name, claims),
            },
          ],
          secrets: claims.flatMap(({ claim }) => (claim.login ? [{ need: claim.login.password }] : [])),
        }
      },
    },
  },
  accepts: {
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
