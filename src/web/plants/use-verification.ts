import { useEffect, useState } from 'react'
import { jobEventsAddress } from './api.ts'
import { afterEvent, nothingTried, type Verification, type VerificationEvent } from './verification.ts'

const kinds = ['begun', 'probe', 'end'] as const

/** Watches a run of all probes. A lost connection comes back by itself and goes on where it was. */
export function useVerification(job: string | undefined): Verification {
  const [seen, setSeen] = useState<Verification>(nothingTried)
  useEffect(() => {
    setSeen(nothingTried)
    if (job === undefined) return
    const source = new EventSource(jobEventsAddress(job))
    for (const kind of kinds) {
      source.addEventListener(kind, ({ data }) => {
        const event = { kind, data: JSON.parse(data) as unknown } as VerificationEvent
        setSeen((before) => afterEvent(before, event))
        if (kind === 'end') source.close()
      })
    }
    return () => source.close()
  }, [job])
  return seen
}
