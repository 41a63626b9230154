import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import type { CommandStep, ProbeAnswer, ProbeStep, TlsStep } from '../../catalog/index.ts'
import { type ContainerSummary, containerError, type Engine } from '../../containers/index.ts'
import { exitCodes, IgnError } from '../../core/error.ts'
import type { Blueprint } from '../../stack/index.ts'
import { type Context, defineAction } from '../action.ts'
import { buildPlant, PlantSource } from './plant-source.ts'

export interface ProbeResult {
  readonly wire: string
  /** The last statement that was tried: the failed one, or all of them joined. */
  readonly what: string
  readonly ok: boolean
  readonly ms: number
  readonly evidence: string
  readonly hint?: string
}

export const stackVerify = defineAction({
  id: 'stack.verify',
  summary: 'Prove every wire of the running stack from inside it',
  access: 'operator',
  input: z.strictObject({
    plant: PlantSource,
    wires: z.array(z.string()).default([]).describe('Only wires whose id contains one of these'),
  }),
  run: async ({ plant, wires }, context) => {
    const built = buildPlant(plant)
    const data = await proveWires(built.blueprint, wires, context, {
      ended: ({ ok, wire }) => context.progress(`${ok ? 'ok  ' : 'FAIL'} ${wire}`),
    })
    return { data, issues: built.issues, ...(data.failed > 0 ? { exitCode: exitCodes.someFailed } : {}) }
  },
})

/** Is told what happens while wires are being proven. */
export interface ProofWatcher {
  /** The wires that will be tried. */
  readonly begun?: (wires: readonly string[]) => void
  readonly ended?: (result: ProbeResult) => void
  /** Ends the run before its next step. */
  readonly signal?: AbortSignal
}

export interface Proof {
  readonly probes: readonly ProbeResult[]
  readonly passed: number
  readonly failed: number
  readonly manual: readonly { readonly wire: string; readonly status: string; readonly note?: string | undefined }[]
}

/**
 * Runs the probes of a running stack, all at once.
 *
 * @param wires only those whose id contains one of these; all when empty
 * @throws containers.not-running when no container of the stack runs
 */
export async function proveWires(
  blueprint: Blueprint,
  wires: readonly string[],
  context: Context,
  { begun, ended, signal }: ProofWatcher,
): Promise<Proof> {
  const engine = context.engine()
  const containers = await runningContainers(engine, blueprint)
  const chosen = blueprint
    .probes()
    .filter((probe) => wires.length === 0 || wires.some((text) => probe.wire.includes(text)))
  begun?.(chosen.map(({ wire }) => wire))
  const probes = await Promise.all(
    chosen.map(async ({ wire, steps }) => {
      const result = await runProbe(wire, steps, { engine, containers, context, ...(signal ? { signal } : {}) })
      ended?.(result)
      return result
    }),
  )
  signal?.throwIfAborted()
  const failed = probes.filter((probe) => !probe.ok)
  return { probes, passed: probes.length - failed.length, failed: failed.length, manual: manualWires(blueprint) }
}

/** Wires that no probe covers, because a person sets them up. */
const manualWires = (blueprint: Blueprint) =>
  blueprint.wires
    .filter((wire) => wire.status !== 'automatic')
    .map(({ id, status, note }) => ({ wire: id, status, note }))

type Containers = ReadonlyMap<string, ContainerSummary>

/** @throws containers.not-running when no container of the stack runs */
async function runningContainers(engine: Engine, { site }: Blueprint): Promise<Containers> {
  const containers = await engine.projectContainers(site.name)
  if (!containers.some((container) => container.state === 'running')) {
    throw containerError('containers.not-running', `no container of the stack "${site.name}" is running`)
  }
  return new Map(containers.map((container) => [container.service, container]))
}

interface ProbeContext {
  readonly engine: Engine
  readonly containers: Containers
  readonly context: Context
  readonly signal?: AbortSignal
}

async function runProbe(wire: string, steps: readonly ProbeStep[], probe: ProbeContext): Promise<ProbeResult> {
  const start = performance.now()
  const done: string[] = []
  const ms = () => Math.round(performance.now() - start)
  for (const step of steps) {
    probe.signal?.throwIfAborted()
    const failure = await runStep(step, probe)
    if (failure) return { wire, what: step.what, ok: false, ms: ms(), ...failure }
    done.push(step.what)
  }
  return { wire, what: done.join('; '), ok: true, ms: ms(), evidence: `${done.length} of ${done.length} checks passed` }
}

interface Failure {
  readonly evidence: string
  readonly hint: string
}

