import { catalogTexts, choices, optionLabels } from './catalog-de.ts'
import { codeHints, failures, faults, jobStates, roleNames, weaknesses } from './failures-de.ts'
import { catalogMessages, kinds, owners, purposes, reasons, rules, stackMessages, types } from './messages-de.ts'
import { type Translation, translationOf } from './patterns.ts'
import { proofs, remedies } from './proofs-de.ts'
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

const reasonOf = translationOf(reasons, { types: wordOf(types) })
const ruleOf = translationOf(rules, { reasons: reasonOf, types: wordOf(types) })

/** What zod says, as the server puts it into its own sentences. */
function reasonIn(english: string): string {
  const reason = english.replace(/^Invalid (?:input|option): /, '')
  return `${reason.charAt(0).toLowerCase()}${reason.slice(1)}`
}

/** `undefined` for a sentence that is not told in German. */
export const translation: Translation = translationOf(
  { ...catalogTexts, ...stackMessages, ...catalogMessages, ...codeHints, ...failures, ...proofs, ...remedies },
  {
    rules: ruleOf,
    inputs: (english) => ruleOf(english) ?? reasonOf(reasonIn(english)),
    roles: wordOf(roleNames),
    states: wordOf(jobStates),
    purposes: wordOf(purposes),
    kinds: wordOf(kinds),
    owners: (english) => ownerOf(english) ?? nameOf(english),
    quoted: nameOf,
    faults: translationOf(faults),
    weaknesses: translationOf(weaknesses),
    list,
  },
)

/** A page that is open for days sees many problems once. */
const mostTold = 5_000

/** What was asked for once is asked for again with every picture. */
const told = new Map<string, string>()

function said(english: string): string {
  const known = told.get(english)
  if (known !== undefined) return known
  const german = translation(english) ?? english
  if (told.size >= mostTold) told.clear()
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
