import type { ClaimOf, ServiceProblem } from '../../model.ts'

/** Names that a database server has before any consumer makes its claim. */
export interface TakenNames {
  /** The program, which keeps some names for itself. */
  readonly program: string
  readonly isReservedRole: (name: string) => boolean
  readonly reservedDatabases: readonly string[]
  /** Roles that the plant or its setup makes: name and whose it is. */
  readonly roles: readonly (readonly [name: string, owner: string])[]
  readonly sharedDatabase: string
}

/**
 * Roles and databases are named after services: two must not fall together, nor with those of the server. Names that
 * differ only in case count as one, because some servers see no difference.
 */
export function nameProblems(taken: TakenNames, claims: readonly ClaimOf<'database'>[]): ServiceProblem[] {
  const { program } = taken
  const roles = new Map(taken.roles.map(([name, owner]) => [name.toLowerCase(), owner]))
  const databases = new Map([
    [taken.sharedDatabase, 'the shared database'],
    ...taken.reservedDatabases.map((name) => [name, program] as const),
  ])
  const wanted = claims.flatMap(({ consumer, claim }) => [
    { consumer, claim, path: ['services', consumer.name], hint: `Rename "${consumer.name}".` },
    ...(claim.manages ?? []).map(({ role, access }) => ({
      consumer,
      claim: { ...claim, role, access },
      path: ['services', consumer.name, 'options', 'logins', role],
      hint: 'Choose another name for the login.',
    })),
  ])
  return wanted.flatMap(({ consumer, claim, path, hint }) => {
    const key = claim.role.toLowerCase()
    const role = taken.isReservedRole(key) ? program : roles.get(key)
    roles.set(key, `"${consumer.name}"`)
    const store = claim.access === 'owner' ? databases.get(claim.database) : undefined
    if (role === undefined && store === undefined) return []
    const [kind, name, owner] = role === undefined ? ['database', claim.database, store] : ['role', claim.role, role]
    return [
      {
        severity: 'error',
        code: 'stack.name-clash',
        path,
        message: `"${consumer.name}" would get the ${kind} "${name}", which is ${owner === program ? `kept by ${program} for itself` : `that of ${owner}`}`,
        hint,
      },
    ]
  })
}

/** A name chosen in the plant file that the program keeps for itself. */
export const reservedOption = (option: string, name: string, why: string): ServiceProblem => ({
  severity: 'error',
  code: 'stack.option-conflict',
  path: ['options', option],
  message: `"${name}" ${why}`,
  hint: 'Choose another name.',
})
