import type { Outcome } from '../actions/action.ts'
import { actionCodes } from '../actions/errors.ts'
import { type ExitCode, exitCodes, IgnError } from '../core/error.ts'
import type { Issue } from '../core/issue.ts'
import { formatPath } from '../core/issue.ts'
import type { Cli } from './cli.ts'
import type { Command } from './command.ts'
import type { View } from './view.ts'

const commandName = (command: Command | undefined): string => command?.words.join('.') ?? 'ign'

/** The result on stdout, everything about it on stderr. */
export function reportOutcome(command: Command, outcome: Outcome<unknown>, cli: Cli): number {
  const { data, issues = [], next = [], exitCode = exitCodes.ok } = outcome
  if (cli.flags.json) {
    const ok = exitCode === exitCodes.ok
    const error = failureOf(exitCode)
    const about = { issues: issues.map(issueJson), next }
    cli.out.line(
      JSON.stringify({ ok, command: commandName(command), ...(error ? { error } : {}), data, ...about }, null, 2),
    )
    return exitCode
  }
  for (const issue of issues) printIssue(issue, cli.messages)
  command.view(data, cli.out)
  if (next.length > 0 && !cli.flags.quiet) {
    cli.messages.line()
    cli.messages.line(cli.messages.style('dim', 'Next:'))
    for (const line of next) cli.messages.line(`  ${line}`)
  }
  return exitCode
}

/** What an action means that was carried out and yet ends with another exit code than 0. */
const failures: Readonly<Record<number, keyof typeof actionCodes>> = {
  [exitCodes.configuration]: 'action.not-ready',
  [exitCodes.someFailed]: 'action.verify-failed',
  [exitCodes.interrupted]: 'action.interrupted',
}

function failureOf(exitCode: number) {
  const code = failures[exitCode]
  return code && { code, message: actionCodes[code].title, hint: actionCodes[code].hint, issues: [] }
}

/** An error for people on stderr, or as the one JSON document on stdout. */
export function reportError(error: unknown, command: Command | undefined, cli: Cli): ExitCode {
  const known = error instanceof IgnError ? error : undefined
  const code = known?.code ?? 'action.unexpected'
  const message = known?.message ?? (error instanceof Error ? error.message : String(error))
  const hint = known?.hint ?? 'This is a defect of ign. Please report it with the output of --verbose.'
  const issues = known?.issues ?? []
  if (cli.flags.json) {
    cli.out.line(
      JSON.stringify(
        { ok: false, command: commandName(command), error: { code, message, hint, issues: issues.map(issueJson) } },
        null,
        2,
      ),
    )
  } else {
    // what is said as a whole need not be said before
    for (const issue of issues) if (issue.message !== message) printIssue(issue, cli.messages)
    cli.messages.line(
      `${cli.messages.style(['bold', 'red'], 'error')} ${message} ${cli.messages.style('dim', `(${code})`)}`,
    )
    cli.messages.line(`  ${hint}`)
  }
  if (cli.flags.verbose || !known) cli.messages.line((error instanceof Error && error.stack) || String(error))
  return known?.exitCode ?? exitCodes.unexpected
}

const issueJson = ({ severity, code, path, message, hint, at }: Issue) => ({
  severity,
  code,
  path: formatPath(path),
  message,
  ...(hint === undefined ? {} : { hint }),
  ...(at ? { file: at.file, line: at.line, column: at.column } : {}),
})

const colours = { error: 'red', warning: 'yellow', info: 'cyan' } as const

/** `plant.yaml:12:5  error  message  (code)`, the hint below. */
export function printIssue({ severity, code, path, message, hint, at }: Issue, view: View): void {
  if (view.isQuiet && severity === 'info') return
  const place = at ? `${at.file ?? 'input'}:${at.line}:${at.column}` : formatPath(path)
  view.line(`${place}  ${view.style(colours[severity], severity)}  ${message}  ${view.style('dim', `(${code})`)}`)
  if (hint) view.line(`    ${hint}`)
}
