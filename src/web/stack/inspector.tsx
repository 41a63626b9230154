import { useEffect, useRef, useState } from 'react'
import {
  type CatalogDetails,
  type Issue,
  type OptionSchema,
  type Outline,
  type OutlineService,
  readDetails,
} from '../api.ts'
import { categoryIcon, Glyph, Icon } from '../parts/icon.tsx'
import { sentence } from '../parts/sentence.ts'
import { isServiceName, type Step, valueAt } from '../plant/edit.ts'
import { stepsOf } from '../plant/pointer.ts'
import { useChoice } from '../shell/place.ts'
import { useText } from '../text/text.tsx'
import { Field } from './field.tsx'
import { labelOf } from './label.ts'
import { SettingField } from './setting-field.tsx'

export interface InspectorProps {
  readonly plant: string
  readonly outline: Outline
  readonly issues: readonly Issue[]
  readonly service: OutlineService
  readonly onSet: (path: readonly Step[], value: unknown) => void
  readonly onSelect: (name: string | undefined) => void
  readonly onRename: (to: string) => void
  readonly onDuplicate: () => void
  readonly onRemove: () => void
  /** Counts up when the name is to be edited. */
  readonly renameRound: number
}

const tabs = ['settings', 'wires', 'ports'] as const

export function Inspector(props: InspectorProps) {
  const { service, outline, onSelect, onDuplicate, onRemove } = props
  const text = useText()
  const [tab, setTab] = useChoice('tab', tabs, 'settings')
  const details = useDetails(service.uses)
  const wires = outline.wires.filter(({ consumer, provider }) => consumer === service.name || provider === service.name)
  return (
    <aside className="inspector" aria-label={service.name}>
      <header>
        <Icon name={categoryIcon(service.category)} size={20} />
        <div className="grow">
          <NameField {...props} />
          <div className="xs t3 cut">{text('wiresCount', { title: service.title, count: wires.length })}</div>
        </div>
        <button
          type="button"
          className="tool"
          aria-label={text('duplicate')}
          title={`${text('duplicate')} (D)`}
          onClick={onDuplicate}
        >
          <Icon name="copy" />
        </button>
        <button
          type="button"
          className="tool"
          aria-label={text('remove')}
          title={`${text('remove')} (Delete)`}
          onClick={onRemove}
        >
          <Icon name="trash" />
        </button>
        <button type="button" className="tool" aria-label={text('close')} onClick={() => onSelect(undefined)}>
          <Icon name="x" />
        </button>
      </header>
      <div className="tabs sub" role="tablist" aria-label={text('inspectorTabs')}>
        {tabs.map((name) => (
          <button key={name} type="button" role="tab" aria-selected={tab === name} onClick={() => setTab(name)}>
            {text(name)}
            {name === 'wires' && <span className="count">{wires.length}</span>}
          </button>
        ))}
      </div>
      <div className="scroll form">
        {tab === 'settings' && details && <Settings {...props} details={details} />}
        {tab === 'wires' && <Wires {...props} wires={wires} />}
        {tab === 'ports' && details && <Ports {...props} details={details} />}
      </div>
    </aside>
  )
}

const known = new Map<string, CatalogDetails>()

/** What the catalogue knows of a service; asked for once. */
function useDetails(id: string): CatalogDetails | undefined {
  const [details, setDetails] = useState(known.get(id))
  useEffect(() => {
    let isThere = true
    setDetails(known.get(id))
    if (known.has(id)) return
    readDetails(id).then(
      (found) => {
        known.set(id, found)
        if (isThere) setDetails(found)
      },
      () => undefined,
    )
    return () => {
      isThere = false
    }
  }, [id])
  return details
}

