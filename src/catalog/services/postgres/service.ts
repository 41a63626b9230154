import { z } from 'zod'
import { defineService, versionLine } from '../../model.ts'
import { type PostgresOptions, postgresOptions, postgresServer } from './family.ts'

export default defineService<PostgresOptions>({
  id: 'postgres',
  title: 'PostgreSQL',
  category: 'database',
  summary: 'Relational database for history, configuration and identity.',
  homepage: 'https://www.postgresql.org',
  license: 'PostgreSQL',
  image: 'postgres',
  versions: ['17.11', '18.6', '16.15'],
  options: z.strictObject(postgresOptions),
  // the entry point reads the password file before it changes to this user
  user: { uid: 999, gid: 999, readsSecretsAsRoot: true },
  toolbox: 'bash',
  resources: () => ({ memoryMiB: 512, cpus: 1 }),
  ...postgresServer({ major: (version) => Math.floor(versionLine(version) / 1000) }),
})
