/**
 * Reads a `.env` file by the rules of compose-go (dotenv/parser.go, July 2026): what Docker Compose itself would see.
 * Variables in unquoted and double-quoted values are taken from the entries above, then from `environment`.
 */
export function readDotenv(text: string, environment: Readonly<Record<string, string>> = {}): Record<string, string> {
  const entries: Record<string, string> = Object.create(null)
  let rest = text
  for (;;) {
    rest = rest.trimStart()
    if (rest === '') return entries
    if (rest.startsWith('#')) {
      rest = rest.includes('\n') ? rest.slice(rest.indexOf('\n')) : ''
      continue
    }
    const name = /^[\p{L}\p{N}_.[\]-]+(?=[ \t]*=)/u.exec(rest)?.[0]
    if (name === undefined) throw new Error(`no variable at ${JSON.stringify(rest.slice(0, 60))}`)
    rest = rest.slice(rest.indexOf('=') + 1).replace(/^[\t\v\f\r \u0085\u00a0]+/, '')
    const expand = (value: string): string =>
      value.replace(/\$(?:(\$)|\{([^}]*)\}|([A-Za-z_][A-Za-z0-9_]*))/g, (_, dollar, braced, bare) =>
        dollar ? '$' : (entries[braced ?? bare] ?? environment[braced ?? bare] ?? ''),
      )
    if (rest[0] === '"' || rest[0] === "'") {
      const { value, length } = quotedValue(rest)
      entries[name] = rest[0] === '"' ? expand(expandEscapes(value)) : value
      rest = rest.slice(length)
    } else {
      const line = rest.split('\n', 1)[0] ?? ''
      entries[name] = expand((line.split(' #', 1)[0] ?? '').trimEnd())
      rest = rest.slice(line.length)
    }
  }
}

/** A backslash before the quote hides it and is dropped; before anything else both stay. */
function quotedValue(text: string): { value: string; length: number } {
  const quote = text[0]
  let value = ''
  for (let index = 1; index < text.length; index++) {
    const unit = text[index] as string
    if (unit === quote) return { value, length: index + 1 }
    if (unit === '\\') {
      index++
      value += text[index] === quote ? quote : `\\${text[index] ?? ''}`
    } else value += unit
  }
  throw new Error(`unterminated quoted value ${JSON.stringify(text.slice(0, 60))}`)
}

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  $: '$$',
  '"': '"',
  '\\': '\\',
}

const expandEscapes = (value: string): string =>
  value.replace(/\\([abfnrtv$"\\])/g, (_, unit: string) => escapes[unit] as string)
