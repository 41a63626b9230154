import { useState } from 'react'
import type { CatalogEntry, OutlineService } from '../api.ts'
import { categoryIcon, Icon } from '../parts/icon.tsx'
import { type Text, useText } from '../text/text.tsx'

interface CatalogProps {
  readonly entries: readonly CatalogEntry[]
  readonly services: readonly OutlineService[]
  readonly onAdd: (service: string) => void
  readonly searchRef: React.RefObject<HTMLInputElement | null>
}

/** Everything that can be added, by category; what a stack can have only once is greyed out with the reason. */
export function Catalog({ entries, services, onAdd, searchRef }: CatalogProps) {
  const text = useText()
  const [search, setSearch] = useState('')
  const found = entries.filter((entry) => matches(entry, search, text))
  const categories = categoryOrder.filter((one) => found.some(({ category }) => category === one))
  const first = found.find((entry) => takenBy(entry, entries, services) === undefined)
  return (
    <aside className="catalog" aria-label={text('catalogue')}>
      <div className="cat-head">
        <label className="inp">
          <Icon name="search" />
          <input
            ref={searchRef}
            value={search}
            placeholder={text('addService')}
            aria-label={text('addService')}
            onChange={({ target }) => setSearch(target.value)}
            onKeyDown={({ key }) => {
              if (key === 'Escape') setSearch('')
              if (key !== 'Enter' || !first) return
              onAdd(first.id)
              setSearch('')
            }}
          />
          <kbd>A</kbd>
        </label>
      </div>
      <div className="scroll cat-list">
        {found.length === 0 && <p className="t3 xs none">{text('nothingFound')}</p>}
        {categories.map((category) => (
          <section key={category} aria-label={text(category)}>
            <h3>{text(category)}</h3>
            {found
              .filter((entry) => entry.category === category)
              .map((entry) => (
                <Entry
                  key={entry.id}
                  entry={entry}
                  count={services.filter(({ uses }) => uses === entry.id).length}
                  taken={takenBy(entry, entries, services)}
                  onAdd={({ id }) => onAdd(id)}
                />
              ))}
          </section>
        ))}
      </div>
    </aside>
  )
}

/** From what a plant is about to what keeps it going. */
const categoryOrder = [
  'scada',
  'database',
  'messaging',
  'automation',
  'monitoring',
  'identity',
  'proxy',
  'mail',
  'security',
  'operations',
  'development',
] as const

/** By the words of the catalogue and by those that the reader sees. */
function matches({ id, title, category, summary }: CatalogEntry, search: string, text: Text): boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const all = `${id} ${title} ${category} ${summary} ${text.said(summary)}`.toLowerCase()
  return words.every((word) => all.includes(word))
}

/** The instance that leaves no room for another one of its kind. */
function takenBy(
  entry: CatalogEntry,
  entries: readonly CatalogEntry[],
  services: readonly OutlineService[],
): string | undefined {
  const group = new Set(
    entries
      .filter((one) => (entry.exclusive ? one.exclusive === entry.exclusive : one.id === entry.id))
      .map(({ id }) => id),
  )
  if (!entry.exclusive && entry.multiple) return undefined
  return services.find(({ uses }) => group.has(uses))?.name
}

interface EntryProps {
  readonly entry: CatalogEntry
  readonly count: number
  readonly taken: string | undefined
  readonly onAdd: (entry: CatalogEntry) => void
}

function Entry({ entry, count, taken, onAdd }: EntryProps) {
  const text = useText()
  const icon = <Icon name={categoryIcon(entry.category)} />
  const counted = count > 0 && (
    <span className="count" title={text('inStack', { count })}>
      {count}
    </span>
  )
  if (taken !== undefined) {
    return (
      <button type="button" className="srv inset no" aria-disabled="true" title={text.said(entry.summary)}>
        {icon}
        <span className="grow two">
          <span className="cut">{entry.title}</span>
          <span>{text('taken', { name: taken })}</span>
        </span>
        {counted}
      </button>
    )
  }
  return (
    <button type="button" className="srv inset" title={text.said(entry.summary)} onClick={() => onAdd(entry)}>
      {icon}
      <span className="grow cut">{entry.title}</span>
      {counted}
    </button>
  )
}
