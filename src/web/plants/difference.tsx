import { useMemo } from 'react'
import { useText } from '../text/text.tsx'
import { type DiffLine, differenceOf } from './lines.ts'

const marks: Readonly<Record<DiffLine['kind'], string>> = { same: '', added: '+', removed: '-', skipped: '' }
const looks: Readonly<Record<DiffLine['kind'], string>> = {
  same: 'ln',
  added: 'ln add',
  removed: 'ln del',
  skipped: 'ln gap',
}

/** Two texts line by line, with numbers and a sign beside the tint. */
export function Difference({ before, after }: { readonly before: string; readonly after: string }) {
  const text = useText()
  const lines = useMemo(() => differenceOf(before, after), [before, after])
  if (before === after) return <p className="none t3">{text('noDifference')}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="code diff" tabIndex={0} aria-label={text('differenceLabel')}>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other name than its place
        <div className={looks[line.kind]} key={index}>
          <span>{line.after ?? line.before ?? ''}</span>
          <span>{marks[line.kind]}</span>
          <span>{line.kind === 'skipped' ? '…' : line.text}</span>
        </div>
      ))}
    </section>
  )
}
