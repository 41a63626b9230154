import { useEffect, useRef } from 'react'
import { withQuery } from '../shell/paths.ts'
import { go, usePlace } from '../shell/place.ts'

/** Keeps the selected service and the address the same, whichever of the two changes; going back selects as before. */
export function useSelectedInAddress(selected: string | undefined, select: (name: string | undefined) => void): void {
  const { path, query } = usePlace()
  const asked = query.get('service') ?? undefined
  const before = useRef<{ asked?: string | undefined; selected?: string | undefined } | undefined>(undefined)
  useEffect(() => {
    const last = before.current
    before.current = { asked, selected }
    if (asked !== last?.asked && asked !== selected) select(asked)
    else if (selected !== asked && selected !== last?.selected)
      go(withQuery(path, query.toString(), { service: selected }))
  })
}
