import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Finished {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs TypeScript of this repository in a process of its own, with the checkout as the current folder. `body` may
 * import with paths relative to it, such as `./src/platform/index.ts`.
 */
export const runScript = (body: string, environment: NodeJS.ProcessEnv = {}): Promise<Finished> =>
  finished(process.execPath, ['--no-warnings', '--input-type=module-typescript', '--eval', body], {
    cwd: root,
    env: { ...process.env, ...environment },
  })

/** Runs a program to its end and keeps what it printed. */
export function finished(
  program: string,
  args: readonly string[],
  {
    cwd,
    env = process.env,
    input = '',
  }: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv; readonly input?: string } = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.stdin.on('error', () => {}) // a program that does not read its input may be gone already
    child.stdin.end(input)
    child.on('error', reject)
    child.on('close', (status) => resolve({ status, stdout, stderr }))
  })
}
