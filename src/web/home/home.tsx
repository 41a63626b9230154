import { useMemo, useRef, useState } from 'react'
import { isAtLeast, useAccess, useUser } from '../access/access.tsx'
import { failureWords } from '../parts/form.tsx'
import { Glyph, Icon } from '../parts/icon.tsx'
import { sentence } from '../parts/sentence.ts'
import { Blank, Loading, useNow } from '../parts/states.tsx'
import { ago, moment } from '../parts/time.ts'
import { useLoad } from '../parts/use-load.ts'
import { useRepeat } from '../parts/use-repeat.ts'
import { Whole } from '../parts/whole.tsx'
import { type Change, createPlant, type Job, type Plant, readChanges, readJobs, readPlants } from '../plants/api.ts'
import { addressOfJob } from '../plants/job-address.ts'
import { jobTitle } from '../plants/job-title.ts'
import { personOf } from '../plants/person.ts'
import { signInFrom } from '../shell/paths.ts'
import { go } from '../shell/place.ts'
import { useCommands } from '../shell/told.ts'
import { type Language, type Text, useLanguage, useText } from '../text/text.tsx'
import { ImportDialog, isStackFile } from '../transfer/import-dialog.tsx'
import { type Attention, attentionOf } from './attention.ts'
import { PlantMenu } from './plant-menu.tsx'

/** Running jobs move on by themselves. */
const askAgainMs = 3000

interface Seen {
  readonly plants: readonly Plant[]
  readonly changes: readonly Change[]
  /** The newest first. */
  readonly jobs: readonly Job[]
}

async function readAll(signal: AbortSignal): Promise<Seen> {
  const [plants, changes, jobs] = await Promise.all([readPlants(signal), readChanges(signal), readJobs({}, signal)])
  return { plants, changes, jobs: jobs.items }
}

/** The first view: the plants of this server, or what a visitor can do. */
export default function Home() {
  const { session } = useAccess()
  const text = useText()
  if (session === undefined)
    return (
      <>
        <header className="pagebar">
          <h1>{text('plants')}</h1>
        </header>
        <Loading label={text('loadingView')} />
      </>
    )
  return session.state === 'signed-in' ? <Plants /> : <Welcome isNew={session.state === 'setup'} />
}

/** Building needs nobody to be signed in; keeping does. */
function Welcome({ isNew }: { readonly isNew: boolean }) {
  const text = useText()
  return (
    <>
      <header className="pagebar">
        <h1>{text('plants')}</h1>
      </header>
      <div className="page">
        <section className="panel">
          <Blank
            icon="stack"
            title={text('welcome')}
            actions={
              <>
                <a className="btn primary" href="/stack">
                  {text('welcomeBuild')}
                </a>
                <a className="btn" href={isNew ? '/setup' : signInFrom('/')}>
                  {text(isNew ? 'setUp' : 'signIn')}
                </a>
              </>
            }
          >
            {text(isNew ? 'welcomeNew' : 'welcomeText')}
          </Blank>
        </section>
      </div>
    </>
  )
}

/** All plants, what is wrong, what has changed, what runs; each leads to its cause. */
function Plants() {
  const text = useText()
  const loaded = useLoad('home', readAll)
  const { reload } = loaded
  useRepeat(reload, askAgainMs)
  return (
    <>
      <HomeBar onCreated={reload} />
      <Whole loaded={loaded} what={text('plants')} command="ign doctor">
        {(seen) => (seen.plants.length === 0 ? <NoPlants /> : <Overview seen={seen} onChange={reload} />)}
      </Whole>
    </>
  )
}

function NoPlants() {
  const text = useText()
  return (
    <div className="page">
      <section className="panel">
        <Blank
          icon="stack"
          title={text('homeEmpty')}
          actions={
            <a className="btn primary" href="/stack">
              {text('startPlant')}
            </a>
          }
          command="ign stack init --template full-iiot > plant.yaml"
        >
          {text('homeEmptyText')}
        </Blank>
      </section>
    </div>
  )
}

