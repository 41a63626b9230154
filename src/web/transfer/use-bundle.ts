import { useEffect, useState } from 'react'
import { jobEventsAddress } from '../plants/api.ts'
import { afterBundleEvent, type BundleEvent, type BundleProgress, nothingPacked } from './bundle-progress.ts'

const kinds = ['begun', 'image', 'packed', 'end'] as const

/** Watches a job that makes a bundle. A lost connection comes back by itself and goes on where it was. */
export function useBundle(job: string | undefined): BundleProgress {
  const [seen, setSeen] = useState<BundleProgress>(nothingPacked)
  useEffect(() => {
    setSeen(nothingPacked)
    if (job === undefined) return
    const source = new EventSource(jobEventsAddress(job))
    for (const kind of kinds) {
      source.addEventListener(kind, ({ data }) => {
        const event = { kind, data: JSON.parse(data) as unknown } as BundleEvent
        setSeen((before) => afterBundleEvent(before, event))
        if (kind === 'end') source.close()
      })
    }
    return () => source.close()
  }, [job])
  return seen
}
