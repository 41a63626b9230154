import { lazy, memo, Suspense, useMemo, useRef, useState } from 'react'
import { type CatalogEntry, type Issue, type Outline, readTemplate, readTemplates } from '../api.ts'
import { failureWords } from '../parts/form.tsx'
import { Glyph, Icon } from '../parts/icon.tsx'
import { save } from '../parts/save.ts'
import { Blank, Loading, Offline } from '../parts/states.tsx'
import { useFileChoice } from '../parts/use-file-choice.tsx'
import { useLoad } from '../parts/use-load.ts'
import { useStable } from '../parts/use-stable.ts'
import { Whole } from '../parts/whole.tsx'
import {
  addService,
  duplicateService,
  newPlant,
  removeService,
  renameService,
  type Step,
  setAt,
} from '../plant/edit.ts'
import { serviceOf } from '../plant/pointer.ts'
import type { PlantText } from '../plants/api.ts'
import { withQuery } from '../shell/paths.ts'
import { go } from '../shell/place.ts'
import { plantCrumbs, useCrumbs } from '../shell/told.ts'
import { templateSummary } from '../text/templates.ts'
import { useLanguage, useText } from '../text/text.tsx'
import { importOlder } from '../transfer/api.ts'
import { fileEndings, fileKind, nameOfFile } from '../transfer/file-kind.ts'
import type { Held } from '../transfer/held.ts'
import { ImportDialog } from '../transfer/import-dialog.tsx'
import { TakeAlong, TakenBanner, useTaking } from '../transfer/take-along.tsx'
import { useSelectedInAddress } from './address.ts'
import { Canvas } from './canvas.tsx'
import { Catalog } from './catalog.tsx'
import { useStackCommands } from './commands.ts'
import { Drawer } from './drawer.tsx'
import { GroupPanel } from './group-panel.tsx'
import { Inspector } from './inspector.tsx'
import { KeepBanner, KeepButtons, keptState } from './keep-bar.tsx'
import { PlantSettings } from './plant-settings.tsx'
import { PrintSummary } from './print-summary.tsx'
import { SheetButtons, useSheets } from './sheets.tsx'
import { Splitter, usePanels } from './splitter.tsx'
import { StackTabs } from './tabs.tsx'
import { useAdded, useGroup } from './use-group.ts'
import { useKeeping } from './use-keeping.ts'
import { useKeys } from './use-keys.ts'
import { useFiles, useOutline, useSession } from './use-plant.ts'

/** The editor is the largest part of the console and loads when it is first shown. */
const PlantFile = lazy(async () => ({ default: (await import('./plant-file.tsx')).PlantFile }))

interface BuilderProps {
  readonly entries: readonly CatalogEntry[]
  readonly view: 'build' | 'file'
  /** The plant as the server keeps it; without it the builder works on a draft. */
  readonly saved?: PlantText
}

