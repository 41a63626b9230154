import { z } from 'zod'
import type { StoreLogin } from '../../abilities/time-series/ability.ts'
import { lineProtocolSteps } from '../../abilities/time-series/probe.ts'
import { defineService, type Instance, password } from '../../model.ts'
import { secretOption, userName } from '../../options.ts'
import { httpHealth } from '../../toolbox.ts'

const Options = z.strictObject({
  username: userName.default('admin').describe('Login of the web console, of writers and of SQL clients'),
  password: secretOption.optional(),
})
type Options = z.output<typeof Options>

/** The one login that may write: the open-source edition knows no others. */
const writer = (instance: Instance<Options>): StoreLogin => {
  const { username, password: given } = instance.options
  return { user: username, password: password(`${instance.name}.password`, given, username) }
}

/** The one login for SQL clients that may only read. */
const reader = (instance: Instance): StoreLogin => ({
  user: 'reader',
  password: password(`${instance.name}.reader-password`, undefined, 'reader'),
})

export default defineService<Options>({
  id: 'questdb',
  title: 'QuestDB',
  category: 'database',
  summary: 'Time-series database with SQL: takes line protocol, speaks the PostgreSQL protocol, has a console.',
  homepage: 'https://questdb.com',
  license: 'Apache-2.0',
  image: 'questdb/questdb',
  versions: ['9.4.3'],
  ports: {
    http: { container: 9000, protocol: 'http', title: 'Console, REST and line protocol', host: 9000 },
    postgres: { container: 8812, protocol: 'tcp', title: 'SQL by the PostgreSQL protocol', host: 8812 },
    health: { container: 9003, protocol: 'http', title: 'Health and metrics' },
  },
  options: Options,
  older: {
    options: { username: 'username', password: 'password' },
    ports: { port: 'http', http_port: 'http', pg_port: 'postgres' },
  },
  volumes: { data: '/var/lib/questdb' },
  // the entry point starts as root and hands the volume to this user, who then reads the secrets
  user: { uid: 10001, gid: 10001, readsSecretsAsRoot: false },
  startsAsRoot: true,
  toolbox: 'bash',
  resources: () => ({ memoryMiB: 2048, cpus: 1 }),
  multiple: true,
  health: () => ({
    test: httpHealth('bash', 9003, '/status'),
    intervalS: 10,
    timeoutS: 5,
    retries: 6,
    startPeriodS: 60,
  }),
  check: ({ options }) =>
    options.username === 'reader'
      ? [
          {
            severity: 'error',
            code: 'stack.option-conflict',
            path: ['options', 'username'],
            message: '"reader" is the login that may only read',
            hint: 'Choose another name.',
          },
        ]
      : [],
  parts: ({ instance }) => ({
    environment: {
      QDB_HTTP_USER: writer(instance).user,
      QDB_HTTP_HEALTH_CHECK_AUTHENTICATION_REQUIRED: 'false',
      QDB_PG_USER: writer(instance).user,
      QDB_PG_READONLY_USER_ENABLED: 'true',
      QDB_PG_READONLY_USER: reader(instance).user,
      // line protocol by plain TCP knows no login; everything writes by HTTP
      QDB_LINE_TCP_ENABLED: 'false',
      QDB_METRICS_ENABLED: 'true',
      QDB_TELEMETRY_ENABLED: 'false',
    },
    secrets: [
      { need: writer(instance).password, pathIn: 'QDB_HTTP_PASSWORD_FILE' },
      { need: writer(instance).password, pathIn: 'QDB_PG_PASSWORD_FILE' },
      { need: reader(instance).password, pathIn: 'QDB_PG_READONLY_PASSWORD_FILE' },
    ],
    stopGraceS: 30,
  }),
  offers: {
    'time-series': {
      offer: ({ instance }) => ({
        kind: 'questdb',
        host: instance.name,
        port: 9000,
        url: `http://${instance.name}:9000`,
        database: 'qdb',
        shared: writer(instance as Instance<Options>),
      }),
      probe: lineProtocolSteps,
    },
  },
  accepts: {
    dashboards: {
      connect: ({ instance }) => ({
        claim: {
          uid: instance.name,
          name: instance.name,
          type: 'grafana-postgresql-datasource',
          url: `${instance.name}:8812`,
          ...reader(instance),
          jsonData: { database: 'qdb', sslmode: 'disable', maxOpenConns: 10 },
        },
      }),
    },
    metrics: { connect: () => ({ claim: { port: 9003 } }) },
    'reverse-proxy': {
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 9000 },
          login: 'own',
          healthPath: '/ping',
        },
      }),
    },
  },
})
