import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { actionError } from '../actions/errors.ts'
import { Secret } from '../core/secret.ts'
import type { Cli } from './cli.ts'
import { type Input, type OptionSpec, textOption } from './command.ts'

/** Passwords never stand on the command line, where other users of the machine could read them. */
export const passwordOption: OptionSpec = {
  flags: '--password-file <file>',
  summary: 'File with the password; - reads standard input',
}

/**
 * A new password from a file or standard input, or typed in twice at a terminal.
 *
 * @throws action.password-needed, platform.file-missing, platform.file-unreadable
 */
export async function readNewPassword(input: Input, cli: Cli): Promise<Secret> {
  const canAsk = cli.flags.input && process.stdin.isTTY && process.stderr.isTTY
  if (textOption(input, 'passwordFile') !== undefined || !canAsk) return readPassword(input, cli)
  const password = await ask('New password: ')
  if ((await ask('Once more: ')) !== password) throw actionError('action.password-needed', 'the two are not the same')
  return new Secret(password)
}

/** What is typed does not show. */
async function ask(question: string): Promise<string> {
  const silent = new Writable({ write: (_, __, done) => done() })
  const line = createInterface({ input: process.stdin, output: silent, terminal: true })
  process.stderr.write(question)
  try {
    return await line.question('')
  } finally {
    line.close()
    process.stderr.write('\n')
  }
}

/** @throws action.password-needed, platform.file-missing, platform.file-unreadable */
export function readPassword(input: Input, cli: Cli): Secret {
  const file = textOption(input, 'passwordFile')
  if (file === undefined) throw actionError('action.password-needed', 'a password is needed')
  return new Secret(cli.read(file).replace(/\r?\n$/, ''))
}
