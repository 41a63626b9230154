/** How Compose replaces variables in a value: `${NAME}`, `${NAME:-default}`, `${NAME:?message}`, `$$` for a dollar. */
const reference = /\$(?:\$|\{([A-Z_][A-Z0-9_]*)(?::([-?])([^{}]*))?\})?/g

/**
 * The value as Compose passes it on.
 *
 * @throws Error for a single dollar that begins none of our references, and for a variable that is not set
 */
export function interpolate(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(reference, (found, name?: string, kind?: string, more?: string) => {
    if (found === '$$') return '$'
    if (name === undefined) throw new Error(`a single dollar in ${JSON.stringify(text)}`)
    const value = variables.get(name)
    if (value) return value
    if (kind === '-') return more ?? ''
    throw new Error(`${name} is not set in .env`)
  })
}

/** Names that a value refers to. */
export const variablesIn = (text: string): string[] =>
  [...text.matchAll(reference)].flatMap(([, name]) => (name === undefined ? [] : [name]))
