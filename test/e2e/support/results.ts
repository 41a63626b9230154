import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What a scenario has seen on the real engine, kept in the repository as `test/e2e/results/<plant>.json`: the same run
 * gives the same bytes, so that a change in a file is a change in what is proven. `docs/reference/proof.md` is made from
 * these files and from nothing else.
 */
export interface StackResult {
  readonly plant: string
  /** In the order of their names. */
  readonly services: readonly ServiceResult[]
  readonly wires: readonly WireResult[]
}

export interface ServiceResult {
  /** Name of the container's service in the Compose project. */
  readonly name: string
  /** Id in the catalogue. */
  readonly service: string
  readonly image: string
  /** Version of the program really inside, where that was made for the tests; absent for an image of its publisher. */
  readonly program?: string
  /** What is real in that image and what is not. */
  readonly fidelity?: string
  readonly kind: 'service' | 'job'
  /** It runs, or has done its work, with the configuration that was generated. */
  readonly isAccepted: boolean
  /** It did so at the first attempt. */
  readonly isSteady: boolean
  /** Absent where the container has no health check. */
  readonly isHealthy?: boolean
}

export interface WireResult {
  readonly wire: string
  readonly ability: string
  /** Ids in the catalogue. */
  readonly provider: string
  readonly consumer: string
  readonly isProven: boolean
}

const folder = join(import.meta.dirname, '..', 'results')

/** Gathers what one scenario sees. */
export class ResultBook {
  readonly #plant: string
  #services: readonly ServiceResult[] = []
  readonly #wires = new Map<string, boolean>()

  constructor(plant: string) {
    this.#plant = plant
  }

  /** After `up`, whatever came of it: the containers as they are now. */
  recordContainers(ids: readonly string[]): void {
    if (ids.length === 0) return
    const { stdout } = spawnSync('docker', ['inspect', ...ids], { encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 })
    this.#services = (JSON.parse(stdout) as InspectedContainer[])
      .map(serviceResult)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  /** A wire that was shown once is proven: scenarios also break things, to see that it is noticed. */
  recordWires(probes: readonly { readonly wire: string; readonly ok: boolean }[]): void {
    for (const { wire, ok } of probes) this.#wires.set(wire, ok || this.#wires.get(wire) === true)
  }

  /** Writes the file, unless nothing was started. */
  write(): void {
    if (this.#services.length === 0) return
    const serviceOf = new Map(this.#services.map(({ name, service }) => [name, service]))
    const wires = [...this.#wires].sort(([a], [b]) => (a < b ? -1 : 1))
    const result: StackResult = {
      plant: this.#plant,
      services: this.#services,
      wires: wires.map(([wire, isProven]) => {
        // instance names hold no dots
        const [consumer = '', ability = '', provider = ''] = wire.split('.')
        const [from, to] = [serviceOf.get(provider) ?? provider, serviceOf.get(consumer) ?? consumer]
        return { wire, ability, provider: from, consumer: to, isProven }
      }),
    }
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, `${this.#plant}.json`), `${JSON.stringify(result, null, 2)}\n`)
  }
}

interface InspectedContainer {
  readonly Config: { readonly Image: string; readonly Labels: Readonly<Record<string, string>> }
  readonly HostConfig: { readonly RestartPolicy: { readonly Name: string } }
  readonly RestartCount: number
  readonly State: {
    readonly Status: string
    readonly ExitCode: number
    readonly Health?: { readonly Status: string }
  }
}

function serviceResult({ Config, HostConfig, RestartCount, State }: InspectedContainer): ServiceResult {
  const { Labels: labels } = Config
  const isJob = HostConfig.RestartPolicy.Name === 'on-failure'
  const program = labels['local.ign.version']
  const fidelity = labels['local.ign.fidelity']
  return {
    name: labels['com.docker.compose.service'] ?? '',
    service: labels['org.plantwright.service'] ?? '',
    image: Config.Image,
    ...(program === undefined ? {} : { program }),
    ...(fidelity === undefined ? {} : { fidelity }),
    kind: isJob ? 'job' : 'service',
    isAccepted: isJob ? State.Status === 'exited' && State.ExitCode === 0 : State.Status === 'running',
    isSteady: RestartCount === 0,
    ...(State.Health ? { isHealthy: State.Health.Status === 'healthy' } : {}),
  }
}
