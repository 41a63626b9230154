import type { DatabaseClaim } from '../../abilities/database/ability.ts'
import type { ProbedWire, ProbeStep } from '../../model.ts'

/** Logs in as the consumer does, by host name, because the image trusts local connections. */
export function loginSteps({ provider, consumer, offer, claim }: ProbedWire<'database'>): ProbeStep[] {
  return [
    {
      what: `role "${claim.role}" logs in to database "${claim.database}"`,
      in: provider.name,
      command: ['psql', '-XAtw', '-h', offer.host, '-U', claim.role, '-d', claim.database, '-c', readOrWrite(claim)],
      secrets: { PGPASSWORD: { of: consumer.name, secret: claim.password.name } },
      hint: ({ stderr }) => loginHint(stderr, claim, provider.name, consumer.name),
    },
    ...(claim.access === 'reader' ? [refusedStep(provider.name, consumer.name, offer.host, claim)] : []),
  ]
}

/** A reader is refused by its rights, also where it asks for transactions that write. */
const refusedStep = (provider: string, consumer: string, host: string, claim: DatabaseClaim): ProbeStep => ({
  what: `role "${claim.role}" cannot write`,
  in: provider,
  command: [
    ...['psql', '-XAtw', '-h', host, '-U', claim.role, '-d', claim.database],
    ...['-c', 'BEGIN READ WRITE', '-c', 'CREATE TABLE ign_verify_refused (id int)', '-c', 'ROLLBACK'],
  ],
  secrets: { PGPASSWORD: { of: consumer, secret: claim.password.name } },
  passes: ({ stderr }) => /permission denied for schema/.test(stderr),
  hint: `Role "${claim.role}" has more rights than it needs: take them away (\\du and \\dn+ in psql show them).`,
})

/** Owners and writers must be able to create a table; a reader must be able to read and no more. */
function readOrWrite(claim: DatabaseClaim): string {
  // raises an error where the right is not there: a password can only be changed with it
  if (claim.access === 'manager') return 'SELECT 1 / rolcreaterole::int FROM pg_roles WHERE rolname = current_user'
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
