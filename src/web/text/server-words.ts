/**
 * What the server says, in the language of the reader. The server speaks English; a text that has no translation
 * stays as it is, whole.
 */
export interface ServerWords {
  /** A text of the catalogue, a message, a hint. */
  readonly said: (english: string) => string
  /** What an option is called, by its name in the plant file; undefined where only the name is known. */
  readonly label: (option: string) => string | undefined
  /** A word that an option takes. */
  readonly choice: (word: string) => string
}

export const englishWords: ServerWords = { said: (text) => text, label: () => undefined, choice: (word) => word }
