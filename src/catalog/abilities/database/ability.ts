import { defineAbility, type PasswordNeed } from '../../model.ts'
import { reachCommand } from '../../toolbox.ts'

declare module '../../model.ts' {
  interface AbilityTypes {
    database: { offer: DatabaseOffer; claim: DatabaseClaim }
  }
}

export interface DatabaseOffer {
  readonly engine: 'postgres'
  readonly host: string
  readonly port: number
  /** The database that the plant's services share: gateways write, dashboards read. */
  readonly sharedDatabase: string
}

export interface DatabaseClaim {
  readonly database: string
  /** Login of this consumer alone. */
  readonly role: string
  readonly password: PasswordNeed
  /**
   * `owner`: a database of its own; `writer`: the shared database, where everything belongs to one owner so that
   * writers can use each other's tables; `reader`: the shared database, SELECT only.
   */
  readonly access: 'owner' | 'writer' | 'reader'
}

/** Role of an instance: its name without the hyphens, for which roles and databases would have to be quoted everywhere. */
export const roleName = (instance: string): string => instance.replaceAll('-', '_')

export default defineAbility<'database'>({
  id: 'database',
  title: 'Database',
  summary: 'A database and a role for each consumer, created by an idempotent job before the consumer starts.',
  type: 'db_provider',
  network: 'data',
  reach: 'one',
  waits: true,
  probe: ({ provider, consumer, offer, claim }) => [
    {
      what: `${consumer.name} reaches ${offer.host}:${offer.port}`,
      in: consumer.name,
      command: reachCommand(consumer.service.toolbox, offer.host, offer.port),
      hint: `${offer.host} does not answer on the stack's network: is it running (docker compose ps)?`,
    },
    {
      what: `role "${claim.role}" logs in to database "${claim.database}"`,
      in: provider.name,
      // by host name, so that the server asks for the password: local connections are trusted by the image
      command: ['psql', '-XAtw', '-h', offer.host, '-U', claim.role, '-d', claim.database, '-c', readOrWrite(claim)],
      secrets: { PGPASSWORD: { of: consumer.name, secret: claim.password.name } },
      hint: ({ stderr }) => loginHint(stderr, claim, provider.name, consumer.name),
    },
  ],
})

/** Owners and writers must be able to create a table; a reader must be able to read and no more. */
function readOrWrite(claim: DatabaseClaim): string {
  if (claim.access === 'reader') return 'SELECT count(*) FROM information_schema.tables'
  return 'BEGIN; CREATE TABLE ign_verify_probe (id int); DROP TABLE ign_verify_probe; COMMIT'
}

function loginHint(stderr: string, claim: DatabaseClaim, provider: string, consumer: string): string {
  if (/password authentication failed/.test(stderr)) {
    return (
      `The password that ${consumer} has (secrets/${claim.password.name}) is not the one ${provider} knows for role ` +
      `"${claim.role}". Run: docker compose up -d ${provider}-setup, which sets it again.`
    )
  }
  if (/does not exist/.test(stderr))
    return `Run: docker compose up -d ${provider}-setup, which creates what is missing.`
  if (/permission denied/.test(stderr))
    return `Role "${claim.role}" lost a right: docker compose up -d ${provider}-setup grants it again.`
  return `Look at the database's log: docker compose logs ${provider}.`
}
