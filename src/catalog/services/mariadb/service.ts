import { z } from 'zod'
import { managedDatabase } from '../../abilities/database/ability.ts'
import {
  exporter,
  exporterProblems,
  type MonitorLogin,
  metricsOption,
  monitorLogin,
} from '../../abilities/database/exporter.ts'
import { nameProblems, reservedOption } from '../../abilities/database/names.ts'
import { readerOf } from '../../abilities/database/reader.ts'
import {
  type ClaimOf,
  defineService,
  type Instance,
  type Parts,
  password,
  type ServiceContext,
  type ServiceProblem,
  secretPath,
} from '../../model.ts'
import { databaseName, secretOption } from '../../options.ts'
import { exporterScript, setupScript, setupSql } from './files.ts'
import { loginSteps } from './probe.ts'

const Options = z.strictObject({
  database: databaseName.default('plant').describe('The database that the services of the plant share'),
  password: secretOption.optional(),
  maxConnections: z.int().min(20).max(5000).default(200).describe('Most connections at the same time'),
  metrics: metricsOption,
})
type Options = z.output<typeof Options>

const rootPassword = (instance: Instance<Options>) =>
  password(`${instance.name}.root-password`, instance.options.password, 'root')

export default defineService<Options>({
  id: 'mariadb',
  title: 'MariaDB',
  category: 'database',
  summary: 'Relational database that speaks the protocol of MySQL.',
  homepage: 'https://mariadb.org',
  license: 'GPL-2.0',
  image: 'mariadb',
  versions: ['11.8.8', '12.3.2'],
  ports: { mariadb: { container: 3306, protocol: 'tcp', title: 'SQL', host: 3306 } },
  options: Options,
  older: {
    options: { database: 'database', root_password: 'password', mysql_root_password: 'password' },
    ports: { port: 'mariadb' },
  },
  volumes: { data: '/var/lib/mysql' },
  // the entry point reads the password file before it changes to this user
  user: { uid: 999, gid: 999, readsSecretsAsRoot: true },
  startsAsRoot: true,
  toolbox: 'bash',
  resources: () => ({ memoryMiB: 512, cpus: 1 }),
  multiple: true,
  health: () => ({
    // with a user of its own that the image makes; --connect fails while the first start's scripts run
    test: ['CMD', 'healthcheck.sh', '--connect', '--innodb_initialized'],
    intervalS: 5,
    timeoutS: 5,
    retries: 12,
    startPeriodS: 60,
  }),
  check: (instance) => checkServer(instance),
  parts: ({ instance }) => ({
    environment: { MARIADB_DATABASE: instance.options.database, MARIADB_AUTO_UPGRADE: '1' },
    command: [
      'mariadbd',
      '--character-set-server=utf8mb4',
      '--collation-server=utf8mb4_unicode_ci',
      `--max-connections=${instance.options.maxConnections}`,
    ],
    secrets: [{ need: rootPassword(instance), pathIn: 'MARIADB_ROOT_PASSWORD_FILE' }],
    stopGraceS: 60,
  }),
  offers: {
    database: {
      offer: ({ instance }) => ({
        engine: 'mariadb',
        host: instance.name,
        port: 3306,
        sharedDatabase: (instance.options as Options).database,
      }),
      serve: (context, claims) => serve(context as ServiceContext<Options>, claims),
      probe: loginSteps,
    },
  },
  accepts: {
    dashboards: {
      connect: ({ instance }, offer) => {
        const reader = readerOf(instance, (instance.options as Options).database, offer.host)
        return {
          claim: {
            uid: instance.name,
            name: instance.name,
            type: 'mysql',
            url: `${instance.name}:3306`,
            user: reader.role,
            password: reader.password,
            jsonData: { database: reader.database, maxOpenConns: 10 },
          },
          parts: { ownClaims: { database: [reader] } },
        }
      },
    },
    metrics: {
      isWanted: ({ options }) => (options as Options).metrics,
      connect: ({ instance }) => ({ claim: { host: `${instance.name}-exporter`, port: 9104 } }),
    },
  },
})

/** Of the server itself, and that of the managers' procedures. */
const databases = ['mysql', 'information_schema', 'performance_schema', 'sys', managedDatabase]

/** Accounts of the server and its image, and words that are roles of their own. */
const accounts = ['root', 'mysql', 'mariadb.sys', 'healthcheck', 'public', 'none', 'current_user', 'current_role']

const checkServer = (instance: Instance<Options>): readonly ServiceProblem[] => [
  ...(databases.includes(instance.options.database)
    ? [reservedOption('database', instance.options.database, 'is a database of MariaDB itself')]
    : []),
  ...exporterProblems(instance, instance.options.metrics),
]

/** Creates or repairs every account, database and right on each start, so that late additions and new passwords arrive. */
function serve({ instance }: ServiceContext<Options>, claims: readonly ClaimOf<'database'>[]): Parts {
  const { options, name } = instance
  if (claims.length === 0 && !options.metrics) return {}
  const root = { need: rootPassword(instance) }
  const monitor = options.metrics ? monitorLogin(instance) : undefined
  const passwords = [...claims.map(({ claim }) => claim.password), ...(monitor ? [monitor.password] : [])]
  return {
    problems: nameProblems(
      {
        program: 'MariaDB',
        isReservedRole: (role) => accounts.includes(role),
        reservedDatabases: databases,
        roles: monitor ? [[monitor.role, 'the exporter']] : [],
        sharedDatabase: options.database,
      },
      claims,
    ),
    jobs: [
      {
        name: 'setup',
        title: 'creates databases, accounts and rights',
        when: 'after',
        entrypoint: ['/bin/bash', '/etc/plantwright/setup.sh'],
        environment: { HOST: name },
        files: [
          {
            path: 'setup.sh',
            mount: '/etc/plantwright/setup.sh',
            content: setupScript(secretPath(root), passwords),
          },
          {
            path: 'setup.sql',
            mount: '/etc/plantwright/setup.sql',
            content: setupSql(options.database, claims, monitor),
          },
        ],
        secrets: [root, ...passwords.map((need) => ({ need }))],
      },
    ],
    ...(monitor ? { companions: [mysqldExporter(name, monitor)] } : {}),
  }
}

/** The exporter in its own terms. */
const mysqldExporter = (database: string, { role, password: need }: MonitorLogin) =>
  exporter(
    {
      from: { image: 'prom/mysqld-exporter', version: 'v0.17.2' },
      entrypoint: ['/bin/sh', '/etc/plantwright/start.sh'],
      command: [`--mysqld.address=${database}:3306`, `--mysqld.username=${role}`],
      files: [
        { path: 'exporter.sh', mount: '/etc/plantwright/start.sh', content: exporterScript(secretPath({ need })) },
      ],
      port: 9104,
      up: 'mysql_up',
    },
    { need },
  )
