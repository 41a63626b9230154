import { z } from 'zod'
import { type PushOffer, pushToken } from '../../abilities/push/ability.ts'
import {
  type ClaimOf,
  type ConfigFile,
  defineService,
  type Instance,
  type Parts,
  type ProbeStep,
  password,
  type ServiceContext,
  secretPath,
} from '../../model.ts'
import { mailAddress, secretOption, userName } from '../../options.ts'
import { httpHealth } from '../../toolbox.ts'
import { alertingFile } from './alerting.ts'
import { dashboardFolder, dashboardProvider, logsDashboard, metricsDashboards } from './dashboards.ts'
import { datasourcesFile, oidcEnvironment } from './files.ts'

const Options = z.strictObject({
  adminUser: userName.default('admin').describe('Name of the administrator'),
  password: secretOption.optional(),
  anonymous: z.boolean().default(false).describe('Let everybody who reaches the page look at dashboards'),
  mailTo: z
    .array(mailAddress)
    .max(50)
    .default([])
    .describe('Who gets mails about alerts set up in Grafana; by default alerts@ the domain that the stack sends from'),
})
export type GrafanaOptions = z.output<typeof Options>

const adminPassword = (instance: Instance) =>
  password(
    `${instance.name}.admin-password`,
    (instance.options as GrafanaOptions).password,
    (instance.options as GrafanaOptions).adminUser,
  )

const metricsPassword = (instance: Instance) => password(`${instance.name}.metrics-password`)

export default defineService<GrafanaOptions>({
  id: 'grafana',
  title: 'Grafana',
  category: 'monitoring',
  summary: "Dashboards over the stack's databases and metrics.",
  homepage: 'https://grafana.com/oss/grafana',
  license: 'AGPL-3.0',
  image: 'grafana/grafana',
  versions: ['13.2.0', '12.3.0'],
  ports: { http: { container: 3000, protocol: 'http', title: 'Dashboards', host: 3000 } },
  options: Options,
  older: {
    options: { username: 'adminUser', admin_username: 'adminUser', password: 'password', admin_password: 'password' },
    ports: { port: 'http', http_port: 'http' },
  },
  volumes: { data: '/var/lib/grafana' },
  user: { uid: 472, gid: 0, readsSecretsAsRoot: false },
  toolbox: 'busybox',
  resources: () => ({ memoryMiB: 512, cpus: 0.5 }),
  multiple: true,
  health: () => ({
    test: httpHealth('busybox', 3000, '/api/health'),
    intervalS: 10,
    timeoutS: 5,
    retries: 12,
    startPeriodS: 60,
  }),
  check: ({ options }, site) =>
    options.anonymous && site.domain !== 'localhost'
      ? [
          {
            severity: 'warning',
            code: 'stack.weak-security',
            path: ['options', 'anonymous'],
            message: 'dashboards are open to everybody who reaches the page',
            hint: 'Remove anonymous: true, or keep the stack on localhost.',
          },
        ]
      : [],
  parts: ({ instance, site, accepted }) => ({
    files: alerting(instance, site.mail.from, accepted('mail').length > 0, accepted('push')[0]),
    environment: {
      GF_SERVER_ROOT_URL: `${site.url(instance).href}/`,
      GF_SECURITY_ADMIN_USER: instance.options.adminUser,
      // not by __FILE, whose values Grafana expands: a chosen password may hold ${…}
      GF_SECURITY_ADMIN_PASSWORD: `$__file{${secretPath({ need: adminPassword(instance) })}}`,
      GF_SECURITY_COOKIE_SECURE: String(site.url(instance).secure),
      GF_USERS_ALLOW_SIGN_UP: 'false',
      GF_USERS_DEFAULT_THEME: 'system',
      GF_AUTH_ANONYMOUS_ENABLED: String(instance.options.anonymous),
      GF_ANALYTICS_REPORTING_ENABLED: 'false',
      GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
      GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
      GF_PLUGINS_PREINSTALL_DISABLED: 'true',
      GF_LOG_MODE: 'console',
      GF_METRICS_BASIC_AUTH_USERNAME: 'metrics',
      GF_DATE_FORMATS_DEFAULT_TIMEZONE: site.timezone,
    },
    secrets: [
      { need: adminPassword(instance) },
      { need: password(`${instance.name}.secret-key`), pathIn: 'GF_SECURITY_SECRET_KEY__FILE' },
      { need: metricsPassword(instance), pathIn: 'GF_METRICS_BASIC_AUTH_PASSWORD__FILE' },
    ],
  }),
  offers: {
    dashboards: {
      offer: ({ instance }) => ({
        host: instance.name,
        port: 3000,
        admin: { username: (instance.options as GrafanaOptions).adminUser, password: adminPassword(instance) },
      }),
      serve: (context, claims) => serve(context, claims),
    },
  },
  accepts: {
    'reverse-proxy': {
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 3000 },
          login: 'own',
          healthPath: '/api/health',
        },
      }),
    },
    'oidc-login': {
      connect: (context, offer) => {
        const { instance, site } = context as ServiceContext<GrafanaOptions>
        const secret = password(`${instance.name}.oidc-secret`)
        const root = site.url(instance).href
        return {
          claim: {
            clientId: instance.name,
            title: `Grafana (${instance.name})`,
            secret,
            rootUrl: root,
            redirectUris: [`${root}/login/generic_oauth`],
            postLogoutUri: `${root}/login`,
            roles: [
              { name: 'grafana-admin', description: 'Administers Grafana' },
              { name: 'grafana-editor', description: 'Edits dashboards in Grafana' },
            ],
            login: { port: 3000, path: '/login/generic_oauth' },
          },
          parts: {
            environment: oidcEnvironment(instance.name, root, offer),
            secrets: [
              { need: secret, pathIn: 'GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET__FILE' },
              // where services ask the provider by TLS too
              ...(offer.authority
                ? [
                    {
                      need: offer.authority,
                      part: 'certificate' as const,
                      pathIn: 'GF_AUTH_GENERIC_OAUTH_TLS_CLIENT_CA',
                    },
                  ]
                : []),
            ],
          },
        }
      },
    },
    mail: {
      connect: ({ instance, site }, offer) => ({
        claim: { from: site.mail.from },
        parts: {
          environment: {
            GF_SMTP_ENABLED: 'true',
            GF_SMTP_HOST: `${offer.host}:${offer.port}`,
            GF_SMTP_FROM_ADDRESS: site.mail.from,
            GF_SMTP_FROM_NAME: instance.name,
            GF_SMTP_STARTTLS_POLICY: 'NoStartTLS',
          },
        },
      }),
    },
    push: {
      connect: ({ instance }) => ({
        claim: { user: instance.name, token: pushToken(instance.name) },
        parts: { secrets: [{ need: pushToken(instance.name) }] },
      }),
      probe: ({ consumer, offer }) => contactSteps(consumer, 'people-push', `pushes to "${offer.topic}"`),
    },
    metrics: {
      connect: ({ instance }) => ({
        claim: { port: 3000, login: { username: 'metrics', password: metricsPassword(instance) } },
      }),
    },
  },
})

