import { useText } from '../text/text.tsx'
import type { Keeping } from './use-keeping.ts'

interface KeptNoteProps {
  readonly keeping: Keeping
  /** How far the plant is saved, in whole words. */
  readonly state: string
}

/** How far a plant is saved; in few words where a bar has no room for more. */
export function KeptNote({ keeping: { newest, base, isChanged }, state }: KeptNoteProps) {
  const text = useText()
  const short = !newest
    ? text('draftShort')
    : isChanged
      ? text('unsavedShort', { version: base })
      : text('savedShort', { version: newest.version })
  return (
    <span className="t3 xs nowrap" role="status" title={state}>
      <span className="kept-long">{state}</span>
      <span className="kept-short">{short}</span>
    </span>
  )
}
