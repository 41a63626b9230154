import { defineAbility, type PasswordNeed } from '../../model.ts'
import { reachSteps } from '../../toolbox.ts'

declare module '../../model.ts' {
  interface AbilityTypes {
    database: { offer: DatabaseOffer; claim: DatabaseClaim }
  }
}

export interface DatabaseOffer {
  readonly engine: 'postgres' | 'mariadb' | 'mssql'
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
   * writers can use each other's tables; `reader`: the shared database, SELECT only; `manager`: looks after the
   * logins in `manages` and may make further ones with their rights.
   */
  readonly access: 'owner' | 'writer' | 'reader' | 'manager'
  readonly manages?: readonly ManagedLogin[]
}

/** A login in the shared database that gets its password from a manager and never from the setup job. */
export interface ManagedLogin {
  readonly role: string
  readonly access: 'writer' | 'reader'
  /** False where it only stands for rights that others are given. */
  readonly canLogIn: boolean
}

/**
 * Where a server cannot give a manager rights over some logins alone: what the manager may do is a procedure that looks
 * whom it is for. They stand in a database of their own, which nobody else may use.
 */
export const managedDatabase = 'managed_logins'
export const managedProcedure = (manager: string, what: 'rotate' | 'lease' | 'revoke'): string =>
  `${managedDatabase}.${manager}_${what}`

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
  probe: ({ consumer, offer }) => reachSteps(consumer, offer.host, offer.port),
})
