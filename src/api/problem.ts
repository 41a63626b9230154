import { allCodes } from '../actions/codes.ts'
import { actionError } from '../actions/errors.ts'
import { IgnError } from '../core/error.ts'
import type { Issue } from '../core/issue.ts'

/** RFC 9457, with our code, hint, issues and request. */
export interface Problem {
  readonly type: string
  /** What the code means in general; `detail` is what happened here. */
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly instance: string
  /** Also in the log, where the request failed through a defect of the server. */
  readonly requestId: string
  readonly code: string
  readonly hint: string
  readonly issues: readonly ProblemIssue[]
  /** Of a sign-in that failed: attempts before there is a wait. */
  readonly triesLeft?: number
}

export interface ProblemIssue {
  /** JSON pointer into the request's document. */
  readonly path: string
  readonly severity: Issue['severity']
  readonly code: string
  readonly message: string
  readonly hint?: string
  readonly line?: number
  readonly column?: number
}

const referencePage = 'https://github.com/plantwright/plantwright/blob/main/docs/reference/errors.md'

/** Any thrown value as a problem; a defect tells nothing of its inside. */
export function problemOf(error: unknown, { url, id }: { readonly url: string; readonly id: string }): Problem {
  const known =
    error instanceof IgnError
      ? error
      : (requestFault(error) ?? actionError('action.unexpected', 'the request could not be carried out'))
  return {
    type: `${referencePage}#${known.code.replace('.', '')}`,
    title: allCodes[known.code]?.title ?? known.message,
    status: known.status,
    detail: known.message,
    instance: url.slice(0, 200),
    requestId: id,
    code: known.code,
    hint: known.hint,
    issues: known.issues.map(problemIssue),
    ...(typeof known.details.triesLeft === 'number' ? { triesLeft: known.details.triesLeft } : {}),
  }
}

/** What the HTTP layer itself refuses: broken JSON, a body that is too large, a media type it does not take. */
function requestFault(error: unknown): IgnError | undefined {
  const { statusCode, message } = error as { statusCode?: number; message?: string }
  if (statusCode === undefined || statusCode < 400 || statusCode >= 500) return undefined
  const fault = actionError('action.invalid-input', message ?? 'the request cannot be read')
  return new IgnError(
    fault.code,
    { title: '', hint: fault.hint, exitCode: fault.exitCode, status: statusCode },
    fault.message,
  )
}

export const problemIssue = ({ path, severity, code, message, hint, at }: Issue): ProblemIssue => ({
  path: path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
  severity,
  code,
  message,
  ...(hint === undefined ? {} : { hint }),
  ...(at ? { line: at.line, column: at.column } : {}),
})
