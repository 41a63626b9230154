import { actionError } from '../actions/errors.ts'
import { Secret } from '../core/secret.ts'
import type { Cli } from './cli.ts'
import { type Input, type OptionSpec, textOption } from './command.ts'

/** Passwords never stand on the command line, where other users of the machine could read them. */
export const passwordOption: OptionSpec = {
  flags: '--password-file <file>',
  summary: 'File with the password; - reads standard input',
}

/** @throws action.password-needed, platform.file-missing, platform.file-unreadable */
export function readPassword(input: Input, cli: Cli): Secret {
  const file = textOption(input, 'passwordFile')
  if (file === undefined) throw actionError('action.password-needed', 'a password is needed')
  return new Secret(cli.read(file).replace(/\r?\n$/, ''))
}
