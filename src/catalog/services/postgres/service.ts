import { z } from 'zod'
import { type DatabaseClaim, roleName } from '../../abilities/database/ability.ts'
import {
  type ClaimOf,
  defineService,
  type Instance,
  type Parts,
  password,
  type ServiceProblem,
  secretPath,
  versionLine,
} from '../../model.ts'
import { databaseName, secretOption, userName } from '../../options.ts'
import { ownerRole, setupScript, setupSql } from './files.ts'
import { loginSteps } from './probe.ts'

const Options = z.strictObject({
  database: databaseName.default('plant').describe('The database that the services of the plant share'),
  superuser: userName.default('postgres').describe('Name of the superuser; only the setup job uses it'),
  password: secretOption.optional(),
  maxConnections: z.int().min(20).max(5000).default(200).describe('Most connections at the same time'),
})
type Options = z.output<typeof Options>

const superuserPassword = (instance: Instance<Options>) =>
  password(`${instance.name}.superuser-password`, instance.options.password, instance.options.superuser)

/** Login of a dashboard service on the shared database, SELECT only. */
export const readerOf = (database: Instance, dashboards: string): DatabaseClaim => ({
  database: (database.options as Options).database,
  role: `${roleName(dashboards)}_reader`,
  password: password(`${database.name}.${dashboards}.reader-password`),
  access: 'reader',
})

export default defineService<Options>({
  id: 'postgres',
  title: 'PostgreSQL',
  category: 'database',
  summary: 'Relational database for history, configuration and identity.',
  homepage: 'https://www.postgresql.org',
  license: 'PostgreSQL',
  image: 'postgres',
  versions: ['17.11', '18.6', '16.15'],
  ports: { postgres: { container: 5432, protocol: 'tcp', title: 'SQL', host: 5432 } },
  options: Options,
  older: {
    options: { database: 'database', username: 'superuser', password: 'password' },
    ports: { port: 'postgres' },
  },
  // the official image moved its data directory with major 18; the wrong path would put data outside the volume
  volumes: (version) => ({
    data: versionLine(version) >= 18_000 ? '/var/lib/postgresql' : '/var/lib/postgresql/data',
  }),
  // the entry point reads the password file before it changes to this user
  user: { uid: 999, gid: 999, readsSecretsAsRoot: true },
  startsAsRoot: true,
  toolbox: 'bash',
  resources: () => ({ memoryMiB: 512, cpus: 1 }),
  multiple: true,
  health: ({ options }) => ({
    // by address, because the server that runs the first start's scripts listens on the socket only
    test: ['CMD', 'pg_isready', '-q', '-h', '127.0.0.1', '-U', options.superuser, '-d', options.database],
    intervalS: 5,
    timeoutS: 5,
    retries: 12,
    startPeriodS: 30,
  }),
  check: (instance) => checkNames(instance),
  parts: ({ instance }) => ({
    environment: {
      POSTGRES_USER: instance.options.superuser,
      POSTGRES_DB: instance.options.database,
      POSTGRES_INITDB_ARGS: '--auth-host=scram-sha-256 --data-checksums',
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
        sharedDatabase: (instance.options as Options).database,
      }),
      serve: ({ instance }, claims) => setup(instance as Instance<Options>, claims),
      probe: loginSteps,
    },
  },
  accepts: {
    dashboards: {
      connect: ({ instance }, offer) => {
        const reader = readerOf(instance, offer.host)
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
              postgresVersion: Math.floor(versionLine(instance.version) / 1000) * 100,
              maxOpenConns: 10,
            },
          },
          parts: { ownClaims: { database: [reader] } },
        }
      },
    },
  },
})

const isReserved = (role: string): boolean => role.startsWith('pg_') || ['public', 'none'].includes(role)

const templates = ['template0', 'template1']

/** Names of the server itself, which nothing else can have. */
function checkNames({ options }: Instance<Options>): ServiceProblem[] {
  const hint = 'Choose another name.'
  const wrong = (option: 'superuser' | 'database', why: string): ServiceProblem => ({
    severity: 'error',
    code: 'stack.option-conflict',
    path: ['options', option],
    message: `"${options[option]}" ${why}`,
    hint,
  })
  return [
    ...(isReserved(options.superuser) ? [wrong('superuser', 'is a role that PostgreSQL keeps for itself')] : []),
    ...(templates.includes(options.database) ? [wrong('database', 'is a template of PostgreSQL itself')] : []),
  ]
}

/** Roles and databases are named after services: two must not fall together, nor with those of the server. */
function nameProblems({ options }: Instance<Options>, claims: readonly ClaimOf<'database'>[]): ServiceProblem[] {
  const { database, superuser } = options
  const roles = new Map([
    [superuser, 'the superuser'],
    [ownerRole(database), 'the owner of the shared database'],
  ])
  const databases = new Map([
    [database, 'the shared database'],
    ...['postgres', ...templates].map((name) => [name, 'PostgreSQL'] as const),
  ])
  return claims.flatMap(({ consumer, claim }) => {
    const role = isReserved(claim.role) ? 'PostgreSQL' : roles.get(claim.role)
    roles.set(claim.role, `"${consumer.name}"`)
    const store = claim.access === 'owner' ? databases.get(claim.database) : undefined
    if (role === undefined && store === undefined) return []
    const [kind, name, owner] = role === undefined ? ['database', claim.database, store] : ['role', claim.role, role]
    return [
      {
        severity: 'error',
        code: 'stack.name-clash',
        path: ['services', consumer.name],
        message: `"${consumer.name}" would get the ${kind} "${name}", which is ${owner === 'PostgreSQL' ? 'kept by PostgreSQL for itself' : `that of ${owner}`}`,
        hint: `Rename "${consumer.name}".`,
      },
    ]
  })
}

/** Creates or repairs every role, database and right on each start, so that late additions and new passwords arrive. */
function setup(instance: Instance<Options>, claims: readonly ClaimOf<'database'>[]): Parts {
  if (claims.length === 0) return {}
  const superuser = { need: superuserPassword(instance) }
  return {
    problems: nameProblems(instance, claims),
    jobs: [
      {
        name: 'setup',
        title: 'creates databases, roles and rights',
        when: 'after',
        entrypoint: ['/bin/sh', '/etc/plantwright/setup.sh'],
        environment: { PGHOST: instance.name, PGUSER: instance.options.superuser, PGDATABASE: 'postgres' },
        files: [
          { path: 'setup.sh', mount: '/etc/plantwright/setup.sh', content: setupScript(secretPath(superuser)) },
          { path: 'setup.sql', mount: '/etc/plantwright/setup.sql', content: setupSql(instance.options, claims) },
        ],
        secrets: [superuser, ...claims.map(({ claim }) => ({ need: claim.password }))],
      },
    ],
  }
}
