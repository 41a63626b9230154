import { z } from 'zod'
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
  type Instance,
  type Parts,
  password,
  type ServiceContext,
  type ServiceDefinition,
  type ServiceProblem,
  secretPath,
} from '../../model.ts'
import { databaseName, secretOption, userName } from '../../options.ts'
import { ownerRole, setupScript, setupSql } from './files.ts'
import { loginSteps } from './probe.ts'

/** Options of every server of the PostgreSQL family. */
export const postgresOptions = {
  database: databaseName.default('plant').describe('The database that the services of the plant share'),
  superuser: userName.default('postgres').describe('Name of the superuser; only the setup job uses it'),
  password: secretOption.optional(),
  maxConnections: z.int().min(20).max(5000).default(200).describe('Most connections at the same time'),
  metrics: metricsOption,
}
const Options = z.strictObject(postgresOptions)
export type PostgresOptions = z.output<typeof Options>

/** What one program of the family has of its own. */
interface Own {
  /** Major version of PostgreSQL in an image of this tag. */
  readonly major: (version: string) => number
  readonly environment?: Readonly<Record<string, string>>
  /** Extension that the shared database has. */
  readonly extension?: string
  /** Added to the data source of dashboards. */
  readonly jsonData?: Readonly<Record<string, string | number | boolean>>
}

type Common = Pick<
  ServiceDefinition<PostgresOptions>,
  'older' | 'volumes' | 'health' | 'check' | 'parts' | 'offers' | 'accepts' | 'multiple' | 'startsAsRoot' | 'ports'
>

const superuserPassword = (instance: Instance<PostgresOptions>) =>
  password(`${instance.name}.superuser-password`, instance.options.password, instance.options.superuser)

/** Everything that PostgreSQL and servers built on it have in common. */
export const postgresServer = (own: Own): Common => ({
  ports: { postgres: { container: 5432, protocol: 'tcp', title: 'SQL', host: 5432 } },
  older: {
    options: { database: 'database', username: 'superuser', password: 'password' },
    ports: { port: 'postgres' },
  },
  // the official image moved its data directory with major 18; the wrong path would put data outside the volume
  volumes: (version) => ({
    data: own.major(version) >= 18 ? '/var/lib/postgresql' : '/var/lib/postgresql/data',
  }),
  startsAsRoot: true,
  multiple: true,
  health: ({ options }) => ({
    // by address, because the server that runs the first start's scripts listens on the socket only
    test: ['CMD', 'pg_isready', '-q', '-h', '127.0.0.1', '-U', options.superuser, '-d', options.database],
    intervalS: 5,
    timeoutS: 5,
    retries: 12,
    startPeriodS: 30,
  }),
  check: (instance) => [...checkNames(instance), ...exporterProblems(instance, instance.options.metrics)],
  parts: ({ instance }) => ({
    environment: {
      POSTGRES_USER: instance.options.superuser,
      POSTGRES_DB: instance.options.database,
      POSTGRES_INITDB_ARGS: '--auth-host=scram-sha-256 --data-checksums',
      ...own.environment,
    },
    command: ['postgres', '-c', `max_connections=${instance.options.maxConnections}`],
    secrets: [{ need: superuserPassword(instance), pathIn: 'POSTGRES_PASSWORD_FILE' }],
    stopGraceS: 60,
  }),
  offers: {
    database: {
      offer: ({ instance }) => ({
        engine: 'postgres',
        host: instance.name,
        port: 5432,
        sharedDatabase: (instance.options as PostgresOptions).database,
      }),
      serve: (context, claims) => serve(context as ServiceContext<PostgresOptions>, claims, own),
      probe: loginSteps,
    },
  },
  accepts: {
    dashboards: {
      connect: ({ instance }, offer) => {
        const reader = readerOf(instance, (instance.options as PostgresOptions).database, offer.host)
        return {
          claim: {
            uid: instance.name,
            name: instance.name,
            type: 'grafana-postgresql-datasource',
            url: `${instance.name}:5432`,
            user: reader.role,
            password: reader.password,
            jsonData: {
              database: reader.database,
              sslmode: 'disable',
              postgresVersion: own.major(instance.version) * 100,
              maxOpenConns: 10,
              ...own.jsonData,
            },
          },
          parts: { ownClaims: { database: [reader] } },
        }
      },
    },
    metrics: {
      isWanted: ({ options }) => (options as PostgresOptions).metrics,
      connect: ({ instance }) => ({ claim: { host: `${instance.name}-exporter`, port: 9187 } }),
    },
  },
})

const isReserved = (role: string): boolean => role.startsWith('pg_') || ['public', 'none'].includes(role)

const templates = ['template0', 'template1']

/** Names of the server itself, which nothing else can have. */
function checkNames({ options: { superuser, database } }: Instance<PostgresOptions>): ServiceProblem[] {
  return [
    ...(isReserved(superuser)
      ? [reservedOption('superuser', superuser, 'is a role that PostgreSQL keeps for itself')]
      : []),
    ...(templates.includes(database)
      ? [reservedOption('database', database, 'is a template of PostgreSQL itself')]
      : []),
  ]
}

/** Creates or repairs every role, database and right on each start, so that late additions and new passwords arrive. */
function serve(
  { instance }: ServiceContext<PostgresOptions>,
  claims: readonly ClaimOf<'database'>[],
  { extension }: Own,
): Parts {
  const { options, name } = instance
  if (claims.length === 0 && !options.metrics) return {}
  const superuser = { need: superuserPassword(instance) }
  const monitor = options.metrics ? monitorLogin(instance) : undefined
  return {
    problems: nameProblems(
      {
        program: 'PostgreSQL',
        isReservedRole: isReserved,
        reservedDatabases: ['postgres', ...templates],
        roles: [
          [options.superuser, 'the superuser'],
          [ownerRole(options.database), 'the owner of the shared database'],
          ...(monitor ? [[monitor.role, 'the exporter'] as const] : []),
        ],
        sharedDatabase: options.database,
      },
      claims,
    ),
    jobs: [
      {
        name: 'setup',
        title: 'creates databases, roles and rights',
        when: 'after',
        entrypoint: ['/bin/sh', '/etc/plantwright/setup.sh'],
        environment: { PGHOST: name, PGUSER: options.superuser, PGDATABASE: 'postgres' },
        files: [
          { path: 'setup.sh', mount: '/etc/plantwright/setup.sh', content: setupScript(secretPath(superuser)) },
          {
            path: 'setup.sql',
            mount: '/etc/plantwright/setup.sql',
            content: setupSql(
              {
                database: options.database,
                superuser: options.superuser,
                ...(extension ? { extension } : {}),
                ...(monitor ? { monitor } : {}),
              },
              claims,
            ),
          },
        ],
        secrets: [
          superuser,
          ...claims.map(({ claim }) => ({ need: claim.password })),
          ...(monitor ? [{ need: monitor.password }] : []),
        ],
      },
    ],
    ...(monitor ? { companions: [postgresExporter(name, monitor)] } : {}),
  }
}

/** The exporter in its own terms. */
const postgresExporter = (database: string, { role, password: need }: MonitorLogin) =>
  exporter(
    {
      from: { image: 'prometheuscommunity/postgres-exporter', version: 'v0.17.1' },
      environment: {
        DATA_SOURCE_URI: `${database}:5432/postgres?sslmode=disable`,
        DATA_SOURCE_USER: role,
        DATA_SOURCE_PASS_FILE: secretPath({ need }),
      },
      port: 9187,
      up: 'pg_up',
    },
    { need },
  )
