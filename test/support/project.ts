import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { FileTree } from '../../src/core/file-tree.ts'
import { formatIssue, hasErrors, type Issue } from '../../src/core/issue.ts'
import { Secret } from '../../src/core/secret.ts'
import {
  type Blueprint,
  checkPlant,
  type Detection,
  maskedSecrets,
  type ParsedPlant,
  parsePlant,
  planPlant,
  renderCompose,
  type StackSpec,
} from '../../src/stack/index.ts'
import type { Compose, ComposeService } from './compose-project.ts'

export const root = join(import.meta.dirname, '..', '..')

/** Text of an example plant of `examples/`. */
export const exampleText = (name: string): string => readFileSync(join(root, 'examples', name, 'plant.yaml'), 'utf8')

/** A plant that can be built, with all its views. */
export interface Project {
  readonly spec: StackSpec
  readonly detection: Detection
  readonly blueprint: Blueprint
  readonly issues: readonly Issue[]
  /** With masked secrets. */
  readonly tree: FileTree
  /** Content of a file; a missing file fails the test that asks for it. */
  readonly file: (path: string) => string
  /** The Compose file as it is read back. */
  readonly compose: Compose
  /** A service of the Compose file; a missing one fails the test that asks for it. */
  readonly service: (name: string) => ComposeService
}

/** Services of a plant as `uses:` alone, or as whole entries. */
export type Services = Readonly<Record<string, string | Readonly<Record<string, unknown>>>>

/** A small plant as a value: `{ services: { charts: 'grafana' } }`. */
export interface SmallPlant {
  readonly name?: string
  readonly services: Services
  readonly settings?: Readonly<Record<string, unknown>>
  readonly integrations?: Readonly<Record<string, unknown>>
}

/** Ignition with its licence accepted, as most tests want it. */
export const gateway = (version = '8.3', options: Readonly<Record<string, unknown>> = {}) => ({
  uses: 'ignition',
  version,
  options: { acceptEula: true, ...options },
})

export function plantValue({ name = 'plant', services, ...rest }: SmallPlant): Record<string, unknown> {
  return {
    version: 1,
    name,
    services: Object.fromEntries(
      Object.entries(services).map(([service, entry]) => [
        service,
        typeof entry === 'string' ? { uses: entry } : entry,
      ]),
    ),
    ...rest,
  }
}

/** The project of a plant. Fails with the plant's issues when it cannot be built. */
export function project(plant: SmallPlant | string): Project {
  const parsed = typeof plant === 'string' ? parsePlant(plant) : checkPlant(plantValue(plant))
  const built = build(parsed)
  if (built) return built
  throw new Error(`the plant cannot be built:\n${formatted(planPlant(parsed).issues)}`)
}

/** The project of a parsed plant, or undefined when it has errors. */
export function build(parsed: ParsedPlant): Project | undefined {
  const { blueprint, detection, issues } = planPlant(parsed)
  if (!parsed.spec || !blueprint || !detection || hasErrors(issues)) return undefined
  const tree = renderCompose(blueprint, maskedSecrets(blueprint))
  const file = (path: string): string => {
    const found = tree.get(path)
    if (!found) throw new Error(`the project has no ${path}, but ${tree.files.map((one) => one.path).join(', ')}`)
    return found.content
  }
  let read: Compose | undefined
  return {
    spec: parsed.spec,
    detection,
    blueprint,
    issues,
    tree,
    file,
    get compose() {
      read ??= parse(file('docker-compose.yml')) as Compose
      return read
    },
    service(name) {
      const found = this.compose.services?.[name]
      if (!found)
        throw new Error(`the project has no ${name}, but ${Object.keys(this.compose.services ?? {}).join(', ')}`)
      return found
    },
  }
}

/** Every issue of a plant, whether it can be built or not. */
export function issuesOf(plant: SmallPlant | string): readonly Issue[] {
  return planPlant(typeof plant === 'string' ? parsePlant(plant) : checkPlant(plantValue(plant))).issues
}

/** Issues as a terminal shows them. */
export const formatted = (issues: readonly Issue[]): string => issues.map((issue) => `${formatIssue(issue)}\n`).join('')

/** Codes of all issues, in their order. */
export const codesOf = (plant: SmallPlant | string): string[] => issuesOf(plant).map(({ code }) => code)

/** The same project with a secret of its own in every secret file, each easy to find where it must not be. */
export function withKnownSecrets({ blueprint }: Project): { tree: FileTree; values: ReadonlyMap<string, string> } {
  const values = new Map(blueprint.secrets.map(({ file }, index) => [file, `KNOWN-SECRET-${index}-${file}`]))
  const files = new Map([...values].map(([file, value]) => [file, new Secret(value)]))
  return { tree: renderCompose(blueprint, { files, hashKey: new Secret('KNOWN-SECRET-hash-key') }), values }
}
