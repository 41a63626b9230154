import { useEffect } from 'react'
import { useAccess } from '../access/access.tsx'
import { type CatalogEntry, readCatalog } from '../api.ts'
import { Blank } from '../parts/states.tsx'
import { type Loaded, useLoad } from '../parts/use-load.ts'
import { Whole } from '../parts/whole.tsx'
import { type PlantText, readPlant } from '../plants/api.ts'
import { rememberPlant } from '../plants/recent.ts'
import { isSignInOver, Refused } from '../server.ts'
import { mayEnter, NeedsRole } from '../shell/needs.tsx'
import { usePlace } from '../shell/place.ts'
import type { ViewProps } from '../shell/view.ts'
import { useText } from '../text/text.tsx'
import { Builder } from './builder.tsx'
import { GonePlant } from './gone-plant.tsx'
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
  return <WithCatalog view={view}>{(entries) => <Builder entries={entries} view={view} />}</WithCatalog>
}

/** A plant of the server. It is read anew for each view, so that each begins with the newest version. */
function KeptStack({ id, view }: { readonly id: string; readonly view: StackView }) {
  const text = useText()
  const isBuilder = view === 'build' || view === 'file'
  const loaded = useLoad(`${id} ${isBuilder ? 'builder' : view}`, (signal) => readPlant(id, signal))
  const isThere = loaded.value !== undefined
  useEffect(() => {
    if (isThere) rememberPlant(id)
  }, [id, isThere])
  if (loaded.error instanceof Refused && loaded.error.code === 'plant.no-such-plant')
    return (
      <Frame view={view} plant={id}>
        <GonePlant id={id} />
      </Frame>
    )
  return (
    <Framed loaded={loaded} what={text('plant')} view={view} plant={id} command="ign doctor">
      {(plant: PlantText) =>
        view === 'verify' ? (
          <Verify plant={plant} />
        ) : view === 'versions' ? (
          <Versions plant={plant} onRestored={loaded.reload} />
        ) : (
          <WithCatalog view={view} plant={id}>
            {(entries) => <Builder entries={entries} view={view} saved={plant} />}
          </WithCatalog>
        )
      }
    </Framed>
  )
}

interface WithCatalogProps {
  readonly view: StackView
  readonly plant?: string
  readonly children: (entries: readonly CatalogEntry[]) => React.ReactNode
}

function WithCatalog({ view, plant, children }: WithCatalogProps) {
  const text = useText()
  const { session } = useAccess()
  const loaded = useLoad(session?.user?.name ?? '', readCatalog)
  // reached from elsewhere, even computing needs somebody to be signed in
  if (isSignInOver(loaded.error)) return <NeedsRole title={text('stack')} session={session} needs="viewer" />
  return (
    <Framed loaded={loaded} what={text('catalogue')} view={view} plant={plant} command="ign stack catalog">
      {children}
    </Framed>
  )
}

interface FramedProps<T> {
  readonly loaded: Loaded<T>
  readonly what: string
  readonly view: StackView
  readonly plant?: string | undefined
  readonly command: string
  readonly children: (value: T) => React.ReactNode
}

/** What was read, which brings its own page bar; until then the bar of the stack, and why it is not there yet. */
function Framed<T>({ loaded, what, view, plant, command, children }: FramedProps<T>) {
  if (loaded.value !== undefined) return <>{children(loaded.value)}</>
  return (
    <Frame view={view} plant={plant}>
      <Whole loaded={loaded} what={what} command={command}>
        {() => null}
      </Whole>
    </Frame>
  )
}

interface FrameProps {
  readonly view: StackView
  readonly plant?: string | undefined
  readonly children: React.ReactNode
}

/** The bar of the stack above something that is not the stack itself. */
function Frame({ view, plant, children }: FrameProps) {
  const text = useText()
  return (
    <>
      <header className="pagebar">
        <h1>{text('stack')}</h1>
        <StackTabs view={view} plant={plant} />
      </header>
      <div className="page">
        <section className="panel">{children}</section>
      </div>
    </>
  )
}

/** What a draft cannot do, and how it can. */
function NeedsPlant({ view }: { readonly view: 'verify' | 'versions' }) {
  const text = useText()
  const isVerify = view === 'verify'
  return (
    <Frame view={view}>
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
    </Frame>
  )
}
