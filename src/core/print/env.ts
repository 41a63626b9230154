/**
 * A `.env` file for Docker Compose. Values are single-quoted unless they are plain, because Compose interpolates
 * unquoted and double-quoted ones; a single quote inside forces double quotes with escapes (compose-go's dotenv rules).
 *
 * @param entries  name, value and an optional comment above the line, in the order of the file
 */
export function printEnv(entries: readonly { name: string; value: string; comment?: string }[]): string {
  return entries
    .map(
      ({ name, value, comment }) =>
        `${comment ? `# ${comment.replaceAll('\n', '\n# ')}\n` : ''}${name}=${quoteEnv(value)}\n`,
    )
    .join('')
}

export function quoteEnv(value: string): string {
  if (/^[A-Za-z0-9_./:@%+,=-]*$/.test(value)) return value
  if (!/['\\\n\r]/.test(value)) return `'${value}'`
  return `"${value
    .replace(/[\\"$]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')}"`
}
