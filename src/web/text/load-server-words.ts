import type { Language } from './language.ts'
import { englishWords, type ServerWords } from './server-words.ts'

/** The German texts are many, so that they are loaded only for those who read them. */
const load: Readonly<Record<Language, () => Promise<ServerWords>>> = {
  en: async () => englishWords,
  de: async () => (await import('./german.ts')).germanWords,
}

/** @throws Error when the server does not give the texts away */
export const serverWordsOf = (language: Language): Promise<ServerWords> => load[language]()