/** Undefined when the step passed. What the engine refuses, because a container just ended, is that wire's fault only. */
async function runStep(step: ProbeStep, probe: ProbeContext): Promise<Failure | undefined> {
  try {
    return 'tls' in step ? await runTlsStep(step, probe) : await runCommandStep(step, probe)
  } catch (error) {
    if (!(error instanceof IgnError) || error.code !== 'containers.engine-failed') throw error
    return { evidence: error.message, hint: `See why with: docker compose logs ${step.in}` }
  }
}

/** A step that may take time to become true is asked again every second. */
async function runCommandStep(
  step: CommandStep,
  { engine, containers, signal }: ProbeContext,
): Promise<Failure | undefined> {
  const container = containers.get(step.in)
  if (container?.state !== 'running') {
    return {
      evidence: `the container of "${step.in}" is ${container?.state ?? 'missing'}`,
      hint: `See why with: docker compose logs ${step.in}`,
    }
  }
  const secrets = await readSecrets(step, engine, containers)
  if ('evidence' in secrets) return secrets
  let answer: ProbeAnswer = { exitCode: -1, stdout: '', stderr: '' }
  for (let attempt = 0; attempt <= (step.retries ?? 0); attempt++) {
    if (attempt > 0) await delay(1000, undefined, signal ? { signal } : {})
    answer = await engine.exec(container.id, step.command, secrets.values)
    if (passes(step, answer)) return undefined
  }
  return {
    evidence: evidenceOf(answer, Object.values(secrets.values)),
    hint: typeof step.hint === 'string' ? step.hint : step.hint(answer),
  }
}

/** Opens the published port from where this program runs, because few images can check a certificate themselves. */
async function runTlsStep(
  { in: service, tls, hint }: TlsStep,
  { engine, containers, context }: ProbeContext,
): Promise<Failure | undefined> {
  const container = containers.get(service)
  const answer =
    tls.authorityPath && container ? await engine.exec(container.id, ['cat', tls.authorityPath]) : undefined
  const { connect } = await import('node:tls')
  const address = reachableAddress(tls.address, context.config.dockerHost.value)
  const problem = await new Promise<string | undefined>((resolve) => {
    const socket = connect(
      { host: address, port: tls.port, servername: tls.host, ...(answer ? { ca: answer.stdout } : {}) },
      () => {
        socket.end()
        resolve(undefined)
      },
    )
    socket.setTimeout(5000, () => socket.destroy(new Error('no answer within 5 s')))
    socket.on('error', (error) => resolve(error.message))
  })
  return problem === undefined ? undefined : { evidence: `${address}:${tls.port}: ${problem}`, hint }
}

/** A port that is published on every address is reached on the machine of the engine. */
function reachableAddress(address: string, dockerHost: string): string {
  const remote = /^tcp:\/\/([^/:]+)/.exec(dockerHost)?.[1]
  if (remote) return remote
  return address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address
}

const passes = (step: CommandStep, answer: ProbeAnswer): boolean =>
  step.passes ? step.passes(answer) : answer.exitCode === 0

/** Secrets as the consumer's container has them, so that what is proven is what it would use. */
async function readSecrets(
  step: CommandStep,
  engine: Engine,
  containers: Containers,
): Promise<{ values: Record<string, string> } | Failure> {
  const values: Record<string, string> = {}
  for (const [variable, { of, secret }] of Object.entries(step.secrets ?? {})) {
    const owner = containers.get(of)
    if (owner?.state !== 'running') {
      return {
        evidence: `the container of "${of}" is ${owner?.state ?? 'missing'}`,
        hint: `See why with: docker compose logs ${of}`,
      }
    }
    const { exitCode, stdout } = await engine.exec(owner.id, ['cat', `/run/secrets/${secret}`])
    if (exitCode !== 0) {
      return {
        evidence: `"${of}" has no secret "${secret}"`,
        hint: `Generate the project again and run: docker compose up --detach ${of}`,
      }
    }
    values[variable] = stdout.trimEnd()
  }
  return { values }
}

/** The end of what the command said, on one line, with secrets taken out. */
function evidenceOf({ exitCode, stdout, stderr }: ProbeAnswer, secrets: readonly string[]): string {
  let text = `${stderr.trim()} ${stdout.trim()}`.trim()
  for (const secret of secrets) if (secret.length > 3) text = text.replaceAll(secret, '[secret]')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters do not belong on a terminal
  const line = text.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim()
  return line === '' ? `exit code ${exitCode}` : line.length > 300 ? `…${line.slice(-300)}` : line
}