/** A plant from nothing to its files: catalogue, picture, settings, problems. */
export function Builder({ entries, view, saved }: BuilderProps) {
  const text = useText()
  const [session, dispatch] = useSession(saved)
  const { text: plant, selected } = session
  const { outline, issues, refusal, nextTry, retry } = useOutline(plant)
  const files = useFiles(plant, outline?.isComplete === true && issues.every(({ severity }) => severity !== 'error'))
  const keeping = useKeeping(saved, plant, (next, version) =>
    dispatch({ type: 'open', text: next, what: text('didTakeTheirs', { version }) }),
  )
  const name = saved?.name ?? outline?.name ?? 'plant'
  const [line, setLine] = useState<number>()
  const [renameRound, setRenameRound] = useState(0)
  const search = useRef<HTMLInputElement>(null)
  const service = outline?.services.find(({ name }) => name === selected)
  const isUnreadable = issues.some(({ code }) => code === 'stack.unreadable')
  const { group, groupUp } = useGroup(outline)
  const added = useAdded(saved?.text, plant)
  const groupNames = useMemo(() => group.map((one) => one.name), [group])
  const panels = usePanels()
  const { sheet, open: openSheet, isDrawerOpen, toggleDrawer } = useSheets()

  const edit = (next: string, what: string, more: { merge?: string; select?: string } = {}) =>
    dispatch({ type: 'edit', text: next, what, ...more })
  const set = (path: readonly Step[], value: unknown) =>
    edit(setAt(plant, path, value), text('didSet', { field: path.at(-1) ?? '' }), { merge: path.join('/') })
  const select = useStable((name: string | undefined) => {
    groupUp([])
    openSheet(undefined)
    dispatch({ type: 'select', name })
  })
  const add = useStable((uses: string) => {
    const { text: next, name } = addService(plant, uses)
    groupUp([])
    openSheet(undefined)
    edit(next, text('didAdd', { name }), { select: name })
  })
  const duplicate = () => {
    if (group.length > 0) {
      const next = group.reduce((made, { name }) => duplicateService(made, name).text, plant)
      return edit(next, text('didDuplicateSeveral', { count: group.length }))
    }
    if (selected === undefined) return
    const { text: next, name } = duplicateService(plant, selected)
    edit(next, text('didDuplicate', { name: selected }), { select: name })
  }
  const remove = () => {
    if (group.length > 0) {
      const next = group.reduce((left, { name }) => removeService(left, name), plant)
      edit(next, text('didRemoveSeveral', { count: group.length }))
      return select(undefined)
    }
    if (selected === undefined) return
    edit(removeService(plant, selected), text('didRemove', { name: selected }))
    select(undefined)
  }
  const rename = (to: string) => {
    if (selected !== undefined)
      edit(renameService(plant, selected, to), text('didRename', { name: selected }), { select: to })
  }
  const show = useStable((issue: Issue) => {
    const name = serviceOf(issue.path)
    if (name !== undefined && outline?.services.some((one) => one.name === name)) select(name)
    setLine(undefined)
    if (view === 'file' && issue.line !== undefined) requestAnimationFrame(() => setLine(issue.line))
  })
  const step = useRef(-1)
  const showNext = (by: number) => {
    const serious = issues.filter(({ severity }) => severity !== 'info')
    if (serious.length === 0) return
    step.current = (step.current + by + serious.length) % serious.length
    show(serious[step.current] as Issue)
  }
  const showProblems = () => {
    if (!isDrawerOpen) toggleDrawer()
    go(withQuery(location.pathname, location.search, { show: undefined }))
    showNext(1)
  }
  useKeys({
    undo: () => dispatch({ type: 'undo' }),
    redo: () => dispatch({ type: 'redo' }),
    find: () => search.current?.focus(),
    duplicate,
    remove,
    rename: () => setRenameRound((round) => round + 1),
    problem: showNext,
    giveUp: () => select(undefined),
    all: () => groupUp(outline?.services.map((one) => one.name) ?? []),
  })
  const sheetButtons = useMemo(() => <SheetButtons sheet={sheet} onOpen={openSheet} />, [sheet, openSheet])
  const held: Held = {
    plant,
    name: outline?.name ?? 'plant',
    newest: keeping.newest,
    isChanged: keeping.isChanged,
    isReady: files !== undefined,
  }
  const taking = useTaking(held)
  useSelectedInAddress(selected, select)
  const crumbs = saved ? plantCrumbs(text, saved) : outline?.name ? [{ label: outline.name }] : []
  useCrumbs(...crumbs, { label: text('stack') })
  useStackCommands(outline, issues, {
    download: taking.download,
    downloadPlant: () => savePlant(plant),
    begin: () => dispatch({ type: 'open', text: newPlant('plant'), what: text('newPlant') }),
    isReady: taking.obstacle === undefined,
  })

  return (
    <>
      <header className="pagebar builder-bar">
        <h1>{text('stack')}</h1>
        <StackTabs view={view} plant={saved?.id} service={selected} />
        <span className="spring" />
        <KeepButtons keeping={keeping} name={name} />
        <span className="rule w-wide" />
        <UndoButtons session={session} dispatch={dispatch} />
        <OpenButton onOpen={(opened) => dispatch({ type: 'open', text: opened, what: text('open') })} />
        <TakeAlong held={held} taking={taking} onDownloadPlant={() => savePlant(plant)} />
      </header>
      <KeepBanner keeping={keeping} name={name} plant={plant} onProblems={showProblems} />
      <TakenBanner taking={taking} />
      {nextTry !== undefined && (
        <Offline nextTry={nextTry} onRetry={retry}>
          {text('awayBuilder')}
        </Offline>
      )}
      {refusal !== undefined && (
        <div className="banner bad-bar" role="alert">
          <Glyph state="error" label={text('broken')} />
          <span className="grow">{text('refused', { detail: text.said(refusal) })}</span>
          <button type="button" className="btn s" onClick={retry}>
            {text('retry')}
          </button>
        </div>
      )}
      {outline && <PrintSummary name={name} state={keptState(keeping, text)} outline={outline} issues={issues} />}
      <div
        ref={panels.host}
        className={view === 'file' ? 'builder as-file' : 'builder'}
        data-sheet={sheet}
        data-inspector={service || group.length > 0 ? 'open' : undefined}
        data-drawer={isDrawerOpen ? 'open' : 'closed'}
      >
        <ShownCatalog entries={entries} services={outline?.services ?? noServices} onAdd={add} searchRef={search} />
        <Splitter panel="catalog" panels={panels} />
        {view === 'file' ? (
          <section className="canvas" aria-label={text('plantFile')}>
            <Suspense>
              <PlantFile
                plant={plant}
                issues={issues}
                line={line}
                onChange={(typed) => edit(typed, text('didType'), { merge: 'typing' })}
              />
            </Suspense>
          </section>
        ) : outline && outline.services.length > 0 ? (
          <Canvas
            outline={outline}
            issues={issues}
            plant={saved?.id}
            selected={selected}
            onSelect={select}
            group={groupNames}
            onGroup={groupUp}
            added={added}
            tools={sheetButtons}
          />
        ) : !outline ? (
          <NoPicture isUnreadable={issues.length > 0} plant={saved?.id} />
        ) : (
          <Empty onBegin={(begun) => dispatch({ type: 'open', text: begun, what: text('open') })} />
        )}
        {isUnreadable && outline ? (
          // a value that was set here could not be written into such a text
          <aside className="inspector" aria-label={text('plantSettings')}>
            <Unreadable plant={saved?.id} />
          </aside>
        ) : group.length > 0 ? (
          <GroupPanel
            services={group}
            onSelect={select}
            onDuplicate={duplicate}
            onRemove={remove}
            onClear={() => select(undefined)}
          />
        ) : service && outline ? (
          <Inspector
            key={service.uses}
            plant={plant}
            outline={outline}
            issues={issues}
            service={service}
            onSet={set}
            onSelect={select}
            onRename={rename}
            onDuplicate={duplicate}
            onRemove={remove}
            renameRound={renameRound}
          />
        ) : (
          <PlantSettings
            plant={plant}
            known={saved?.name}
            issues={issues}
            onSet={set}
            onPlant={(next, what) => dispatch({ type: 'open', text: next, what })}
          />
        )}
        <Splitter panel="inspector" panels={panels} />
        {outline && (
          <Drawer
            outline={outline}
            issues={issues}
            files={files}
            onShow={show}
            onAdd={add}
            isOpen={isDrawerOpen}
            onToggle={toggleDrawer}
          />
        )}
        {outline && isDrawerOpen && <Splitter panel="drawer" panels={panels} />}
      </div>
    </>
  )
}

