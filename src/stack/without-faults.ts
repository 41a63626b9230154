import type { z } from 'zod'
import { PlantFile, type StackSpec } from './spec.ts'

/** Each round may uncover what the one before it hid: an entry without its wrong `uses` lacks it. */
const maxRounds = 4

/** A plant with this many faults is not worth a closer look. */
const maxFaults = 50

/**
 * What is left of a plant when everything that its schema refuses is taken out, or undefined when nothing useful is.
 * Services of which a part is wrong go as a whole where that part is indispensable.
 */
export function withoutFaults(plant: unknown, error: z.ZodError | undefined): StackSpec | undefined {
  if (typeof plant !== 'object' || plant === null || !error || error.issues.length > maxFaults) return undefined
  return usablePart(PlantFile, { name: 'plant', ...(copyOf(plant) as object), version: 1 })
}

/** Options without their wrong values, for which the usual ones stand in; undefined where there are no usual ones. */
export function optionsWithoutFaults<T>(options: z.ZodType<T>, given: unknown): T | undefined {
  if (typeof given !== 'object' || given === null) return undefined
  return usablePart(options, copyOf(given) as Record<string, unknown>)
}

/** Takes out of `rest` what the schema refuses. */
function usablePart<T>(schema: z.ZodType<T>, rest: Record<string, unknown>): T | undefined {
  for (let round = 0; round < maxRounds; round++) {
    const result = schema.safeParse(rest)
    if (result.success) return result.data
    // two faults of one value are one removal
    const paths = new Map(result.error.issues.flatMap(faultyPaths).map((path) => [JSON.stringify(path), path]))
    for (const path of paths.values()) removeAt(rest, path)
  }
  return undefined
}

/** Lists and plain objects anew, everything else (a wrapped password) as it is. */
function copyOf(value: unknown, copies = new Map<unknown, unknown>()): unknown {
  if (typeof value !== 'object' || value === null) return value
  const prototype: unknown = Object.getPrototypeOf(value)
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return value
  const known = copies.get(value)
  if (known !== undefined) return known
  const copy: unknown[] | Record<string, unknown> = Array.isArray(value) ? [] : {}
  copies.set(value, copy)
  for (const [key, item] of Object.entries(value)) {
    if (key !== '__proto__') (copy as Record<string, unknown>)[key] = copyOf(item, copies)
  }
  return copy
}

const faultyPaths = (issue: z.core.$ZodIssue): PropertyKey[][] =>
  issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path]

/** Removes the value at a path; where there is none, it is missed, and what misses it goes. */
function removeAt(root: Record<string, unknown>, path: readonly PropertyKey[]): void {
  if (path.length === 0) return
  if (path.length === 1 && path[0] === 'name') {
    root.name = 'plant'
    return
  }
  const parent = path.slice(0, -1).reduce<unknown>((value, key) => (value as never)?.[key], root)
  const last = path.at(-1) as string
  if (Array.isArray(parent)) parent.splice(0, parent.length)
  else if (typeof parent === 'object' && parent !== null && Object.hasOwn(parent, last))
    delete (parent as Record<string, unknown>)[last]
  else removeAt(root, path.slice(0, -1))
}
