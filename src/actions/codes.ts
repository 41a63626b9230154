import { containerCodes } from '../containers/errors.ts'
import type { CodeDefinition } from '../core/error.ts'
import { authCodes } from '../platform/auth/errors.ts'
import { platformCodes } from '../platform/errors.ts'
import { jobCodes } from '../platform/jobs/errors.ts'
import { plantCodes } from '../platform/plants/errors.ts'
import { repeatCodes } from '../platform/repeats/errors.ts'
import { stackCodes } from '../stack/errors.ts'
import { actionCodes } from './errors.ts'

/** Every code of every room, for the reference page and the tests that hold it and the code together. */
export const allCodes: Readonly<Record<string, CodeDefinition>> = {
  ...actionCodes,
  ...authCodes,
  ...containerCodes,
  ...jobCodes,
  ...plantCodes,
  ...platformCodes,
  ...repeatCodes,
  ...stackCodes,
}
