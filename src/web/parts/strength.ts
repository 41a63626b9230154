/** How far a password has come, by its length alone: 2 is what the server takes. */
export function strengthOf(password: string): number {
  const length = [...password].length
  if (length === 0) return 0
  if (length < 12 || new Set(password).size < 4) return 1
  return length < 16 ? 2 : length < 20 ? 3 : 4
}
