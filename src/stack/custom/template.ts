/** What stands in a text with placeholders: `${name}` each, `$${` for the characters `${` themselves. */
export interface TemplateParts {
  readonly names: readonly string[]
  /** True where a `${` has no end. */
  readonly isOpen: boolean
}

const token = /\$\$\{|\$\{([^{}]*)\}|\$\{/g

export function templateParts(text: string): TemplateParts {
  const names: string[] = []
  let isOpen = false
  for (const [whole, name] of text.matchAll(token)) {
    if (name !== undefined) names.push(name)
    else if (whole === '${') isOpen = true
  }
  return { names, isOpen }
}

/** The text with values in place of its placeholders. A name without a value is a defect: names are checked before. */
export function fillTemplate(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(token, (_, name: string | undefined) => {
    if (name === undefined) return '${'
    const value = values.get(name)
    if (value === undefined) throw new Error(`no value for the placeholder ${name}`)
    return value
  })
}
