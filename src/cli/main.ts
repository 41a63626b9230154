import { exitCodes } from '../core/error.ts'
import { run } from './program.ts'

/**
 * Entry of the program.
 *
 * @param argv  words after the program's name
 * @returns exit code
 */
export async function main(argv: readonly string[]): Promise<number> {
  // a reader that ends early (head, less) is no failure of ours
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCodes.ok)
    throw error
  })
  return run(argv)
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2))
