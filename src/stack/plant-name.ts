import { isScalar, LineCounter, Scalar } from 'yaml'
import { readYaml } from './read-yaml.ts'

const quotes: Readonly<Record<string, string>> = {
  [Scalar.PLAIN]: '',
  [Scalar.QUOTE_SINGLE]: "'",
  [Scalar.QUOTE_DOUBLE]: '"',
}

/** Words that YAML would not read as a text. */
const isWordOfYaml = (name: string): boolean => ['true', 'false', 'null'].includes(name)

/** A plant file under another name; comments, order and writing stay. One that has no plain name stays as it is. */
export function withName(text: string, name: string): string {
  const { document, problems } = readYaml(text, new LineCounter())
  const node = problems.length === 0 ? document?.get('name', true) : undefined
  if (!isScalar(node) || !node.range) return text
  const quote = quotes[node.type ?? '']
  if (quote === undefined) return text
  const written = quote === '' && isWordOfYaml(name) ? `"${name}"` : `${quote}${name}${quote}`
  return text.slice(0, node.range[0]) + written + text.slice(node.range[1])
}

/** Leaves room for a number and for the names of services. */
const mostLetters = 36

/**
 * A name for a plant file out of what people call the plant, other than all that are taken.
 *
 * @param usual for words without a letter that a name may have
 */
export function freshName(words: string, usual: string, taken: ReadonlySet<string>): string {
  const letters = words.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  const base = trimmed(letters.replaceAll(/[^a-z0-9]+/g, '-')) || trimmed(usual)
  let name = base
  for (let count = 2; taken.has(name); count++) name = `${base}-${count}`
  return name
}

const trimmed = (name: string): string =>
  name
    .replace(/^[^a-z]+/, '')
    .slice(0, mostLetters)
    .replace(/-+$/, '')
