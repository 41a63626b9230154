const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** As people look for them: `bottling`, `Line 2`, `Line 10`. */
export const byName = <T extends { readonly name: string }>(plants: readonly T[]): readonly T[] =>
  [...plants].sort((one, other) => collator.compare(one.name, other.name))
