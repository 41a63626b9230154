import { useEffect, useRef, useState } from 'react'
import { failureWords } from '../parts/form.tsx'
import { Glyph, Icon } from '../parts/icon.tsx'
import { CommandLine, Failure, Loading } from '../parts/states.tsx'
import { useLoad } from '../parts/use-load.ts'
import { type Job, type PlantText, readJobs, stopJob } from '../plants/api.ts'
import { jobTitle } from '../plants/job-title.ts'
import { useText } from '../text/text.tsx'
import { bundleAction, bundleAddress, makeBundle, readEngine } from './api.ts'
import { type BundleProgress, imageNow } from './bundle-progress.ts'
import type { Held } from './held.ts'
import { sizeOf } from './size.ts'
import { useBundle } from './use-bundle.ts'

const dayMs = 24 * 60 * 60_000

/** What a job has made is gone after a day. */
const isOfToday = ({ endedAt }: Job): boolean => endedAt === null || Date.now() - Date.parse(endedAt) < dayMs

interface BundleDialogProps {
  readonly held: Held
  readonly plant: PlantText
  readonly onClose: () => void
}

/** Makes an offline bundle, shows how far it is, and hands it out. It goes on when the dialog is closed. */
export function BundleDialog({ held, plant, onClose }: BundleDialogProps) {
  const text = useText()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const { value, error, reload } = useLoad(`bundle ${plant.id}`, async (signal) => {
    const [engine, jobs] = await Promise.all([readEngine(signal), readJobs({ plant: plant.id }, signal)])
    return { engine, last: jobs.items.find((job) => job.action === bundleAction && isOfToday(job)) }
  })
  const title = text('bundleTitle', { name: plant.name })
  const command = `ign stack bundle plant.yaml -o ${held.name}.zip --offline`
  return (
    <dialog ref={dialog} className="ask-box" aria-label={title} onClose={onClose}>
      <div className="bundle">
        <h2>{title}</h2>
        {error ? (
          <Failure title={text('notRead', { what: text('jobs') })} error={error} onRetry={reload} />
        ) : !value ? (
          <Loading label={text('reading', { what: text('jobTitle') })} rows={2} />
        ) : value.engine.answers ? (
          <Making held={held} plant={plant} last={value.last} command={command} onClose={onClose} />
        ) : (
          <NoEngine why={value.engine.why} command={command} />
        )}
        {!value?.engine.answers && (
          <div className="row end">
            <CloseButton onClose={onClose} />
          </div>
        )}
      </div>
    </dialog>
  )
}

function CloseButton({ onClose }: { readonly onClose: () => void }) {
  const text = useText()
  return (
    <button type="button" className="btn" onClick={onClose}>
      {text('close')}
    </button>
  )
}

function NoEngine({ why, command }: { readonly why: string | null; readonly command: string }) {
  const text = useText()
  return (
    <>
      <p className="row">
        <Glyph state="unsupported" />
        <b>{text('noEngine')}</b>
      </p>
      <p className="t2">{text('noEngineText')}</p>
      {why && <p className="mono xs t3">{why}</p>}
      <CommandLine line={command} />
    </>
  )
}

interface MakingProps {
  readonly held: Held
  readonly plant: PlantText
  /** The newest job that made a bundle of this plant. */
  readonly last: Job | undefined
  readonly command: string
  readonly onClose: () => void
}

function Making({ held: { isChanged }, plant, last, command, onClose }: MakingProps) {
  const text = useText()
  const [job, setJob] = useState(last)
  const [failure, setFailure] = useState<Error>()
  const progress = useBundle(job?.state === 'running' ? job.id : undefined)
  const now = progress.end ?? job
  const attempt = async (work: () => Promise<unknown>) => {
    setFailure(undefined)
    try {
      await work()
    } catch (error) {
      setFailure(error as Error)
    }
  }
  const isRunning = now?.state === 'running'
  const isDone = now?.state === 'done'
  return (
    <>
      <p className="t2">
        {text('bundleText', { version: plant.version })}{' '}
        {isChanged && <b>{text('bundleUnsaved', { version: plant.version })}</b>}
      </p>
      {now && isRunning && <Running job={now} progress={progress} />}
      {now && !isRunning && <Ended job={now} />}
      {failure && (
        <p className="bad" role="alert">
          <Glyph state="error" />
          <span>{failureWords(failure, text)}</span>
        </p>
      )}
      <CommandLine line={command} />
      <div className="row end">
        <CloseButton onClose={onClose} />
        {isRunning && (
          <button type="button" className="btn" onClick={() => void attempt(() => stopJob(now.id))}>
            <Icon name="stop" />
            {text('stopJob')}
          </button>
        )}
        {!isRunning && (
          <button
            type="button"
            className={isDone ? 'btn' : 'btn primary'}
            onClick={() => void attempt(async () => setJob(await makeBundle(plant.id)))}
          >
            <Icon name="refresh" />
            {text(now ? 'bundleMakeAgain' : 'bundleMake')}
          </button>
        )}
        {now && isDone && <FetchLink job={now} plant={plant} />}
      </div>
    </>
  )
}

/** What a job that is done has made. */
const madeBy = ({ result }: Job) => result as { readonly bytes: number; readonly version: number }

function FetchLink({ job, plant }: { readonly job: Job; readonly plant: PlantText }) {
  const text = useText()
  return (
    <a className="btn primary" href={bundleAddress(plant.id, job.id)} download>
      <Icon name="download" />
      {text('bundleFetch', { size: sizeOf(madeBy(job).bytes) })}
    </a>
  )
}

function Running({ job, progress }: { readonly job: Job; readonly progress: BundleProgress }) {
  const text = useText()
  const { images, done, packedBytes } = progress
  const total = images.length + 1
  const what =
    imageNow(progress) ??
    (packedBytes > 0 ? text('bundlePacking', { size: sizeOf(packedBytes) }) : text('bundleBegins'))
  return (
    <div className="sending">
      <progress max={total} value={done} aria-label={jobTitle(job, text)} />
      <p className="xs t2" role="status">
        <span className="cut">{text('bundleImage', { done: Math.min(done + 1, total), total, what })}</span>
      </p>
      <p className="xs t3">{text('bundleGoesOn')}</p>
    </div>
  )
}

function Ended({ job }: { readonly job: Job }) {
  const text = useText()
  if (job.state === 'done') {
    const { bytes, version } = madeBy(job)
    return (
      <p className="t2" role="status">
        {text('bundleDone', { version, size: sizeOf(bytes) })}
      </p>
    )
  }
  if (job.state === 'cancelled')
    return (
      <p className="row t2" role="status">
        <Glyph state="warning" />
        {text('bundleStopped')}
      </p>
    )
  return (
    <p className="bad" role="alert">
      <Glyph state="error" />
      <span>
        {text('bundleFailed')}. {job.error?.message} <span className="mono xs">{job.error?.code}</span>
      </span>
    </p>
  )
}
