import { containerCodes } from '../containers/errors.ts'
import type { CodeDefinition } from '../core/error.ts'
import { authCodes } from '../platform/auth/errors.ts'
import { platformCodes } from '../platform/errors.ts'
import { stackCodes } from '../stack/errors.ts'
import { actionCodes } from './errors.ts'

/** Every code of every room, for the reference page and the tests that hold it and the code together. */
export const allCodes: Readonly<Record<string, CodeDefinition>> = {
  ...actionCodes,
  ...authCodes,
  ...containerCodes,
  ...platformCodes,
  ...stackCodes,
}