function HomeBar({ onCreated }: { readonly onCreated: () => void }) {
  const text = useText()
  const user = useUser()
  const input = useRef<HTMLInputElement>(null)
  const [failure, setFailure] = useState<Error>()
  const [stack, setStack] = useState<File>()
  const open = async (file: File) => {
    setFailure(undefined)
    if (isStackFile(file)) return setStack(file)
    if (!/\.ya?ml$/i.test(file.name)) return setFailure(new Error(text('notAPlantFile', { name: file.name })))
    try {
      const plant = await createPlant(file.name.replace(/\.[^.]+$/, ''), await file.text(), file.name)
      onCreated()
      go(`/stack?plant=${plant.id}`)
    } catch (error) {
      setFailure(error as Error)
    }
  }
  const mayWrite = user !== undefined && isAtLeast(user.role, 'engineer')
  useCommands(
    useMemo(
      () => [
        { group: 'do', label: text('startPlant'), icon: 'plus', line: 'ign stack init > plant.yaml', to: '/stack' },
        ...(mayWrite
          ? [{ group: 'do', label: text('importPlant'), icon: 'upload', run: () => input.current?.click() } as const]
          : []),
      ],
      [text, mayWrite],
    ),
  )
  return (
    <header className="pagebar">
      <h1>{text('plants')}</h1>
      <span className="spring" />
      {failure && (
        <span className="bad" role="alert">
          {failureWords(failure, text)}
        </span>
      )}
      <input
        ref={input}
        type="file"
        accept=".yaml,.yml,.ignstack"
        hidden
        aria-label={text('importPlant')}
        onChange={({ target }) => {
          const file = target.files?.[0]
          if (file) void open(file)
          target.value = ''
        }}
      />
      <button
        type="button"
        className="btn"
        disabled={!mayWrite}
        title={
          mayWrite ? undefined : text('saveNeedsRole', { role: text('engineer'), mine: text(user?.role ?? 'viewer') })
        }
        onClick={() => input.current?.click()}
      >
        <Icon name="upload" />
        {text('importPlant')}
      </button>
      {stack && <ImportDialog file={stack} onClose={() => setStack(undefined)} />}
      <a className="btn primary" href="/stack">
        <Icon name="plus" />
        {text('startPlant')}
      </a>
    </header>
  )
}

function Overview({ seen, onChange }: { readonly seen: Seen; readonly onChange: () => void }) {
  const text = useText()
  const user = useUser()
  const attention = attentionOf(seen.plants, seen.jobs)
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
            {attention.length > 0 && <span className="count">{attention.length}</span>}
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

interface PlantTableProps extends Pick<Seen, 'plants' | 'changes'> {
  readonly onChange: () => void
}

function PlantTable({ plants, changes, onChange }: PlantTableProps) {
  const text = useText()
  return (
    <table className="plants">
      <thead>
        <tr>
          <th scope="col">{text('plant')}</th>
          <th scope="col">{text('plantState')}</th>
          <th scope="col">{text('wiresProven')}</th>
          <th scope="col" className="num">
            {text('services')}
          </th>
          <th scope="col">{text('lastChange')}</th>
          <th scope="col">
            <span className="vh">{text('openPlant')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {plants.map((plant) => (
          <tr key={plant.id} className="hit">
            <td>
              <span className="two">
                <a className="plant-link inset" data-row href={`/stack?plant=${plant.id}`}>
                  {plant.name}
                </a>
                <span>{text('versionOf', { version: plant.version })}</span>
              </span>
            </td>
            <td>
              <PlantState plant={plant} />
            </td>
            <td>
              <ProvenMeter plant={plant} />
            </td>
            <td className="num">{plant.summary.services}</td>
            <td>
              <LastChange plant={plant} changes={changes} />
            </td>
            <td className="num">
              <PlantMenu plant={plant} onChange={onChange} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function LastChange({ plant, changes }: { readonly plant: Plant; readonly changes: readonly Change[] }) {
  const text = useText()
  const { language } = useLanguage()
  const now = useNow(10_000)
  const { id, version, updatedAt, updatedBy } = plant
  const note = changes.find((one) => one.plant === id && one.version === version)?.note
  return (
    <span className="two">
      <span className="cut">{note || text('saved')}</span>
      <span title={moment(updatedAt, language)}>
        {ago(updatedAt, now, language)}, {personOf(updatedBy)}
      </span>
    </span>
  )
}

function PlantState({ plant: { summary, proof } }: { readonly plant: Plant }) {
  const text = useText()
  const failed = proof?.failed ?? 0
  if (summary.errors > 0 || failed > 0)
    return (
      <span className="row is-fault">
        <Glyph state="error" label={text('broken')} />
        {failed > 0 ? text('plantBroken', { count: failed }) : text('plantErrors', { count: summary.errors })}
      </span>
    )
  if (summary.warnings > 0)
    return (
      <span className="row">
        <Glyph state="warning" label={text('warning')} />
        {text('plantWarnings', { count: summary.warnings })}
      </span>
    )
  return <span className="t2">{text('nothingToDo')}</span>
}

function ProvenMeter({ plant: { proof, version } }: { readonly plant: Plant }) {
  const text = useText()
  if (!proof) return <span className="t3">{text('notTried')}</span>
  const total = proof.passed + proof.failed
  return (
    <span className={proof.failed > 0 ? 'meter short' : 'meter'}>
      <span className="b">
        <span style={{ width: `${(100 * proof.passed) / Math.max(1, total)}%` }} />
      </span>
      {text('provenOf', { passed: proof.passed, total })}
      {proof.version !== version && <span className="xs t3">{text('provenOlder', { version: proof.version })}</span>}
    </span>
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
        detail: sentence(one.job.error?.message ?? ''),
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
  }
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
        const isWarning = one.kind === 'warnings'
        return (
          <li key={`${one.plant.id} ${one.kind}`}>
            <Glyph state={isWarning ? 'warning' : 'error'} label={text(isWarning ? 'warning' : 'broken')} />
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
