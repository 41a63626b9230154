import { useState } from 'react'
import { useUser } from '../access/access.tsx'
import { isAtLeast, type Role, roles } from '../access/role.ts'
import { AskDialog } from '../parts/ask-dialog.tsx'
import { SelectField, TextField } from '../parts/form.tsx'
import { GuardedButton } from '../parts/guarded-button.tsx'
import { Icon } from '../parts/icon.tsx'
import { Menu } from '../parts/menu.tsx'
import { useKept } from '../parts/use-kept.ts'
import { changePlant, duplicatePlant, type Plant, removePlant } from '../plants/api.ts'
import { useAsking } from '../shell/place.ts'
import { useText } from '../text/text.tsx'

/** What can be done with a plant as a whole. */
export function PlantMenu({ plant, onChange }: { readonly plant: Plant; readonly onChange: () => void }) {
  const text = useText()
  const user = useUser()
  const { what: asking, of, ask, close } = useAsking()
  const asked = of === plant.id ? asking : undefined
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
    close()
    onChange()
  }
  return (
    <>
      <Menu label={text('plantMenu', { name: plant.name })} trigger={<Icon name="more" />} className="tool mini">
        {items.map(([what, label, isAllowed, role]) => (
          <GuardedButton key={what} obstacle={isAllowed ? undefined : reason(role)} onClick={() => ask(what, plant.id)}>
            {text(label)}
          </GuardedButton>
        ))}
      </Menu>
      {asked === 'rename' && (
        <NameDialog
          title={text('renamePlant')}
          help={text('renameText')}
          field={`rename.${plant.id}`}
          name={plant.name}
          onClose={close}
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
          field={`duplicate.${plant.id}`}
          name={text('copyName', { name: plant.name })}
          onClose={close}
          onName={async (name) => {
            await duplicatePlant(plant.id, name)
            done()
          }}
        />
      )}
      {asked === 'share' && <ShareDialog plant={plant} onClose={close} onDone={done} />}
      {asked === 'remove' && <RemoveDialog plant={plant} onClose={close} onDone={done} />}
    </>
  )
}

interface NameDialogProps {
  readonly title: string
  /** What becomes of the secrets. */
  readonly help: string
  /** Under which name what is typed is kept. */
  readonly field: string
  readonly name: string
  readonly onName: (name: string) => Promise<void>
  readonly onClose: () => void
}

function NameDialog({ title, help, field, name, onName, onClose }: NameDialogProps) {
  const text = useText()
  const [typed, setTyped, forgetTyped] = useKept(field, name)
  return (
    <AskDialog
      title={title}
      submit={title}
      isReady={typed.trim() !== ''}
      onSubmit={async () => {
        await onName(typed)
        forgetTyped()
      }}
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
      <TextField label={text('typeName', { name: plant.name })} value={typed} autoComplete="off" onChange={setTyped} />
    </AskDialog>
  )
}
