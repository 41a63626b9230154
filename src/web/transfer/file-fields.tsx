import { type ReactNode, useId, useState } from 'react'
import { useUser } from '../access/access.tsx'
import { isAtLeast } from '../access/role.ts'
import type { OptionSchema } from '../api.ts'
import { failureWords } from '../parts/form.tsx'
import { GuardedButton } from '../parts/guarded-button.tsx'
import { Glyph, Icon } from '../parts/icon.tsx'
import { CommandLine } from '../parts/states.tsx'
import { useFileChoice } from '../parts/use-file-choice.tsx'
import { useLoad } from '../parts/use-load.ts'
import { usePlace } from '../shell/place.ts'
import { type Text, useText } from '../text/text.tsx'
import { readFiles, sendFile, type UploadedFile } from './api.ts'
import { type ListedModule, modulesOf, withModule, withoutModule } from './modules.ts'
import { sizeOf } from './size.ts'

/** The most that the server takes. */
const mostBytes = 256 * 1024 ** 2

/** What kind of file an option names, by the ending that its schema asks for; undefined for another option. */
export function fileKindOf({ pattern, items }: OptionSchema): 'module' | 'backup' | undefined {
  if (pattern?.endsWith('\\.gwbk$')) return 'backup'
  return items?.properties?.file?.pattern?.endsWith('\\.modl$') ? 'module' : undefined
}

interface ModuleFieldProps {
  readonly label: string
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  /** What is said about the setting. */
  readonly children: ReactNode
}

/** Modules by reference: name and checksum stand in the plant file, the files with the plant on the server. */
export function ModuleField({ label, value, onChange, children }: ModuleFieldProps) {
  const text = useText()
  const { plant, files, reload } = useKeptFiles()
  const modules = modulesOf(value)
  const take = ({ path, sha256, module }: UploadedFile) => {
    reload()
    if (module) onChange(withModule(modules, { id: module.id, file: path, sha256 }))
  }
  return (
    <div className="field" data-field={label}>
      <span className="lab">{label}</span>
      {children}
      {modules.length > 0 && (
        <ul className="modules" aria-label={text('moduleList')}>
          {modules.map((module) => (
            <Module
              key={module.id}
              module={module}
              kept={files?.find(({ sha256, path }) =>
                module.sha256 === undefined ? path === bare(module.file) : sha256 === module.sha256,
              )}
              isKnown={files !== undefined}
              onChange={(changed) => onChange(withModule(modules, changed))}
              onRemove={() => onChange(withoutModule(modules, module.id))}
            />
          ))}
        </ul>
      )}
      <Sender plant={plant} ending=".modl" label={text('chooseModule')} onSent={take} />
    </div>
  )
}

