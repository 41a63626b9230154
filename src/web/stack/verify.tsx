import { useMemo, useRef, useState } from 'react'
import { useUser } from '../access/access.tsx'
import { isAtLeast } from '../access/role.ts'
import { type Outline, outlineOf, type Wire } from '../api.ts'
import { failureWords } from '../parts/form.tsx'
import { GuardedButton } from '../parts/guarded-button.tsx'
import { Glyph, Icon, type State } from '../parts/icon.tsx'
import { sentence } from '../parts/sentence.ts'
import { Blank, CommandLine, useNow } from '../parts/states.tsx'
import { ago, moment } from '../parts/time.ts'
import { useLoad } from '../parts/use-load.ts'
import { Whole } from '../parts/whole.tsx'
import { type Job, type PlantText, readJob, readJobs, stopJob, verifyPlant } from '../plants/api.ts'
import { keptDraft } from '../plants/draft.ts'
import { personOf } from '../plants/person.ts'
import { useVerification } from '../plants/use-verification.ts'
import { countOf, type ProbeResult, proofOf, runToShow, type Verification } from '../plants/verification.ts'
import { withQuery } from '../shell/paths.ts'
import { go, usePlace } from '../shell/place.ts'
import { plantCrumbs, useCommands, useCrumbs } from '../shell/told.ts'
import { useLanguage, useText } from '../text/text.tsx'
import { Canvas } from './canvas.tsx'
import { StackTabs } from './tabs.tsx'

/** Every wire of a plant, as it is tried from inside its running stack. */
export function Verify({ plant }: { readonly plant: PlantText }) {
  const text = useText()
  const { query, path } = usePlace()
  const { value: jobs } = useLoad(`jobs ${plant.id}`, (signal) => readJobs({ plant: plant.id }, signal))
  const job = query.get('job') ?? runToShow(jobs?.items ?? [], plant.proof)
  const picked = query.get('wire') ?? undefined
  const loaded = useLoad(`${plant.id} ${plant.version}`, (signal) => outlineOf(plant.text, signal))
  const outline = loaded.value
  const { value: started } = useLoad(job ?? '', (signal) => (job ? readJob(job, signal) : Promise.resolve(undefined)))
  const run = useVerification(job)
  const states = useMemo(() => statesOf(outline, run), [outline, run])
  const pick = (wire: string | undefined) => go(withQuery(path, query.toString(), { wire }))
  useCrumbs(...plantCrumbs(text, plant), { label: text('verify') })
  const broken = [...run.results.values()].filter(({ ok }) => !ok)
  const shown = run.results.get(picked ?? broken[0]?.wire ?? '')
  return (
    <>
      <VerifyBar plant={plant} job={run.end ?? started} />
      {keptDraft(plant.id) && (
        <p className="banner" role="status">
          <Icon name="diff" />
          {text('verifyUnsaved', { version: plant.version })}
        </p>
      )}
      <CutOff run={run} />
      <Whole loaded={loaded} what={text('wires')} command="ign stack verify plant.yaml">
        {(shownOutline) => (
          <>
            <RunHead run={run} outline={shownOutline} />
            <div className="verify">
              <Canvas
                outline={shownOutline}
                plant={plant.id}
                issues={shownOutline.issues.filter(({ severity }) => severity === 'error')}
                selected={undefined}
                onSelect={() => undefined}
                proofs={states}
                pickedWire={shown?.wire}
                onPickWire={pick}
              />
              <Evidence run={run} result={shown} outline={shownOutline} onClose={() => pick(undefined)} />
              <Probes run={run} outline={shownOutline} states={states} picked={shown?.wire} onPick={pick} />
            </div>
          </>
        )}
      </Whole>
    </>
  )
}

/** Of a run that did not come to its end: what it had shown by then, and that it says nothing about the stack. */
function CutOff({ run: { end, results, wires } }: { readonly run: Verification }) {
  const text = useText()
  const { language } = useLanguage()
  if (end === undefined || !isCutOff(end)) return null
  const time = moment(end.endedAt ?? end.startedAt, language)
  return (
    <p className="banner" role="status">
      <Icon name="clock" />
      <span className="grow">
        <b>{text(end.state === 'lost' ? 'verifyLost' : 'verifyStopped', { time })}</b>{' '}
        {text('verifySoFar', { done: results.size, total: wires.length })}
      </span>
    </p>
  )
}

const isCutOff = ({ state }: Job): boolean => state === 'lost' || state === 'cancelled'

const statesOf = (outline: Outline | undefined, run: Verification): ReadonlyMap<string, State> =>
  new Map(
    outline?.wires.flatMap(({ id, status }): [string, State][] => {
      const proof = proofOf(run, id)
      if (proof === undefined) return [[id, status]]
      return [[id, proof === 'broken' ? 'error' : proof]]
    }),
  )

