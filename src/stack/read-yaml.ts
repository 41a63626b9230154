import { Composer, type Document, isAlias, isMap, isScalar, Lexer, type LineCounter, Parser, visit } from 'yaml'
import { maxIssues, printable } from './schema-issues.ts'

/** Lists and mappings inside each other; a plant file needs six. */
const maxDepth = 32

/** Aliases may repeat a part of the file, but not multiply it. */
const maxAliases = 100

/** Words, signs and blanks of the text. A plant of a thousand services has less than half as many. */
const maxLexemes = 250_000

export interface SyntaxProblem {
  readonly kind: 'syntax' | 'duplicate' | 'too-large'
  readonly message: string
  /** Where in the text; absent where it is about all of it. */
  readonly offset?: number
}

export interface YamlText {
  readonly problems: readonly SyntaxProblem[]
  /** Absent when there are problems. */
  readonly value?: unknown
  /** For positions; as far as it could be read. */
  readonly document?: Document
}

/**
 * The value of a YAML or JSON text from anybody: whatever the text is, the work stays in proportion to its length.
 */
export function readYaml(text: string, lines: LineCounter): YamlText {
  if (nestsTooDeep(text)) return refused('syntax', `lists and mappings are nested more than ${maxDepth} deep`)
  return withoutStackTraces(() => {
    const composed = compose(text, lines)
    if ('problems' in composed) return composed
    const { document } = composed
    const problems = document.errors.map(
      ({ message, pos }): SyntaxProblem => ({
        kind: 'syntax',
        message: printable(message),
        offset: pos[0],
      }),
    )
    problems.push(...duplicateKeys(document), ...lostAliases(document))
    if (problems.length > 0) return { problems: problems.slice(0, maxIssues), document }
    return { ...follow(document), document }
  })
}

const refused = (kind: SyntaxProblem['kind'], message: string): YamlText => ({ problems: [{ kind, message }] })

/** Hundreds of thousands of errors cost seconds when each looks up where it was made. */
function withoutStackTraces<T>(work: () => T): T {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 0
  try {
    return work()
  } finally {
    Error.stackTraceLimit = limit
  }
}

/** Lexer, parser and composer one by one, to stop at a text that only costs time. */
function compose(text: string, lines: LineCounter): YamlText | { readonly document: Document } {
  const parser = new Parser(lines.addNewLine)
  // duplicate keys are looked for below: the composer's own search compares every key with every other
  const composer = new Composer({ stringKeys: true, uniqueKeys: false, prettyErrors: false })
  const documents: Document[] = []
  let [lexemes, errors] = [0, 0]
  lines.addNewLine(0)
  for (const lexeme of new Lexer().lex(text)) {
    if (++lexemes > maxLexemes) return refused('too-large', 'the plant file has too many parts')
    for (const token of parser.next(lexeme)) {
      if (token.type === 'error') errors++
      documents.push(...composer.next(token))
    }
    if (errors > maxIssues || documents.length > 1) break
  }
  for (const token of parser.end()) documents.push(...composer.next(token))
  documents.push(...composer.end(true, text.length))
  const [document, second] = documents as [Document, Document?]
  if (second) {
    return {
      problems: [{ kind: 'syntax', message: 'the text holds more than one document', offset: second.range?.[0] ?? 0 }],
    }
  }
  return { document }
}

function duplicateKeys(document: Document): SyntaxProblem[] {
  const problems: SyntaxProblem[] = []
  visit(document, {
    Map: (_, map) => {
      const keys = new Set<unknown>()
      for (const { key } of map.items) {
        if (!isScalar(key)) continue
        if (keys.has(key.value) && problems.length < maxIssues) {
          const offset = key.range?.[0]
          const message = 'the same key stands twice in one mapping'
          problems.push({ kind: 'duplicate', message, ...(offset === undefined ? {} : { offset }) })
        }
        keys.add(key.value)
      }
    },
  })
  return problems
}

function lostAliases(document: Document): SyntaxProblem[] {
  const problems: SyntaxProblem[] = []
  const anchors = new Set<string>()
  visit(document, {
    Node: (_, node) => {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.add(node.anchor)
      } else if (!anchors.has(node.source) && problems.length < maxIssues) {
        const offset = node.range?.[0]
        const message = `no anchor "${printable(node.source)}" stands above this alias`
        problems.push({ kind: 'syntax', message, ...(offset === undefined ? {} : { offset }) })
      }
    },
  })
  return problems
}

function follow(document: Document): YamlText {
  let aliases = 0
  visit(document, { Alias: () => (++aliases > maxAliases ? visit.BREAK : undefined) })
  if (aliases > maxAliases) return refused('syntax', `the text has more than ${maxAliases} aliases`)
  try {
    return { problems: [], value: document.toJS({ maxAliasCount: maxAliases }) as unknown }
  } catch (error) {
    return refused('syntax', `the aliases cannot be followed: ${(error as Error).message}`)
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

/** Where in a document a path leads. */
export interface Found {
  readonly offset: number
  /** Steps of the path that the document has. */
  readonly depth: number
}

/** Finds where the value at a path stands, or its key; keys are looked up once for each mapping. */
export function positionsIn(document: Document): (path: readonly (string | number)[], ofKey: boolean) => Found {
  const indexes = new WeakMap<object, Map<string, { readonly key: unknown; readonly value: unknown }>>()
  const start = rangeStart(document.contents) ?? 0
  return (path, ofKey) => {
    let node: unknown = document.contents
    let offset = start
    for (const [depth, step] of path.entries()) {
      if (isMap(node)) {
        let index = indexes.get(node)
        if (!index) {
          index = new Map(node.items.map((pair) => [isScalar(pair.key) ? String(pair.key.value) : '', pair]))
          indexes.set(node, index)
        }
        const pair = index.get(String(step))
        if (!pair) return { offset, depth }
        offset = rangeStart(pair.key) ?? offset
        node = pair.value
      } else if (isAlias(node)) {
        return { offset, depth }
      } else {
        const item = (node as { items?: unknown[] } | null)?.items?.[Number(step)]
        if (item === undefined) return { offset, depth }
        offset = rangeStart(item) ?? offset
        node = item
      }
    }
    // a wrong value is shown at the value, a wrong mapping or list at its key
    return { offset: isScalar(node) && !ofKey ? (rangeStart(node) ?? offset) : offset, depth: path.length }
  }
}

function rangeStart(node: unknown): number | undefined {
  return (node as { range?: [number, number, number] | null } | null)?.range?.[0]
}
