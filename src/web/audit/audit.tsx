import { Fragment, useEffect, useState } from 'react'
import { printAudit } from '../../core/print/audit.ts'
import { failureWords } from '../parts/form.tsx'
import { Glyph, Icon } from '../parts/icon.tsx'
import { save } from '../parts/save.ts'
import { Blank, useNow } from '../parts/states.tsx'
import { ago, clock, day, dayStart } from '../parts/time.ts'
import { useLoad } from '../parts/use-load.ts'
import { Whole } from '../parts/whole.tsx'
import { withQuery } from '../shell/paths.ts'
import { go, usePlace } from '../shell/place.ts'
import type { Language } from '../text/language.ts'
import { type Text, useLanguage, useText } from '../text/text.tsx'
import { type AuditFilter, type AuditPage, readAllAudit, readAudit } from './api.ts'
import { Filters, type FilterValues } from './filters.tsx'
import {
  type AuditLine,
  byDay,
  matching,
  type Outcome,
  personOf,
  shows,
  spans,
  targetOf,
  type Within,
} from './lines.ts'

const pageSize = 100
const longestExport = 20_000

/** Who did what, when, on what, with what result. The filter stands in the address. */
export default function Audit() {
  const text = useText()
  const { path, query } = usePlace()
  const search = query.get('q') ?? ''
  const filter: AuditFilter = {
    who: query.get('who') ?? undefined,
    action: query.get('action') ?? undefined,
    within: (Object.keys(spans) as Within[]).find((one) => one === query.get('within')),
    show: shows.find((one) => one === query.get('show')),
  }
  const set = (values: Partial<FilterValues>) => go(withQuery(path, query.toString(), values), { replace: true })
  const { lines, keptDays, hasMore, isReading, more, ...loaded } = useLines(filter)
  const found = lines && matching(lines, search)
  return (
    <>
      <header className="pagebar">
        <h1>{text('audit')}</h1>
        <span className="t3 xs nowrap" role="status">
          {lines && keptDays !== undefined && text('shownOf', { count: lines.length, days: keptDays })}
        </span>
        <span className="spring" />
        <Export filter={filter} search={search} />
      </header>
      <Filters filter={filter} search={search} lines={lines ?? []} onChange={set} />
      <div className="scroll panel flat">
        <Whole
          loaded={{ ...loaded, ...(lines ? { value: lines } : {}) }}
          what={text('audit')}
          command="ign audit"
          rows={8}
        >
          {() => null}
        </Whole>
        {found && found.length > 0 && <LineTable lines={found} />}
        {found?.length === 0 && (
          <Blank
            icon="audit"
            title={text('noRecords')}
            actions={
              <button type="button" className="btn" onClick={() => go(path, { replace: true })}>
                {text('clearFilter')}
              </button>
            }
          >
            {text('noRecordsText')}
          </Blank>
        )}
        {found && (
          <div className="box center">
            {hasMore ? (
              <button type="button" className="btn" disabled={isReading} onClick={more}>
                {text(isReading ? 'loadingMore' : 'loadMore')}
              </button>
            ) : (
              <span className="t3 xs">{text('allShown')}</span>
            )}
          </div>
        )}
      </div>
    </>
  )
}

const outcomeTitles = {
  begun: 'outcomeBegun',
  done: 'outcomeDone',
  refused: 'outcomeRefused',
  failed: 'outcomeFailed',
} as const

/** The newest page and those after it that were asked for. */
function useLines(filter: AuditFilter) {
  const key = JSON.stringify(filter)
  const {
    value: first,
    reload,
    ...loaded
  } = useLoad(key, (signal) => readAudit({ ...filter, limit: pageSize }, signal))
  const [older, setOlder] = useState<readonly AuditPage[]>([])
  const [isReading, setReading] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another first page has other pages after it
  useEffect(() => setOlder([]), [first])
  const pages = first ? [first, ...older] : []
  const cursor = pages.at(-1)?.nextCursor ?? null
  const more = async () => {
    if (cursor === null) return
    setReading(true)
    try {
      const page = await readAudit({ ...filter, limit: pageSize, cursor })
      setOlder((before) => [...before, page])
    } catch {
      // the first page tells in full what is wrong
      reload()
    } finally {
      setReading(false)
    }
  }
  return {
    ...loaded,
    reload,
    isReading,
    hasMore: cursor !== null,
    more: () => void more(),
    lines: first && pages.flatMap(({ items }) => items),
    keptDays: first?.keptDays,
  }
}

function Export({ filter, search }: { readonly filter: AuditFilter; readonly search: string }) {
  const text = useText()
  const [count, setCount] = useState<number>()
  const [said, setSaid] = useState<{ readonly cut?: boolean; readonly failed?: Error }>({})
  const run = async () => {
    setSaid({})
    setCount(0)
    try {
      const lines = await readAllAudit(filter, longestExport, setCount)
      save(new Blob([printAudit(matching(lines, search))], { type: 'text/csv' }), 'audit.csv')
      setSaid({ cut: lines.length === longestExport })
    } catch (error) {
      setSaid({ failed: error as Error })
    } finally {
      setCount(undefined)
    }
  }
  return (
    <>
      <span className="xs t3" role="status">
        {count !== undefined && text('exporting', { count })}
        {said.cut && text('exportCut', { count: longestExport })}
      </span>
      {said.failed && (
        <span className="bad xs" role="alert">
          {failureWords(said.failed, text)}
        </span>
      )}
      <button type="button" className="btn" disabled={count !== undefined} onClick={() => void run()}>
        <Icon name="download" />
        {text('exportCsv')}
      </button>
    </>
  )
}

