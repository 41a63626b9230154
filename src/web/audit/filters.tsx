import { useEffect, useState } from 'react'
import { readUsers } from '../access/api.ts'
import { Icon } from '../parts/icon.tsx'
import { zone } from '../parts/time.ts'
import { useLoad } from '../parts/use-load.ts'
import { useText } from '../text/text.tsx'
import type { AuditFilter } from './api.ts'
import { type AuditLine, type Show, shows, spans, type Within } from './lines.ts'

/** As it stands in the address; all are texts there. */
export type FilterValues = Readonly<Record<'q' | 'who' | 'action' | 'within' | 'show', string | undefined>>

interface FiltersProps {
  readonly filter: AuditFilter
  readonly search: string
  /** What was read so far; actions are chosen from it. */
  readonly lines: readonly AuditLine[]
  readonly onChange: (values: Partial<FilterValues>) => void
}

/** What of the audit is shown: by words, person, action, time, and what came of it. */
export function Filters({ filter, search, lines, onChange }: FiltersProps) {
  const text = useText()
  const { value: users = [] } = useLoad('', readUsers)
  const actions = useActions(lines)
  return (
    <div className="filters">
      <label className="inp">
        <Icon name="search" />
        <input
          data-filter
          value={search}
          placeholder={text('auditFilter')}
          aria-label={text('auditFilter')}
          onChange={({ target }) => onChange({ q: target.value })}
        />
        <kbd>/</kbd>
      </label>
      <Choice
        label={text('who')}
        all={text('anybody')}
        chosen={filter.who}
        options={users.map(({ name }) => name)}
        onChange={(who) => onChange({ who })}
      />
      <Choice
        label={text('action')}
        all={text('anyAction')}
        chosen={filter.action}
        options={actions}
        onChange={(action) => onChange({ action })}
      />
      <label className="inp lens">
        <span className="vh">{text('time')}</span>
        <select value={filter.within ?? ''} onChange={({ target }) => onChange({ within: target.value || undefined })}>
          <option value="">{text('anyTime')}</option>
          {(Object.keys(spans) as Within[]).map((one) => (
            <option key={one} value={one}>
              {text(spanTitles[one])}
            </option>
          ))}
        </select>
      </label>
      <fieldset className="seg" aria-label={text('outcome')}>
        {([undefined, ...shows] as const).map((one) => (
          <button
            key={one ?? 'all'}
            type="button"
            aria-pressed={one === filter.show}
            onClick={() => onChange({ show: one })}
          >
            {text(one === undefined ? 'outcomeAll' : showTitles[one])}
          </button>
        ))}
      </fieldset>
      <span className="spring" />
      <span className="t3 xs nowrap w-wide">{zone()}</span>
    </div>
  )
}

const spanTitles = {
  hour: 'lastHour',
  day: 'lastDay',
  week: 'lastWeek',
  month: 'lastMonth',
} as const satisfies Readonly<Record<Within, string>>

const showTitles = { changed: 'changedSomething', unsuccessful: 'refusedOrFailed' } as const satisfies Readonly<
  Record<Show, string>
>

/** Actions that were seen since the view was opened: a filter must not take its own alternatives away. */
function useActions(lines: readonly AuditLine[]): readonly string[] {
  const [seen, setSeen] = useState<readonly string[]>([])
  useEffect(() => {
    const isNew = lines.some(({ action }) => !seen.includes(action))
    if (isNew) setSeen([...new Set([...seen, ...lines.map(({ action }) => action)])].sort())
  }, [lines, seen])
  return seen
}

interface ChoiceProps {
  readonly label: string
  readonly all: string
  readonly chosen: string | undefined
  readonly options: readonly string[]
  readonly onChange: (chosen: string | undefined) => void
}

function Choice({ label, all, chosen, options, onChange }: ChoiceProps) {
  return (
    <label className="inp lens">
      <span className="vh">{label}</span>
      <select value={chosen ?? ''} onChange={({ target }) => onChange(target.value || undefined)}>
        <option value="">{all}</option>
        {chosen !== undefined && !options.includes(chosen) && <option>{chosen}</option>}
        {options.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
    </label>
  )
}
