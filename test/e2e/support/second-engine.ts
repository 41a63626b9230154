import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Why no second engine can be started here, or undefined when one can. */
export function missingSecondEngine(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'a second engine needs root on Linux'
  const programs = ['dockerd', 'unshare', 'ip', 'umount']
  const missing = programs.filter((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0)
  return missing.length > 0 ? `there is no ${missing.join(', ')}` : undefined
}

/**
 * A container engine with folders of its own and without a network: its namespace has nothing but the loopback. It has
 * no image, so whatever runs on it was carried there.
 */
export class SecondEngine {
  readonly dockerHost: string
  readonly #base: string
  readonly #log: string
  readonly #pid: number

  constructor() {
    this.#base = mkdtempSync(join(tmpdir(), 'ign-engine-'))
    this.#log = join(this.#base, 'log')
    this.dockerHost = `unix://${join(this.#base, 'docker.sock')}`
    mkdirSync(join(this.#base, 'exec'))
    const log = openSync(this.#log, 'a')
    const options = [
      ['--host', this.dockerHost],
      ['--data-root', join(this.#base, 'data')],
      ['--exec-root', join(this.#base, 'exec')],
      ['--pidfile', join(this.#base, 'docker.pid')],
      ['--cgroup-parent', `/${this.#base.split('/').at(-1)}`],
    ].flat()
    const script = 'ip link set lo up && exec dockerd "$@"'
    const child = spawn('unshare', ['--net', 'sh', '-c', script, 'sh', ...options], {
      detached: true,
      stdio: ['ignore', log, log],
    })
    child.unref()
    this.#pid = child.pid ?? 0
  }

  /** Waits until it answers, a minute at most. */
  async ready(): Promise<void> {
    for (let attempt = 0; attempt < 240; attempt++) {
      if (this.docker('version').status === 0) return
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
    throw new Error(`the second engine does not answer:\n${readFileSync(this.#log, 'utf8').slice(-2000)}`)
  }

  docker(...words: string[]): { status: number | null; stdout: string; stderr: string } {
    return spawnSync('docker', words, { encoding: 'utf8', env: { ...process.env, DOCKER_HOST: this.dockerHost } })
  }

  /** Ends it and removes all that it made; what it started has to be ended before. */
  async destroy(): Promise<void> {
    process.kill(this.#pid, 'SIGTERM')
    for (let attempt = 0; attempt < 80 && isAlive(this.#pid); attempt++)
      await new Promise((resolve) => setTimeout(resolve, 250))
    if (isAlive(this.#pid)) process.kill(this.#pid, 'SIGKILL')
    const mounts = readFileSync('/proc/self/mountinfo', 'utf8')
      .split('\n')
      .map((line) => line.split(' ')[4] ?? '')
      .filter((path) => path.startsWith(`${this.#base}/`))
    for (const path of mounts.sort().reverse()) spawnSync('umount', ['--lazy', path])
    if (readdirSync(this.#base).length > 0) rmSync(this.#base, { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
