/** `m.keller` -> `MK`, `Ada Lovelace` -> `AL`. */
export function initials(name: string): string {
  const words = name.split(/[\s._@-]+/).filter(Boolean)
  const letters = words.length > 1 ? `${words[0]?.charAt(0)}${words[1]?.charAt(0)}` : (words[0] ?? '?').slice(0, 2)
  return letters.toUpperCase()
}
