import { Glyph } from '../parts/icon.tsx'
import { sentence } from '../parts/sentence.ts'
import { Blank, useNow } from '../parts/states.tsx'
import { ago, moment } from '../parts/time.ts'
import { useLoad } from '../parts/use-load.ts'
import { useRepeat } from '../parts/use-repeat.ts'
import { Whole } from '../parts/whole.tsx'
import { type Job, readJobs } from '../plants/api.ts'
import { jobTitle } from '../plants/job-title.ts'
import { personOf } from '../plants/person.ts'
import { withQuery } from '../shell/paths.ts'
import { usePlace } from '../shell/place.ts'
import { useLanguage, useText } from '../text/text.tsx'
import { JobDetail } from './job-detail.tsx'
import { glyphs, outcomeOf, tookOf, words } from './job-words.ts'
import { StopButton } from './stop-button.tsx'

const askAgainMs = 3000

/** Work that goes on after its request was answered: what runs, and what came of the rest. */
export default function Jobs() {
  const text = useText()
  const { path, query } = usePlace()
  const cursor = query.get('before') ?? undefined
  const open = query.get('job') ?? undefined
  const loaded = useLoad(`jobs ${cursor ?? ''}`, (signal) => readJobs(cursor ? { cursor } : {}, signal))
  useRepeat(loaded.reload, askAgainMs)
  return (
    <>
      <header className="pagebar">
        <h1>{text('jobs')}</h1>
        {cursor !== undefined && (
          <>
            <span className="spring" />
            <a className="btn" href="/jobs">
              {text('newestJobs')}
            </a>
          </>
        )}
      </header>
      <div className={open === undefined ? 'beside' : 'beside on'}>
        <div className="scroll flat panel">
          <Whole loaded={loaded} what={text('jobs')} command="ign doctor">
            {({ items, nextCursor }) =>
              items.length === 0 ? (
                <Blank
                  icon="list"
                  title={text('jobsEmpty')}
                  actions={
                    <a className="btn primary" href="/">
                      {text('openPlants')}
                    </a>
                  }
                  command="ign stack verify plant.yaml"
                >
                  {text('jobsEmptyText')}
                </Blank>
              ) : (
                <>
                  <JobTable jobs={items} open={open} onChange={loaded.reload} />
                  {nextCursor && (
                    <p className="none">
                      <a className="btn s" href={withQuery(path, '', { before: nextCursor })}>
                        {text('olderJobs')}
                      </a>
                    </p>
                  )}
                </>
              )
            }
          </Whole>
        </div>
        {open !== undefined && (
          <JobDetail key={open} id={open} close={withQuery(path, query.toString(), { job: undefined })} />
        )}
      </div>
    </>
  )
}

interface JobTableProps {
  readonly jobs: readonly Job[]
  readonly open: string | undefined
  readonly onChange: () => void
}

function JobTable({ jobs, open, onChange }: JobTableProps) {
  const text = useText()
  const { language } = useLanguage()
  const { path, query } = usePlace()
  const now = useNow(10_000)
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{text('plantState')}</th>
          <th scope="col">{text('jobTitle')}</th>
          <th scope="col">{text('progress')}</th>
          <th scope="col">{text('startedAt')}</th>
          <th scope="col" className="opt">
            {text('startedBy')}
          </th>
          <th scope="col" className="num opt">
            {text('took')}
          </th>
          <th scope="col">
            <span className="vh">{text('openJob')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <tr key={job.id} className="hit" aria-selected={job.id === open}>
            <td className="nowrap">
              <span className="row">
                <Glyph state={glyphs[job.state]} label={text(words[job.state])} />
                {text(words[job.state])}
              </span>
            </td>
            <td>
              <a className="whole inset" data-row href={withQuery(path, query.toString(), { job: job.id })}>
                {jobTitle(job, text)}
              </a>
            </td>
            <td>
              <Outcome job={job} />
            </td>
            <td className="nowrap" title={moment(job.startedAt, language)}>
              {ago(job.startedAt, now, language)}
            </td>
            <td className="opt">{personOf(job.startedBy)}</td>
            <td className="num nowrap opt">{tookOf(job, now)}</td>
            <td className="num nowrap">
              <StopButton job={job} onChange={onChange} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Outcome({ job }: { readonly job: Job }) {
  const text = useText()
  if (job.error)
    return (
      <span className="two">
        <span>{sentence(text.said(job.error.message))}</span>
        <span className="mono">{job.error.code}</span>
      </span>
    )
  const { said, isBad } = outcomeOf(job, text)
  return <span className={isBad ? 'is-fault' : undefined}>{said}</span>
}
