import { type CodeDefinition, exitCodes } from '../../src/core/error.ts'
import { page, section, table } from './markdown.ts'

const meanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  ok: 'Done.',
  unexpected: 'A defect of `ign`. Please report it.',
  usage: 'The command line or an input is not valid, or a confirmation is missing.',
  configuration: 'A setting, a file or a folder of this machine is not as it has to be.',
  unreachable: 'Something does not answer, answers too late, or its TLS is not trusted.',
  credentials: 'A password or token was refused, or the action is not allowed.',
  refused: 'The state of the target forbids it: a file exists, a lock is held, a stack is not running.',
  engine: 'The container engine failed or cannot be reached.',
  someFailed: 'The command ran, but some of its targets failed: a wire is broken.',
  interrupted: 'Stopped with Ctrl-C.',
}

/** `docs/reference/errors.md`: exit codes, and every error code under an anchor that answers of the API link to. */
export function errorsPage(codes: Readonly<Record<string, CodeDefinition>>): string {
  return page(
    '# Errors',
    'Codes are stable: scripts may rely on them. The message of an error names the particular case; this page says what the code means in general.',
    section(
      'Exit codes',
      table(
        ['Exit code', 'Meaning'],
        Object.entries(exitCodes).map(([name, code]) => [String(code), meanings[name as keyof typeof exitCodes]]),
      ),
    ),
    section(
      'Error codes',
      'With `--json` the code is in `error.code`, over HTTP in `code` of the problem document. Codes that begin with `stack.` also name the single problems of a plant file (`issues[].code`), each with a severity. Only problems of severity `error` stop a command; its exit code is then that of [stack.invalid](#stackinvalid). Warnings and notes do not change it.',
    ),
    ...rooms(codes).flatMap(([room, entries]) => [
      `## ${room}`,
      ...entries.map(([code, definition]) => entry(code, definition)),
    ]),
  )
}

type Entry = readonly [string, CodeDefinition]

function rooms(codes: Readonly<Record<string, CodeDefinition>>): [string, Entry[]][] {
  const groups = new Map<string, Entry[]>()
  for (const [code, definition] of Object.entries(codes).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const room = code.slice(0, code.indexOf('.'))
    groups.set(room, [...(groups.get(room) ?? []), [code, definition]])
  }
  return [...groups]
}

/** The heading's anchor is the code without its dot, which is what the API's problem documents link to. */
const entry = (code: string, { title, hint, exitCode, status }: CodeDefinition): string =>
  `### ${code}\n\n${title}. ${hint}\n\nExit code ${exitCode}, HTTP status ${status}.`
