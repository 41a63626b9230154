import { useRef, useState } from 'react'
import { isAtLeast, useAccess, useUser } from '../access/access.tsx'
import { Glyph, Icon } from '../parts/icon.tsx'
import { Blank, Failure, Loading, Offline, useNow } from '../parts/states.tsx'
import { ago } from '../parts/time.ts'
import { useLoad } from '../parts/use-load.ts'
import { useRepeat } from '../parts/use-repeat.ts'
import { type Change, createPlant, type Job, type Plant, readChanges, readJobs, readPlants } from '../plants/api.ts'
import { addressOfJob } from '../plants/job-address.ts'
import { personOf } from '../plants/person.ts'
import { signInFrom } from '../shell/paths.ts'
import { go } from '../shell/place.ts'
import { useLanguage, useText } from '../text/text.tsx'
import { ImportDialog, isStackFile } from '../transfer/import-dialog.tsx'
import { PlantMenu } from './plant-menu.tsx'

/** Running jobs move on by themselves. */
const askAgainMs = 3000

interface Seen {
  readonly plants: readonly Plant[]
  readonly changes: readonly Change[]
  readonly running: readonly Job[]
}

async function readAll(signal: AbortSignal): Promise<Seen> {
  const [plants, changes, jobs] = await Promise.all([readPlants(signal), readChanges(signal), readJobs({}, signal)])
  return { plants, changes, running: jobs.items.filter(({ state }) => state === 'running') }
}

