import { type DatabaseClaim, managedProcedure } from '../../abilities/database/ability.ts'
import type { CommandStep, ProbedWire, ProbeStep } from '../../model.ts'
import { refusedLogin } from './files.ts'

/** Logs in over the network as the consumer does, and does what the consumer may do. */
export function loginSteps({ provider, consumer, offer, claim }: ProbedWire<'database'>): ProbeStep[] {
  const connection = ['mariadb', '--no-defaults', `--host=${offer.host}`, `--user=${claim.role}`, '--connect-timeout=5']
  if (claim.access === 'manager') return managerSteps(provider.name, consumer.name, connection, claim)
  return [
    {
      what: `role "${claim.role}" logs in to database "${claim.database}"`,
      in: provider.name,
      command: [...connection, '--batch', claim.database, '--execute', readOrWrite(claim)],
      secrets: { MYSQL_PWD: { of: consumer.name, secret: claim.password.name } },
      hint: ({ stderr }) => loginHint(stderr, claim, provider.name, consumer.name),
    },
    ...(claim.access === 'reader' ? [refusedSteps(provider.name, consumer.name, connection, claim)] : []),
  ]
}

/** Owners and writers must be able to create a table; names of probes differ, because they run at the same time. */
function readOrWrite({ access, role }: DatabaseClaim): string {
  if (access === 'reader') return 'SELECT COUNT(*) FROM information_schema.tables'
  const table = `ign_verify_${role}`
  return `CREATE OR REPLACE TABLE \`${table}\` (id INT); DROP TABLE \`${table}\``
}

/** It may ask for its own logins, and is told so when it asks for that of root. */
function managerSteps(
  provider: string,
  consumer: string,
  connection: readonly string[],
  claim: DatabaseClaim,
): ProbeStep[] {
  const secrets = { MYSQL_PWD: { of: consumer, secret: claim.password.name } }
  const hint: CommandStep['hint'] = ({ stderr }) => loginHint(stderr, claim, provider, consumer)
  const procedures = (claim.manages ?? []).map(({ canLogIn }) =>
    canLogIn
      ? `CALL ${managedProcedure(claim.role, 'rotate')}('root', 'x')`
      : `CALL ${managedProcedure(claim.role, 'lease')}('root', 'x')`,
  )
  return [
    {
      what: `role "${claim.role}" logs in`,
      in: provider,
      command: [...connection, '--batch', '--execute', 'SELECT 1'],
      secrets,
      hint,
    },
    ...[...new Set(procedures)].map(
      (call): ProbeStep => ({
        what: `role "${claim.role}" looks after its own logins and no other`,
        in: provider,
        command: [...connection, '--batch', '--execute', call],
        secrets,
        passes: ({ exitCode, stderr }) => exitCode !== 0 && stderr.includes(refusedLogin),
        hint,
      }),
    ),
  ]
}

const refusedSteps = (
  provider: string,
  consumer: string,
  connection: readonly string[],
  claim: DatabaseClaim,
): ProbeStep => ({
  what: `role "${claim.role}" cannot write`,
  in: provider,
  command: [...connection, claim.database, '--execute', 'CREATE TABLE ign_verify_refused (id INT)'],
  secrets: { MYSQL_PWD: { of: consumer, secret: claim.password.name } },
  passes: ({ exitCode, stderr }) => exitCode !== 0 && /denied/i.test(stderr),
  hint: `Role "${claim.role}" has more rights than it needs: look at SHOW GRANTS FOR '${claim.role}'@'%'.`,
})

function loginHint(stderr: string, claim: DatabaseClaim, provider: string, consumer: string): string {
  const again = `Run: docker compose up -d ${provider}-setup, which`
  if (/1045/.test(stderr)) {
    return (
      `The password that ${consumer} has (secrets/${claim.password.name}) is not the one ${provider} knows for role ` +
      `"${claim.role}". ${again} sets it again.`
    )
  }
  if (/1049/.test(stderr)) return `${again} creates what is missing.`
  if (/1044|1142/.test(stderr)) return `Role "${claim.role}" lacks a right. ${again} grants it again.`
  return `Look at the database's log: docker compose logs ${provider}.`
}