/** The name, which becomes a field when it is clicked; taken over with Enter or on leaving, given up with Escape. */
function NameField({ service, onRename, renameRound }: InspectorProps) {
  const text = useText()
  const [draft, setDraft] = useState<string>()
  const input = useRef<HTMLInputElement>(null)
  const asked = useRef(renameRound)
  useEffect(() => {
    if (renameRound === asked.current) return
    asked.current = renameRound
    setDraft(service.name)
  }, [renameRound, service.name])
  useEffect(() => {
    if (draft !== undefined) input.current?.focus()
  }, [draft])
  if (draft === undefined) {
    return (
      <h2 className="cut">
        <button type="button" title={`${text('rename')} (F2)`} onClick={() => setDraft(service.name)}>
          {service.name}
        </button>
      </h2>
    )
  }
  const isWrong = !isServiceName(draft)
  const take = () => {
    if (isWrong) return
    setDraft(undefined)
    if (draft !== service.name) onRename(draft)
  }
  return (
    <>
      <label className="inp">
        <input
          ref={input}
          value={draft}
          aria-label={text('name')}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? 'name-rule' : undefined}
          spellCheck={false}
          onChange={({ target }) => setDraft(target.value)}
          onBlur={take}
          onKeyDown={(event) => {
            event.stopPropagation()
            if (event.key === 'Enter') take()
            if (event.key === 'Escape') setDraft(undefined)
          }}
        />
      </label>
      {isWrong && (
        <p id="name-rule" className="bad" role="alert">
          {text('nameRule')}
        </p>
      )}
    </>
  )
}

type Section = InspectorProps & { readonly details: CatalogDetails }

function Settings({ plant, service, issues, onSet, details }: Section) {
  const text = useText()
  const base = ['services', service.name]
  const field = (path: readonly string[], label: string, schema: OptionSchema) => {
    const at = [...base, ...path]
    return (
      <SettingField
        key={path.join('.')}
        path={[service.name, path.at(-1) ?? '']}
        label={label}
        schema={schema}
        value={valueAt(plant, at)}
        issues={issues.filter((issue) => isAt(issue, at))}
        onChange={(value) => onSet(at, value)}
      />
    )
  }
  const elsewhere = issues.filter((issue) => isAt(issue, base, true) && issue.severity !== 'info')
  return (
    <>
      {elsewhere.map(({ message, hint, severity }) => (
        <span key={message} className="bad">
          <Glyph state={severity} />
          <span>
            {sentence(text.said(message))} {hint && text.said(hint)}
          </span>
        </span>
      ))}
      {field(['version'], text('version'), {
        enum: versionsFor(details, service.version),
        default: details.versions[0],
      })}
      {Object.entries(details.options.properties ?? {}).map(([name, schema]) =>
        field(['options', name], text.label(name) ?? labelOf(name), schema),
      )}
      {details.accepts.includes('reverse-proxy') && field(['host'], text('hostName'), { type: 'string' })}
      {field(['memory'], text('memory'), { type: 'string' })}
    </>
  )
}

/** The listed versions, and the one that is there where it is none of them. */
const versionsFor = ({ versions }: CatalogDetails, version: string): readonly string[] =>
  versions.includes(version) ? versions : [...versions, version]

/** True for a problem at the path or below it; only at the path itself where `isExact`. */
function isAt({ path }: Issue, wanted: readonly string[], isExact = false): boolean {
  const steps = stepsOf(path)
  return wanted.every((step, index) => steps[index] === step) && (!isExact || steps.length === wanted.length)
}

function Wires({ service, onSelect, wires }: InspectorProps & { readonly wires: Outline['wires'] }) {
  const text = useText()
  if (wires.length === 0) return <p className="t3">{text('noWires')}</p>
  return (
    <ul className="wirelist">
      {wires.map(({ id, ability, consumer, provider, status, why, note }) => {
        const isConsumer = consumer === service.name
        const other = isConsumer ? provider : consumer
        return (
          <li key={id}>
            <span className="state">
              <Glyph state={status} />
              <span>
                <span className="row">
                  <span className="chip">
                    {text(isConsumer ? 'accepts' : 'offers')} {ability}
                  </span>
                  <button type="button" className="btn quiet s" onClick={() => onSelect(other)}>
                    {other}
                  </button>
                </span>
                <span className="help">{text.said(note ?? why)}</span>
              </span>
            </span>
          </li>
        )
      })}
    </ul>
  )
}

function Ports({ plant, service, issues, onSet, details }: Section) {
  const text = useText()
  return details.ports.map(({ name, title, container }) => {
    const path = ['services', service.name, 'ports', name]
    const published = service.ports.find(({ target }) => target === container)
    return (
      <Field
        key={name}
        label={text('hostPort', { title: text.said(title) })}
        schema={{
          type: 'integer',
          minimum: 1,
          maximum: 65_535,
          ...(published ? { default: published.published } : {}),
          description: published ? `${published.address}:${published.published} -> ${container}` : text('notPublished'),
        }}
        value={valueAt(plant, path)}
        issues={issues.filter((issue) => isAt(issue, path))}
        onChange={(value) => onSet(path, value)}
      />
    )
  })
}
