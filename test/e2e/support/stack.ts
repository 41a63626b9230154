import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { parse } from 'yaml'
import { ResultBook } from './results.ts'

const root = join(import.meta.dirname, '..', '..', '..')

/** True where tests must run: a missing engine is then a failure. */
export const isRequired = process.env.IGN_E2E_REQUIRE === '1'

/**
 * Why real containers cannot be used here, or undefined when they can.
 * @param sample  an image that stands for all that are needed
 */
export function missingEngine(sample = 'postgres:17.11'): string | undefined {
  const compose = spawnSync('docker', ['compose', 'version', '--short'], { encoding: 'utf8' })
  if (compose.status !== 0) return 'docker compose does not run'
  if (spawnSync('docker', ['info'], { stdio: 'ignore' }).status !== 0) return 'no container engine answers'
  const image = spawnSync('docker', ['image', 'inspect', sample], { stdio: 'ignore' })
  return image.status === 0 ? undefined : `there is no image ${sample} (test/e2e/images/build.sh makes it)`
}

/** Folders of scenarios begin like this; so what a killed run has left can be told from everything else. */
export const temporaryPrefix = join(tmpdir(), 'ign-e2e-')

export interface Result {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

interface ComposeFile {
  readonly services: Readonly<Record<string, { readonly healthcheck?: object }>>
}

/**
 * The same health checks every two seconds instead of every ten, laid over the project: services that wait for each
 * other are up a quarter sooner, which no user needs and every run of the scenarios does.
 */
function askedOften(composeFile: string): string {
  const { services } = parse(composeFile, { merge: true }) as ComposeFile
  const checked = Object.entries(services).filter(([, { healthcheck }]) => healthcheck)
  return JSON.stringify({
    services: Object.fromEntries(checked.map(([name]) => [name, { healthcheck: { interval: '2s', retries: 90 } }])),
  })
}

/** A generated project that runs on the real engine, with a vault of its own. */
export class RunningStack {
  readonly folder: string
  readonly plant: string
  readonly #base: string
  readonly #name: string
  readonly #results: ResultBook
  readonly #environments: readonly string[]
  readonly #often: string

  /** @param environments  words of the overlays that are laid over the plant */
  constructor(plant: string, environments: readonly string[] = []) {
    this.#base = mkdtempSync(temporaryPrefix)
    this.folder = join(this.#base, 'project')
    this.#often = join(this.#base, 'often.yml')
    this.plant = plant
    this.#environments = environments.flatMap((name) => ['--env', name])
    this.#name = /^name: (.*)$/m.exec(readFileSync(plant, 'utf8'))?.[1] ?? ''
    this.#results = new ResultBook(this.#name)
  }

  ign(...words: string[]): Result {
    const result = spawnSync(process.execPath, [join(root, 'bin', 'ign.js'), ...words], {
      encoding: 'utf8',
      cwd: this.#base,
      env: { ...process.env, IGN_HOME: join(this.#base, 'home') },
    })
    return { exitCode: result.status ?? -1, stdout: result.stdout, stderr: result.stderr }
  }

  generate(): void {
    const result = this.ign('stack', 'generate', this.plant, ...this.#environments, '-o', this.folder)
    if (result.exitCode !== 0) throw new Error(result.stderr)
    writeFileSync(this.#often, askedOften(readFileSync(join(this.folder, 'docker-compose.yml'), 'utf8')))
  }

  compose(...words: string[]): Result {
    const files = ['docker-compose.yml', this.#often].join(delimiter)
    const env = { ...process.env, COMPOSE_FILE: files }
    const result = spawnSync('docker', ['compose', ...words], { encoding: 'utf8', cwd: this.folder, env })
    return { exitCode: result.status ?? -1, stdout: result.stdout, stderr: result.stderr }
  }

  /**
   * `docker compose up` alone, until everything is healthy; the logs of what is not are part of the error.
   * @param services  those to start; all where none is named
   */
  up(...services: string[]): void {
    const result = this.compose('up', '--detach', '--wait', '--pull', 'never', ...services)
    this.#results.recordContainers(this.compose('ps', '--all', '--quiet').stdout.split('\n').filter(Boolean))
    if (result.exitCode === 0) return
    const logs = this.compose('logs', '--tail', '40').stdout
    throw new Error(`docker compose up failed:\n${result.stderr}\n${this.compose('ps', '-a').stdout}\n${logs}`)
  }

  verify(...words: string[]): { exitCode: number; probes: VerifiedProbe[] } {
    const { exitCode, stdout, stderr } = this.ign(
      'stack',
      'verify',
      this.plant,
      ...this.#environments,
      '--json',
      ...words,
    )
    const answer = JSON.parse(stdout) as { data?: { probes: VerifiedProbe[] } }
    if (!answer.data) throw new Error(`${stdout}\n${stderr}`)
    this.#results.recordWires(answer.data.probes)
    return { exitCode, probes: answer.data.probes }
  }

  /** A command in the container of a service, as its own user. */
  exec(service: string, ...command: string[]): Result {
    return this.compose('exec', '-T', service, ...command)
  }

  secret(name: string): string {
    return readFileSync(join(this.folder, 'secrets', name), 'utf8')
  }

  networks(): string[] {
    const list = execFileSync('docker', [
      'network',
      'ls',
      '--filter',
      `label=com.docker.compose.project=${this.#name}`,
      '--format',
      '{{.Name}}',
    ])
    return list.toString().trim().split('\n')
  }

  /** Removes containers, volumes and files, and keeps what was seen. */
  destroy(): void {
    this.#results.write()
    this.compose('down', '--volumes', '--timeout', '0')
    rmSync(this.#base, { recursive: true, force: true })
  }
}

export interface VerifiedProbe {
  readonly wire: string
  readonly what: string
  readonly ok: boolean
  readonly ms: number
  readonly evidence: string
  readonly hint?: string
}

export const example = (name: string): string => join(root, 'examples', name, 'plant.yaml')
