/**
 * A set-up step that failed for a reason a person can act on. `run.mjs` prints
 * it as one or two lines; it never becomes a stack trace.
 */
export class SetupFailure extends Error {
  /**
   * @param {string} message   what happened; empty when the cause was already shown
   * @param {string} [hint]    what to do about it
   * @param {number} [exitCode] exit code of the whole run, 1 unless told otherwise
   */
  constructor(message, hint = '', exitCode = 1) {
    super(message)
    this.name = 'SetupFailure'
    this.hint = hint
    this.exitCode = exitCode
  }
}

/**
 * Tells the user about the set-up. Always on stderr: stdout belongs to the task.
 *
 * @param {string} text one line
 */
export function say(text) {
  process.stderr.write(`setup: ${text}\n`)
}
