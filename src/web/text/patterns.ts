import { sentence } from '../parts/sentence.ts'

/** Finds the translation of a sentence that carries values. Pure. */

/**
 * English sentence -> its translation. `{name}` is a value and is taken over as it is. `{name:table}` is a text for
 * which a table has a translation, too; where it has none, the sentence is not translated at all, so that no sentence
 * is in two languages.
 */
export type Patterns = Readonly<Record<string, string>>

/** What is known for a text, or undefined. */
export type Translation = (english: string) => string | undefined

interface Pattern {
  readonly matches: RegExp
  readonly holes: readonly Hole[]
  readonly says: string
}

interface Hole {
  readonly name: string
  readonly table: string | undefined
}

/** @param tables by the names that holes use; `said` is the translation of whole sentences itself */
export function translationOf(patterns: Patterns, tables: Readonly<Record<string, Translation>> = {}): Translation {
  const whole = new Map<string, string>()
  const open: Pattern[] = []
  for (const [english, says] of Object.entries(patterns).toSorted(([a], [b]) => fixedLength(b) - fixedLength(a))) {
    if (hole.test(english)) open.push({ matches: matcherOf(english), holes: holesOf(english), says })
    else whole.set(english, says)
  }
  const asItIs: Translation = (english) => {
    const known = whole.get(english)
    if (known !== undefined) return known
    for (const pattern of open) {
      const filled = fill(pattern, english, { ...tables, said })
      if (filled !== undefined) return filled
    }
    return undefined
  }
  const said: Translation = (english) => asItIs(english) ?? asSentence(english, asItIs) ?? joined(english, said)
  return said
}

/** A message that stands alone begins with a capital and ends with a full stop, see `sentence`. */
function asSentence(english: string, said: Translation): string | undefined {
  if (!english.endsWith('.')) return undefined
  const message = english.slice(0, -1)
  const told = said(message) ?? said(`${message.charAt(0).toLowerCase()}${message.slice(1)}`)
  return told === undefined ? undefined : sentence(told)
}

/** Two texts that were put together, such as what both ends of a wire say: translated if both are known. */
function joined(english: string, said: Translation): string | undefined {
  for (const { index } of english.matchAll(/(?<=\.) /g)) {
    const first = said(english.slice(0, index))
    const second = first === undefined ? undefined : said(english.slice(index + 1))
    if (second !== undefined) return `${first} ${second}`
  }
  return undefined
}

function fill(
  { matches, holes, says }: Pattern,
  english: string,
  tables: Readonly<Record<string, Translation>>,
): string | undefined {
  const found = matches.exec(english)
  if (!found) return undefined
  const values = new Map<string, string>()
  for (const [index, { name, table }] of holes.entries()) {
    const value = found[index + 1] ?? ''
    const told = table === undefined ? value : tables[table]?.(value)
    if (told === undefined) return undefined
    values.set(name, told)
  }
  return says.replaceAll(/\{(\w+)\}/g, (place, name: string) => values.get(name) ?? place)
}

const hole = /\{(\w+)(?::(\w+))?\}/
const holes = new RegExp(hole, 'g')

/** The more of a pattern is fixed, the surer it is meant. */
const fixedLength = (english: string): number => english.replaceAll(holes, '').length

const holesOf = (english: string): Hole[] =>
  Array.from(english.matchAll(holes), ([, name = '', table]) => ({ name, table }))

/** A value between quotation marks has none itself, and no value reaches into the next sentence. */
function matcherOf(english: string): RegExp {
  const parts = english.split(/\{\w+(?::\w+)?\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const joined = parts.reduce((before, part) =>
    before.endsWith('"') && part.startsWith('"')
      ? `${before}([^"]*)${part}`
      : `${before}((?:(?!\\. [A-Z])[^])+?)${part}`,
  )
  return new RegExp(`^${joined}$`)
}
