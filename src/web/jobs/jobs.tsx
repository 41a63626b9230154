import { useState } from 'react'
import { isAtLeast, useUser } from '../access/access.tsx'
import { Glyph, type State } from '../parts/icon.tsx'
import { Blank, Failure, Loading, Offline, useNow } from '../parts/states.tsx'
import { ago, moment } from '../parts/time.ts'
import { useLoad } from '../parts/use-load.ts'
import { useRepeat } from '../parts/use-repeat.ts'
import { type Job, readJobs, stopJob } from '../plants/api.ts'
import { addressOfJob } from '../plants/job-address.ts'
import { personOf } from '../plants/person.ts'
import { useLanguage, useText } from '../text/text.tsx'
import { sizeOf } from '../transfer/size.ts'

const askAgainMs = 3000

const states: Readonly<Record<Job['state'], State>> = {
  running: 'running',
  done: 'done',
  failed: 'error',
  cancelled: 'warning',
  lost: 'error',
}
const words = {
  running: 'runningJob',
  done: 'doneJob',
  failed: 'failedJob',
  cancelled: 'cancelledJob',
  lost: 'lostJob',
} as const

/** Work that goes on after its request was answered: what runs, and what came of the rest. */
export default function Jobs() {
  const text = useText()
  const [cursor, setCursor] = useState<string>()
  const { value, error, nextTry, readAt, reload } = useLoad(`jobs ${cursor ?? ''}`, (signal) =>
    readJobs(cursor ? { cursor } : {}, signal),
  )
  useRepeat(reload, askAgainMs)
  return (
    <>
      <header className="pagebar">
        <h1>{text('jobs')}</h1>
      </header>
      {nextTry !== undefined && <Offline nextTry={nextTry} readAt={readAt} onRetry={reload} />}
      {error && nextTry === undefined ? (
        <Failure title={text('notRead', { what: text('jobs') })} error={error} onRetry={reload} />
      ) : !value ? (
        nextTry === undefined && <Loading label={text('loading')} />
      ) : value.items.length === 0 ? (
        <Blank icon="list" title={text('jobsEmpty')}>
          {text('jobsEmptyText')}
        </Blank>
      ) : (
        <div className="scroll flat panel">
          <JobTable jobs={value.items} onChange={reload} />
          {value.nextCursor && (
            <p className="none">
              <button type="button" className="btn s" onClick={() => setCursor(value.nextCursor ?? undefined)}>
                {text('olderJobs')}
              </button>
            </p>
          )}
        </div>
      )}
    </>
  )
}

function JobTable({ jobs, onChange }: { readonly jobs: readonly Job[]; readonly onChange: () => void }) {
  const text = useText()
  const { language } = useLanguage()
  const user = useUser()
  const now = useNow(10_000)
  const mayStop = user !== undefined && isAtLeast(user.role, 'operator')
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{text('plantState')}</th>
          <th scope="col">{text('jobTitle')}</th>
          <th scope="col">{text('progress')}</th>
          <th scope="col">{text('startedAt')}</th>
          <th scope="col">{text('startedBy')}</th>
          <th scope="col" className="num">
            {text('took')}
          </th>
          <th scope="col">
            <span className="vh">{text('openJob')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <tr key={job.id} className="hit">
            <td className="nowrap">
              <span className="row">
                <Glyph state={states[job.state]} label={text(words[job.state])} />
                {text(words[job.state])}
              </span>
            </td>
            <td>{job.title}</td>
            <td>
              <Outcome job={job} />
            </td>
            <td className="nowrap" title={moment(job.startedAt, language)}>
              {ago(job.startedAt, now, language)}
            </td>
            <td>{personOf(job.startedBy)}</td>
            <td className="num nowrap">{tookOf(job, now)}</td>
            <td className="num nowrap">
              {job.state === 'running' && (
                <button
                  type="button"
                  className="btn s"
                  disabled={!mayStop}
                  onClick={() => void stopJob(job.id).then(onChange, onChange)}
                >
                  {text('stopJob')}
                </button>
              )}
              {job.plant && (
                <a className="btn s" href={addressOfJob(job)}>
                  {text('openJob')}
                </a>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Outcome({ job: { state, steps, result, error } }: { readonly job: Job }) {
  const text = useText()
  if (error)
    return (
      <span className="two">
        <span>{error.message}</span>
        <span className="mono">{error.code}</span>
      </span>
    )
  const { bytes } = (result ?? {}) as { readonly bytes?: number }
  if (state === 'done' && bytes !== undefined) return <span>{text('bundleResult', { size: sizeOf(bytes) })}</span>
  const counted = result as { readonly passed?: number; readonly failed?: number } | null
  if (state === 'done' && counted?.passed !== undefined && counted.failed !== undefined)
    return (
      <span className={counted.failed > 0 ? 'is-fault' : undefined}>
        {text('jobResult', { passed: counted.passed, failed: counted.failed })}
      </span>
    )
  return <span>{text('stepOf', steps)}</span>
}

function tookOf({ startedAt, endedAt }: Job, now: number): string {
  const ms = (endedAt === null ? now : Date.parse(endedAt)) - Date.parse(startedAt)
  return ms < 10_000 ? `${Math.max(0, ms)} ms` : `${Math.round(ms / 1000)} s`
}