const noServices: Outline['services'] = []

const ShownCatalog = memo(Catalog)

type SessionProps = {
  readonly session: ReturnType<typeof useSession>[0]
  readonly dispatch: ReturnType<typeof useSession>[1]
}

function UndoButtons({ session: { past, future }, dispatch }: SessionProps) {
  const text = useText()
  const [back, forth] = [past.at(-1)?.what, future.at(-1)?.what]
  return (
    <>
      <button
        type="button"
        className="tool"
        disabled={back === undefined}
        aria-label={back === undefined ? text('undoNothing') : text('undo', { what: back })}
        title={back === undefined ? undefined : text('undo', { what: back })}
        onClick={() => dispatch({ type: 'undo' })}
      >
        <Icon name="undo" />
      </button>
      <button
        type="button"
        className="tool"
        disabled={forth === undefined}
        aria-label={forth === undefined ? text('redoNothing') : text('redo', { what: forth })}
        title={forth === undefined ? undefined : text('redo', { what: forth })}
        onClick={() => dispatch({ type: 'redo' })}
      >
        <Icon name="redo" />
      </button>
    </>
  )
}

function OpenButton({ onOpen }: { readonly onOpen: (text: string) => void }) {
  const text = useText()
  const [failure, setFailure] = useState<Error>()
  const [stack, setStack] = useState<File>()
  const open = async (file: File) => {
    setFailure(undefined)
    try {
      const content = await file.text()
      const kind = fileKind(file.name, content)
      if (kind === 'stack') return setStack(file)
      // it has passwords, which only a plant that the server keeps can have
      if (kind === 'older') return go(`/stack?plant=${(await importOlder(nameOfFile(file.name), content)).id}`)
      onOpen(content)
    } catch (error) {
      setFailure(error as Error)
    }
  }
  const { input, choose } = useFileChoice(text('open'), fileEndings, open)
  return (
    <>
      {input}
      {failure && (
        <span className="bad" role="alert">
          {failureWords(failure, text)}
        </span>
      )}
      {stack && <ImportDialog file={stack} onClose={() => setStack(undefined)} />}
      <button type="button" className="btn" onClick={choose}>
        <Icon name="upload" />
        {text('open')}
      </button>
      <button type="button" className="btn w-wide" onClick={() => onOpen(newPlant('plant'))}>
        {text('newPlant')}
      </button>
    </>
  )
}