/** `./demo.modl` is `demo.modl`. */
const bare = (path: string): string => path.replace(/^\.\//, '')

interface ModuleProps {
  readonly module: ListedModule
  readonly kept: { readonly bytes: number } | undefined
  /** The list of files has been read. */
  readonly isKnown: boolean
  readonly onChange: (module: ListedModule) => void
  readonly onRemove: () => void
}

const consents = ['acceptLicense', 'acceptCertificate'] as const

function Module({ module, kept, isKnown, onChange, onRemove }: ModuleProps) {
  const text = useText()
  const { id, file, sha256 } = module
  return (
    <li>
      <div className="row">
        <b className="grow cut" title={id}>
          {id}
        </b>
        <button
          type="button"
          className="tool mini"
          aria-label={text('removeFile', { name: id })}
          title={text('removeFile', { name: id })}
          onClick={onRemove}
        >
          <Icon name="trash" />
        </button>
      </div>
      <p className="xs t3 cut">
        <span className="mono">{file}</span>
        {sha256 !== undefined && (
          <span className="mono" title={sha256}>
            {' '}
            {sha256.slice(0, 12)}
          </span>
        )}
      </p>
      {isKnown && <KeptState kept={kept} />}
      {consents.map((consent) => (
        <button
          key={consent}
          type="button"
          className="switch"
          role="switch"
          aria-checked={module[consent] === true}
          onClick={() => onChange({ ...module, [consent]: !module[consent] })}
        >
          {text(consent)}
        </button>
      ))}
    </li>
  )
}

function KeptState({ kept }: { readonly kept: { readonly bytes: number } | undefined }) {
  const text = useText()
  return (
    <p className={kept ? 'row xs t3' : 'row xs'}>
      <Glyph state={kept ? 'done' : 'warning'} size={10} />
      {kept ? text('fileKept', { size: sizeOf(kept.bytes) }) : text('fileNotKept')}
    </p>
  )
}

interface BackupFieldProps {
  readonly value: unknown
  readonly onChange: (value: unknown) => void
}

/** Stands below the path of a gateway backup: the file itself, with the plant on the server. */
export function BackupFile({ value, onChange }: BackupFieldProps) {
  const text = useText()
  const { plant, files, reload } = useKeptFiles()
  const kept = files?.find(({ path }) => path === bare(String(value)))
  return (
    <div className="field">
      {value !== undefined && files !== undefined && <KeptState kept={kept} />}
      <Sender
        plant={plant}
        ending=".gwbk"
        label={text('chooseBackup')}
        onSent={({ path }) => {
          reload()
          onChange(path)
        }}
      />
    </div>
  )
}

/** The files that the server keeps with the plant of this page. */
function useKeptFiles() {
  const plant = usePlace().query.get('plant') ?? undefined
  const { value, reload } = useLoad(`files ${plant ?? ''}`, async (signal) =>
    plant === undefined ? undefined : readFiles(plant, signal),
  )
  return { plant, files: value, reload }
}

interface SenderProps {
  readonly plant: string | undefined
  readonly ending: '.modl' | '.gwbk'
  readonly label: string
  readonly onSent: (file: UploadedFile) => void
}

interface Sending {
  readonly name: string
  readonly share: number
  readonly stop: () => void
}

/** Chooses a file and sends it. */
function Sender({ plant, ending, label, onSent }: SenderProps) {
  const text = useText()
  const user = useUser()
  const [sending, setSending] = useState<Sending>()
  const [failure, setFailure] = useState<{ readonly name: string; readonly words: string }>()
  const [note, setNote] = useState<string>()
  const obstacleId = useId()
  const mayKeep = user !== undefined && isAtLeast(user.role, 'engineer')
  const obstacle =
    plant === undefined
      ? text('fileNeedsPlant')
      : mayKeep
        ? undefined
        : text('fileNeedsRole', { role: text('engineer'), mine: text(user?.role ?? 'viewer') })
  const send = async (file: File) => {
    if (plant === undefined) return
    setFailure(undefined)
    setNote(undefined)
    const { name } = file
    if (file.size > mostBytes) return setFailure({ name, words: tooLarge(file, text) })
    const stopping = new AbortController()
    const tell = (share: number) => setSending({ name, share, stop: () => stopping.abort() })
    tell(0)
    try {
      const sent = await sendFile(plant, file, tell, stopping.signal)
      if (sent.module?.isSigned === false) setNote(text('fileUnsigned'))
      onSent(sent)
    } catch (error) {
      if (!stopping.signal.aborted) setFailure({ name, words: failureWords(error as Error, text) })
    } finally {
      setSending(undefined)
    }
  }
  const { input, choose } = useFileChoice(label, ending, send)
  return (
    <>
      {input}
      {sending ? (
        <SendingBar sending={sending} />
      ) : (
        <GuardedButton className="btn s" obstacle={obstacle} toldBy={obstacleId} onClick={choose}>
          <Icon name="upload" />
          {label}
        </GuardedButton>
      )}
      {obstacle !== undefined && (
        <div>
          <p id={obstacleId} className="help">
            {obstacle}
          </p>
          <p className="help">{text('fileCommand')}</p>
          <CommandLine line="ign stack generate plant.yaml -o out" />
        </div>
      )}
      {note !== undefined && (
        <p className="bad" role="status">
          <Glyph state="warning" />
          <span>{note}</span>
        </p>
      )}
      {failure && (
        <p className="bad" role="alert">
          <Glyph state="error" />
          <span>
            {text('fileRefused', { name: failure.name })}. {failure.words}
          </span>
        </p>
      )}
    </>
  )
}

const tooLarge = ({ size }: File, text: Text): string =>
  `${text('fileTooLarge', { size: sizeOf(size), most: sizeOf(mostBytes) })} ${text('fileTooLargeHint')}`

function SendingBar({ sending: { name, share, stop } }: { readonly sending: Sending }) {
  const text = useText()
  const told =
    share < 1 ? text('sendingFile', { name, percent: Math.floor(share * 100) }) : text('checkingFile', { name })
  return (
    <div className="sending">
      <progress max={1} value={share} aria-label={name} />
      <div className="row">
        <span className="grow xs t2 cut" role="status">
          {told}
        </span>
        <button type="button" className="btn s" onClick={stop}>
          {text('stopSending')}
        </button>
      </div>
    </div>
  )
}
