import { memo } from 'react'
import type { GeneratedFile, Issue, Outline } from '../api.ts'
import { CopyButton } from '../parts/copy.tsx'
import { Glyph, Icon } from '../parts/icon.tsx'
import { sentence } from '../parts/sentence.ts'
import { serviceOf } from '../plant/pointer.ts'
import { useChoice } from '../shell/place.ts'
import { useText } from '../text/text.tsx'

interface DrawerProps {
  readonly outline: Outline
  readonly issues: readonly Issue[]
  readonly files: readonly GeneratedFile[] | undefined
  readonly onShow: (issue: Issue) => void
  readonly onAdd: (service: string) => void
  readonly isOpen: boolean
  readonly onToggle: () => void
}

const tabs = ['problems', 'ports', 'urls'] as const

/** What is wrong and what comes of the plant, below the canvas; closed it is a bar with the counts. */
export function Drawer(props: DrawerProps) {
  const { isOpen, onToggle } = props
  const text = useText()
  const [tab, setTab] = useChoice('show', tabs, 'problems')
  const paths = props.files?.map(({ path }) => path) ?? []
  const [path, setPath] = useChoice('file', paths, 'docker-compose.yml')
  const file = props.files?.find((one) => one.path === path) ?? props.files?.[0]
  return (
    <section className="drawer" aria-label={text('drawer')}>
      <div className="draw-head">
        <div className="tabs sub" role="tablist" aria-label={text('drawer')}>
          {tabs.map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              aria-selected={tab === name}
              onClick={() => {
                setTab(name)
                if (!isOpen) onToggle()
              }}
            >
              {text(name)}
              {name === 'problems' && <Tally issues={props.issues} />}
            </button>
          ))}
        </div>
      </div>
      <div className="draw-head right">
        <Icon name="file" />
        <b className="grow cut">{file?.path ?? text('generatedFiles')}</b>
        {file && <CopyButton content={file.content} />}
        <button
          type="button"
          className="tool mini"
          aria-expanded={isOpen}
          aria-label={text(isOpen ? 'closeDrawer' : 'openDrawer')}
          onClick={onToggle}
        >
          <Icon name={isOpen ? 'down' : 'up'} />
        </button>
      </div>
      {isOpen && tab === 'problems' && <Problems {...props} />}
      {isOpen && tab === 'ports' && <PortTable outline={props.outline} />}
      {isOpen && tab === 'urls' && <UrlTable outline={props.outline} />}
      {isOpen && (
        <Files
          files={props.files}
          isWhole={props.issues.every(({ severity }) => severity !== 'error')}
          shown={file?.path}
          onShow={setPath}
        />
      )}
      {isOpen && <FileContent file={file} />}
    </section>
  )
}

const severities = ['error', 'warning', 'info'] as const

function Tally({ issues }: { readonly issues: readonly Issue[] }) {
  const text = useText()
  const labels = { error: 'errors', warning: 'warnings', info: 'notes' } as const
  return severities.map((severity) => {
    const count = issues.filter((issue) => issue.severity === severity).length
    return (
      count > 0 && (
        <span key={severity} className="tally">
          <Glyph state={severity} size={10} label={text(labels[severity], { count })} />
          <span aria-hidden="true">{count}</span>
        </span>
      )
    )
  })
}

function Problems({ issues, outline, onShow, onAdd }: DrawerProps) {
  const text = useText()
  const sorted = severities.flatMap((severity) => issues.filter((issue) => issue.severity === severity))
  if (sorted.length === 0 && outline.recommendations.length === 0)
    return <p className="probs none t3">{text('noProblems')}</p>
  return (
    <ul className="scroll probs" aria-label={text('problems')}>
      {sorted.map((issue) => (
        <li key={`${issue.code} ${issue.path} ${issue.message}`} className="prob">
          <Glyph state={issue.severity} />
          <button type="button" className="grow inset" onClick={() => onShow(issue)}>
            <span className="sentence">{sentence(text.said(issue.message))}</span>
            <span className="xs t3">
              <span className="mono">{issue.code}</span> {serviceOf(issue.path) ?? ''}
              {issue.line === undefined ? '' : ` ${text('line', { line: issue.line })}`}
              {issue.hint ? ` \u00b7 ${text.said(issue.hint)}` : ''}
            </span>
          </button>
        </li>
      ))}
      {outline.recommendations.map(({ code, message, suggest }) => (
        <li key={code} className="prob">
          <Glyph state="info" />
          <div className="grow">
            <p>{text.said(message)}</p>
            <p className="xs t3 mono">{code}</p>
          </div>
          <button type="button" className="btn s" onClick={() => onAdd(suggest)}>
            {text('recommendation', { service: suggest })}
          </button>
        </li>
      ))}
    </ul>
  )
}

