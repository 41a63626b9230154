/** A word that any POSIX shell reads as exactly this text. */
export function quoteShell(text: string): string {
  return /^[A-Za-z0-9_./:@%+,=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

/** Words of a command as one shell line. */
export const quoteShellLine = (words: readonly string[]): string => words.map(quoteShell).join(' ')
