import type { Path } from '../core/issue.ts'

/**
 * A plant with an overlay on it: mappings are merged key by key, `null` takes a key away, everything else (lists too)
 * replaces what was there.
 *
 * @param nothing  gets the path of every `null` that takes nothing away
 */
export function overlaid(base: unknown, over: unknown, nothing: (path: Path) => void, path: Path = []): unknown {
  if (!isMapping(over)) return over
  const under = isMapping(base) ? base : {}
  const entries = new Map(Object.entries(under))
  for (const [key, value] of Object.entries(over)) {
    const at = [...path, key]
    if (value !== null) entries.set(key, overlaid(entries.get(key), value, nothing, at))
    else if (!entries.delete(key)) nothing(at)
  }
  // not by assignment, which would take a key `__proto__` for something else
  return Object.fromEntries(entries)
}

/** Values of other kinds (lists, dates, wrapped secrets) are replaced as a whole. */
function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
