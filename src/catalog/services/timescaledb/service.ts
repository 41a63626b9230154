import { z } from 'zod'
import { defineService } from '../../model.ts'
import { postgresOptions, postgresServer } from '../postgres/family.ts'

const Options = z.strictObject(postgresOptions)

/** Tags end in the major version of PostgreSQL: `2.29.2-pg16`. */
const major = (version: string): number => Number(/-pg([0-9]+)/.exec(version)?.[1] ?? 17)

export default defineService<z.output<typeof Options>>({
  id: 'timescaledb',
  title: 'TimescaleDB',
  category: 'database',
  summary: 'PostgreSQL with tables made for time series: history that stays quick when it grows.',
  homepage: 'https://www.timescale.com',
  license: 'Timescale License (Apache-2.0 for parts)',
  image: 'timescale/timescaledb',
  versions: ['2.29.2-pg16', '2.29.1-pg18'],
  options: Options,
  // Alpine's postgres; the entry point reads the password file before it changes to this user
  user: { uid: 70, gid: 70, readsSecretsAsRoot: true },
  toolbox: 'busybox',
  resources: () => ({ memoryMiB: 1024, cpus: 1 }),
  ...postgresServer({
    major,
    environment: { TIMESCALEDB_TELEMETRY: 'off' },
    extension: 'timescaledb',
    jsonData: { timescaledb: true },
  }),
})
