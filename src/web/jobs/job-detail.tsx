import { Glyph, Icon } from '../parts/icon.tsx'
import { sentence } from '../parts/sentence.ts'
import { CommandLine, useNow } from '../parts/states.tsx'
import { clock, moment } from '../parts/time.ts'
import { useLoad } from '../parts/use-load.ts'
import { useRepeat } from '../parts/use-repeat.ts'
import { Whole } from '../parts/whole.tsx'
import { type Job, readJob } from '../plants/api.ts'
import { addressOfJob } from '../plants/job-address.ts'
import { kindOf } from '../plants/job-kinds.ts'
import { jobTitle } from '../plants/job-title.ts'
import { personOf } from '../plants/person.ts'
import { useCrumbs } from '../shell/told.ts'
import { useLanguage, useText } from '../text/text.tsx'
import { glyphs, outcomeOf, tookOf, words } from './job-words.ts'
import { StopButton } from './stop-button.tsx'

const askAgainMs = 3000

interface JobDetailProps {
  readonly id: string
  /** Address without the job. */
  readonly close: string
}

/** One job: what it did, what came of it, why it failed and what to do about it. */
export function JobDetail({ id, close }: JobDetailProps) {
  const text = useText()
  const loaded = useLoad(id, (signal) => readJob(id, signal))
  useRepeat(loaded.reload, askAgainMs)
  const title = loaded.value ? jobTitle(loaded.value, text) : text('jobTitle')
  useCrumbs({ label: text('jobs'), to: '/jobs' }, { label: title })
  return (
    <aside className="inspector evidence" aria-label={text('jobTitle')}>
      <header>
        {loaded.value && <Glyph state={glyphs[loaded.value.state]} size={16} label={text(words[loaded.value.state])} />}
        <h2 className="grow">{title}</h2>
        <a className="tool" href={close} aria-label={text('closeDetail')}>
          <Icon name="x" />
        </a>
      </header>
      <div className="scroll form">
        <Whole loaded={loaded} what={text('jobTitle')}>
          {(job) => <Facts job={job} onChange={loaded.reload} />}
        </Whole>
      </div>
    </aside>
  )
}

function Facts({ job, onChange }: { readonly job: Job; readonly onChange: () => void }) {
  const text = useText()
  const { language } = useLanguage()
  const now = useNow(1000)
  const { id, plant, state, error, startedAt, startedBy, endedAt } = job
  const when = (at: string) => `${moment(at, language).slice(0, -5)}${clock(at)}`
  return (
    <>
      <dl className="facts wide">
        <dt>{text('plantState')}</dt>
        <dd>{text(words[state])}</dd>
        {job.steps.total > 0 && (
          <>
            <dt>{text('progress')}</dt>
            <dd>{outcomeOf(job, text).said}</dd>
          </>
        )}
        <dt>{text('startedAt')}</dt>
        <dd>
          {when(startedAt)}, {personOf(startedBy)}
        </dd>
        {endedAt !== null && (
          <>
            <dt>{text('ended')}</dt>
            <dd>{when(endedAt)}</dd>
          </>
        )}
        <dt>{text('took')}</dt>
        <dd>{tookOf(job, now)}</dd>
        <dt>{text('jobId')}</dt>
        <dd className="mono">{id}</dd>
      </dl>
      {error && (
        <section>
          <h3>{text('whyFailed')}</h3>
          <div className="term fault">{sentence(text.said(error.message))}</div>
          <p className="xs t3 mono">{error.code}</p>
        </section>
      )}
      {error?.code === 'containers.not-running' && (
        <section>
          <h3>{text('whatToDo')}</h3>
          <p className="t2">{text('verifyIdleText')}</p>
          <CommandLine line="docker compose up --detach --wait" />
        </section>
      )}
      <div className="row wrap">
        <StopButton job={job} onChange={onChange} />
        {plant && (
          <a className="btn" href={addressOfJob(job)}>
            {text(kindOf(job).link)}
          </a>
        )}
      </div>
      {plant && (
        <section>
          <h3>{text('sameByCommand')}</h3>
          <CommandLine line={kindOf(job).command} />
        </section>
      )}
    </>
  )
}
