import type { Outcome } from '../actions/action.ts'
import type { Cli } from './cli.ts'
import type { View } from './view.ts'

export interface OptionSpec {
  /** As commander writes it: `-o, --output <folder>`. */
  readonly flags: string
  readonly summary: string
  /** The option may be given several times. */
  readonly many?: boolean
  /** Values it takes, for completion. */
  readonly choices?: readonly string[]
}

export interface ArgumentSpec {
  /** `<file>` is required, `[file]` is not, `[names...]` takes several. */
  readonly name: string
  readonly summary: string
}

/** What the command line held, by the names of the specs. */
export interface Input {
  readonly arguments: readonly (string | undefined)[]
  readonly options: Readonly<Record<string, unknown>>
}

/**
 * One command: words, help, how its input becomes an action's, and how its result looks to a person. It decides
 * nothing. `run` imports its action when it is called, so that help and version load none.
 */
export interface Command<Data = unknown> {
  /** `['stack', 'generate']`. */
  readonly words: readonly string[]
  readonly summary: string
  /** Whole command lines; help begins with them. */
  readonly examples: readonly string[]
  readonly arguments?: readonly ArgumentSpec[]
  readonly options?: readonly OptionSpec[]
  readonly run: (input: Input, cli: Cli) => Promise<Outcome<Data>>
  readonly view: (data: Data, view: View) => void
}

export const defineCommand = <Data>(command: Command<Data>): Command => command as Command

/** The plant file of commands that read one; it wins over the global `--plant`. */
export const plantArgument: ArgumentSpec = {
  name: '[plant]',
  summary: 'Plant file; - reads standard input (default: --plant, ./plant.yaml)',
}

export const textOption = (input: Input, name: string): string | undefined => {
  const value = input.options[name]
  return typeof value === 'string' ? value : undefined
}

export const flagOption = (input: Input, name: string): boolean => input.options[name] === true
