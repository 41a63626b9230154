import { fileURLToPath } from 'node:url'
import { type Finished, finished } from './child.ts'
import { temporaryFolder } from './temporary.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The start of the built program. */
export const program = fileURLToPath(new URL('../../bin/ign.js', import.meta.url))

/** Builds `dist/` when something it is made of has changed, as every task of the project does. */
export async function buildProgram(): Promise<void> {
  const { status, stderr } = await finished(process.execPath, ['scripts/run.mjs', 'build'], { cwd: root })
  if (status !== 0) throw new Error(`the program cannot be built:\n${stderr}`)
}

export interface Place {
  /** Current folder of the program. */
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
}

/** An empty folder and home, none of this machine's settings, and no container engine. */
export function emptyPlace(environment: NodeJS.ProcessEnv = {}): Place {
  const { PATH, SystemRoot } = process.env
  const cwd = temporaryFolder()
  const home = temporaryFolder()
  const env = {
    PATH,
    ...(SystemRoot ? { SystemRoot } : {}),
    HOME: home,
    IGN_HOME: `${home}/ign`,
    DOCKER_HOST: 'unix:///nonexistent/docker.sock',
    ...environment,
  }
  return { cwd, env }
}

/** Runs the built program to its end. */
export const ign = (args: readonly string[], place: Place = emptyPlace(), input = ''): Promise<Finished> =>
  finished(process.execPath, [program, ...args], { ...place, input })
