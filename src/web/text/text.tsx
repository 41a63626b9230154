import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { keep, kept } from '../kept.ts'
import { de } from './de.ts'
import { en, type TextKey } from './en.ts'

export type Text = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string
export type Language = 'en' | 'de'

const catalogues: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = { en, de }

/** A text with its places filled in: `{count}`, and `{count|wire|wires}` for one and for several. */
export const textOf =
  (language: Language): Text =>
  (key, values = {}) =>
    catalogues[language][key]
      .replaceAll(/\{(\w+)\|([^|}]*)\|([^}]*)\}/g, (_, name: string, one: string, more: string) =>
        Number(values[name]) === 1 ? one : more,
      )
      .replaceAll(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))

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
  const spoken = useMemo(() => ({ text: textOf(language), language, speak }), [language])
  return <Speech value={spoken}>{children}</Speech>
}
