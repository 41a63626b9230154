/** What the YAML printer takes. `undefined` values of a mapping are left out. */
export type YamlValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly YamlValue[]
  | { readonly [key: string]: YamlValue }

/**
 * Block style YAML with two spaces of indentation and a final newline. Any string that a YAML 1.1 or 1.2 reader would
 * take for something else is double-quoted, so every reader sees the same value.
 */
export function printYaml(value: YamlValue): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]\n' : sequence(value, '')
  if (isMapping(value)) return isEmpty(value) ? '{}\n' : mapping(value, '')
  return `${scalar(value as Scalar, '')}\n`
}

type Scalar = string | number | boolean | null | undefined
type Mapping = { readonly [key: string]: YamlValue }

const isMapping = (value: YamlValue): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function isEmpty(value: Mapping): boolean {
  for (const key in value) if (value[key] !== undefined) return false
  return true
}

function mapping(value: Mapping, indent: string): string {
  let out = ''
  for (const key in value) {
    const item = value[key]
    if (item !== undefined) out += `${indent}${quoteYaml(key)}:${after(item, indent)}`
  }
  return out
}

/** What follows a key's colon: on the same line for scalars and short lists of them, below and indented for the rest. */
function after(item: YamlValue, indent: string): string {
  if (Array.isArray(item)) {
    const inline = inlineList(item, indent)
    return inline === undefined ? `\n${sequence(item, `${indent}  `)}` : ` ${inline}\n`
  }
  if (isMapping(item)) return isEmpty(item) ? ' {}\n' : `\n${mapping(item, `${indent}  `)}`
  return ` ${scalar(item as Scalar, indent)}\n`
}

/** Lists of scalars that fit on one line read best there: `[CMD, pg_isready]`. */
function inlineList(items: readonly YamlValue[], indent: string): string | undefined {
  let line = ''
  for (const item of items) {
    if (typeof item === 'object' && item !== null) return undefined
    const text = typeof item === 'string' ? quoteInline(item) : scalar(item, indent)
    line += line === '' ? text : `, ${text}`
    if (line.length > longestInline) return undefined
  }
  return `[${line}]`
}

const longestInline = 80

/** Commas and brackets end a plain scalar inside a list on one line. */
const quoteInline = (text: string): string => (/[,[\]{}]/.test(text) ? quoted(text) : quoteYaml(text))

function sequence(items: readonly YamlValue[], indent: string): string {
  let out = ''
  for (const item of items) {
    if (Array.isArray(item)) {
      out += item.length === 0 ? `${indent}- []\n` : `${indent}-\n${sequence(item, `${indent}  `)}`
    } else if (isMapping(item)) {
      // the first key stands on the dash's line: replace the two spaces before it
      out += isEmpty(item) ? `${indent}- {}\n` : `${indent}- ${mapping(item, `${indent}  `).slice(indent.length + 2)}`
    } else {
      out += `${indent}- ${scalar(item as Scalar, indent)}\n`
    }
  }
  return out
}

function scalar(value: Scalar, indent: string): string {
  if (typeof value === 'string') return isLiteralBlock(value) ? literalBlock(value, indent) : quoteYaml(value)
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`not a YAML number: ${value}`)
  return String(value)
}

/** Texts of several lines read best as a literal block; odd ones (leading blanks, control characters) are quoted. */
function isLiteralBlock(text: string): boolean {
  return (
    text.endsWith('\n') && text.length > 1 && !text.endsWith('\n\n') && /^[^\s]/.test(text) && literalSafe.test(text)
  )
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not appear
const literalSafe = /^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ud800-\udfff]*$/

function literalBlock(text: string, indent: string): string {
  const inner = `${indent}  `
  const lines = text.slice(0, -1).split('\n')
  return `|\n${lines.map((line) => (line === '' ? '' : inner + line)).join('\n')}`
}

/** Strings of these characters, and none of the patterns below, read the same everywhere without quotes. */
const plain = /^[A-Za-z_/.][A-Za-z0-9_./${}()=,+-]*(?:[ :][A-Za-z0-9_./${}()=,+-]+)*$/

/** Words that YAML 1.1 or 1.2 take for booleans, null, infinities or not-a-number. */
const reserved = /^(?:y|n|yes|no|on|off|true|false|null|[.-]?\.?(?:inf|nan)|\.|-|=|<<)$/i

/** A string as a YAML scalar: plain when every reader agrees that it is that string, else double-quoted. */
export function quoteYaml(text: string): string {
  if (text.length > longestRemembered) return quoteNew(text)
  let quotedText = remembered.get(text)
  if (quotedText === undefined) {
    quotedText = quoteNew(text)
    if (remembered.size >= mostRemembered) remembered.clear()
    remembered.set(text, quotedText)
  }
  return quotedText
}

/** The same keys and words stand in every file: looking them up is several times faster than the patterns. */
const remembered = new Map<string, string>()
const mostRemembered = 10_000
const longestRemembered = 60

const quoteNew = (text: string): string =>
  plain.test(text) && !reserved.test(text) && !looksNumeric(text) ? text : quoted(text)

const quoted = (text: string): string => JSON.stringify(text).replace(unsafeInJson, escapeUnit)

/**
 * `plain` already refuses a leading digit or sign. What is left is a leading dot, where only `./folder` and `.name` are
 * safe (`._5` is a number in YAML 1.1, `...` ends a document), and a bare exponent: `e9` is a number to some readers.
 */
const looksNumeric = (text: string): boolean => /^(?:\.(?:[^a-z/]|e)|e[-+]?\d+$)/i.test(text)

// Characters that JSON leaves as they are but YAML 1.1 or 1.2 does not print: they travel as \u escapes.
const unsafeInJson = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g

const escapeUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
