import { useAccess } from '../access/access.tsx'
import { type CatalogEntry, readCatalog } from '../api.ts'
import { Blank, Failure, Loading, Offline } from '../parts/states.tsx'
import { type Loaded, useLoad } from '../parts/use-load.ts'
import { type PlantText, readPlant } from '../plants/api.ts'
import { isSignInOver } from '../server.ts'
import { mayEnter, NeedsRole } from '../shell/needs.tsx'
import { usePlace } from '../shell/place.ts'
import type { ViewProps } from '../shell/routes.ts'
import { useText } from '../text/text.tsx'
import { Builder } from './builder.tsx'
import { StackTabs, type StackView } from './tabs.tsx'
import { Verify } from './verify.tsx'
import { Versions } from './versions.tsx'

const views: readonly StackView[] = ['build', 'verify', 'file', 'versions']

/** The stack builder, for a draft or for a plant that the server keeps. */
export default function Stack({ params }: ViewProps) {
  const text = useText()
  const { session } = useAccess()
  const plant = usePlace().query.get('plant') ?? undefined
  const view = views.find((one) => one === params.view) ?? 'build'
  if (plant !== undefined) {
    if (!mayEnter(session, 'viewer')) return <NeedsRole title={text('plant')} session={session} needs="viewer" />
    return <KeptStack key={plant} id={plant} view={view} />
  }
  if (view === 'verify' || view === 'versions') return <NeedsPlant view={view} />
  return <WithCatalog>{(entries) => <Builder entries={entries} view={view} />}</WithCatalog>
}

/** A plant of the server. It is read anew for each view, so that each begins with the newest version. */
function KeptStack({ id, view }: { readonly id: string; readonly view: StackView }) {
  const text = useText()
  const isBuilder = view === 'build' || view === 'file'
  const loaded = useLoad(`${id} ${isBuilder ? 'builder' : view}`, (signal) => readPlant(id, signal))
  return (
    <Whole loaded={loaded} what={text('plant')}>
      {(plant: PlantText) =>
        view === 'verify' ? (
          <Verify plant={plant} />
        ) : view === 'versions' ? (
          <Versions plant={plant} onRestored={loaded.reload} />
        ) : (
          <WithCatalog>{(entries) => <Builder entries={entries} view={view} saved={plant} />}</WithCatalog>
        )
      }
    </Whole>
  )
}

function WithCatalog({ children }: { readonly children: (entries: readonly CatalogEntry[]) => React.ReactNode }) {
  const text = useText()
  const { session } = useAccess()
  const loaded = useLoad(session?.user?.name ?? '', readCatalog)
  // reached from elsewhere, even computing needs somebody to be signed in
  if (isSignInOver(loaded.error)) return <NeedsRole title={text('stack')} session={session} needs="viewer" />
  return (
    <Whole loaded={loaded} what={text('catalogue')}>
      {children}
    </Whole>
  )
}

interface WholeProps<T> {
  readonly loaded: Loaded<T>
  readonly what: string
  readonly children: (value: T) => React.ReactNode
}

/** What was read, or why it is not there yet. */
function Whole<T>({ loaded: { value, error, nextTry, reload }, what, children }: WholeProps<T>) {
  const text = useText()
  if (value !== undefined) return <>{children(value)}</>
  if (nextTry !== undefined) return <Offline nextTry={nextTry} onRetry={reload} />
  if (error) return <Failure title={text('notRead', { what })} error={error} onRetry={reload} />
  return <Loading label={text('loading')} />
}

/** What a draft cannot do, and how it can. */
function NeedsPlant({ view }: { readonly view: 'verify' | 'versions' }) {
  const text = useText()
  const isVerify = view === 'verify'
  return (
    <>
      <header className="pagebar">
        <h1>{text('stack')}</h1>
        <StackTabs view={view} />
      </header>
      <div className="page">
        <section className="panel">
          <Blank
            icon={isVerify ? 'link' : 'clock'}
            title={text(isVerify ? 'verifyNeedsPlant' : 'versionsNeedPlant')}
            actions={
              <a className="btn primary" href="/stack">
                {text('build')}
              </a>
            }
            command={isVerify ? 'ign stack verify plant.yaml' : undefined}
          >
            {text(isVerify ? 'verifyNeedsPlantText' : 'versionsNeedPlantText')}
          </Blank>
        </section>
      </div>
    </>
  )
}