function VerifyBar({ plant, job }: { readonly plant: PlantText; readonly job: Job | undefined }) {
  const text = useText()
  const { language } = useLanguage()
  const user = useUser()
  const now = useNow(10_000)
  const [failure, setFailure] = useState<Error>()
  const mayRun = user !== undefined && isAtLeast(user.role, 'operator')
  const isRunning = job?.state === 'running'
  const attempt = async (work: () => Promise<unknown>) => {
    setFailure(undefined)
    try {
      await work()
    } catch (error) {
      setFailure(error as Error)
    }
  }
  const start = () =>
    attempt(async () => {
      const { id } = await verifyPlant(plant.id)
      go(withQuery('/stack/verify', '', { plant: plant.id, job: id }))
    })
  const begin = useRef(start)
  begin.current = start
  const { name } = plant
  const isOffered = mayRun && !isRunning
  useCommands(
    useMemo(
      () =>
        isOffered
          ? [
              {
                group: 'do',
                label: text('verifyOf', { name }),
                icon: 'refresh',
                line: 'ign stack verify plant.yaml',
                run: () => void begin.current(),
              },
            ]
          : [],
      [text, isOffered, name],
    ),
  )
  return (
    <header className="pagebar">
      <h1>{text('stack')}</h1>
      <StackTabs view="verify" plant={plant.id} />
      <span className="spring" />
      {failure && (
        <span className="bad" role="alert">
          {failureWords(failure, text)}
        </span>
      )}
      {job && (
        <span className="t3 xs nowrap w-wide">
          {text('runBy', { time: ago(job.startedAt, now, language), who: personOf(job.startedBy) })}
        </span>
      )}
      {isRunning && (
        <button type="button" className="btn" onClick={() => void attempt(() => stopJob(job.id))}>
          <Icon name="stop" />
          {text('verifyStop')}
        </button>
      )}
      <GuardedButton
        className="btn primary"
        obstacle={
          mayRun
            ? isRunning
              ? text('verifyRuns')
              : undefined
            : text('verifyNeedsRole', { role: text('operator'), mine: text(user?.role ?? 'viewer') })
        }
        onClick={() => void start()}
      >
        <Icon name="refresh" />
        {text(job ? 'verifyAgain' : 'verifyStart')}
      </GuardedButton>
    </header>
  )
}

const tried = ['proven', 'broken', 'running'] as const
const untried = ['manual', 'unsupported'] as const
const bars = [...tried, ...untried]
const glyphs: Readonly<Record<(typeof bars)[number], State>> = {
  proven: 'proven',
  broken: 'error',
  running: 'running',
  manual: 'manual',
  unsupported: 'unsupported',
}
const sums = {
  proven: 'provenCount',
  broken: 'brokenCount',
  running: 'runningCount',
  manual: 'manualCount',
  unsupported: 'unsupportedCount',
} as const

function RunHead({ run, outline }: { readonly run: Verification; readonly outline: Outline }) {
  const text = useText()
  const open = (status: Wire['status']) => outline.wires.filter((wire) => wire.status === status).length
  const counts = { ...countOf(run), manual: open('manual'), unsupported: open('unsupported') }
  const total = run.wires.length || open('automatic')
  const words = bars.filter((bar) => counts[bar] > 0).map((bar) => text(sums[bar], { count: counts[bar] }))
  return (
    <section className="run-head" aria-label={text('progress')}>
      <div className="run-fig">
        <b>{run.results.size}</b>
        <span>{text('wiresTried', { total })}</span>
      </div>
      <div className="segbar" role="img" aria-label={`${text('progressByState')}: ${words.join(', ')}`}>
        {tried.map((bar) => (
          <Cells key={bar} count={counts[bar]} look={bar} />
        ))}
        <Cells count={total - counts.proven - counts.broken - counts.running} look="" />
        {untried.map((bar) => (
          <Cells key={bar} count={counts[bar]} look={bar} />
        ))}
      </div>
      <ul className="run-sum">
        {bars
          .filter((bar) => counts[bar] > 0)
          .map((bar) => (
            <li key={bar}>
              <Glyph state={glyphs[bar]} />
              {text(sums[bar], { count: counts[bar] })}
            </li>
          ))}
      </ul>
      <p className="vh" role="status">
        {run.end ? words.join(', ') : ''}
      </p>
    </section>
  )
}

function Cells({ count, look }: { readonly count: number; readonly look: string }) {
  return Array.from({ length: count }, (_, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: cells are all alike
    <span key={index} className={look} />
  ))
}

interface EvidenceProps {
  readonly run: Verification
  readonly result: ProbeResult | undefined
  readonly outline: Outline
  readonly onClose: () => void
}

