import type { z } from 'zod'
import { IgnError } from '../core/error.ts'
import type { Issue } from '../core/issue.ts'
import { type AuditEntry, auditOf, type Result } from '../platform/auth/audit.ts'
import type { Action, Context, Outcome } from './action.ts'
import { actionError } from './errors.ts'

/**
 * Carries an action out and leaves its line in the audit: before and after a change, after what only reads.
 *
 * @param input as it came in; it is checked here
 * @throws action.invalid-input with all problems of the input, and what the action throws
 */
export async function perform<Input, Data>(
  action: Action<Input, Data>,
  input: unknown,
  context: Context,
): Promise<Outcome<Data>> {
  if (!isAudited(action)) return action.run(checked(action.input, input), context)
  const audit = auditOf(await context.database())
  const entry = async (values: Input): Promise<AuditEntry> => ({
    action: action.id,
    target: (await action.target?.(values, context)) ?? '',
    actor: context.actor,
  })
  let values: Input
  try {
    values = checked(action.input, input)
  } catch (error) {
    audit.note({ action: action.id, target: '', actor: context.actor }, context.now(), resultOf(error))
    throw error
  }
  const line = await entry(values)
  if (action.changes === false) {
    try {
      const outcome = await action.run(values, context)
      audit.note(line, context.now(), done)
      return outcome
    } catch (error) {
      audit.note(line, context.now(), resultOf(error))
      throw error
    }
  }
  const id = await audit.begin(line, context.now())
  try {
    const outcome = await action.run(values, context)
    await audit.end(id, done)
    return outcome
  } catch (error) {
    await audit.end(id, resultOf(error))
    throw error
  }
}

/** What only computes, or only tells visitors about themselves, is not worth a line. */
const isAudited = ({ access, changes }: Pick<Action<never, never>, 'access' | 'changes'>): boolean =>
  access !== 'computes' && !(access === 'visitor' && changes === false)

const done: Result = { outcome: 'done', code: null }

const resultOf = (error: unknown): Result =>
  error instanceof IgnError
    ? { outcome: error.status >= 500 ? 'failed' : 'refused', code: error.code }
    : { outcome: 'failed', code: 'action.unexpected' }

/** @throws action.invalid-input */
function checked<Input>(schema: z.ZodType<Input>, input: unknown): Input {
  const { success, data, error } = schema.safeParse(input ?? {})
  if (success) return data
  const issues = error.issues.map(
    ({ path, message }): Issue => ({
      severity: 'error',
      code: 'action.invalid-input',
      path: path as Issue['path'],
      message,
    }),
  )
  const [first] = issues
  throw actionError(
    'action.invalid-input',
    `the request does not fit: ${first?.path.join('.') || 'body'}: ${first?.message}`,
    {
      issues,
    },
  )
}