function alerting(instance: Instance, from: string, hasMail: boolean, push?: PushOffer): ConfigFile[] {
  if (!hasMail && !push) return []
  const { mailTo } = instance.options as GrafanaOptions
  const to = mailTo.length > 0 ? mailTo : [`alerts@${from.split('@')[1]}`]
  return [
    {
      path: 'alerting.yaml',
      mount: '/etc/grafana/provisioning/alerting/stack.yaml',
      content: alertingFile({
        instance: instance.name,
        ...(hasMail ? { mailTo: to } : {}),
        ...(push ? { push } : {}),
      }),
    },
  ]
}

/** Data sources, and dashboards for what the stack has. */
function serve({ site, neighbours }: ServiceContext, claims: readonly ClaimOf<'dashboards'>[]): Parts {
  const others = new Set(neighbours().map(({ service }) => service.id))
  const sourceOf = (type: string) => claims.find(({ claim }) => claim.type === type)?.claim
  const metrics = sourceOf('prometheus')
  const logs = sourceOf('loki')
  const dashboards = [
    ...(metrics
      ? metricsDashboards(
          { type: metrics.type, uid: metrics.uid },
          {
            prober: others.has('blackbox-exporter'),
            machine: others.has('node-exporter'),
            containers: others.has('cadvisor'),
          },
        )
      : []),
    ...(logs ? [logsDashboard({ type: logs.type, uid: logs.uid }, site.name)] : []),
  ]
  return {
    files: [
      {
        path: 'datasources.yaml',
        mount: '/etc/grafana/provisioning/datasources/stack.yaml',
        content: datasourcesFile(claims),
      },
      ...(dashboards.length > 0
        ? [
            {
              path: 'dashboards.yaml',
              mount: '/etc/grafana/provisioning/dashboards/stack.yaml',
              content: dashboardProvider(),
            },
          ]
        : []),
      ...dashboards.map(({ path, content }) => ({
        path: `dashboards/${path}`,
        mount: `${dashboardFolder}/${path}`,
        content,
      })),
    ],
    secrets: claims.flatMap(({ claim: { password: secret, token } }) =>
      [secret, token].flatMap((need) => (need ? [{ need }] : [])),
    ),
  }
}

/** Grafana itself says that it has the contact point. */
const contactSteps = (instance: Instance, uid: string, what: string): ProbeStep[] => [
  {
    what: `${instance.name} has a contact point that ${what}`,
    in: instance.name,
    command: [
      'sh',
      '-c',
      `auth=$(printf '%s:%s' '${(instance.options as GrafanaOptions).adminUser}' "$ADMIN_PASSWORD" | base64 | tr -d '\\n'); ` +
        `wget -q -T 10 -O - --header "Authorization: Basic $auth" http://127.0.0.1:3000/api/v1/provisioning/contact-points`,
    ],
    secrets: { ADMIN_PASSWORD: { of: instance.name, secret: adminPassword(instance).name } },
    passes: ({ exitCode, stdout }) => exitCode === 0 && stdout.includes(`"${uid}"`),
    hint: `Run docker compose up --detach ${instance.name} and look at its log.`,
  },
]
