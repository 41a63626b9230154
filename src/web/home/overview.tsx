import { useUser } from '../access/access.tsx'
import { Glyph, type State } from '../parts/icon.tsx'
import { sentence } from '../parts/sentence.ts'
import { useNow } from '../parts/states.tsx'
import { ago, moment } from '../parts/time.ts'
import type { Change, Job, Plant } from '../plants/api.ts'
import { addressOfJob } from '../plants/job-address.ts'
import { jobTitle } from '../plants/job-title.ts'
import { personOf } from '../plants/person.ts'
import type { Language } from '../text/language.ts'
import { type Text, useLanguage, useText } from '../text/text.tsx'
import { type Attention, attentionOf, isCalm } from './attention.ts'
import { PlantTable } from './plant-table.tsx'

export interface Seen {
  readonly plants: readonly Plant[]
  readonly changes: readonly Change[]
  /** The newest first. */
  readonly jobs: readonly Job[]
}

/** All plants, what needs a hand, what has changed and what runs. */
export function Overview({ seen, onChange }: { readonly seen: Seen; readonly onChange: () => void }) {
  const text = useText()
  const user = useUser()
  const attention = attentionOf(seen.plants, seen.jobs)
  const urgent = attention.filter((one) => !isCalm(one)).length
  const running = seen.jobs.filter(({ state }) => state === 'running')
  return (
    <div className="page">
      <section className="panel" aria-label={text('plants')}>
        <PlantTable {...seen} onChange={onChange} />
      </section>
      <div className="cols-3">
        <section className="panel" aria-labelledby="attention">
          <header>
            <h2 id="attention">{text('needsAttention')}</h2>
            {urgent > 0 && <span className="count">{urgent}</span>}
          </header>
          <AttentionList all={attention} />
        </section>
        <section className="panel" aria-labelledby="changed">
          <header>
            <h2 id="changed">{text('changedLast')}</h2>
            <span className="spring" />
            {user?.role === 'administrator' && <a href="/audit">{text('audit')}</a>}
          </header>
          <Changes changes={seen.changes} />
        </section>
      </div>
      <section className="panel" aria-labelledby="running">
        <header>
          <h2 id="running">{text('runningNow')}</h2>
          {running.length > 0 && <span className="count">{running.length}</span>}
          <span className="spring" />
          <a href="/jobs">{text('jobs')}</a>
        </header>
        <Running jobs={running} />
      </section>
    </div>
  )
}

interface Told {
  readonly title: string
  readonly detail: string
  /** Where its cause is. */
  readonly to: string
  readonly open: string
}

function tellOf(one: Attention, text: Text, now: number, language: Language): Told {
  const { id, name, version, updatedBy } = one.plant
  const stack = `/stack?plant=${id}`
  switch (one.kind) {
    case 'broken':
      return {
        title: text('brokenTitle', { name, count: one.count }),
        detail: text('brokenText', { time: ago(one.at, now, language), version: one.plant.proof?.version ?? version }),
        to: `/stack/verify?plant=${id}&job=${one.job}`,
        open: text('openWire'),
      }
    case 'job':
      return {
        title: text(one.job.state === 'lost' ? 'jobLostTitle' : 'jobFailedTitle', { title: jobTitle(one.job, text) }),
        detail: sentence(text.said(one.job.error?.message ?? '')),
        to: `/jobs?job=${one.job.id}`,
        open: text('openJobHere'),
      }
    case 'errors':
    case 'warnings':
      return {
        title: text(one.kind === 'errors' ? 'errorsTitle' : 'warningsTitle', { name, count: one.count }),
        detail: text('errorsText', { version, who: personOf(updatedBy) }),
        to: stack,
        open: text('openProblems'),
      }
    case 'sharing':
      return {
        title: text('sharingTitle', { names: [name, ...one.others].join(', '), project: one.project }),
        detail: text('sharingText'),
        to: stack,
        open: text('openPlant'),
      }
    case 'unverified': {
      const { proof } = one.plant
      return {
        title: text(proof ? 'unverifiedTitle' : 'neverVerifiedTitle', { name, version }),
        detail: proof
          ? text('unverifiedText', { version: proof.version, time: ago(proof.at, now, language) })
          : text('neverVerifiedText', { count: one.plant.summary.automatic }),
        to: `/stack/verify?plant=${id}`,
        open: text('verify'),
      }
    }
    case 'by-hand':
      return {
        title: text('byHandTitle', { name, count: one.count }),
        detail: text('byHandText'),
        to: `${stack}&lens=open`,
        open: text('openWire'),
      }
  }
}

const glyphs: Readonly<Record<Attention['kind'], State>> = {
  broken: 'error',
  errors: 'error',
  job: 'error',
  warnings: 'warning',
  sharing: 'warning',
  unverified: 'info',
  'by-hand': 'manual',
}

function AttentionList({ all }: { readonly all: readonly Attention[] }) {
  const text = useText()
  const { language } = useLanguage()
  const now = useNow(10_000)
  if (all.length === 0) return <p className="none t3">{text('nothingNeeded')}</p>
  return (
    <ul className="rows">
      {all.map((one) => {
        const { title, detail, to, open } = tellOf(one, text, now, language)
        const state = glyphs[one.kind]
        return (
          <li key={`${one.plant.id} ${one.kind}`}>
            <Glyph state={state} {...(state === 'error' ? { label: text('broken') } : {})} />
            <div className="grow">
              <p>
                <b>{title}</b>
              </p>
              <p className="xs t3">{detail}</p>
            </div>
            <a className="btn s" href={to} aria-label={`${open}: ${title}`}>
              {open}
            </a>
          </li>
        )
      })}
    </ul>
  )
}

function Changes({ changes }: { readonly changes: readonly Change[] }) {
  const text = useText()
  const { language } = useLanguage()
  const now = useNow(10_000)
  if (changes.length === 0) return <p className="none t3">{text('nothingChangedYet')}</p>
  return (
    <ul className="rows">
      {changes.map(({ plant, name, version, at, by, note }) => (
        <li key={`${plant} ${version}`} className="hit">
          <span className="when" title={moment(at, language)}>
            {ago(at, now, language)}
          </span>
          <div className="grow">
            <a className="whole inset" href={`/stack/versions?plant=${plant}&version=${version}`}>
              {note || text('saved')}
            </a>
            <p className="xs t3">{text('changeOf', { name, version, who: personOf(by) })}</p>
          </div>
        </li>
      ))}
    </ul>
  )
}

function Running({ jobs }: { readonly jobs: readonly Job[] }) {
  const text = useText()
  if (jobs.length === 0) return <p className="none t3">{text('nothingRuns')}</p>
  return (
    <ul className="rows jobs-now">
      {jobs.map((job) => {
        const title = jobTitle(job, text)
        return (
          <li key={job.id}>
            <Glyph state="running" />
            <div>
              <p>{title}</p>
              <p className="xs t3">{personOf(job.startedBy)}</p>
            </div>
            <progress className="opt" max={Math.max(1, job.steps.total)} value={job.steps.done} aria-label={title} />
            <span className="t2 nowrap">{text('stepOf', job.steps)}</span>
            <a className="btn s" href={addressOfJob(job)} aria-label={`${text('watch')}: ${title}`}>
              {text('watch')}
            </a>
          </li>
        )
      })}
    </ul>
  )
}
