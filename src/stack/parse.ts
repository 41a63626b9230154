import { LineCounter } from 'yaml'
import type { Issue, Path, Position } from '../core/issue.ts'
import { sortIssues } from '../core/issue.ts'
import { catalogOf, type FolderState } from './custom/catalog.ts'
import type { StackCode } from './errors.ts'
import { overlaid } from './overlay.ts'
import { type Found, positionsIn, readYaml, type SyntaxProblem } from './read-yaml.ts'
import type { Catalog } from './resolve.ts'
import { hiddenKeys, limited, printable, schemaIssues } from './schema-issues.ts'
import { PlantFile, type StackSpec } from './spec.ts'
import { withoutFaults } from './without-faults.ts'

/** Longer texts are refused before they are parsed. */
export const maxPlantBytes = 1_048_576

export interface ParsedPlant {
  /** Absent when there are errors. */
  readonly spec?: StackSpec
  /** The plant without its wrong parts, so that later steps can tell what else is wrong with it. */
  readonly remainder?: Remainder
  /** Our services and those that the plant defines; absent where it defines none. */
  readonly catalog?: Catalog
  readonly issues: readonly Issue[]
  /** Adds positions to issues that later steps find. */
  readonly locate: (issues: readonly Issue[]) => Issue[]
}

export interface Remainder {
  readonly spec: StackSpec
  /** Names of all services, those that were left out too. */
  readonly names: readonly string[]
  /** Ids of all services that the plant defines, those that were left out too. */
  readonly defined: readonly string[]
}

/** A text with the name of its file, for positions. */
export interface PlantText {
  readonly text: string
  readonly file: string
}

/** What stands in files beside the plant file. */
export interface PlantParts {
  /** Files whose content is laid over the plant, one after the other. */
  readonly overlays?: readonly PlantText[]
  /** Services that the plant defines in files of its folder, by id; absent where nobody may read that. */
  readonly definitions?: Readonly<Record<string, PlantText>> | 'missing'
}

/** A plant file's text as a checked value, with every problem and where it stands. */
export function parsePlant(
  text: string,
  file = 'plant.yaml',
  { overlays = [], definitions }: PlantParts = {},
): ParsedPlant {
  const read = [
    readLayer({ text, file }, [], 'the plant file'),
    ...Object.entries(typeof definitions === 'object' ? definitions : {}).map(([id, one]) =>
      readLayer(one, ['catalog', 'services', id]),
    ),
    ...overlays.map((one) => readLayer(one, [])),
  ]
  const unreadable = read.flatMap((one) => ('problems' in one ? one.problems : []))
  if (unreadable.length > 0) return { issues: limited(sortIssues(unreadable)), locate: sortIssues }
  const layers = read as readonly Layer[]
  const locate = (issues: readonly Issue[]) =>
    sortIssues(issues.map((issue) => (issue.at ? issue : { ...issue, at: place(layers, issue) })))
  const { value, issues } = joined(layers)
  const checked = checkPlant(value, definitions === 'missing' ? 'missing' : definitions ? 'read' : 'closed')
  return { ...checked, issues: locate([...issues, ...checked.issues]), locate }
}

/** A plant that arrived as a value, for instance in the body of a request. Positions are unknown, paths are not. */
export function checkPlant(value: unknown, folder: FolderState = 'closed'): ParsedPlant {
  const plant = value ?? {}
  const hidden = hiddenKeys(plant)
  const result = PlantFile.safeParse(plant, { reportInput: true })
  const remainder = result.success ? undefined : withoutFaults(plant, result.error)
  const made = catalogOf((result.data ?? remainder)?.catalog, folder)
  const issues = limited([
    ...hidden,
    ...(result.error ? schemaIssues(PlantFile, result.error, []) : []),
    ...(made?.issues ?? []),
  ])
  const catalog = made?.catalog ? { catalog: made.catalog } : {}
  if (result.success && issues.length === 0) return { spec: result.data, ...catalog, issues: [], locate: sortIssues }
  const whole = result.success && hidden.length === 0 ? { spec: result.data, ...namesOf(plant) } : undefined
  const rest = remainder ? { spec: remainder, ...namesOf(plant) } : whole
  return { ...(rest ? { remainder: rest } : {}), ...catalog, issues: sortIssues(issues), locate: sortIssues }
}

/** Names of everything that the plant has, whether it is right or not. */
function namesOf(plant: unknown): Pick<Remainder, 'names' | 'defined'> {
  const { services, catalog } = plant as { services?: object | null; catalog?: { services?: object | null } | null }
  return { names: Object.keys(services ?? {}), defined: Object.keys(catalog?.services ?? {}) }
}