/** What one probe has shown, or where to begin. */
function Evidence({ run, result, outline, onClose }: EvidenceProps) {
  const text = useText()
  const wire = outline.wires.find(({ id }) => id === result?.wire)
  if (!result || !wire)
    return (
      <aside className="inspector evidence" aria-label={text('evidence')}>
        {run.end && isCutOff(run.end) && run.results.size === 0 ? (
          <Blank icon="clock" title={text('verifyNoResult')} command="ign stack verify plant.yaml" />
        ) : run.end?.error && !isCutOff(run.end) ? (
          <Blank icon="link" title={text('verifyFailed')} command="docker compose up --detach --wait">
            {sentence(text.said(run.end.error.message))} <span className="mono xs">{run.end.error.code}</span>
          </Blank>
        ) : run.wires.length === 0 ? (
          <Blank icon="link" title={text('verifyIdle')} command="ign stack verify plant.yaml">
            {text('verifyIdleText')}
          </Blank>
        ) : (
          <p className="none t3">{text('pickWire')}</p>
        )}
      </aside>
    )
  return (
    <aside className="inspector evidence" aria-label={`${wire.provider}, ${wire.consumer}`}>
      <header>
        <Glyph state={result.ok ? 'proven' : 'error'} size={16} label={text(result.ok ? 'proven' : 'broken')} />
        <div className="grow">
          <h2 className="row">
            {wire.provider} <Icon name="arrow" size={12} /> {wire.consumer}
          </h2>
          <div className="xs t3">
            {wire.ability}, {text(result.ok ? 'provenAfter' : 'failedAfter', { ms: result.ms })}
          </div>
        </div>
        <button type="button" className="tool" aria-label={text('closeDetail')} onClick={onClose}>
          <Icon name="x" />
        </button>
      </header>
      <div className="scroll form">
        <p className="lead">{sentence(text.said(wire.why))}</p>
        <section>
          <h3>{text('probe')}</h3>
          <p className="t2">{text.said(result.what)}</p>
        </section>
        <section>
          <h3>{text('evidence')}</h3>
          <div className={result.ok ? 'term' : 'term fault'}>
            {result.ok ? text.said(result.evidence) : result.evidence}
          </div>
        </section>
        {result.hint && (
          <section>
            <h3>{text('whatToDo')}</h3>
            <p className="t2">{text.said(result.hint)}</p>
          </section>
        )}
        <section>
          <h3>{text('sameByCommand')}</h3>
          <CommandLine line={`ign stack verify plant.yaml --wire ${result.wire}`} />
        </section>
      </div>
    </aside>
  )
}

interface ProbesProps {
  readonly run: Verification
  readonly outline: Outline
  readonly states: ReadonlyMap<string, State>
  readonly picked: string | undefined
  readonly onPick: (wire: string) => void
}

const order: readonly State[] = ['error', 'running', 'proven', 'automatic', 'manual', 'unsupported']

/** Every wire with what its probe did: the broken ones first. */
function Probes({ run, outline, states, picked, onPick }: ProbesProps) {
  const text = useText()
  const rank = ({ id }: Wire) => order.indexOf(states.get(id) ?? 'automatic')
  const wires = [...outline.wires].sort((one, other) => rank(one) - rank(other))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="drawer plist" aria-label={text('wireProbes')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{text('wire')}</th>
            <th scope="col">{text('ability')}</th>
            <th scope="col">{text('probe')}</th>
            <th scope="col">{text('evidence')}</th>
            <th scope="col" className="num">
              {text('took')}
            </th>
          </tr>
        </thead>
        <tbody>
          {wires.map((wire) => {
            const result = run.results.get(wire.id)
            const state = states.get(wire.id) ?? 'automatic'
            return (
              <tr key={wire.id} className="hit" aria-selected={wire.id === picked}>
                <td className="nowrap">
                  <button type="button" className="row plain inset" data-row onClick={() => onPick(wire.id)}>
                    <Glyph state={state} label={text(wordOf(state))} />
                    {wire.provider} <Icon name="arrow" size={12} /> {wire.consumer}
                  </button>
                </td>
                <td>
                  <span className="chip">{wire.ability}</span>
                </td>
                <td className="t2 cut">{text.said(result?.what ?? wire.note ?? '')}</td>
                <td className={result && !result.ok ? 'cut is-fault' : 'cut t2'}>{result?.evidence ?? ''}</td>
                <td className="num t2 nowrap">{result ? `${result.ms} ms` : ''}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

const wordOf = (state: State) =>
  state === 'error' ? 'broken' : state === 'running' ? 'inTheWire' : state === 'proven' ? 'proven' : wordOfOpen(state)

const wordOfOpen = (state: State) =>
  state === 'manual' ? 'manual' : state === 'unsupported' ? 'unsupported' : 'notTriedWire'