/** The first view: the plants of this server, or what a visitor can do. */
export default function Home() {
  const { session } = useAccess()
  if (session === undefined) return null
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
  const { value, error, nextTry, readAt, reload } = useLoad('home', readAll)
  useRepeat(reload, askAgainMs)
  return (
    <>
      <HomeBar onCreated={reload} />
      {nextTry !== undefined && <Offline nextTry={nextTry} readAt={readAt} onRetry={reload} />}
      {value ? (
        value.plants.length === 0 ? (
          <Blank
            icon="stack"
            title={text('homeEmpty')}
            actions={
              <a className="btn primary" href="/stack">
                {text('startPlant')}
              </a>
            }
            command="ign stack templates"
          >
            {text('homeEmptyText')}
          </Blank>
        ) : (
          <Overview seen={value} onChange={reload} />
        )
      ) : error && nextTry === undefined ? (
        <Failure title={text('notRead', { what: text('plants') })} error={error} onRetry={reload} />
      ) : (
        <Loading label={text('loading')} />
      )}
    </>
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
    try {
      const plant = await createPlant(file.name.replace(/\.[^.]+$/, ''), await file.text(), file.name)
      onCreated()
      go(`/stack?plant=${plant.id}`)
    } catch (error) {
      setFailure(error as Error)
    }
  }
  const mayWrite = user !== undefined && isAtLeast(user.role, 'engineer')
  return (
    <header className="pagebar">
      <h1>{text('plants')}</h1>
      <span className="spring" />
      {failure && (
        <span className="bad" role="alert">
          {failure.message}
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
  const attention = attentionOf(seen.plants)
  return (
    <div className="page">
      <section className="panel" aria-label={text('plants')}>
        <PlantTable plants={seen.plants} onChange={onChange} />
      </section>
      <div className="cols-3">
        <section className="panel" aria-labelledby="attention">
          <header>
            <h2 id="attention">{text('needsAttention')}</h2>
            {attention.length > 0 && <span className="count">{attention.length}</span>}
          </header>
          <Attention plants={attention} />
        </section>
        <section className="panel" aria-labelledby="changed">
          <header>
            <h2 id="changed">{text('changedLast')}</h2>
          </header>
          <Changes changes={seen.changes} />
        </section>
      </div>
      <section className="panel" aria-labelledby="running">
        <header>
          <h2 id="running">{text('runningNow')}</h2>
          {seen.running.length > 0 && <span className="count">{seen.running.length}</span>}
        </header>
        <Running jobs={seen.running} />
      </section>
    </div>
  )
}

function PlantTable({ plants, onChange }: { readonly plants: readonly Plant[]; readonly onChange: () => void }) {
  const text = useText()
  const { language } = useLanguage()
  const now = useNow(10_000)
  return (
    <table>
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
              <a className="plant-link" href={`/stack?plant=${plant.id}`}>
                <b>{plant.name}</b>
              </a>
            </td>
            <td>
              <PlantState plant={plant} />
            </td>
            <td>
              <ProvenMeter plant={plant} />
            </td>
            <td className="num">{plant.summary.services}</td>
            <td>
              <span className="two">
                <span>{text('versionTitle', { version: plant.version })}</span>
                <span>
                  {ago(plant.updatedAt, now, language)}, {personOf(plant.updatedBy)}
                </span>
              </span>
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

function PlantState({ plant: { summary, proof } }: { readonly plant: Plant }) {
  const text = useText()
  const failed = proof?.failed ?? 0
  if (summary.errors === 0 && failed === 0) return <span className="t2">{text('nothingToDo')}</span>
  return (
    <span className="row is-fault">
      <Glyph state="error" />
      {summary.errors > 0 ? text('plantErrors', { count: summary.errors }) : text('plantBroken', { count: failed })}
    </span>
  )
}

function ProvenMeter({ plant: { proof, version } }: { readonly plant: Plant }) {
  const text = useText()
  if (!proof) return <span className="t3">{text('notTried')}</span>
  const total = proof.passed + proof.failed
  return (
    <span className={proof.failed > 0 ? 'meter bad' : 'meter'}>
      <span className="b">
        <span style={{ width: `${(100 * proof.passed) / Math.max(1, total)}%` }} />
      </span>
      {text('provenOf', { passed: proof.passed, total })}
      {proof.version !== version && <span className="xs t3">{text('provenOlder', { version: proof.version })}</span>}
    </span>
  )
}

/** What has errors or broken wires; the broken ones first, because something runs there. */
const attentionOf = (plants: readonly Plant[]): readonly Plant[] => [
  ...plants.filter(({ proof }) => (proof?.failed ?? 0) > 0),
  ...plants.filter(({ proof, summary }) => (proof?.failed ?? 0) === 0 && summary.errors > 0),
]

function Attention({ plants }: { readonly plants: readonly Plant[] }) {
  const text = useText()
  const { language } = useLanguage()
  const now = useNow(10_000)
  if (plants.length === 0) return <p className="none t3">{text('nothingNeeded')}</p>
  return (
    <ul className="rows">
      {plants.map(({ id, name, summary, proof, version, updatedBy }) => {
        const failed = proof?.failed ?? 0
        return (
          <li key={id}>
            <Glyph state="error" />
            <div className="grow">
              <p>
                <b>
                  {failed > 0
                    ? text('brokenTitle', { name, count: failed })
                    : text('errorsTitle', { name, count: summary.errors })}
                </b>
              </p>
              <p className="xs t3">
                {proof && failed > 0
                  ? text('brokenText', { time: ago(proof.at, now, language), version: proof.version })
                  : text('errorsText', { version, who: personOf(updatedBy) })}
              </p>
            </div>
            <a
              className="btn s"
              href={failed > 0 ? `/stack/verify?plant=${id}&job=${proof?.job}` : `/stack?plant=${id}`}
            >
              {text(failed > 0 ? 'openWire' : 'openProblems')}
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
        <li key={`${plant} ${version}`}>
          <span className="when">{ago(at, now, language)}</span>
          <div className="grow">
            <p>
              <a href={`/stack/versions?plant=${plant}&version=${version}`}>{note || text('saved')}</a>
            </p>
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
      {jobs.map(({ id, title, steps, startedBy, ...job }) => (
        <li key={id}>
          <Glyph state="running" />
          <div>
            <p>{title}</p>
            <p className="xs t3">{personOf(startedBy)}</p>
          </div>
          <progress className="opt" max={Math.max(1, steps.total)} value={steps.done} aria-label={title} />
          <span className="t2 nowrap">{text('stepOf', steps)}</span>
          <a className="btn s" href={addressOfJob({ id, ...job })}>
            {text('watch')}
          </a>
        </li>
      ))}
    </ul>
  )
}
