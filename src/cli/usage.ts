import { existsSync } from 'node:fs'
import { actionError } from '../actions/errors.ts'
import type { Cli } from './cli.ts'

/** A command line that cannot be carried out as it stands. @throws action.usage */
export function usage(message: string, hint: string): never {
  throw actionError('action.usage', message, { hint })
}

/** A change that somebody has to want. @throws action.confirmation-needed */
export function confirm(what: string, { flags }: Cli): void {
  if (!flags.yes) throw actionError('action.confirmation-needed', `${what} only when that is confirmed`)
}

/** A file that stands where a result goes is replaced only when that is confirmed. @throws action.file-exists */
export function refuseExisting(file: string, { flags }: Cli): void {
  if (!flags.yes && existsSync(file)) {
    throw actionError('action.file-exists', `${file} exists already`, {
      hint: 'Choose another name, or add --yes to replace it.',
    })
  }
}
