import type { Language } from '../text/language.ts'

/** What stands on the keys of a German keyboard, and what is done while they are held. */
const german: Readonly<Record<string, string>> = {
  Ctrl: 'Strg',
  Shift: 'Umschalt',
  Delete: 'Entf',
  Up: 'Auf',
  Down: 'Ab',
  drag: 'ziehen',
}

/** `Ctrl S` -> `Strg S`: keys as they are labelled where the language is spoken. Pure. */
export const keyWord = (keys: string, language: Language): string =>
  language === 'de'
    ? keys
        .split(' ')
        .map((key) => german[key] ?? key)
        .join(' ')
    : keys
