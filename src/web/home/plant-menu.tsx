import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { isAtLeast, type Role, roles, useUser } from '../access/access.tsx'
import { Icon } from '../parts/icon.tsx'
import { Menu } from '../parts/menu.tsx'
import { changePlant, duplicatePlant, type Plant, removePlant } from '../plants/api.ts'
import { useText } from '../text/text.tsx'

type Asked = 'rename' | 'duplicate' | 'share' | 'remove'

/** What can be done with a plant as a whole. */
export function PlantMenu({ plant, onChange }: { readonly plant: Plant; readonly onChange: () => void }) {
  const text = useText()
  const user = useUser()
  const [asked, setAsked] = useState<Asked>()
  const mayWrite = user !== undefined && isAtLeast(user.role, plant.writeRole)
  const mayCreate = user !== undefined && isAtLeast(user.role, 'engineer')
  const items = [
    ['rename', 'renamePlant', mayWrite, plant.writeRole],
    ['duplicate', 'duplicatePlant', mayCreate, 'engineer'],
    ['share', 'sharePlant', mayWrite, plant.writeRole],
    ['remove', 'removePlant', mayWrite, plant.writeRole],
  ] as const
  const reason = (role: Role) => text('saveNeedsRole', { role: text(role), mine: text(user?.role ?? 'viewer') })
  const done = () => {
    setAsked(undefined)
    onChange()
  }
  return (
    <>
      <Menu label={text('plantMenu', { name: plant.name })} trigger={<Icon name="more" />} className="tool mini">
        {items.map(([what, label, isAllowed, role]) => (
          <button
            key={what}
            type="button"
            disabled={!isAllowed}
            title={isAllowed ? undefined : reason(role)}
            onClick={() => setAsked(what)}
          >
            {text(label)}
          </button>
        ))}
      </Menu>
      {asked === 'rename' && (
        <NameDialog
          title={text('renamePlant')}
          name={plant.name}
          onClose={() => setAsked(undefined)}
          onName={async (name) => {
            await changePlant(plant.id, { name })
            done()
          }}
        />
      )}
      {asked === 'duplicate' && (
        <NameDialog
          title={text('duplicatePlant')}
          name={text('copyName', { name: plant.name })}
          onClose={() => setAsked(undefined)}
          onName={async (name) => {
            await duplicatePlant(plant.id, name)
            done()
          }}
        />
      )}
      {asked === 'share' && <ShareDialog plant={plant} onClose={() => setAsked(undefined)} onDone={done} />}
      {asked === 'remove' && <RemoveDialog plant={plant} onClose={() => setAsked(undefined)} onDone={done} />}
    </>
  )
}

interface DialogProps {
  readonly title: string
  readonly submit: string
  readonly isDanger?: boolean
  readonly isReady?: boolean
  readonly onSubmit: () => Promise<void>
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A question that stands in front of the page; what is refused is told in it. */
export function AskDialog({ title, submit, isDanger, isReady = true, onSubmit, onClose, children }: DialogProps) {
  const text = useText()
  const dialog = useRef<HTMLDialogElement>(null)
  const [failure, setFailure] = useState<Error>()
  const [isBusy, setBusy] = useState(false)
  useEffect(() => dialog.current?.showModal(), [])
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setFailure(undefined)
    try {
      await onSubmit()
    } catch (error) {
      setFailure(error as Error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <dialog ref={dialog} className="ask-box" aria-label={title} onClose={onClose}>
      <form onSubmit={(event) => void send(event)}>
        <h2>{title}</h2>
        {children}
        {failure && (
          <p className="bad" role="alert">
            {failure.message}
          </p>
        )}
        <div className="row end">
          <button type="button" className="btn" onClick={onClose}>
            {text('cancel')}
          </button>
          <button type="submit" className={`btn ${isDanger ? 'danger' : 'primary'}`} disabled={isBusy || !isReady}>
            {submit}
          </button>
        </div>
      </form>
    </dialog>
  )
}

interface NameDialogProps {
  readonly title: string
  readonly name: string
  readonly onName: (name: string) => Promise<void>
  readonly onClose: () => void
}

function NameDialog({ title, name, onName, onClose }: NameDialogProps) {
  const text = useText()
  const [typed, setTyped] = useState(name)
  return (
    <AskDialog
      title={title}
      submit={title}
      isReady={typed.trim() !== ''}
      onSubmit={() => onName(typed)}
      onClose={onClose}
    >
      <label className="field">
        <span className="lab">{text('newName')}</span>
        <span className="inp">
          <input value={typed} maxLength={80} onChange={({ target }) => setTyped(target.value)} />
        </span>
      </label>
    </AskDialog>
  )
}

interface PlantDialogProps {
  readonly plant: Plant
  readonly onClose: () => void
  readonly onDone: () => void
}

function ShareDialog({ plant, onClose, onDone }: PlantDialogProps) {
  const text = useText()
  const [readRole, setReadRole] = useState(plant.readRole)
  const [writeRole, setWriteRole] = useState(plant.writeRole)
  const fields = [
    ['whoReads', readRole, setReadRole],
    ['whoWrites', writeRole, setWriteRole],
  ] as const
  return (
    <AskDialog
      title={text('sharePlant')}
      submit={text('sharePlant')}
      onClose={onClose}
      onSubmit={async () => {
        await changePlant(plant.id, { readRole, writeRole })
        onDone()
      }}
    >
      {fields.map(([label, value, set]) => (
        <label key={label} className="field">
          <span className="lab">{text(label)}</span>
          <span className="sel">
            <select value={value} onChange={({ target }) => set(target.value as Role)}>
              {roles.map((role) => (
                <option key={role} value={role}>
                  {text('andAbove', { role: text(role) })}
                </option>
              ))}
            </select>
          </span>
        </label>
      ))}
    </AskDialog>
  )
}

function RemoveDialog({ plant, onClose, onDone }: PlantDialogProps) {
  const text = useText()
  const [typed, setTyped] = useState('')
  return (
    <AskDialog
      title={text('removeTitle', { name: plant.name, count: plant.version })}
      submit={text('removePlant')}
      isDanger
      isReady={typed === plant.name}
      onClose={onClose}
      onSubmit={async () => {
        await removePlant(plant.id)
        onDone()
      }}
    >
      <p className="t2">{text('removeText')}</p>
      <label className="field">
        <span className="lab">{plant.name}</span>
        <span className="inp">
          <input value={typed} autoComplete="off" onChange={({ target }) => setTyped(target.value)} />
        </span>
      </label>
    </AskDialog>
  )
}