const savePlant = (plant: string) => save(new Blob([plant], { type: 'application/yaml' }), 'plant.yaml')

/** Until the server has told what the plant is made of, or where it cannot tell. */
function NoPicture({ isUnreadable, plant }: { readonly isUnreadable: boolean; readonly plant: string | undefined }) {
  const text = useText()
  return (
    <section className="canvas" aria-label={text('build')}>
      {isUnreadable ? <Unreadable plant={plant} /> : <Loading label={text('reading', { what: text('plant') })} />}
    </section>
  )
}

function Unreadable({ plant }: { readonly plant: string | undefined }) {
  const text = useText()
  return (
    <Blank
      icon="file"
      title={text('unreadable')}
      actions={
        <a className="btn primary" href={withQuery('/stack/file', '', { plant })}>
          {text('openPlantFile')}
        </a>
      }
      command="ign stack check plant.yaml"
    >
      {text('unreadableText')}
    </Blank>
  )
}

function Empty({ onBegin }: { readonly onBegin: (plant: string) => void }) {
  const { text, language } = useLanguage()
  const loaded = useLoad('templates', readTemplates)
  return (
    <section className="canvas empty" aria-label={text('emptyTitle')}>
      <h2>{text('emptyTitle')}</h2>
      <p className="t2">{text('emptyText')}</p>
      <Whole loaded={loaded} what={text('templates')} command="ign stack templates">
        {(templates) => (
          <ul>
            {templates.map((template) => (
              <li key={template.id}>
                <button
                  type="button"
                  className="template"
                  onClick={async () => onBegin(await readTemplate(template.id))}
                >
                  <b>{template.id}</b>
                  <span className="t3">{templateSummary(template, language)}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </Whole>
      <p className="cli">
        <span>{text('emptyCommand')}</span>
      </p>
    </section>
  )
}
