import { LineCounter } from 'yaml'
import type { Issue, Position } from '../core/issue.ts'
import { sortIssues } from '../core/issue.ts'
import type { StackCode } from './errors.ts'
import { positionsIn, readYaml, type SyntaxProblem } from './read-yaml.ts'
import { hiddenKeys, limited, schemaIssues } from './schema-issues.ts'
import { PlantFile, type StackSpec } from './spec.ts'
import { withoutFaults } from './without-faults.ts'

/** Longer texts are refused before they are parsed. */
export const maxPlantBytes = 1_048_576

export interface ParsedPlant {
  /** Absent when there are errors. */
  readonly spec?: StackSpec
  /** The plant without its wrong parts, so that later steps can tell what else is wrong with it. */
  readonly remainder?: Remainder
  readonly issues: readonly Issue[]
  /** Adds positions to issues that later steps find. */
  readonly locate: (issues: readonly Issue[]) => Issue[]
}

export interface Remainder {
  readonly spec: StackSpec
  /** Names of all services, those that were left out too. */
  readonly names: readonly string[]
}

/** A plant file's text as a checked value, with every problem and where it stands. */
export function parsePlant(text: string, file = 'plant.yaml'): ParsedPlant {
  if (Buffer.byteLength(text) > maxPlantBytes)
    return unreadable('stack.too-large', 'the plant file is larger than 1 MiB')
  const lines = new LineCounter()
  const { problems, value, document } = readYaml(text, lines)
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { file, line, column: col }
  }
  if (problems.length > 0 || !document) {
    return { issues: sortIssues(problems.map((problem) => syntaxIssue(problem, at))), locate: sortIssues }
  }
  const offsetOf = positionsIn(document)
  const locate = (issues: readonly Issue[]) =>
    sortIssues(issues.map((issue) => (issue.at ? issue : { ...issue, at: at(offsetOf(issue.path, isOfKey(issue))) })))
  const checked = checkPlant(value)
  return { ...checked, issues: locate(checked.issues), locate }
}

/** A plant that arrived as a value, for instance in the body of a request. Positions are unknown, paths are not. */
export function checkPlant(value: unknown): ParsedPlant {
  const plant = value ?? {}
  const hidden = hiddenKeys(plant)
  const result = PlantFile.safeParse(plant, { reportInput: true })
  if (result.success && hidden.length === 0) return { spec: result.data, issues: [], locate: sortIssues }
  const issues = limited([...hidden, ...(result.error ? schemaIssues(PlantFile, result.error, []) : [])])
  const remainder = withoutFaults(plant, result.error)
  return { ...(remainder ? { remainder } : {}), issues: sortIssues(issues), locate: sortIssues }
}

/** Problems of a key, whatever value it has. */
const isOfKey = ({ code }: Issue): boolean => code === 'stack.unknown-key' || code === 'stack.unknown-port'

function unreadable(code: StackCode, message: string): ParsedPlant {
  return { issues: [{ severity: 'error', code, path: [], message }], locate: sortIssues }
}

const syntaxCodes = {
  syntax: 'stack.unreadable',
  duplicate: 'stack.duplicate-name',
  'too-large': 'stack.too-large',
} as const satisfies Record<SyntaxProblem['kind'], StackCode>

function syntaxIssue({ kind, message, offset }: SyntaxProblem, at: (offset: number) => Position): Issue {
  const hints = {
    syntax: 'Check indentation, quotes and colons at this place.',
    duplicate: 'Remove or rename one of the two.',
  }
  return {
    severity: 'error',
    code: syntaxCodes[kind],
    path: [],
    message,
    ...(kind === 'too-large' ? {} : { hint: hints[kind] }),
    ...(offset === undefined ? {} : { at: at(offset) }),
  }
}
