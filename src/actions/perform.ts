import type { z } from 'zod'
import { IgnError } from '../core/error.ts'
import type { Issue } from '../core/issue.ts'
import type { Actor } from '../platform/auth/actor.ts'
import { auditOf, type Result } from '../platform/auth/audit.ts'
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
  const lineOf = (target: string) => ({ action: action.id, target, actor: context.actor })
  let line = lineOf('')
  let begun: string | undefined
  const end = async (result: Result) => {
    if (begun !== undefined) return audit.end(begun, result)
    if (isRepeatable(action, context.actor) && result.outcome === 'done') audit.noteRead(line, context.now())
    else audit.note(line, context.now(), result)
    // a command is gone before what waits is written
    if (context.actor.kind === 'shell') await audit.flush()
  }
  try {
    const values = checked(action.input, input)
    line = lineOf((await action.target?.(values, context)) ?? '')
    if (action.changes !== false) begun = await audit.begin(line, context.now())
    const outcome = await action.run(values, context)
    await end(done)
    return outcome
  } catch (error) {
    await end(resultOf(error))
    throw error
  }
}

/** What only computes, or only tells visitors about themselves, is not worth a line. */
const isAudited = ({ access, changes }: Pick<Action<never, never>, 'access' | 'changes'>): boolean =>
  access !== 'computes' && !(access === 'visitor' && changes === false)

/** A page of the console asks again and again; what a token or a command reads was asked for each time. */
const isRepeatable = ({ tellsEach }: Pick<Action<never, never>, 'tellsEach'>, { kind }: Actor): boolean =>
  kind === 'user' && tellsEach !== true

const done: Result = { outcome: 'done', code: null }

const resultOf = (error: unknown): Result =>
  error instanceof IgnError
    ? { outcome: error.status >= 500 ? 'failed' : 'refused', code: error.code }
    : { outcome: 'failed', code: 'action.unexpected' }

/** @throws action.invalid-input */
function checked<Input>(schema: z.ZodType<Input>, input: unknown): Input {
  if (hasNul(input)) throw actionError('action.invalid-input', 'the request holds the character NUL')
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

/** PostgreSQL cannot store it, and nobody types it. */
const hasNul = (value: unknown): boolean =>
  typeof value === 'string'
    ? value.includes('\0')
    : typeof value === 'object' && value !== null && Object.values(value).some(hasNul)
