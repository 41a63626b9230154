import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { missingEngine, temporaryPrefix } from './stack.ts'

const longestWaitS = 45 * 60

/**
 * Scenarios publish fixed ports of the machine, so a second run waits for the first one. What a run that was killed has
 * left behind is taken down.
 */
export async function setup(): Promise<() => Promise<void>> {
  const release = await holdLock(join(tmpdir(), 'ign-e2e.lock'))
  if (missingEngine() === undefined) for (const project of leftovers()) takeDown(project)
  return release
}

/** The lock ends with its holder, and the holder with this process: its input closes. */
async function holdLock(file: string): Promise<() => Promise<void>> {
  const holder = spawn('flock', ['--wait', String(longestWaitS), file, 'sh', '-c', 'echo held; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(holder, 'exit').then(([code]) => {
    throw new Error(`another run holds ${file} for more than ${longestWaitS / 60} minutes (flock ended with ${code})`)
  })
  await Promise.race([once(holder.stdout, 'data'), ended])
  ended.catch(() => {})
  return async () => {
    holder.stdin.end()
    await once(holder.stdout, 'close')
  }
}

/** Names of Compose projects whose folder is one of ours. */
function leftovers(): Set<string> {
  const format = '{{.Label "com.docker.compose.project"}} {{.Label "com.docker.compose.project.working_dir"}}'
  const lines = execFileSync('docker', ['ps', '--all', '--format', format], { encoding: 'utf8' }).split('\n')
  return new Set(
    lines
      .map((line) => line.split(' '))
      .flatMap(([project, folder]) => (project && folder?.startsWith(temporaryPrefix) ? [project] : [])),
  )
}

function takeDown(project: string): void {
  process.stderr.write(`taking down ${project}, left by a run that was ended\n`)
  execFileSync('docker', ['compose', '--project-name', project, 'down', '--volumes', '--remove-orphans'], {
    stdio: 'ignore',
  })
}
