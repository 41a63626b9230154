/** What the browser keeps for this person. Where it may not, the console works all the same. */
export function kept(name: string): string | undefined {
  try {
    return localStorage.getItem(`plantwright.${name}`) ?? undefined
  } catch {
    return undefined
  }
}

export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`plantwright.${name}`, value)
  } catch {
    // full or forbidden: the draft lives as long as the page
  }
}

export function forget(name: string): void {
  try {
    localStorage.removeItem(`plantwright.${name}`)
  } catch {
    // what cannot be kept need not be forgotten
  }
}
