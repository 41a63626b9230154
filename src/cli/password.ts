import { Secret } from '../core/secret.ts'
import type { Cli } from './cli.ts'
import { type Input, type OptionSpec, textOption } from './command.ts'
import { usage } from './usage.ts'

/** Passwords never stand on the command line, where other users of the machine could read them. */
export const passwordOption: OptionSpec = {
  flags: '--password-file <file>',
  summary: 'File with the password; - reads standard input',
}

export function readPassword(input: Input, cli: Cli): Secret {
  const file =
    textOption(input, 'passwordFile') ??
    usage('a password is needed', 'Give it with --password-file FILE, or - for standard input.')
  return new Secret(cli.read(file).replace(/\r?\n$/, ''))
}
