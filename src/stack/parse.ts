import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { Issue, Path, Position } from '../core/issue.ts'
import { sortIssues } from '../core/issue.ts'
import type { StackCode } from './errors.ts'
import { schemaIssues } from './schema-issues.ts'
import { PlantFile, type StackSpec } from './spec.ts'

/** Longer texts are refused before they are parsed. */
export const maxPlantBytes = 1_048_576

/** Lists and mappings inside each other; a plant file needs six. */
const maxDepth = 32

/** Aliases may repeat a part of the file, but not multiply it: more nodes than this is a bomb. */
const maxAliases = 100

export interface ParsedPlant {
  /** Absent when there are errors. */
  readonly spec?: StackSpec
  readonly issues: readonly Issue[]
  /** Adds positions to issues that later steps find. */
  readonly locate: (issues: readonly Issue[]) => Issue[]
}

/** A plant file's text as a checked value, with every problem and where it stands. */
export function parsePlant(text: string, file = 'plant.yaml'): ParsedPlant {
  if (Buffer.byteLength(text) > maxPlantBytes)
    return unreadable('stack.too-large', 'the plant file is larger than 1 MiB')
  if (nestsTooDeep(text))
    return unreadable('stack.unreadable', `lists and mappings are nested more than ${maxDepth} deep`)
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true, uniqueKeys: true })
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { file, line, column: col }
  }
  const locate = (issues: readonly Issue[]) => sortIssues(issues.map((issue) => withPosition(issue, document, at)))
  if (document.errors.length > 0) {
    return { issues: document.errors.map((error) => syntaxIssue(error.code, error.message, at(error.pos[0]))), locate }
  }
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: maxAliases })
  } catch (error) {
    return unreadable('stack.unreadable', `the aliases cannot be followed: ${(error as Error).message}`)
  }
  const { spec, issues } = checkPlant(value)
  return { ...(spec ? { spec } : {}), issues: locate(issues), locate }
}

/** A plant that arrived as a value, for instance in the body of a request. Positions are unknown, paths are not. */
export function checkPlant(value: unknown): ParsedPlant {
  const result = PlantFile.safeParse(value ?? {}, { reportInput: true })
  if (result.success) return { spec: result.data, issues: [], locate: sortIssues }
  return { issues: sortIssues(schemaIssues(PlantFile, result.error, [])), locate: sortIssues }
}

function unreadable(code: StackCode, message: string): ParsedPlant {
  return { issues: [{ severity: 'error', code, path: [], message }], locate: sortIssues }
}

function syntaxIssue(code: string, message: string, at: Position): Issue {
  const duplicate = code === 'DUPLICATE_KEY'
  return {
    severity: 'error',
    code: (duplicate ? 'stack.duplicate-name' : 'stack.unreadable') satisfies StackCode,
    path: [],
    message: duplicate ? 'the same key stands twice in one mapping' : (message.split('\n')[0] ?? message),
    hint: duplicate ? 'Remove or rename one of the two.' : 'Check indentation, quotes and colons at this place.',
    at,
  }
}

/**
 * A cheap look at the text before the parser, whose recursion a hostile text could exhaust: brackets that are open at
 * the same time, and the indentation that block collections need.
 */
function nestsTooDeep(text: string): boolean {
  let open = 0
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit === 0x5b || unit === 0x7b) open++
    else if (unit === 0x5d || unit === 0x7d) open = Math.max(0, open - 1)
    if (open > maxDepth) return true
  }
  // "- - - -" opens a list in a list with every dash; each further level of "key:" needs a deeper line
  return /(?:[-?:] +){33}/.test(text) || indentLevels(text) > maxDepth
}

function indentLevels(text: string): number {
  const stack: number[] = []
  let deepest = 0
  for (const match of text.matchAll(/^( *)[^\s#]/gm)) {
    const indent = match[1]?.length ?? 0
    while (stack.length > 0 && (stack.at(-1) ?? 0) >= indent) stack.pop()
    stack.push(indent)
    deepest = Math.max(deepest, stack.length)
  }
  return deepest
}

/** The nearest existing node on the way to the issue's path tells the position; for unknown keys it is the key. */
function withPosition(issue: Issue, document: Document, at: (offset: number) => Position): Issue {
  if (issue.at) return issue
  const offset = offsetOf(document, issue.path)
  return offset === undefined ? issue : { ...issue, at: at(offset) }
}

function offsetOf(document: Document, path: Path): number | undefined {
  let node: unknown = document.contents
  let offset = rangeStart(node)
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step))
      if (!pair) return offset
      offset = rangeStart(pair.key) ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      const item = node.items[Number(step)]
      if (item === undefined) return offset
      offset = rangeStart(item) ?? offset
      node = item
    } else return offset
  }
  // a wrong value is shown at the value, a wrong mapping or list at its key
  return isScalar(node) ? (rangeStart(node) ?? offset) : offset
}

function rangeStart(node: unknown): number | undefined {
  return (node as { range?: [number, number, number] | null } | null)?.range?.[0]
}
