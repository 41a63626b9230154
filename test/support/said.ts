import { parseAst } from 'vitest/node'
import { sources } from './sources.ts'

/** A sentence in the sources. Values in it are `{}`. */
export interface Sentence {
  readonly path: string
  readonly text: string
}

interface Node {
  readonly type: string
  readonly [key: string]: unknown
}

/** Keys and names whose value is read by people who build a plant. */
const spoken = new Set(['message', 'hint', 'note', 'because', 'why', 'what', 'missing', 'explanation'])

/** Functions that take such sentences. */
const speakers =
  /^(issue|problem|note|didYouMean|refused|ignored|wrong|mismatch|invalid|missing|clash|conflict|reservedOption|\w*Problem|\w+Error|failed)$/

/** Every sentence that these rooms can say: messages, hints, notes, reasons. */
export const sentencesOf = (...rooms: readonly string[]): Sentence[] => collect(rooms, said)

/** Every text that stands in the sources of these rooms, said or not. */
export const textsOf = (...rooms: readonly string[]): Sentence[] => collect(rooms, literalsIn)

const collect = (rooms: readonly string[], find: (node: Node) => string[]): Sentence[] =>
  sources()
    .filter(({ room }) => rooms.includes(room))
    .flatMap(({ path, text }) => [...new Set(find(programOf(path, text)))].map((one) => ({ path, text: one })))

const programs = new Map<string, Node>()

/** Each file is parsed once: the questions about it are many. */
function programOf(path: string, text: string): Node {
  const known = programs.get(path)
  if (known) return known
  const program = parseAst(text, { lang: 'ts' }) as unknown as Node
  programs.set(path, program)
  return program
}

const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === 'string'

const childrenOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode)

const said = (node: Node): string[] => [
  ...(isSpoken(node) ? literalsIn(node).filter(hasWords) : []),
  ...childrenOf(node).flatMap(said),
]

function isSpoken({ type, key, id, callee }: Node): boolean {
  if (type === 'Property') return spoken.has(nameOf(key))
  if (type === 'VariableDeclarator') return spoken.has(nameOf(id))
  return type === 'CallExpression' && speakers.test(nameOf(callee))
}

const nameOf = (node: unknown): string => String((node as Node).name ?? (node as Node).value ?? '')

const literalsIn = (node: Node): string[] => [...literal(node), ...childrenOf(node).flatMap(literalsIn)]

function literal({ type, value, quasis }: Node): string[] {
  if (type === 'Literal' && typeof value === 'string') return [value]
  if (type !== 'TemplateLiteral') return []
  return [
    (quasis as readonly { readonly value: { readonly cooked: string } }[]).map((one) => one.value.cooked).join('{}'),
  ]
}

/** A code or a path is no sentence. */
const hasWords = (text: string): boolean => /\p{L}[:,]? \p{L}|\{\}"? \p{L}|\p{L} "?\{\}/u.test(text)
