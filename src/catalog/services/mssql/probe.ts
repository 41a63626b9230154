import type { DatabaseClaim } from '../../abilities/database/ability.ts'
import type { ProbedWire, ProbeStep } from '../../model.ts'
import { sqlcmd } from './files.ts'

/** Logs in over the network as the consumer does, and does what the consumer may do. */
export function loginSteps({ provider, consumer, offer, claim }: ProbedWire<'database'>): ProbeStep[] {
  const server = `tcp:${offer.host},${offer.port}`
  return [
    {
      what: `login "${claim.role}" opens database "${claim.database}"`,
      in: provider.name,
      command: [
        ...[sqlcmd, '-S', server, '-U', claim.role, '-d', claim.database, '-C', '-b', '-l', '5', '-Q'],
        readOrWrite(claim),
      ],
      secrets: { SQLCMDPASSWORD: { of: consumer.name, secret: claim.password.name } },
      hint: ({ stdout, stderr }) => loginHint(stdout + stderr, claim, provider.name, consumer.name),
    },
  ]
}

/** Owners and writers must be able to create a table, in one transaction; a reader must read and not write. */
function readOrWrite({ access, role }: DatabaseClaim): string {
  if (access === 'owner' || access === 'writer') {
    const table = `dbo.[ign_verify_${role}]`
    return `SET XACT_ABORT ON; BEGIN TRANSACTION; CREATE TABLE ${table} (id int); DROP TABLE ${table}; COMMIT`
  }
  return "SET NOCOUNT ON; SELECT COUNT(*) FROM sys.tables; IF HAS_PERMS_BY_NAME(NULL, 'DATABASE', 'CREATE TABLE') = 1 RAISERROR('may write', 16, 1)"
}

function loginHint(answer: string, claim: DatabaseClaim, provider: string, consumer: string): string {
  const again = `Run: docker compose up -d ${provider}-setup, which`
  if (/Cannot open database/.test(answer)) return `${again} creates what is missing.`
  if (/Login failed/.test(answer)) {
    return (
      `The password that ${consumer} has (secrets/${claim.password.name}) is not the one ${provider} knows for login ` +
      `"${claim.role}". ${again} sets it again.`
    )
  }
  if (/may write/.test(answer)) return `Somebody gave "${claim.role}" more rights than it needs: take them away.`
  if (/permission/.test(answer)) return `"${claim.role}" lacks a right. ${again} grants it again.`
  return `Look at the database's log: docker compose logs ${provider}.`
}
