import { useMemo, useState } from 'react'
import type { Outline, OutlineService } from '../api.ts'
import { serviceNames } from '../plant/edit.ts'

/** Several services that are looked at together; one alone is selected, not grouped. */
export function useGroup(outline: Outline | undefined): {
  readonly group: readonly OutlineService[]
  readonly groupUp: (names: readonly string[]) => void
} {
  const [names, groupUp] = useState<readonly string[]>([])
  const group = useMemo(() => outline?.services.filter(({ name }) => names.includes(name)) ?? [], [outline, names])
  return { group, groupUp }
}

/** Services that the saved version does not have; undefined for a draft, which has none to compare with. */
export function useAdded(saved: string | undefined, plant: string): ReadonlySet<string> | undefined {
  const before = useMemo(() => (saved === undefined ? undefined : new Set(serviceNames(saved))), [saved])
  const added = before ? serviceNames(plant).filter((name) => !before.has(name)) : []
  const key = added.join(' ')
  return useMemo(() => (key === '' ? undefined : new Set(key.split(' '))), [key])
}
