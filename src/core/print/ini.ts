/** An INI file: sections of `key = value` lines. Values with line breaks are refused: INI has no way to hold them. */
export function printIni(
  sections: Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>,
): string {
  const blocks = Object.entries(sections).map(([section, values]) => {
    const lines = Object.entries(values).map(([key, value]) => `${key} = ${iniValue(value)}\n`)
    return `${section === '' ? '' : `[${section}]\n`}${lines.join('')}`
  })
  return blocks.join('\n')
}

function iniValue(value: string | number | boolean): string {
  const text = String(value)
  if (/[\r\n\0]/.test(text)) throw new Error('an INI value cannot hold a line break')
  return needsQuotes.test(text) ? `"""${text}"""` : text
}

/** Blanks at the ends would be cut, quotes taken off, comments begun, and a backslash at the end takes the next line. */
const needsQuotes = /^[\s\u0085'"]|[;#"`]|[\s\u0085\\]$/
