import { z } from 'zod'
import type { StoreLogin } from '../../abilities/time-series/ability.ts'
import { lineProtocolSteps } from '../../abilities/time-series/probe.ts'
import { defineService, type Instance, type PasswordNeed, password, secretPath } from '../../model.ts'
import { databaseName } from '../../options.ts'
import { httpHealth } from '../../toolbox.ts'
import { startScript } from './files.ts'

const Options = z.strictObject({
  database: databaseName.default('plant').describe('The database that measurements are written to'),
})
type Options = z.output<typeof Options>

/** The one token of the free edition, as the server wants it: with a prefix of its own. */
const adminToken = (instance: Instance): PasswordNeed => ({
  ...password(`${instance.name}.admin-token`),
  length: 48,
  form: 'influxdb3-token',
})

/** The server looks at the token only; a user name has to be there for programs that log in with one. */
const login = (instance: Instance): StoreLogin => ({ user: 'admin', password: adminToken(instance) })

export default defineService<Options>({
  id: 'influxdb3',
  title: 'InfluxDB 3 Core',
  category: 'database',
  summary: 'Time-series database on Parquet files, asked in SQL and InfluxQL.',
  homepage: 'https://www.influxdata.com',
  license: 'MIT OR Apache-2.0',
  image: 'influxdb',
  versions: ['3.11.2-core'],
  ports: { http: { container: 8181, protocol: 'http', title: 'API', host: 8181 } },
  options: Options,
  older: { options: { database: 'database' }, ports: { port: 'http', http_port: 'http' } },
  volumes: { data: '/var/lib/influxdb3' },
  user: { uid: 1500, gid: 1500, readsSecretsAsRoot: false },
  toolbox: 'bash',
  resources: () => ({ memoryMiB: 2048, cpus: 1 }),
  multiple: true,
  health: () => ({
    test: httpHealth('bash', 8181, '/health'),
    intervalS: 10,
    timeoutS: 5,
    retries: 12,
    startPeriodS: 60,
  }),
  parts: ({ instance }) => ({
    entrypoint: ['/bin/bash', '/etc/plantwright/start.sh'],
    command: [
      'influxdb3',
      'serve',
      '--node-id=node0',
      '--object-store=file',
      '--data-dir=/var/lib/influxdb3/data',
      '--admin-token-file=/tmp/plantwright/admin-token.json',
      '--disable-authz=health,ping,metrics',
    ],
    files: [
      {
        path: 'start.sh',
        mount: '/etc/plantwright/start.sh',
        content: startScript(secretPath({ need: adminToken(instance) })),
      },
    ],
    secrets: [{ need: adminToken(instance) }],
    stopGraceS: 30,
  }),
  offers: {
    'time-series': {
      offer: ({ instance }) => ({
        kind: 'influxdb3',
        host: instance.name,
        port: 8181,
        url: `http://${instance.name}:8181`,
        database: (instance.options as Options).database,
        shared: login(instance),
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
          type: 'influxdb',
          url: `http://${instance.name}:8181`,
          ...login(instance),
          jsonData: { version: 'InfluxQL', dbName: (instance.options as Options).database, httpMode: 'POST' },
        },
      }),
    },
    metrics: { connect: () => ({ claim: { port: 8181 } }) },
  },
})