function LineTable({ lines }: { readonly lines: readonly AuditLine[] }) {
  const text = useText()
  const { language } = useLanguage()
  const now = useNow(10_000)
  const [open, setOpen] = useState<string>()
  return (
    <table className="audit">
      <thead>
        <tr>
          {(['time', 'who', 'through', 'action', 'target', 'outcome'] as const).map((title) => (
            <th key={title} scope="col" className={title === 'through' ? 'opt' : undefined}>
              {text(title)}
            </th>
          ))}
        </tr>
      </thead>
      {byDay(lines).map(({ start, lines: ofDay }) => (
        <tbody key={start}>
          <tr className="group">
            <th colSpan={6} scope="rowgroup">
              {dayTitle(start, now, text, language)}
            </th>
          </tr>
          {ofDay.map((line) => (
            <Fragment key={line.id}>
              <LineRow
                line={line}
                now={now}
                isOpen={open === line.id}
                onOpen={() => setOpen(open === line.id ? undefined : line.id)}
              />
              {open === line.id && <Details line={line} />}
            </Fragment>
          ))}
        </tbody>
      ))}
    </table>
  )
}

function dayTitle(start: number, now: number, text: Text, language: Language): string {
  const name = day(start, language)
  const today = dayStart(now)
  if (start === today) return text('today', { day: name })
  return start === dayStart(today - 1) ? text('yesterday', { day: name }) : name
}

interface LineRowProps {
  readonly line: AuditLine
  readonly now: number
  readonly isOpen: boolean
  readonly onOpen: () => void
}

const ways = {
  user: 'throughConsole',
  token: 'throughToken',
  shell: 'throughShell',
  server: 'throughServer',
  anonymous: 'throughConsole',
} as const

function LineRow({ line, now, isOpen, onOpen }: LineRowProps) {
  const text = useText()
  const { language } = useLanguage()
  const { kind, name, title } = personOf(line.actor)
  return (
    <tr
      className="hit"
      aria-selected={isOpen}
      onClick={() => {
        if (!getSelection()?.toString()) onOpen()
      }}
    >
      <td>
        <button
          type="button"
          className="row nowrap inset"
          data-row
          aria-expanded={isOpen}
          aria-controls={`line-${line.id}`}
          onClick={(event) => {
            event.stopPropagation()
            onOpen()
          }}
        >
          {clock(line.at)}
          <span className="t3 xs">{ago(line.at, now, language)}</span>
        </button>
      </td>
      <td>
        {kind === 'anonymous' || kind === 'server' ? (
          <span className="t3">{text(kind === 'server' ? 'serverItself' : 'nobody')}</span>
        ) : (
          name
        )}{' '}
        {title !== undefined && <span className="t3 xs">{title}</span>}
      </td>
      <td className="opt t2">{text(ways[kind])}</td>
      <td>
        <span className="mono">{line.action}</span>{' '}
        {line.times > 1 && <span className="t3 xs nowrap">{text('readTimes', { count: line.times })}</span>}
      </td>
      <td className="wrap-any" title={line.plant?.id}>
        {targetOf(line)}
      </td>
      <td>
        <Result outcome={line.outcome} code={line.code} />
      </td>
    </tr>
  )
}

function Result({ outcome, code }: Pick<AuditLine, 'outcome' | 'code'>) {
  const text = useText()
  const look = looks[outcome]
  return (
    <span className={`row ${look.className}`}>
      {look.state && <Glyph state={look.state} label={text(outcomeTitles[outcome])} />}
      <span>
        {text(look.word).toLowerCase()}
        {code !== null && (
          <>
            : <span className="mono">{code}</span>
          </>
        )}
      </span>
    </span>
  )
}

const looks = {
  done: { className: 't2', state: undefined, word: 'outcomeDone' },
  begun: { className: 't2', state: 'automatic', word: 'stillBegun' },
  refused: { className: 'is-warn', state: 'warning', word: 'outcomeRefused' },
  failed: { className: 'is-fault', state: 'error', word: 'outcomeFailed' },
} as const satisfies Readonly<Record<Outcome, unknown>>

/** What began and did not end, or failed, may have changed a part. */
const changeWord = ({ changed, outcome }: AuditLine) =>
  !changed ? 'changedNo' : outcome === 'done' ? 'changedYes' : 'changedMaybe'

function Details({ line }: { readonly line: AuditLine }) {
  const text = useText()
  const facts = [
    ['record', line.id],
    ['at', line.at],
    ['actor', line.actor],
    ['from', line.address ?? text('noAddress')],
    ['requestId', line.requestId],
    ['code', line.code],
    ['plantId', line.plant?.id ?? null],
    ['readOften', line.times > 1 ? text('readTimes', { count: line.times }) : null],
    ['changeMade', text(changeWord(line))],
  ] as const
  return (
    <tr className="detail" id={`line-${line.id}`}>
      <td colSpan={6}>
        <dl className="facts detail-in">
          {facts.map(
            ([name, value]) =>
              value !== null && (
                <Fragment key={name}>
                  <dt>{text(name)}</dt>
                  <dd className="mono">{value}</dd>
                </Fragment>
              ),
          )}
        </dl>
      </td>
    </tr>
  )
}
