import { catalogTexts, choices, optionLabels } from './catalog-de.ts'
import { catalogMessages, kinds, owners, purposes, reasons, rules, stackMessages, types } from './messages-de.ts'
import { type Translation, translationOf } from './patterns.ts'
import type { ServerWords } from './server-words.ts'

/** A map and not the object itself, which also knows `constructor`. */
function wordOf(table: Readonly<Record<string, string>>): Translation {
  const words = new Map(Object.entries(table))
  return (english) => words.get(english)
}

const quoted = (text: string): string => text.replaceAll(/"([^"]*)"/g, '„$1“')

/** What is named at the end of a sentence: `none`, or `"a", "b", 3 more`. */
const list: Translation = (english) => emptyList(english) ?? quoted(english.replace(/(?<=, )(\d+) more$/, '$1 weitere'))
const emptyList = wordOf({ none: 'keine', nothing: 'nichts' })

const ownerOf = wordOf(owners)
const nameOf: Translation = (english) => (english.startsWith('"') ? quoted(english) : undefined)

/** `undefined` for a sentence that is not told in German. */
export const translation: Translation = translationOf(
  { ...catalogTexts, ...stackMessages, ...catalogMessages },
  {
    rules: translationOf(rules, { reasons: translationOf(reasons), types: wordOf(types) }),
    purposes: wordOf(purposes),
    kinds: wordOf(kinds),
    owners: (english) => ownerOf(english) ?? nameOf(english),
    quoted: nameOf,
    list,
  },
)

/** What was asked for once is asked for again with every picture. */
const told = new Map<string, string>()

function said(english: string): string {
  const known = told.get(english)
  if (known !== undefined) return known
  const german = translation(english) ?? english
  told.set(english, german)
  return german
}

const choiceOf = wordOf(choices)

/** A word that differs from the one in the plant file is followed by it. */
function choice(word: string): string {
  const german = choiceOf(word) ?? word
  return german === word ? word : `${german} (${word})`
}

export const germanWords: ServerWords = { said, choice, label: wordOf(optionLabels) }
