import { type CreateTableBuilder, type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'

/** A step that every database takes once, in the order of the list. What was released never changes: add a new one. */
export interface Migration {
  readonly name: string
  readonly up: (database: Kysely<Tables>) => Promise<void>
}

export const migrations: readonly Migration[] = [
  { name: '0001-identity', up: identity },
  { name: '0002-plants-and-jobs', up: plantsAndJobs },
  { name: '0003-audit-changed', up: auditChanged },
  { name: '0004-plant-secrets-and-files', up: plantSecretsAndFiles },
  { name: '0005-begun-second-factor', up: begunSecondFactor },
  { name: '0006-audit-times', up: auditTimes },
  { name: '0007-version-errors', up: versionErrors },
]

async function identity({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('users')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('display_name', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('password', 'text')
    .addColumn('oidc_issuer', 'text')
    .addColumn('oidc_subject', 'text')
    .addColumn('totp_secret', 'text')
    .addColumn('totp_confirmed_at', 'bigint')
    .addColumn('totp_step', 'bigint')
    .addColumn('disabled_at', 'bigint')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('signed_in_at', 'bigint')
    .addUniqueConstraint('users_oidc', ['oidc_issuer', 'oidc_subject'])
    .execute()
  await ofUser(schema.createTable('sessions'))
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('digest', 'text', (column) => column.notNull().unique())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .addColumn('ends_at', 'bigint', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('agent', 'text', (column) => column.notNull())
    .execute()
  await ofUser(schema.createTable('api_tokens'))
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('digest', 'text', (column) => column.notNull().unique())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('ends_at', 'bigint', (column) => column.notNull())
    .addColumn('used_at', 'bigint')
    .execute()
  await ofUser(schema.createTable('recovery_codes'))
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('used_at', 'bigint')
    .addPrimaryKeyConstraint('recovery_codes_key', ['user_name', 'digest'])
    .execute()
  await schema
    .createTable('sign_in_failures')
    .addColumn('subject', 'text', (column) => column.primaryKey())
    .addColumn('failures', 'integer', (column) => column.notNull())
    .addColumn('last_at', 'bigint', (column) => column.notNull())
    .addColumn('locked_until', 'bigint', (column) => column.notNull())
    .execute()
  await schema
    .createTable('setup_links')
    .addColumn('digest', 'text', (column) => column.primaryKey())
    .addColumn('ends_at', 'bigint', (column) => column.notNull())
    .execute()
  await schema
    .createTable('oidc_requests')
    .addColumn('digest', 'text', (column) => column.primaryKey())
    .addColumn('browser_digest', 'text', (column) => column.notNull())
    .addColumn('nonce', 'text', (column) => column.notNull())
    .addColumn('verifier', 'text', (column) => column.notNull())
    .addColumn('ends_at', 'bigint', (column) => column.notNull())
    .execute()
  await schema
    .createTable('audit')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('code', 'text')
    .addColumn('address', 'text')
    .addColumn('request_id', 'text')
    .execute()
  for (const table of ['sessions', 'api_tokens'])
    await schema.createIndex(`${table}_user`).on(table).column('user_name').execute()
  for (const column of ['actor', 'action'])
    await schema.createIndex(`audit_${column}`).on('audit').columns([column, 'id']).execute()
}

async function plantsAndJobs({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('plants')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull().unique())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('read_role', 'text', (column) => column.notNull())
    .addColumn('write_role', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_by', 'text', (column) => column.notNull())
    .addColumn('summary', 'text', (column) => column.notNull())
    .addColumn('proof', 'text')
    .execute()
  await schema
    .createTable('plant_versions')
    .addColumn('plant_id', 'text', (column) => column.notNull().references('plants.id').onDelete('cascade'))
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('note', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('plant_versions_key', ['plant_id', 'version'])
    .execute()
  await schema.createIndex('plant_versions_at').on('plant_versions').column('at').execute()
  await schema
    .createTable('jobs')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('plant_id', 'text')
    .addColumn('read_role', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('done', 'integer', (column) => column.notNull())
    .addColumn('total', 'integer', (column) => column.notNull())
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('started_by', 'text', (column) => column.notNull())
    .addColumn('alive_at', 'bigint', (column) => column.notNull())
    .addColumn('stop_wanted', 'integer', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('result', 'text')
    .addColumn('code', 'text')
    .addColumn('message', 'text')
    .execute()
  await schema.createIndex('jobs_started').on('jobs').columns(['started_at', 'id']).execute()
  await schema.createIndex('jobs_state').on('jobs').columns(['state', 'alive_at']).execute()
  await schema
    .createTable('job_events')
    .addColumn('job_id', 'text', (column) => column.notNull().references('jobs.id').onDelete('cascade'))
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('job_events_key', ['job_id', 'number'])
    .execute()
  await schema
    .createTable('repeats')
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('begun_at', 'bigint', (column) => column.notNull())
    .addColumn('answer', 'text')
    .addPrimaryKeyConstraint('repeats_key', ['actor', 'key'])
    .execute()
}

/** Actions that only read, as they were before each line said so itself. */
const readingActions = [
  'audit.list',
  'job.events',
  'job.list',
  'job.read',
  'me.sessions',
  'me.tokens',
  'plant.changes',
  'plant.list',
  'plant.read',
  'plant.version',
  'plant.versions',
  'user.list',
  'user.show',
  'user.token-list',
]

async function auditChanged(database: Kysely<Tables>): Promise<void> {
  const { schema } = database
  await schema
    .alterTable('audit')
    .addColumn('changed', 'integer', (column) => column.notNull().defaultTo(1))
    .execute()
  await database
    .updateTable('audit')
    .set({ changed: 0 })
    .where((line) => line.or([line('outcome', '=', 'refused'), line('action', 'in', readingActions)]))
    .execute()
  await schema.createIndex('audit_changed').on('audit').columns(['changed', 'id']).execute()
}

async function plantSecretsAndFiles({ schema }: Kysely<Tables>): Promise<void> {
  await ofPlant(schema.createTable('plant_secrets'))
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('sealed', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('plant_secrets_key', ['plant_id'])
    .execute()
  await ofPlant(schema.createTable('plant_files'))
    .addColumn('path', 'text', (column) => column.notNull())
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addColumn('bytes', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('plant_files_key', ['plant_id', 'path', 'sha256'])
    .execute()
  await schema.createIndex('plant_files_sha256').on('plant_files').column('sha256').execute()
  await schema
    .createTable('file_pieces')
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    // SQLite keeps bytes as they are under any name of a type
    .addColumn('sealed', sql`bytea`, (column) => column.notNull())
    .addPrimaryKeyConstraint('file_pieces_key', ['sha256', 'number'])
    .execute()
}

/** A second factor that is not confirmed belongs to the session that began it, and no longer to the user. */
async function begunSecondFactor(database: Kysely<Tables>): Promise<void> {
  await database.schema.alterTable('sessions').addColumn('begun_totp', 'text').execute()
  await database.updateTable('users').set({ totp_secret: null }).where('totp_confirmed_at', 'is', null).execute()
}

async function auditTimes({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .alterTable('audit')
    .addColumn('times', 'integer', (column) => column.notNull().defaultTo(1))
    .execute()
}

/** Of versions that were there already nobody has counted them. */
async function versionErrors({ schema }: Kysely<Tables>): Promise<void> {
  await schema.alterTable('plant_versions').addColumn('errors', 'integer').execute()
}

/** What belongs to a plant goes with the plant. */
const ofPlant = (table: CreateTableBuilder<string>) =>
  table.addColumn('plant_id', 'text', (column) => column.notNull().references('plants.id').onDelete('cascade'))

/** What belongs to a user goes with the user. */
const ofUser = (table: CreateTableBuilder<string>) =>
  table.addColumn('user_name', 'text', (column) => column.notNull().references('users.name').onDelete('cascade'))
