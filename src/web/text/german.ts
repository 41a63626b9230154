import { catalogTexts, choices, optionLabels } from './catalog-de.ts'
import { translationOf } from './patterns.ts'
import type { ServerWords } from './server-words.ts'

const translation = translationOf({ ...catalogTexts })

/** What was asked for once is asked for again with every picture. */
const told = new Map<string, string>()

function said(english: string): string {
  const known = told.get(english)
  if (known !== undefined) return known
  const german = translation(english) ?? english
  told.set(english, german)
  return german
}

/** A word that differs from the one in the plant file is followed by it. */
function choice(word: string): string {
  const german = choices[word] ?? word
  return german === word ? word : `${german} (${word})`
}

export const germanWords: ServerWords = { said, choice, label: (option) => optionLabels[option] }
