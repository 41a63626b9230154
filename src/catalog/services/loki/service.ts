import { z } from 'zod'
import { defineService, type Parts, type ServiceContext } from '../../model.ts'
import { alertName, durationText } from '../../options.ts'
import { lokiConfig, ruleFile, watchdog } from './files.ts'

const Rule = z.strictObject({
  expr: z.string().min(1).max(2000).describe('LogQL; the alert is there while it has a result'),
  for: durationText.optional().describe('How long it has to last'),
  severity: z.enum(['warning', 'critical']).default('warning').describe('How urgent it is'),
  summary: z.string().min(1).max(200).describe('What people read'),
})

const Options = z.strictObject({
  retention: z
    .string()
    .regex(/^([1-9][0-9]{0,3}d|(2[4-9]|[3-9][0-9]|[1-9][0-9]{2,4})h)$/, 'must be at least a day: 24h, 14d')
    .default('14d')
    .describe('How long lines are kept'),
  rules: z.record(alertName, Rule).default({}).describe('Alerts over log lines by name; needs an alertmanager'),
})
export type LokiOptions = z.output<typeof Options>

export default defineService<LokiOptions>({
  id: 'loki',
  title: 'Loki',
  category: 'monitoring',
  summary: 'Keeps the log lines of all containers and finds them again by label.',
  homepage: 'https://grafana.com/oss/loki',
  license: 'AGPL-3.0',
  image: 'grafana/loki',
  versions: ['3.7.6'],
  ports: { http: { container: 3100, protocol: 'http', title: 'API' } },
  options: Options,
  older: { options: { retention: 'retention' }, ports: { port: 'http', http_port: 'http' } },
  volumes: { data: '/loki' },
  user: { uid: 10001, gid: 10001, readsSecretsAsRoot: false },
  toolbox: 'none',
  resources: () => ({ memoryMiB: 512, cpus: 0.5 }),
  multiple: true,
  // the image has no shell, but the program asks itself
  health: () => ({
    test: ['CMD', '/usr/bin/loki', '-health'],
    intervalS: 10,
    timeoutS: 5,
    retries: 12,
    startPeriodS: 30,
  }),
  parts: (context) => base(context),
  offers: {
    logs: {
      offer: ({ instance }) => ({
        host: instance.name,
        port: 3100,
        pushUrl: `http://${instance.name}:3100/loki/api/v1/push`,
      }),
    },
  },
  accepts: {
    alerts: { connect: ({ instance }) => ({ claim: { watchdog: watchdog(instance.name) } }) },
    metrics: { connect: () => ({ claim: { port: 3100 } }) },
    dashboards: {
      connect: ({ instance }) => ({
        claim: {
          uid: instance.name,
          name: instance.name,
          type: 'loki',
          url: `http://${instance.name}:3100`,
          jsonData: { maxLines: 1000 },
          healthPath: '/loki/api/v1/labels',
        },
      }),
    },
  },
})

function base({ instance, site, accepted }: ServiceContext<LokiOptions>): Parts {
  const { retention, rules } = instance.options
  const alertmanagers = accepted('alerts').map(({ url }) => url)
  const isAlerting = alertmanagers.length > 0
  return {
    command: ['-config.file=/etc/loki/config.yaml'],
    files: [
      {
        path: 'config.yaml',
        mount: '/etc/loki/config.yaml',
        content: lokiConfig({ retention, maxAge: '168h', alertmanagers }),
      },
      // without tenants all rules are those of the tenant "fake"
      ...(isAlerting
        ? [
            {
              path: 'rules.yaml',
              mount: '/etc/loki/rules/fake/rules.yaml',
              content: ruleFile(instance.name, site.name, rules),
            },
          ]
        : []),
    ],
    stopGraceS: 60,
    problems:
      !isAlerting && Object.keys(rules).length > 0
        ? [
            {
              severity: 'warning',
              code: 'stack.option-conflict',
              path: ['services', instance.name, 'options', 'rules'],
              message: `"${instance.name}" has rules, but no alertmanager to tell`,
              hint: 'Add an alertmanager, or remove the rules.',
            },
          ]
        : [],
  }
}
