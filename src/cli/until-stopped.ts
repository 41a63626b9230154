import { exitCodes } from '../core/error.ts'

/** A terminal and a parent process may both pass on one Ctrl-C; two signals this close are the same one. */
const sameSignalMs = 500

/**
 * Waits for Ctrl-C or SIGTERM, then closes what runs; a second signal ends the process at once.
 *
 * @returns exit code: 130 after Ctrl-C, 0 after SIGTERM
 */
export function untilStopped(close: () => Promise<void>): Promise<number> {
  return new Promise((resolve) => {
    let first: { readonly at: number; readonly exitCode: number } | undefined
    const stop = (exitCode: number) => {
      const now = performance.now()
      if (first) {
        if (now - first.at > sameSignalMs) process.exit(first.exitCode)
        return
      }
      first = { at: now, exitCode }
      void close().finally(() => resolve(exitCode))
    }
    process.on('SIGINT', () => stop(exitCodes.interrupted))
    process.on('SIGTERM', () => stop(exitCodes.ok))
  })
}
