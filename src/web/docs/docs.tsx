import { roles } from '../access/role.ts'
import { Icon } from '../parts/icon.tsx'
import { Blank, CommandLine } from '../parts/states.tsx'
import { useLoad } from '../parts/use-load.ts'
import { Whole } from '../parts/whole.tsx'
import { ask } from '../server.ts'
import { withQuery } from '../shell/paths.ts'
import { go, usePlace } from '../shell/place.ts'
import type { TextKey } from '../text/en.ts'
import { type Text, useText } from '../text/text.tsx'
import { curlOf, type Document, type Field, type Operation, operationsOf, searched } from './openapi.ts'

const readDocument = (signal: AbortSignal): Promise<Document> => ask('/api/v1/openapi.json', { signal })

/**
 * Every endpoint of the server, out of its own OpenAPI document. Ours and not a library's, so that it follows theme,
 * language and keys of the console, and its contrast can be vouched for.
 */
export default function Docs() {
  const text = useText()
  const { path, query } = usePlace()
  const loaded = useLoad('', readDocument)
  const { value } = loaded
  const search = query.get('q') ?? ''
  const all = value ? operationsOf(value) : []
  const found = searched(all, search)
  const chosen = all.find(({ id }) => id === query.get('endpoint')) ?? found[0]
  return (
    <>
      <header className="pagebar">
        <h1>{text('apiDocs')}</h1>
        <span className="t3 xs nowrap">
          {value && `${value.info.version}, ${text('docsCount', { count: all.length })}`}
        </span>
        <span className="spring" />
        <a className="btn" href="/api/v1/openapi.json" target="_blank" rel="noreferrer">
          <Icon name="file" />
          {text('openApiFile')}
        </a>
      </header>
      <div className="filters">
        <label className="inp">
          <Icon name="search" />
          <input
            data-filter
            value={search}
            placeholder={text('docsFilter')}
            aria-label={text('docsFilter')}
            onChange={({ target }) => go(withQuery(path, query.toString(), { q: target.value }), { replace: true })}
          />
          <kbd>/</kbd>
        </label>
        <span className="t3 xs cut w-wide">{text('docsLead')}</span>
      </div>
      <Whole loaded={loaded} what={text('apiDocs')} command={`curl ${location.origin}/api/v1/openapi.json`} rows={8}>
        {() => (
          <div className="docs">
            <nav className="scroll docs-list" aria-label={text('endpoints')}>
              <List
                operations={found}
                chosen={chosen}
                onChoose={(id) => go(withQuery(path, query.toString(), { endpoint: id }))}
              />
            </nav>
            {chosen ? (
              <Details key={chosen.id} operation={chosen} />
            ) : (
              <Blank icon="search" title={text('noEndpoint')} />
            )}
          </div>
        )}
      </Whole>
    </>
  )
}

interface ListProps {
  readonly operations: readonly Operation[]
  readonly chosen: Operation | undefined
  readonly onChoose: (id: string) => void
}

function List({ operations, chosen, onChoose }: ListProps) {
  const text = useText()
  const tags = [...new Set(operations.map(({ tag }) => tag))]
  return tags.map((tag) => (
    <section key={tag} aria-label={tag || text('otherTag')}>
      <h2>{tag || text('otherTag')}</h2>
      {operations
        .filter((one) => one.tag === tag)
        .map((one) => (
          <button
            key={one.id}
            type="button"
            className="fl inset"
            data-row
            aria-current={one === chosen}
            title={one.summary}
            onClick={() => onChoose(one.id)}
          >
            <span className="mono verb-of">{one.method}</span>
            <span className="mono cut">{one.path.replace('/api/v1', '')}</span>
          </button>
        ))}
    </section>
  ))
}

/** The server's word for who may ask, said out. */
function accessWords(access: string, text: Text): string {
  const role = roles.find((one) => one === access)
  if (role !== undefined) return text('accessRole', { role: text(role) })
  const key = accesses[access]
  return key === undefined ? access : text(key)
}

const accesses: Readonly<Record<string, TextKey>> = {
  public: 'accessAnybody',
  visitor: 'accessAnybody',
  computes: 'accessComputes',
  'any-session': 'accessSession',
  person: 'accessSession',
  'second-factor': 'accessSecondFactor',
}

function Details({ operation }: { readonly operation: Operation }) {
  const text = useText()
  const { method, path, summary, access, inPath, inQuery, inBody, answers } = operation
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="scroll docs-one" tabIndex={0} aria-label={`${method} ${path}`}>
      <h2 className="mono">
        {method} {path}
      </h2>
      <p>{summary}</p>
      <dl className="facts wide">
        <dt>{text('accessNeeded')}</dt>
        <dd>{accessWords(access, text)}</dd>
      </dl>
      <Fields title={text('inPath')} fields={inPath} />
      <Fields title={text('inQuery')} fields={inQuery} />
      <Fields title={text('inBody')} fields={inBody} />
      {answers.map(({ status, type, fields }) => (
        <div key={status} className="docs-part">
          <h3>
            {text('answers')} <span className="mono">{status}</span>
          </h3>
          {fields.length > 0 ? <FieldTable fields={fields} /> : <p className="t3 mono">{type || text('noBody')}</p>}
        </div>
      ))}
      <div className="docs-part">
        <h3>{text('asCommand')}</h3>
        <CommandLine line={curlOf(operation, location.origin)} />
      </div>
      <p className="t3 xs">{text('problemsAnswer')}</p>
    </section>
  )
}

function Fields({ title, fields }: { readonly title: string; readonly fields: readonly Field[] }) {
  if (fields.length === 0) return null
  return (
    <div className="docs-part">
      <h3>{title}</h3>
      <FieldTable fields={fields} />
    </div>
  )
}

function FieldTable({ fields }: { readonly fields: readonly Field[] }) {
  const text = useText()
  return (
    <table className="boxed">
      <thead>
        <tr>
          <th scope="col">{text('field')}</th>
          <th scope="col">{text('type')}</th>
          <th scope="col">{text('meaning')}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ name, type, isNeeded, meaning }) => (
          <tr key={name}>
            <td className="mono nowrap">
              {name} {isNeeded && <span className="badge">{text('needed')}</span>}
            </td>
            <td className="mono">{type}</td>
            <td>{meaning}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
