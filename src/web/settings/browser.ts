/** What a `User-Agent` has of a browser; the first that fits, since each claims to be those after it too. */
const browsers = [
  ['Edge', /Edg\//],
  ['Firefox', /(?:Firefox|FxiOS)\//],
  ['Chrome', /(?:Chrome|Chromium|CriOS)\//],
  ['Safari', /Safari\//],
] as const

const systems = [
  ['Windows', /Windows/],
  ['Android', /Android/],
  ['iOS', /iPhone|iPad/],
  ['macOS', /Mac OS/],
  ['Linux', /Linux/],
] as const

const firstOf = (names: typeof browsers | typeof systems, agent: string): string | undefined =>
  names.find(([, pattern]) => pattern.test(agent))?.[0]

/** `Chrome, Linux`; what is no browser stands as it came. */
export function browserOf(agent: string): string {
  const name = firstOf(browsers, agent)
  if (name === undefined) return agent.slice(0, 60) || '?'
  return [name, firstOf(systems, agent)].filter(Boolean).join(', ')
}
