import { z } from 'zod'
import { pushToken } from '../../abilities/push/ability.ts'
import { defineService, type Parts, type ServiceContext } from '../../model.ts'
import { durationText, mailAddress } from '../../options.ts'
import { httpHealth } from '../../toolbox.ts'
import { alertmanagerConfig, never } from './files.ts'

const Options = z.strictObject({
  mailTo: z
    .array(mailAddress)
    .max(50)
    .default([])
    .describe('Who gets mails; by default alerts@ the domain that the stack sends from'),
  groupWait: durationText.default('15s').describe('How long to gather alerts of a kind before the first message'),
  groupInterval: durationText.default('1m').describe('How long to gather before the next message about them'),
  remindAfter: durationText
    .optional()
    .describe('Tell again after this time while it lasts; by default people are told only of changes'),
})
export type AlertmanagerOptions = z.output<typeof Options>

export default defineService<AlertmanagerOptions>({
  id: 'alertmanager',
  title: 'Alertmanager',
  category: 'monitoring',
  summary: 'Sorts alerts and tells people by mail and push, once when something begins and once when it ends.',
  homepage: 'https://prometheus.io/docs/alerting/latest/alertmanager',
  license: 'Apache-2.0',
  image: 'prom/alertmanager',
  versions: ['v0.34.0'],
  ports: { http: { container: 9093, protocol: 'http', title: 'Web page and API', host: 9093 } },
  options: Options,
  older: { ports: { port: 'http', http_port: 'http' } },
  volumes: { data: '/alertmanager' },
  user: { uid: 65534, gid: 65534, readsSecretsAsRoot: false },
  toolbox: 'busybox',
  resources: () => ({ memoryMiB: 128, cpus: 0.25 }),
  multiple: true,
  health: () => ({
    test: httpHealth('busybox', 9093, '/-/healthy'),
    intervalS: 10,
    timeoutS: 5,
    retries: 6,
    startPeriodS: 15,
  }),
  parts: (context) => base(context),
  offers: {
    alerts: {
      offer: ({ instance }) => ({ host: instance.name, port: 9093, url: `http://${instance.name}:9093` }),
    },
  },
  accepts: {
    mail: { connect: ({ site }) => ({ claim: { from: site.mail.from } }) },
    push: {
      connect: ({ instance }) => ({
        claim: { user: instance.name, token: pushToken(instance.name) },
        parts: { secrets: [{ need: pushToken(instance.name) }] },
      }),
    },
    metrics: {
      connect: () => ({
        claim: {
          port: 9093,
          rules: [
            {
              alert: 'AlertsNotDelivered',
              expr: 'increase(alertmanager_notifications_failed_total[10m]) > 0',
              severity: 'warning',
              summary: '{{ $labels.job }} could not deliver messages by {{ $labels.integration }}',
            },
          ],
        },
      }),
    },
    dashboards: {
      connect: ({ instance }) => ({
        claim: {
          uid: instance.name,
          name: instance.name,
          type: 'alertmanager',
          url: `http://${instance.name}:9093`,
          jsonData: { implementation: 'prometheus', handleGrafanaManagedAlerts: false },
          healthPath: '/api/v2/status',
        },
      }),
    },
    'reverse-proxy': {
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 9093 },
          login: 'operator',
          healthPath: '/-/healthy',
        },
      }),
    },
  },
})

function base({ instance, site, accepted }: ServiceContext<AlertmanagerOptions>): Parts {
  const { mailTo, groupWait, groupInterval, remindAfter } = instance.options
  const [mail] = accepted('mail')
  const [push] = accepted('push')
  const to = mailTo.length > 0 ? mailTo : [`alerts@${site.mail.from.split('@')[1]}`]
  return {
    command: [
      '--config.file=/etc/alertmanager/alertmanager.yml',
      '--storage.path=/alertmanager',
      `--web.external-url=${site.url(instance).href}/`,
      '--web.route-prefix=/',
      // it forgets after this time what it has told, and would tell it again
      '--data.retention=8784h',
      '--cluster.listen-address=',
    ],
    files: [
      {
        path: 'alertmanager.yml',
        mount: '/etc/alertmanager/alertmanager.yml',
        content: alertmanagerConfig({
          instance: instance.name,
          groupWait,
          groupInterval,
          remindAfter: remindAfter ?? never,
          ...(mail ? { mail: { offer: mail, from: site.mail.from, to } } : {}),
          ...(push ? { push } : {}),
        }),
      },
    ],
    problems:
      mail || push
        ? []
        : [
            {
              severity: 'warning',
              code: 'stack.not-possible',
              path: ['services', instance.name],
              message: `"${instance.name}" gathers alerts, but has nothing to tell people with`,
              hint: 'Add a mail server (mailpit) or a push server (ntfy).',
            },
          ],
  }
}
