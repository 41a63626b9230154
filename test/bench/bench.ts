/**
 * Measures what the project promises to reach and prints it as a table:
 *
 *     npm run bench               tell
 *     npm run bench -- --strict   and end with 1 when a target is missed
 *     npm run bench -- --console  only what people see in a browser
 *
 * Medians after a warm-up; the machine should have nothing else to do.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Context } from '../../src/actions/action.ts'
import { buildServer } from '../../src/api/server.ts'
import type { FileTree } from '../../src/core/file-tree.ts'
import { Secret } from '../../src/core/secret.ts'
import { hashKeyName, makeSecrets, readConfig, refuseReferences, zipTree } from '../../src/platform/index.ts'
import {
  type Blueprint,
  detect,
  parsePlant,
  planStack,
  renderCompose,
  resolve,
  type SecretValues,
  type StackSpec,
} from '../../src/stack/index.ts'
import { templates } from '../../src/stack/templates.gen.ts'
import { seededRandom } from '../support/chance.ts'
import { tenServices } from '../support/plants.ts'
import { type ConsoleFigures, measureConsole, motions, shownServices, typedServices } from './console.ts'
import { answersPerSecond } from './one-connection.ts'
import { largePlant, tenPlainServices, tenServicePlant } from './plants.ts'
import { measureSignedIn } from './signed-in.ts'

const program = fileURLToPath(new URL('../../bin/ign.js', import.meta.url))
const isStrict = process.argv.includes('--strict')

interface Row {
  readonly work: string
  readonly measured: string
  readonly target: string
  /** Absent where nothing is promised. */
  readonly ok?: boolean
}

const rows: Row[] = []
if (!process.argv.includes('--console')) await measureAll()
await measureBrowser()
print()
process.exitCode = isStrict && rows.some(({ ok }) => ok === false) ? 1 : 0

async function measureAll(): Promise<void> {
  const small = await built(tenServicePlant)
  atMost(
    'resolve + detect, 10 services',
    median(2000, () => detect(resolve(tenServicePlant))),
    0.3,
  )
  const ten = median(2000, () => generate(small))
  atMost('whole generate, 10 services', ten, 1.5)
  const large = { hundred: await built(largePlant(100)), thousand: await built(largePlant(1000)) }
  const hundred = median(100, () => generate(large.hundred))
  atMost('whole generate, 100 services', hundred)
  const thousand = median(20, () => generate(large.thousand))
  atMost('whole generate, 1,000 services', thousand, 200)
  growth('growth from 10 to 100', hundred / ten, 100, 10)
  growth('growth from 10 to 1,000', thousand / ten, 1000, 10)
  const tree = generate(small)
  atMost('ZIP of a 10-service stack', await medianAsync(300, () => zipTree(tree)), 4)
  await measureTemplates()
  atMost('catalogue through the API, in process', await catalogueTime(), 2)
  await measureServer()
  await measurePeople()
  measureStart()
  measureMemory()
}

/** The template with the most services. */
async function measureTemplates(): Promise<void> {
  const plants = templates.map(({ id, plant }) => ({ id, spec: parsePlant(plant).spec as StackSpec }))
  const count = ({ spec }: { spec: StackSpec }) => Object.keys(spec.services).length
  const [largest] = plants.sort((a, b) => count(b) - count(a))
  if (!largest) throw new Error('there are no templates')
  const project = await built(largest.spec)
  const ms = median(500, () => generate(project))
  atMost(`whole generate, template ${largest.id} (${count(largest)} services)`, ms, 10)
}

/** The whole way of a request but the network. */
async function catalogueTime(): Promise<number> {
  const server = await buildServer({ version: '0.0.0', config: readConfig({}, {}) } as Context)
  const ms = await medianAsync(500, async () => {
    const { statusCode } = await server.inject({ url: '/api/v1/catalog', headers: { host: 'localhost' } })
    if (statusCode !== 200) throw new Error(`the catalogue answers ${statusCode}`)
  })
  await server.close()
  return ms
}

interface Built {
  readonly spec: StackSpec
  readonly secrets: SecretValues
}

/** A plant with real secrets, made once and given to every generation. */
async function built(spec: StackSpec): Promise<Built> {
  const { needs } = blueprintOf(spec)
  const random = seededRandom('bench')
  const values = await makeSecrets(needs, new Map(), { random, now: new Date(), read: refuseReferences })
  const files = new Map([...values].map(([name, value]) => [name, new Secret(value)]))
  return { spec, secrets: { files, hashKey: files.get(hashKeyName) as Secret } }
}

function blueprintOf(spec: StackSpec): Blueprint {
  const { blueprint, issues } = planStack(spec)
  if (!blueprint) throw new Error(JSON.stringify(issues.filter(({ severity }) => severity === 'error')))
  return blueprint
}

function generate({ spec, secrets }: Built): FileTree {
  return renderCompose(blueprintOf(spec), secrets)
}

/** Milliseconds of one run. */
function median(runs: number, work: () => unknown): number {
  for (let run = 0; run < runs / 5; run++) work()
  return middle(
    Array.from({ length: runs }, () => {
      const start = performance.now()
      work()
      return performance.now() - start
    }),
  )
}

async function medianAsync(runs: number, work: () => Promise<unknown>): Promise<number> {
  for (let run = 0; run < runs / 5; run++) await work()
  const times: number[] = []
  for (let run = 0; run < runs; run++) {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
  }
  return middle(times)
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
}

function atMost(work: string, ms: number, targetMs?: number): void {
  const measured = `${ms.toFixed(3)} ms`
  if (targetMs === undefined) rows.push({ work, measured, target: '-' })
  else rows.push({ work, measured, target: `<= ${targetMs} ms`, ok: ms <= targetMs })
}

