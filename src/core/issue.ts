/** Where in a text something stands; line and column count from 1. */
export interface Position {
  readonly file?: string
  readonly line: number
  readonly column: number
}

export type Severity = 'error' | 'warning' | 'info'

/** Steps from the root of a document to a value: `['services', 'charts', 'uses']`. */
export type Path = readonly (string | number)[]

/** One thing worth telling about an input. Checks return all of them at once, never only the first. */
export interface Issue {
  readonly severity: Severity
  /** Stable, `room.reason`; every code is listed in `docs/reference/errors.md`. */
  readonly code: string
  readonly path: Path
  /** Names the thing and the fact. */
  readonly message: string
  /** One action the user can take, starting with a verb. */
  readonly hint?: string
  readonly at?: Position
}

export const hasErrors = (issues: readonly Issue[]): boolean => issues.some((issue) => issue.severity === 'error')

/** `services.charts.ports[0]`, the way a person would write it; the root is `(root)`. */
export function formatPath(path: Path): string {
  if (path.length === 0) return '(root)'
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('')
}

/** `plant.yaml:12:5: error stack.unknown-service: … (hint)`, one line of text for a terminal or a golden file. */
export function formatIssue(issue: Issue): string {
  const at = issue.at ? `${issue.at.file ?? 'input'}:${issue.at.line}:${issue.at.column}: ` : ''
  const hint = issue.hint ? `\n    ${issue.hint}` : ''
  return `${at}${issue.severity} ${issue.code} at ${formatPath(issue.path)}: ${issue.message}${hint}`
}

const severityOrder: Record<Severity, number> = { error: 0, warning: 1, info: 2 }

/** Errors first, then by file, position and path, so that the same input lists its issues in the same order. */
export function sortIssues(issues: readonly Issue[]): Issue[] {
  const key = (issue: Issue) => issue.at?.line ?? Number.MAX_SAFE_INTEGER
  return [...issues].sort(
    (a, b) =>
      severityOrder[a.severity] - severityOrder[b.severity] ||
      (a.at && b.at ? compareText(a.at.file ?? '', b.at.file ?? '') : 0) ||
      key(a) - key(b) ||
      (a.at?.column ?? 0) - (b.at?.column ?? 0) ||
      compareText(formatPath(a.path), formatPath(b.path)) ||
      compareText(a.code, b.code),
  )
}

/** Order by UTF-16 code unit, which no locale changes. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
