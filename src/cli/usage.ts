import { actionError } from '../actions/errors.ts'

/** A command line that cannot be carried out as it stands. @throws action.usage */
export function usage(message: string, hint: string): never {
  throw actionError('action.usage', message, { hint })
}
