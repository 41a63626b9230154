import { spelledOut } from '../core/spelled-out.ts'

/**
 * An entry of the server's log. Texts of clients may stand in it: further lines are indented, so that none of them can
 * pass for an entry, and control characters are spelled out.
 */
export const logEntry = (requestId: string, text: string): string =>
  `request ${requestId}: ${text
    .split(/\r?\n\s*/)
    .map(spelledOut)
    .join('\n    ')}\n`
