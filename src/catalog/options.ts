import { z } from 'zod'
import { Secret, type SecretSource, secretReference } from '../core/secret.ts'
import { parseSize } from '../core/size.ts'

/** Schemas that several services' options share. */

/** What is said of a password that stands in the plant file itself. */
export const secretRule = 'must be env:NAME, file:PATH or vault:NAME'

/** A password by reference: `env:NAME`, `file:PATH` or `vault:NAME`; absent, one is generated. */
export const secretOption = z
  .union([z.instanceof(Secret), z.string().regex(secretReference, secretRule)])
  .describe('Reference to your own password (env:NAME, file:PATH, vault:NAME); generated when absent')
  .meta({ secret: true }) as unknown as z.ZodType<SecretSource>

/** A user or role name that needs no quoting anywhere: letters, digits, `_`, `-` and `.`, at most 63. */
export const userName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_.-]{0,62}$/, 'must begin with a letter and hold only letters, digits, "_", "-" and "."')

/** A database name that needs no quoting: lower case letters, digits and `_`. */
export const databaseName = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]{0,62}$/,
    'must begin with a lower case letter and hold only lower case letters, digits and "_"',
  )

/** A duration as Prometheus writes it: `15s`, `5m`, `30d`. */
export const durationText = z
  .string()
  .regex(/^[1-9][0-9]{0,5}(ms|s|m|h|d|w|y)$/, 'must be a duration such as 15s, 5m or 30d')

/** A memory size such as `512MiB` or `2g`. */
export const sizeText = z
  .string()
  .max(20)
  .refine((text) => (parseSize(text) ?? 0) > 0, { error: 'must be a size such as 512MiB or 2g', abort: true })

/** The name of an alert, as Prometheus and Loki take it. */
export const alertName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/, 'must begin with a letter and hold only letters, digits and "_"')
  .refine((name) => name !== 'Watchdog', '"Watchdog" is the alert that shows that alerts arrive')

export const mailAddress = z
  .string()
  .max(254)
  .regex(/^[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/, 'must be a mail address')
