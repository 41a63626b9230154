/** What the browser keeps for this person. Where it may not, the console works all the same. */
export const kept = (name: string): string | undefined => read(() => localStorage, name)

export const keep = (name: string, value: string): void => write(() => localStorage, name, value)

export const forget = (name: string): void => remove(() => localStorage, name)

/** What this tab alone keeps, until it is closed. */
export const keptHere = (name: string): string | undefined => read(() => sessionStorage, name)

export const keepHere = (name: string, value: string): void => write(() => sessionStorage, name, value)

export const forgetHere = (name: string): void => remove(() => sessionStorage, name)

/** Names of all that is kept, by this browser or by this tab alone. */
export const keptNames = (): readonly string[] => [...names(() => localStorage), ...names(() => sessionStorage)]

/** Reaching for a store may be forbidden already. */
type Store = () => Storage

const prefix = 'plantwright.'
const keyOf = (name: string) => `${prefix}${name}`

function read(store: Store, name: string): string | undefined {
  try {
    return store().getItem(keyOf(name)) ?? undefined
  } catch {
    return undefined
  }
}

function names(store: Store): readonly string[] {
  try {
    const all = store()
    const keys = Array.from({ length: all.length }, (_, index) => all.key(index) ?? '')
    return keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length))
  } catch {
    return []
  }
}

function write(store: Store, name: string, value: string): void {
  try {
    store().setItem(keyOf(name), value)
  } catch {
    // full or forbidden: the draft lives as long as the page
  }
}

function remove(store: Store, name: string): void {
  try {
    store().removeItem(keyOf(name))
  } catch {
    // what cannot be kept need not be forgotten
  }
}
