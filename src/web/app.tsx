import { Component, lazy, type ReactNode, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { useAccess } from './access/access.tsx'
import { afterProvider, isAway } from './access/provider.ts'
import { SessionBar } from './access/session-bar.tsx'
import { Blank, Failure, Loading } from './parts/states.tsx'
import { KeySheet } from './shell/key-sheet.tsx'
import { useShellKeys } from './shell/keys.ts'
import { mayEnter, NeedsRole } from './shell/needs.tsx'
import { Palette } from './shell/palette.tsx'
import type { Params } from './shell/paths.ts'
import { followLinks, go, usePlace } from './shell/place.ts'
import { Rail } from './shell/rail.tsx'
import { addressOf, findRoute, firstAddress, type Route, routes } from './shell/routes.ts'
import { turnTheme } from './shell/theme.ts'
import { useToldCrumbs } from './shell/told.ts'
import { Top } from './shell/top.tsx'
import { useText } from './text/text.tsx'

const views = new Map(routes.map((route) => [route, lazy(route.load)]))

/** The frame around every view: where one is, where one can go, and what concerns the whole console. */
export function App() {
  const text = useText()
  const { path } = usePlace()
  const found = findRoute(path)
  const [open, setOpen] = useState<'palette' | 'keys'>()
  const close = useCallback(() => setOpen(undefined), [])
  useEffect(() => followLinks((to) => to === '/' || findRoute(to) !== undefined), [])
  const { session, error } = useAccess()
  useEffect(() => {
    if (path !== '/' || (isAway() && !session && !error)) return
    const to = afterProvider(location.hash, session?.state === 'signed-in') ?? firstAddress()
    if (to !== '/') go(to, { replace: true })
  }, [path, session, error])
  useShellKeys({
    palette: () => setOpen('palette'),
    sheet: () => setOpen('keys'),
    theme: turnTheme,
    view: (letter) => {
      const route = routes.find((one) => one.letter === letter)
      if (route) go(addressOf(route))
      return route !== undefined
    },
  })
  useTitle(found?.route)
  const view = found ? <View key={found.route.path} {...found} /> : path !== '/' && <NotFound path={path} />
  return (
    <>
      {found?.route.isGate ? (
        view
      ) : (
        <div className="app">
          <a className="vh" href="#main">
            {text('skip')}
          </a>
          <Top route={found?.route} onSearch={() => setOpen('palette')} onKeys={() => setOpen('keys')} />
          <Rail route={found?.route} />
          <Main path={found?.route.path}>
            <SessionBar />
            {view}
          </Main>
        </div>
      )}
      {open === 'palette' && <Palette onClose={close} onKeys={() => setOpen('keys')} />}
      {open === 'keys' && <KeySheet onClose={close} />}
    </>
  )
}

/** Takes the focus when another view comes, so that reading begins there. */
function Main({ path, children }: { readonly path: string | undefined; readonly children: ReactNode }) {
  const main = useRef<HTMLElement>(null)
  const before = useRef(path)
  useEffect(() => {
    if (before.current !== path && before.current !== undefined) main.current?.focus({ preventScroll: true })
    before.current = path
  }, [path])
  return (
    <main id="main" ref={main} tabIndex={-1}>
      {children}
    </main>
  )
}

function View({ route, params }: { readonly route: Route; readonly params: Params }) {
  const text = useText()
  const { session } = useAccess()
  const Shown = views.get(route)
  if (!Shown) return null
  if (route.needs !== undefined && !mayEnter(session, route.needs))
    return <NeedsRole title={text(route.title)} session={session} needs={route.needs} />
  return (
    <Unbroken>
      <Suspense fallback={<Loading label={text('loadingView')} />}>
        <Shown params={params} />
      </Suspense>
    </Unbroken>
  )
}

/** A view that fails takes nothing else with it. */
class Unbroken extends Component<{ readonly children: ReactNode }, { readonly error?: Error }> {
  override state: { readonly error?: Error } = {}

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  override render() {
    return this.state.error ? <Broken error={this.state.error} /> : this.props.children
  }
}

function Broken({ error }: { readonly error: Error }) {
  const text = useText()
  return (
    <>
      <header className="pagebar">
        <h1>Plantwright</h1>
      </header>
      <div className="page">
        <section className="panel">
          <Failure title={text('viewBroke')} error={error} />
          <div className="box">
            <p className="t2">{text('viewBrokeText')}</p>
            <div className="row">
              <button type="button" className="btn primary" onClick={() => location.reload()}>
                {text('loadAgain')}
              </button>
            </div>
          </div>
        </section>
      </div>
    </>
  )
}

function NotFound({ path }: { readonly path: string }) {
  const text = useText()
  return (
    <>
      <header className="pagebar">
        <h1>Plantwright</h1>
      </header>
      <div className="page">
        <section className="panel">
          <Blank
            icon="search"
            title={text('notFoundTitle')}
            actions={
              <a className="btn primary" href="/">
                {text('toStart')}
              </a>
            }
          >
            {text('notFoundText', { path: path.slice(0, 100) })}
          </Blank>
        </section>
      </div>
    </>
  )
}

function useTitle(route: Route | undefined): void {
  const text = useText()
  const crumbs = useToldCrumbs()
  const labels = crumbs?.map(({ label }) => label).toReversed() ?? (route ? [text(route.title)] : [])
  const title = [...labels, 'Plantwright'].join(', ')
  useEffect(() => {
    document.title = title
  }, [title])
}
