import { useState } from 'react'
import { isAtLeast, type Role, roles, useUser } from '../access/access.tsx'
import { AskDialog } from '../parts/ask-dialog.tsx'
import { SelectField, TextField } from '../parts/form.tsx'
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
          help={text('renameText')}
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
          help={text('duplicateText')}
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

interface NameDialogProps {
  readonly title: string
  /** What becomes of the secrets. */
  readonly help: string
  readonly name: string
  readonly onName: (name: string) => Promise<void>
  readonly onClose: () => void
}

function NameDialog({ title, help, name, onName, onClose }: NameDialogProps) {
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
      <TextField label={text('newName')} help={help} value={typed} maxLength={80} onChange={setTyped} />
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
        <SelectField
          key={label}
          label={text(label)}
          value={value}
          choices={roles.map((role) => ({ value: role, label: text('andAbove', { role: text(role) }) }))}
          onChange={(role) => set(role as Role)}
        />
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
      <TextField label={plant.name} value={typed} autoComplete="off" onChange={setTyped} />
    </AskDialog>
  )
}