/** A plant with overlays that are values as well. */
export function checkLayered(value: unknown, overlays: readonly unknown[]): ParsedPlant {
  const layers = [value, ...overlays].map((one): Layer => ({ value: one, base: [] }))
  const { value: plant, issues } = joined(layers)
  const checked = checkPlant(plant)
  return { ...checked, issues: sortIssues([...issues, ...checked.issues]) }
}

/** One text of several that make up a plant. */
interface Layer {
  readonly value: unknown
  /** Where in the plant the text's root stands. */
  readonly base: Path
  /** Absent for what arrived as a value. */
  readonly find?: (path: Path, ofKey: boolean) => Found
  readonly at?: (offset: number) => Position
}

function readLayer(
  { text, file }: PlantText,
  base: Path,
  what = file,
): Layer | { readonly problems: readonly Issue[] } {
  if (Buffer.byteLength(text) > maxPlantBytes) {
    const message = `${what} is larger than 1 MiB`
    return { problems: [{ severity: 'error', code: 'stack.too-large' satisfies StackCode, path: base, message }] }
  }
  const lines = new LineCounter()
  const { problems, value, document } = readYaml(text, lines)
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { file, line, column: col }
  }
  if (problems.length > 0 || !document) return { problems: problems.map((problem) => syntaxIssue(problem, base, at)) }
  return { value, base, at, find: positionsIn(document) }
}

/** All layers as one plant: the first is the plant file, the others are laid over it. */
function joined([plant, ...others]: readonly Layer[]): { readonly value: unknown; readonly issues: readonly Issue[] } {
  let value = plant?.value
  const issues: Issue[] = []
  for (const { value: over, base } of others) {
    // an empty overlay changes nothing
    if (over === null || over === undefined) continue
    const isOverlay = base.length === 0
    const known = base.reduce<unknown>((at, step) => (at as Record<string, unknown> | null | undefined)?.[step], value)
    if (!isOverlay && known !== undefined) {
      const message = `"${printable(String(base.at(-1)))}" is defined in the plant file and in the folder`
      issues.push({ severity: 'error', code: 'stack.duplicate-name' satisfies StackCode, path: base, message })
    }
    const whole = base.reduceRight<unknown>((inner, step) => ({ [step]: inner }), over)
    value = overlaid(value, whole, (path) => {
      if (!isOverlay) return
      const message = `the overlay takes away "${printable(String(path.at(-1)))}", which is not there`
      const hint = 'Correct the name or remove the line.'
      issues.push({ severity: 'warning', code: 'stack.ignored-setting' satisfies StackCode, path, message, hint })
    })
  }
  return { value, issues: [...issues, ...sharedName([plant, ...others] as readonly Layer[])] }
}

/** The name is that of the Compose project and of the secrets: environments that share it are one stack. */
function sharedName([plant, ...others]: readonly Layer[]): Issue[] {
  const overlays = others.filter(({ base, value }) => base.length === 0 && value !== null && value !== undefined)
  const name = (value: unknown) => (value as { name?: unknown } | null | undefined)?.name
  if (overlays.length === 0 || overlays.some(({ value }) => name(value) !== undefined)) return []
  const message = `the overlay keeps the name "${printable(String(name(plant?.value)))}", and with it secrets and data`
  const hint = 'Give the overlay a name of its own, unless it is the same stack.'
  return [{ severity: 'info', code: 'stack.shared-name' satisfies StackCode, path: ['name'], message, hint }]
}

/** In the layer that has most of the path; of several the last, which had the last word. */
function place(layers: readonly Layer[], { path, code }: Issue): Position {
  let best: { readonly depth: number; readonly at: Position } | undefined
  for (const { base, find, at } of layers) {
    if (!find || !at || base.some((step, index) => path[index] !== step)) continue
    const { offset, depth } = find(path.slice(base.length), isOfKey(code))
    if (!best || base.length + depth >= best.depth) best = { depth: base.length + depth, at: at(offset) }
  }
  return best?.at ?? { line: 1, column: 1 }
}

/** Problems of a key, whatever value it has. */
const isOfKey = (code: string): boolean => code === 'stack.unknown-key' || code === 'stack.unknown-port'

const syntaxCodes = {
  syntax: 'stack.unreadable',
  duplicate: 'stack.duplicate-name',
  'too-large': 'stack.too-large',
} as const satisfies Record<SyntaxProblem['kind'], StackCode>

function syntaxIssue({ kind, message, offset }: SyntaxProblem, path: Path, at: (offset: number) => Position): Issue {
  const hints = {
    syntax: 'Check indentation, quotes and colons at this place.',
    duplicate: 'Remove or rename one of the two.',
  }
  return {
    severity: 'error',
    code: syntaxCodes[kind],
    path,
    message,
    ...(kind === 'too-large' ? {} : { hint: hints[kind] }),
    ...(offset === undefined ? {} : { at: at(offset) }),
  }
}