/** No worse than n log n: between two sizes the time grows by no more than that does. */
function growth(work: string, factor: number, large: number, small: number): void {
  const most = (large * Math.log(large)) / (small * Math.log(small))
  rows.push({ work, measured: `x ${factor.toFixed(0)}`, target: `<= x ${most.toFixed(0)}`, ok: factor <= most })
}

/** The built program as users start it, asked over one connection. */
async function measureServer(): Promise<void> {
  const server = spawn(process.execPath, [program, 'serve', '--port', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, IGN_HOME: `${tmpdir()}/ign-bench` },
  })
  try {
    const url = await addressOf(server)
    const plain = JSON.stringify(tenPlainServices)
    const secure = JSON.stringify(tenServices)
    await ask('POST /generate, 10 services', `${url}/generate`, { body: plain, target: 1000 })
    await ask('POST /generate, with TLS and users', `${url}/generate`, { body: secure })
    await ask('POST /download, 10 services', `${url}/download`, { body: plain, target: 250 })
    await ask('POST /download, with TLS and users', `${url}/download`, { body: secure })
    await ask('GET /catalog', `${url}/catalog`, { target: 5000 })
  } finally {
    server.kill()
    await once(server, 'exit')
  }
}

/** Signed in, with a database behind it. */
async function measurePeople(): Promise<void> {
  const { startMs, readP99Ms, readsPerS, streams, streamsMiB } = await measureSignedIn(program)
  const at = (figure: number, most: number, unit: string) => ({
    measured: `${figure.toFixed(0)} ${unit}`,
    target: `<= ${most} ${unit}`,
    ok: figure <= most,
  })
  rows.push(
    { work: 'start of the server', ...at(startMs, 700, 'ms') },
    { work: `list of plants at ${readsPerS.toFixed(0)} requests/s, p99`, ...at(readP99Ms, 25, 'ms') },
    { work: `${streams} event streams, memory of the server`, ...at(streamsMiB, 200, 'MiB') },
  )
}

/** The console in a browser. The verdict is on medians; the worst is told beside it. */
async function measureBrowser(): Promise<void> {
  const figures = await measureConsole()
  if (!figures) {
    process.stderr.write('bench: no Chromium on this machine; the console is not measured\n')
    return
  }
  const wait = (work: string, times: readonly number[], targetMs: number) => {
    const ms = middle(times)
    const measured = `${ms.toFixed(0)} ms (worst ${Math.max(...times).toFixed(0)} ms)`
    rows.push({ work, measured, target: `<= ${targetMs} ms`, ok: ms <= targetMs })
  }
  wait('console, first load until it can be used', figures.firstLoadMs, 1500)
  wait(`console, key to problems, ${typedServices} services`, figures.conflictsMs, 100)
  wait(`console, answer to picture, ${shownServices} services`, figures.layoutMs, 300)
  measureFrames(figures)
}

function measureFrames({ framesPerS }: ConsoleFigures): void {
  const leastPerS = 50
  for (const motion of motions) {
    const perS = framesPerS[motion]
    rows.push({
      work: `console, ${motion}, ${shownServices} services`,
      measured: `${perS.toFixed(0)} frames/s`,
      target: `>= ${leastPerS} frames/s`,
      ok: perS >= leastPerS,
    })
  }
}

function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let said = ''
    server.stderr?.on('data', (text: Buffer) => {
      said += text
      const url = /listening on (http:\/\/\S+)/.exec(said)?.[1]
      if (url) found(url)
    })
    server.once('exit', (code) => failed(new Error(`the server ended with ${code}: ${said}`)))
  })
}

async function ask(work: string, url: string, { body, target }: { body?: string; target?: number }): Promise<void> {
  await answersPerSecond(url, 4, body)
  const perS = middle(await answersPerSecond(url, 5, body))
  rows.push({
    work,
    measured: `${perS} /s`,
    target: target === undefined ? '-' : `>= ${target} /s`,
    ...(target === undefined ? {} : { ok: perS >= target }),
  })
}

/** In turns, so that whatever else the machine does meets both alike. */
function measureStart(): void {
  const start = (args: readonly string[]): number => {
    const begin = performance.now()
    spawnSync(process.execPath, args)
    return performance.now() - begin
  }
  const node: number[] = []
  const ign: number[] = []
  for (let run = 0; run < 20; run++) {
    node.push(start(['-e', '0']))
    ign.push(start([program, '--version']))
  }
  const [empty, version] = [middle(node), middle(ign)]
  const factor = version / empty
  rows.push({
    work: 'ign --version, against node -e 0',
    measured: `x ${factor.toFixed(2)} (${version.toFixed(0)} ms, ${empty.toFixed(0)} ms)`,
    target: '<= x 1.6',
    ok: factor <= 1.6,
  })
}

/** In a process of its own, where nothing else leaves anything behind. */
function measureMemory(): void {
  const script = fileURLToPath(new URL('memory.ts', import.meta.url))
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--expose-gc', script], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  const { beforeMiB, afterMiB } = JSON.parse(stdout) as { beforeMiB: number; afterMiB: number }
  const grown = afterMiB - beforeMiB
  rows.push({
    work: 'memory after 10,000 generates',
    measured: `${grown >= 0 ? '+' : ''}${grown.toFixed(2)} MiB (${afterMiB.toFixed(1)} MiB)`,
    target: 'flat (<= +1 MiB)',
    ok: grown <= 1,
  })
}

function print(): void {
  const verdict = (ok?: boolean): string => (ok === undefined ? '' : ok ? 'pass' : 'MISSED')
  const lines = [
    ['work', 'target', 'measured', ''],
    ...rows.map(({ work, target, measured, ok }) => [work, target, measured, verdict(ok)]),
  ]
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  for (const line of lines)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
}
