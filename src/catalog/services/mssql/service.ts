import { z } from 'zod'
import { nameProblems, reservedOption } from '../../abilities/database/names.ts'
import { readerOf } from '../../abilities/database/reader.ts'
import {
  type ClaimOf,
  defineService,
  type Instance,
  type Parts,
  type PasswordNeed,
  password,
  type ServiceContext,
  type ServiceProblem,
  secretPath,
} from '../../model.ts'
import { databaseName, secretOption } from '../../options.ts'
import { setupScript, setupSql, sqlcmd, startScript } from './files.ts'
import { loginSteps } from './probe.ts'

const Options = z.strictObject({
  acceptEula: z
    .boolean()
    .default(false)
    .describe('You accept the licence of SQL Server: https://go.microsoft.com/fwlink/?LinkId=746388'),
  edition: z
    .enum(['express', 'developer', 'standard', 'enterprise'])
    .default('express')
    .describe('Edition: express is free of charge, developer is free for development only'),
  database: databaseName.default('plant').describe('The database that the services of the plant share'),
  password: secretOption.optional(),
})
type Options = z.output<typeof Options>

/** The server does not start with a password that has less than three kinds of characters. */
const saPassword = (instance: Instance<Options>): PasswordNeed => ({
  ...password(`${instance.name}.sa-password`, instance.options.password, 'sa'),
  form: 'three-kinds',
})

/** SQL Server starts with no less. */
const leastMiB = 2000

const editions: Record<Options['edition'], string> = {
  express: 'Express',
  developer: 'Developer',
  standard: 'Standard',
  enterprise: 'Enterprise',
}

export default defineService<Options>({
  id: 'mssql',
  title: 'Microsoft SQL Server',
  category: 'database',
  summary: 'Relational database of Microsoft, for plants whose tools ask for it.',
  homepage: 'https://www.microsoft.com/sql-server',
  license: 'proprietary (Express and Developer editions are free of charge)',
  image: 'mcr.microsoft.com/mssql/server',
  versions: ['2022-CU26-ubuntu-22.04'],
  ports: { mssql: { container: 1433, protocol: 'tcp', title: 'SQL', host: 1433 } },
  options: Options,
  older: {
    options: { database: 'database', sa_password: 'password', password: 'password', accept_eula: 'acceptEula' },
    ports: { port: 'mssql' },
  },
  volumes: { data: '/var/opt/mssql' },
  user: { uid: 10001, gid: 0, readsSecretsAsRoot: false },
  toolbox: 'bash',
  resources: () => ({ memoryMiB: 3072, cpus: 2 }),
  multiple: true,
  health: (instance) => ({
    test: [
      'CMD-SHELL',
      `SQLCMDPASSWORD="$(cat ${secretPath({ need: saPassword(instance) })})" ${sqlcmd} -S tcp:127.0.0.1,1433 -U sa -C -b -l 3 -Q 'SELECT 1' >/dev/null`,
    ],
    intervalS: 10,
    timeoutS: 10,
    retries: 12,
    startPeriodS: 90,
  }),
  check: (instance) => checkServer(instance),
  parts: ({ instance, site }) => {
    const secret = { need: saPassword(instance) }
    return {
      entrypoint: ['/bin/bash', '/etc/plantwright/start.sh'],
      environment: {
        ACCEPT_EULA: 'Y',
        MSSQL_PID: editions[instance.options.edition],
        // the rest of the limit is for what is not the buffer pool
        MSSQL_MEMORY_LIMIT_MB: String(Math.floor((instance.memoryBytes / 1024 ** 2) * 0.8)),
        TZ: site.timezone,
      },
      files: [{ path: 'start.sh', mount: '/etc/plantwright/start.sh', content: startScript(secretPath(secret)) }],
      secrets: [secret],
      stopGraceS: 60,
    }
  },
  offers: {
    database: {
      offer: ({ instance }) => ({
        engine: 'mssql',
        host: instance.name,
        port: 1433,
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
            type: 'mssql',
            url: `${instance.name}:1433`,
            user: reader.role,
            password: reader.password,
            jsonData: {
              database: reader.database,
              authenticationType: 'SQL Server Authentication',
              // the server signs its certificate itself
              encrypt: 'true',
              tlsSkipVerify: true,
              maxOpenConns: 10,
            },
          },
          parts: { ownClaims: { database: [reader] } },
        }
      },
    },
  },
})

const databases = ['master', 'tempdb', 'model', 'msdb', 'resource', 'mssqlsystemresource']

/** Logins, server roles and users that every server or database has; `db_` begins the roles of a database. */
const principals = [
  'sa',
  'public',
  'guest',
  'dbo',
  'sys',
  'information_schema',
  'sysadmin',
  'securityadmin',
  'serveradmin',
  'setupadmin',
  'processadmin',
  'diskadmin',
  'dbcreator',
  'bulkadmin',
]

function checkServer({ options, memoryBytes }: Instance<Options>): ServiceProblem[] {
  return [
    ...(options.acceptEula
      ? []
      : [
          {
            severity: 'error' as const,
            code: 'stack.eula-missing' as const,
            path: ['options', 'acceptEula'],
            message: 'the licence of SQL Server is not accepted',
            hint: 'Read https://go.microsoft.com/fwlink/?LinkId=746388 and set acceptEula: true.',
          },
        ]),
    ...(memoryBytes < leastMiB * 1024 ** 2
      ? [
          {
            severity: 'error' as const,
            code: 'stack.option-conflict' as const,
            path: ['memory'],
            message: `SQL Server does not start with less than ${leastMiB} MiB of memory`,
            hint: 'Set memory: 3GiB or more.',
          },
        ]
      : []),
    ...(databases.includes(options.database)
      ? [reservedOption('database', options.database, 'is a database of SQL Server itself')]
      : []),
  ]
}

/** Creates or repairs every login, database and right on each start, so that late additions and new passwords arrive. */
function serve({ instance }: ServiceContext<Options>, claims: readonly ClaimOf<'database'>[]): Parts {
  if (claims.length === 0) return {}
  const sa = { need: saPassword(instance) }
  const passwords = claims.map(({ claim }) => claim.password)
  return {
    problems: nameProblems(
      {
        program: 'SQL Server',
        isReservedRole: (role) => principals.includes(role) || role.startsWith('db_'),
        reservedDatabases: databases,
        roles: [],
        sharedDatabase: instance.options.database,
      },
      claims,
    ),
    jobs: [
      {
        name: 'setup',
        title: 'creates databases, logins and rights',
        when: 'after',
        entrypoint: ['/bin/bash', '/etc/plantwright/setup.sh'],
        environment: { HOST: instance.name },
        files: [
          { path: 'setup.sh', mount: '/etc/plantwright/setup.sh', content: setupScript(secretPath(sa), passwords) },
          {
            path: 'setup.sql',
            mount: '/etc/plantwright/setup.sql',
            content: setupSql(instance.options.database, claims),
          },
        ],
        secrets: [sa, ...passwords.map((need) => ({ need }))],
      },
    ],
  }
}
