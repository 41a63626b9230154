/**
 * What came anew, with every part that is as before taken from before: who compares parts by identity sees exactly what
 * has changed. For plain JSON values.
 */
export function share<Value>(before: unknown, after: Value): Value {
  if (Object.is(before, after)) return after
  if (Array.isArray(before) && Array.isArray(after)) {
    const shared = after.map((part, index) => share(before[index], part))
    const isSame = before.length === shared.length && shared.every((part, index) => part === before[index])
    return (isSame ? before : shared) as Value
  }
  if (!isObject(before) || !isObject(after)) return after
  const names = Object.keys(after)
  const shared: Record<string, unknown> = {}
  for (const name of names) shared[name] = share(before[name], after[name])
  const isSame =
    Object.keys(before).length === names.length &&
    names.every((name) => name in before && shared[name] === before[name])
  return (isSame ? before : shared) as Value
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
