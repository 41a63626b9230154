import type { Command, OptionSpec } from '../../src/cli/command.ts'
import { buildProgram } from '../../src/cli/program.ts'
import { code, fenced, page, section, table } from './markdown.ts'

/** `docs/reference/cli/`: an index, and one page for each command. */
export function cliPages(commands: readonly Command[]): [string, string][] {
  return [
    ['README.md', index(commands)],
    ...commands.map((command): [string, string] => [fileOf(command), one(command)]),
  ]
}

const fileOf = ({ words }: Command): string => `${words.join('-')}.md`
const nameOf = ({ words }: Command): string => `ign ${words.join(' ')}`

function index(commands: readonly Command[]): string {
  return page(
    '# Command line',
    'The program is called `ign`; `plantwright` is a second name for the same program. From a checkout of the repository it is `npm run --silent ign --`, followed by the same words.',
    section(
      'Commands',
      table(
        ['Command', 'What it does'],
        commands.map((command) => [`[${nameOf(command)}](${fileOf(command)})`, `${command.summary}.`]),
      ),
    ),
    section(
      'Global options',
      'They can stand before or behind the command.',
      table(
        ['Option', 'Meaning'],
        buildProgram(() => {}).options.map(({ flags, description, defaultValue }) => [
          code(flags),
          `${description}${typeof defaultValue === 'string' ? ` (default: ${code(defaultValue)})` : ''}.`,
        ]),
      ),
    ),
    section(
      'Output',
      [
        '- Results are on standard output, everything else (notes, warnings, errors, next steps) on standard error.',
        '- With `--json` standard output holds exactly one JSON document, for success and for failure:',
      ].join('\n'),
      fenced('json', [
        '{ "ok": true, "command": "stack.check", "data": {}, "issues": [], "next": [] }',
        '{ "ok": false, "command": "stack.check", "error": { "code": "", "message": "", "hint": "", "issues": [] } }',
      ]),
      [
        '- The exit code tells the kind of failure: see [errors](../errors.md#exit-codes).',
        '- Colour is used on a terminal only, and not when `NO_COLOR` is set, when `TERM` is `dumb`, or with `--no-color`.',
        '- Passwords are never values of options. They come from a file, from standard input (`-`), or by reference.',
      ].join('\n'),
    ),
  )
}

function one(command: Command): string {
  return page(
    `# ${nameOf(command)}`,
    `${command.summary}.`,
    section('Examples', fenced('sh', command.examples)),
    section('Usage', fenced('text', [usage(command)])),
    section(
      'Arguments',
      table(
        ['Argument', 'Meaning'],
        (command.arguments ?? []).map(({ name, summary }) => [code(name), `${summary}.`]),
      ),
    ),
    section(
      'Options',
      table(
        ['Option', 'Meaning'],
        (command.options ?? []).map((option) => [code(option.flags), meaning(option)]),
      ),
    ),
    'Options that every command takes, the form of the output and the exit codes: [command line](README.md).',
  )
}

function usage(command: Command): string {
  const words = (command.arguments ?? []).map(({ name }) => name)
  return [nameOf(command), ...((command.options ?? []).length > 0 ? ['[options]'] : []), ...words].join(' ')
}

function meaning({ summary, many, choices }: OptionSpec): string {
  const values = choices ? ` One of ${choices.map(code).join(', ')}.` : ''
  return `${summary}.${values}${many ? ' May be given several times.' : ''}`
}
