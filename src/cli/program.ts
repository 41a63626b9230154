import { Command as Commander, CommanderError, Option } from 'commander'
import { actionError } from '../actions/errors.ts'
import { exitCodes, type IgnError } from '../core/error.ts'
import { didYouMean } from '../core/nearest.ts'
import { Cli, type GlobalFlags } from './cli.ts'
import type { Command, Input, OptionSpec } from './command.ts'
import { commands } from './commands.ts'
import { reportError, reportOutcome } from './report.ts'
import { version } from './version.ts'

const nouns: Readonly<Record<string, string>> = {
  stack: 'Build a stack: choose services, get a complete, wired project',
  user: 'Users of the server: who may sign in, and what they may do',
  'user token': 'API tokens of a user',
  config: 'Settings of this machine',
}

/** The whole command tree; parsing it runs one command and sets its exit code. */
export function buildProgram(done: (exitCode: number) => void): Commander {
  const program = new Commander('ign')
    .description('Declare a plant in one file; ign builds it, wires it and proves every wire.')
    .version(version, '-V, --version', 'Print the version')
    .option('--plant <file>', 'Plant file', 'plant.yaml')
    .addOption(
      toOption({
        flags: '--env <name>',
        summary: 'Environment: lays plant.<name>.yaml over the plant file',
        many: true,
      }).default([], 'none'),
    )
    .option('--home <folder>', 'Folder of the vault and other state (IGN_HOME)')
    .option('--json', 'Print exactly one JSON document on standard output', false)
    .option('-q, --quiet', 'Print results only', false)
    .option('--verbose', 'Print what helps to find a fault', false)
    .option('--no-color', 'Print without colour')
    .option('--no-input', 'Never ask; fail and name the flag instead')
    .option('-y, --yes', 'Confirm changes in advance', false)
    .addHelpText(
      'before',
      examplesText([
        'ign stack init --template full-iiot > plant.yaml',
        'ign stack generate plant.yaml -o out',
        'ign stack verify plant.yaml',
      ]),
    )
    .addHelpText('after', '\nEvery command tells more with --help. Reference: docs/reference/ in the repository.')
  const groups = new Map<string, Commander>()
  for (const command of commands) {
    const parent = groupOf(command.words.slice(0, -1), program, groups)
    addCommand(parent, command, program, done)
  }
  return strict(program)
}

/** The group that a command stands in: of `user token create` it is `user token`. */
function groupOf(words: readonly string[], program: Commander, groups: Map<string, Commander>): Commander {
  if (words.length === 0) return program
  const name = words.join(' ')
  let group = groups.get(name)
  if (!group) {
    const parent = groupOf(words.slice(0, -1), program, groups)
    group = parent.command(words.at(-1) as string).description(nouns[name] ?? name)
    groups.set(name, group)
  }
  return group
}

/** The program, its groups and its commands. */
const allOf = (command: Commander): Commander[] => [command, ...command.commands.flatMap(allOf)]

function addCommand(parent: Commander, command: Command, program: Commander, done: (exitCode: number) => void): void {
  const sub = parent
    .command(command.words.at(-1) as string)
    .description(command.summary)
    .addHelpText('before', examplesText(command.examples))
  for (const argument of command.arguments ?? []) sub.argument(argument.name, argument.summary)
  for (const option of command.options ?? []) sub.addOption(toOption(option))
  sub.action(async () => {
    const cli = new Cli(program.opts<GlobalFlags>(), process.env)
    const input: Input = { arguments: sub.processedArgs as (string | undefined)[], options: sub.opts() }
    try {
      done(reportOutcome(command, await command.run(input, cli), cli))
    } catch (error) {
      done(reportError(error, command, cli))
    }
  })
}

function toOption({ flags, summary, many, choices }: OptionSpec): Option {
  const option = new Option(flags, summary)
  if (choices) option.choices(choices)
  if (many) option.argParser((value: string, previous: string[] | undefined) => [...(previous ?? []), value])
  return option
}

const examplesText = (examples: readonly string[]): string =>
  `Examples:\n${examples.map((line) => `  ${line}`).join('\n')}\n`

/** Global flags may stand anywhere; mistakes are thrown, not printed, so that `--json` holds for them too. */
function strict(program: Commander): Commander {
  for (const command of allOf(program)) {
    command
      .exitOverride()
      .showSuggestionAfterError(false)
      // what goes wrong is told once, by reportUsage
      .configureOutput({ outputError: () => {}, writeErr: () => {} })
    command.configureHelp({ showGlobalOptions: command !== program })
  }
  return program
}

/**
 * Runs one command line.
 *
 * @param argv  words after the program's name
 * @returns the exit code; results are on stdout, all else on stderr
 */
export async function run(argv: readonly string[]): Promise<number> {
  let exitCode: number = exitCodes.ok
  const program = buildProgram((code) => {
    exitCode = code
  })
  try {
    await program.parseAsync(hoistGlobals(argv), { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return exitCodes.ok
    return reportUsage(error, argv, program)
  }
  return exitCode
}

const globalFlags = new Set(['--json', '-q', '--quiet', '--verbose', '--no-color', '--no-input', '-y', '--yes'])
const globalValues = new Set(['--plant', '--env', '--home'])

/** Commander reads global options before the command only; people write them behind it. */
function hoistGlobals(argv: readonly string[]): string[] {
  const globals: string[] = []
  const rest: string[] = []
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] as string
    if (word === '--') {
      rest.push(...argv.slice(index))
      break
    }
    if (globalFlags.has(word) || [...globalValues].some((flag) => word.startsWith(`${flag}=`))) globals.push(word)
    else if (globalValues.has(word)) {
      globals.push(word, ...(argv[index + 1] === undefined ? [] : [argv[index + 1] as string]))
      index++
    } else rest.push(word)
  }
  return [...globals, ...rest]
}

/** Commander's message with our hint; a noun without a verb shows its verbs. */
function reportUsage(error: CommanderError, argv: readonly string[], program: Commander): number {
  const flags = {
    plant: 'plant.yaml',
    env: [],
    json: argv.includes('--json'),
    quiet: false,
    verbose: false,
    color: !argv.includes('--no-color'),
    input: true,
    yes: false,
  }
  const cli = new Cli(flags, process.env)
  const message = error.message.replace(/^error: /, '')
  if (error.code === 'commander.help' && !flags.json) {
    const noun = program.commands.find((command) => command.name() === argv.find((word) => !word.startsWith('-')))
    cli.messages.raw((noun ?? program).helpInformation())
    return exitCodes.usage
  }
  return reportError(
    usageError(error.code === 'commander.help' ? 'a command is missing' : message, argv, program),
    undefined,
    cli,
  )
}

function usageError(message: string, argv: readonly string[], program: Commander): IgnError {
  const unknown = /unknown (?:command|option) '([^']+)'/.exec(message)?.[1]
  const all = allOf(program)
  const words = unknown?.startsWith('-')
    ? all.flatMap((command) => command.options.map((option) => option.long ?? ''))
    : all.map((command) => command.name())
  const help = `See ign ${argv
    .filter((word) => !word.startsWith('-'))
    .slice(0, 1)
    .join(' ')} --help.`.replace('ign  ', 'ign ')
  const hint = unknown === undefined ? help : didYouMean(unknown, words, help)
  return actionError('action.usage', message, { hint })
}
