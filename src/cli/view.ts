import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** Writes results for people: plain words, tables of spaces, colour only where it is wanted. */
export class View {
  readonly #write: (text: string) => void
  readonly #hasColour: boolean
  readonly isQuiet: boolean

  constructor(write: (text: string) => void, { hasColour, isQuiet }: { hasColour: boolean; isQuiet: boolean }) {
    this.#write = write
    this.#hasColour = hasColour
    this.isQuiet = isQuiet
  }

  line(text = ''): void {
    this.#write(`${text}\n`)
  }

  raw(text: string): void {
    this.#write(text)
  }

  style(style: Style, text: string): string {
    return this.#hasColour ? styleText(style, text, { validateStream: false }) : text
  }

  /** Columns as wide as their widest cell; the last one ends where its text ends. */
  table(rows: readonly (readonly string[])[], indent = ''): void {
    const widths = rows.reduce<number[]>(
      (most, row) => row.map((cell, column) => Math.max(most[column] ?? 0, cell.length)),
      [],
    )
    for (const row of rows) {
      const cells = row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      this.line(`${indent}${cells.join('  ')}`.trimEnd())
    }
  }
}

/** Colour for a stream: only a terminal that did not ask for none (no-color.org, clig.dev). */
export function wantsColour(
  stream: { readonly isTTY?: boolean },
  environment: NodeJS.ProcessEnv,
  noColour: boolean,
): boolean {
  if (noColour || environment.NO_COLOR || environment.TERM === 'dumb') return false
  return stream.isTTY === true
}
