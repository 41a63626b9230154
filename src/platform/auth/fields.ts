import { IgnError } from '../../core/error.ts'
import { type authCodes, authError } from './errors.ts'

/** What is wrong with one field of what was sent; forms show it there. */
export function fieldError(code: keyof typeof authCodes, field: string, message: string): IgnError {
  const { hint } = authError(code, message)
  return authError(code, message, { issues: [{ severity: 'error', code, path: [field], message, hint }] })
}

/**
 * Does checks that know nothing of each other, so that all that is wrong is told at once.
 *
 * @throws what is no matter of a field, before all else; one problem as itself; auth.several-problems with each of them
 */
export async function together<const T extends readonly Promise<unknown>[]>(
  ...checks: T
): Promise<{ -readonly [Index in keyof T]: Awaited<T[Index]> }> {
  const results = await Promise.allSettled(checks)
  const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []))
  const [first] = failures.toSorted((one, other) => Number(isOfField(one)) - Number(isOfField(other)))
  if (first && (failures.length === 1 || !isOfField(first))) throw first
  if (first) {
    const issues = failures.filter(isOfField).flatMap((failure) => failure.issues)
    throw authError('auth.several-problems', issues.map(({ message }) => message).join('; '), { issues })
  }
  return results.map((result) => (result as PromiseFulfilledResult<unknown>).value) as never
}

const isOfField = (error: Error): error is IgnError => error instanceof IgnError && error.issues.length > 0