function PortTable({ outline }: { readonly outline: Outline }) {
  const text = useText()
  const rows = outline.services.flatMap(({ name, ports }) => ports.map((port) => ({ name, ...port })))
  if (rows.length === 0) return <p className="probs none t3">{text('noPorts')}</p>
  return (
    <div className="scroll probs">
      <table>
        <thead>
          <tr>
            <th scope="col">{text('port')}</th>
            <th scope="col">{text('service')}</th>
            <th scope="col">{text('what')}</th>
          </tr>
        </thead>
        <tbody>
          {rows
            .sort((a, b) => a.published - b.published)
            .map(({ name, address, published, target, protocol, title }) => (
              <tr key={`${published} ${protocol}`}>
                <td className="mono">
                  {address}:{published}
                </td>
                <td>{name}</td>
                <td>
                  {text.said(title)} <span className="t3 mono">{`${target}/${protocol}`}</span>
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  )
}

function UrlTable({ outline }: { readonly outline: Outline }) {
  const text = useText()
  if (outline.urls.length === 0) return <p className="probs none t3">{text('noUrls')}</p>
  return (
    <div className="scroll probs">
      <table>
        <thead>
          <tr>
            <th scope="col">{text('address')}</th>
            <th scope="col">{text('service')}</th>
            <th scope="col">{text('what')}</th>
          </tr>
        </thead>
        <tbody>
          {outline.urls.map(({ service, url, note }) => (
            <tr key={`${service} ${url}`}>
              <td className="mono">{url}</td>
              <td>{service}</td>
              <td>{text.said(note)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface FilesProps {
  readonly files: readonly GeneratedFile[] | undefined
  /** No error is left. */
  readonly isWhole: boolean
  readonly shown: string | undefined
  readonly onShow: (path: string) => void
}

const Files = memo(function Files({ files, isWhole, shown, onShow }: FilesProps) {
  const text = useText()
  return (
    <nav className="files scroll" aria-label={text('generatedFiles')}>
      {files === undefined && <p className="xs t3 none">{text(isWhole ? 'makingFiles' : 'noFiles')}</p>}
      {files?.map(({ path }) => {
        const folders = path.split('/')
        return (
          <button
            key={path}
            type="button"
            className={`fl inset${path === shown ? ' on' : ''}`}
            aria-current={path === shown}
            title={path}
            onClick={() => onShow(path)}
          >
            <span className="cut">
              <span className="t3">
                {folders.slice(0, -1).join('/')}
                {folders.length > 1 ? '/' : ''}
              </span>
              {folders.at(-1)}
            </span>
          </button>
        )
      })}
    </nav>
  )
})

/** Lines that the browser lays out together, once they come into sight: a large plant has files of thousands. */
const blockLines = 50

function blocksOf(content: string): string[][] {
  const lines = content.split('\n')
  const count = Math.ceil(lines.length / blockLines)
  return Array.from({ length: count }, (_, block) => lines.slice(block * blockLines, (block + 1) * blockLines))
}

const FileContent = memo(function FileContent({ file }: { readonly file: GeneratedFile | undefined }) {
  const text = useText()
  if (!file) return <div className="code file" />
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="code file" tabIndex={0} aria-label={text('contentOf', { path: file.path })}>
      {blocksOf(file.content).map((lines, block) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a block has no other name than its place
        <div className="block" key={block}>
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other name than its number
            <div className="ln" key={index}>
              <span>{block * blockLines + index + 1}</span>
              <span />
              <Line text={line} />
            </div>
          ))}
        </div>
      ))}
    </section>
  )
})

/** Comments and keys, which are alike in YAML, INI, shell and env files. */
function Line({ text }: { readonly text: string }) {
  const comment = /^\s*(#|\/\/|--)/.test(text)
  if (comment) return <span className="c">{text}</span>
  const key = /^(\s*-?\s*"?[\w./-]+"?)(\s*[:=])(.*)$/.exec(text)
  if (!key) return <span>{text}</span>
  return (
    <span>
      <span className="k">{key[1]}</span>
      {key[2]}
      {key[3]}
    </span>
  )
}
