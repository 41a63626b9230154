import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { keep, kept } from '../kept.ts'
import { de } from './de.ts'
import { en, type TextKey } from './en.ts'
import type { Language } from './language.ts'
import { serverWordsOf } from './load-server-words.ts'
import { englishWords, type ServerWords } from './server-words.ts'

/** Says the texts of the console by their keys, and what the server says by its English words. */
export interface Text extends ServerWords {
  (key: TextKey, values?: Readonly<Record<string, string | number>>): string
}

const catalogues: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = { en, de }

/** A text with its places filled in: `{count}`, and `{count|wire|wires}` for one and for several. */
export const textOf = (language: Language, words: ServerWords = englishWords): Text =>
  Object.assign(
    (key: TextKey, values: Readonly<Record<string, string | number>> = {}) =>
      catalogues[language][key]
        .replaceAll(/\{(\w+)\|([^|}]*)\|([^}]*)\}/g, (_, name: string, one: string, more: string) =>
          Number(values[name]) === 1 ? one : more,
        )
        .replaceAll(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place)),
    words,
  )

/** The language of a tag such as `de-AT`; English where it is another one. */
const languageOf = (tag: string): Language => (tag.startsWith('de') ? 'de' : 'en')

interface Spoken {
  readonly text: Text
  readonly language: Language
  readonly speak: (language: Language) => void
}

const Speech = createContext<Spoken>({ text: textOf('en'), language: 'en', speak: () => undefined })

export const useText = (): Text => useContext(Speech).text
export const useLanguage = (): Spoken => useContext(Speech)

export function TextProvider({ children }: { readonly children: ReactNode }) {
  const [language, speak] = useState<Language>(languageOf(kept('language') ?? navigator.language))
  useEffect(() => {
    document.documentElement.lang = language
    keep('language', language)
  }, [language])
  const words = useServerWords(language)
  const spoken = useMemo(() => ({ text: textOf(language, words), language, speak }), [language, words])
  return <Speech value={spoken}>{children}</Speech>
}

/** What the server says stays English until the texts are there, and where they do not come. */
function useServerWords(language: Language): ServerWords {
  const [loaded, setLoaded] = useState({ language: 'en' as Language, words: englishWords })
  useEffect(() => {
    let isWanted = true
    serverWordsOf(language).then(
      (words) => isWanted && setLoaded({ language, words }),
      () => undefined,
    )
    return () => {
      isWanted = false
    }
  }, [language])
  return loaded.language === language ? loaded.words : englishWords
}
