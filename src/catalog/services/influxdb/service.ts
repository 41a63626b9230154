import { z } from 'zod'
import { roleName } from '../../abilities/database/ability.ts'
import type { TimeSeriesClaim } from '../../abilities/time-series/ability.ts'
import { lineProtocolSteps } from '../../abilities/time-series/probe.ts'
import {
  type ClaimOf,
  defineService,
  type Instance,
  type Parts,
  password,
  type SecretMount,
  secretPath,
} from '../../model.ts'
import { secretOption, userName } from '../../options.ts'
import { setupScript } from './files.ts'

const name = z
  .string()
  .regex(
    /^[a-z][a-z0-9_-]{0,62}$/,
    'must begin with a lower case letter and hold only lower case letters, digits, "_" and "-"',
  )

const Options = z.strictObject({
  organization: name.default('plant').describe('Organization that owns everything'),
  bucket: name.default('plant').describe('The bucket that measurements are written to'),
  retention: z
    .string()
    .regex(/^(0|[1-9][0-9]{0,4}[hdw])$/, 'must be a duration such as 72h, 30d or 52w, or 0 for ever')
    .default('0')
    .describe('How long measurements are kept, from the first start on; 0: for ever'),
  adminUser: userName.default('admin').describe('Administrator of the web page'),
  password: secretOption.optional(),
})
type Options = z.output<typeof Options>

const adminPassword = (instance: Instance<Options>) =>
  password(`${instance.name}.admin-password`, instance.options.password, instance.options.adminUser)

/** The operator's token; the setup job uses it, and people who want to use the API. */
const adminToken = (instance: Instance): SecretMount => ({ need: password(`${instance.name}.admin-token`) })

/** Login of a dashboard service that may only read. */
const readerOf = (store: Instance, dashboards: string): TimeSeriesClaim => ({
  user: `${roleName(dashboards)}_reader`,
  password: password(`${store.name}.${dashboards}.reader-password`),
  access: 'read',
})

export default defineService<Options>({
  id: 'influxdb',
  title: 'InfluxDB 2',
  category: 'database',
  summary: 'Time-series database with a web page, buckets and retention.',
  homepage: 'https://www.influxdata.com',
  license: 'MIT',
  image: 'influxdb',
  versions: ['2.9.1', '2.8.0'],
  ports: { http: { container: 8086, protocol: 'http', title: 'Web page and API', host: 8086 } },
  options: Options,
  older: {
    options: {
      org: 'organization',
      organization: 'organization',
      bucket: 'bucket',
      username: 'adminUser',
      admin_username: 'adminUser',
      password: 'password',
      admin_password: 'password',
    },
    ports: { port: 'http', http_port: 'http' },
  },
  volumes: { data: '/var/lib/influxdb2', config: '/etc/influxdb2' },
  // the entry point reads the files as root, changes to this user and reads them again
  user: { uid: 1000, gid: 1000, readsSecretsAsRoot: false },
  startsAsRoot: true,
  toolbox: 'bash',
  resources: () => ({ memoryMiB: 1024, cpus: 1 }),
  multiple: true,
  health: () => ({ test: ['CMD', 'influx', 'ping'], intervalS: 10, timeoutS: 5, retries: 12, startPeriodS: 60 }),
  parts: ({ instance }) => ({
    environment: {
      DOCKER_INFLUXDB_INIT_MODE: 'setup',
      DOCKER_INFLUXDB_INIT_USERNAME: instance.options.adminUser,
      DOCKER_INFLUXDB_INIT_ORG: instance.options.organization,
      DOCKER_INFLUXDB_INIT_BUCKET: instance.options.bucket,
      DOCKER_INFLUXDB_INIT_RETENTION: instance.options.retention,
      INFLUXD_REPORTING_DISABLED: 'true',
    },
    secrets: [
      { need: adminPassword(instance), pathIn: 'DOCKER_INFLUXDB_INIT_PASSWORD_FILE' },
      { ...adminToken(instance), pathIn: 'DOCKER_INFLUXDB_INIT_ADMIN_TOKEN_FILE' },
    ],
    stopGraceS: 30,
  }),
  offers: {
    'time-series': {
      offer: ({ instance }) => ({
        kind: 'influxdb2',
        host: instance.name,
        port: 8086,
        url: `http://${instance.name}:8086`,
        database: (instance.options as Options).bucket,
        organization: (instance.options as Options).organization,
      }),
      serve: ({ instance }, claims) => setup(instance as Instance<Options>, claims),
      probe: lineProtocolSteps,
    },
  },
  accepts: {
    dashboards: {
      connect: ({ instance }, offer) => {
        const { bucket } = instance.options as Options
        const reader = readerOf(instance, offer.host)
        return {
          claim: {
            uid: instance.name,
            name: instance.name,
            type: 'influxdb',
            url: `http://${instance.name}:8086`,
            user: reader.user,
            password: reader.password,
            // logins that are chosen here belong to the interface of version 1, which is asked in InfluxQL
            jsonData: { version: 'InfluxQL', dbName: bucket, httpMode: 'POST' },
          },
          parts: { ownClaims: { 'time-series': [reader] } },
        }
      },
    },
    metrics: { connect: () => ({ claim: { port: 8086 } }) },
    'reverse-proxy': {
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 8086 },
          login: 'own',
          healthPath: '/ping',
        },
      }),
    },
  },
})

/** Creates or repairs the bucket and every login on each start, so that late additions and new passwords arrive. */
function setup(instance: Instance<Options>, claims: readonly ClaimOf<'time-series'>[]): Parts {
  if (claims.length === 0) return {}
  const token = adminToken(instance)
  return {
    jobs: [
      {
        name: 'setup',
        title: 'creates the bucket and a login for each consumer',
        when: 'after',
        entrypoint: ['/bin/bash', '/etc/plantwright/setup.sh'],
        environment: { INFLUX_HOST: `http://${instance.name}:8086`, INFLUX_ORG: instance.options.organization },
        files: [
          {
            path: 'setup.sh',
            mount: '/etc/plantwright/setup.sh',
            content: setupScript(
              { tokenPath: secretPath(token), ...instance.options },
              claims.map(({ claim }) => claim),
            ),
          },
        ],
        secrets: [token, ...claims.map(({ claim }) => ({ need: claim.password }))],
      },
    ],
  }
}
