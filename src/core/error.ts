import type { Issue } from './issue.ts'

/** What a process answers; the table in `docs/reference/errors.md` is public. */
export const exitCodes = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  configuration: 3,
  unreachable: 4,
  credentials: 5,
  refused: 6,
  engine: 7,
  someFailed: 8,
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** One entry of a room's `errors.ts`: what the code means and what follows from it. */
export interface CodeDefinition {
  /** What went wrong, in general; the message of an error names the particular. */
  readonly title: string
  /** What the user can do in general; an error may carry a more exact hint. */
  readonly hint: string
  readonly exitCode: ExitCode
  /** HTTP status the API answers with. */
  readonly status: number
}

export type CodeTable = Readonly<Record<string, CodeDefinition>>

/** Marks a table of codes. Codes are public: add, never rename. */
export const defineCodes = <const T extends CodeTable>(table: T): T => table

export interface IgnErrorOptions {
  readonly hint?: string
  readonly cause?: unknown
  readonly issues?: readonly Issue[]
  /** JSON-safe facts, without secrets. */
  readonly details?: Readonly<Record<string, unknown>>
}

/** Every failure the user may meet. Anything else that is thrown is a defect. */
export class IgnError extends Error {
  override readonly name = 'IgnError'
  readonly code: string
  readonly hint: string
  readonly exitCode: ExitCode
  readonly status: number
  readonly issues: readonly Issue[]
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: string, definition: CodeDefinition, message: string, options: IgnErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.hint = options.hint ?? definition.hint
    this.exitCode = definition.exitCode
    this.status = definition.status
    this.issues = options.issues ?? []
    this.details = options.details ?? {}
  }
}

/** A function that makes errors of one room: `const fail = failuresOf(stackCodes)`, `throw fail('stack.invalid', '…')`. */
export function failuresOf<T extends CodeTable>(table: T) {
  return (code: keyof T & string, message: string, options?: IgnErrorOptions): IgnError =>
    new IgnError(code, table[code] as CodeDefinition, message, options)
}
