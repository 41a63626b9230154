import { useState } from 'react'
import { useUser } from '../access/access.tsx'
import { isAtLeast } from '../access/role.ts'
import { AskDialog } from '../parts/ask-dialog.tsx'
import { PasswordField } from '../parts/form.tsx'
import { GuardedButton } from '../parts/guarded-button.tsx'
import { Icon } from '../parts/icon.tsx'
import { CommandLine } from '../parts/states.tsx'
import { keepSecret } from '../plants/api.ts'
import { usePlace } from '../shell/place.ts'
import { useText } from '../text/text.tsx'

interface SecretValueProps {
  readonly label: string
  /** Under which it is kept. */
  readonly name: string
  readonly onKept: () => void
}

/** Stands below the reference of a password: its value, which goes to the server and is never shown again. */
export function SecretValue({ label, name, onKept }: SecretValueProps) {
  const text = useText()
  const user = useUser()
  const plant = usePlace().query.get('plant') ?? undefined
  const [isAsking, setAsking] = useState(false)
  const [isKept, setKept] = useState(false)
  const mayKeep = user !== undefined && isAtLeast(user.role, 'engineer')
  const obstacle =
    plant === undefined
      ? text('secretNeedsPlant')
      : mayKeep
        ? undefined
        : text('keptNeedsRole', { role: text('engineer'), mine: text(user?.role ?? 'viewer') })
  return (
    <div className="field">
      <div>
        <GuardedButton
          className="btn s"
          obstacle={obstacle}
          aria-label={`${text('secretSet')}: ${label}`}
          onClick={() => setAsking(true)}
        >
          <Icon name="key" />
          {text('secretSet')}
        </GuardedButton>
      </div>
      {isKept && (
        <div role="status">
          <p className="help">{text('secretKept', { name })}</p>
          <CommandLine line="docker compose up --detach --wait" />
        </div>
      )}
      {isAsking && plant !== undefined && (
        <ValueDialog
          plant={plant}
          label={label}
          name={name}
          onClose={() => setAsking(false)}
          onKept={() => {
            setAsking(false)
            setKept(true)
            onKept()
          }}
        />
      )}
    </div>
  )
}

interface ValueDialogProps extends SecretValueProps {
  readonly plant: string
  readonly onClose: () => void
}

function ValueDialog({ plant, label, name, onKept, onClose }: ValueDialogProps) {
  const text = useText()
  const [value, setValue] = useState('')
  return (
    <AskDialog
      title={`${text('secretSet')}: ${label}`}
      submit={text('secretKeep')}
      isReady={value !== ''}
      onSubmit={async () => {
        await keepSecret(plant, name, value)
        onKept()
      }}
      onClose={onClose}
    >
      <PasswordField
        label={text('secretValue')}
        help={text('secretValueHelp', { name })}
        autoComplete="new-password"
        value={value}
        onChange={setValue}
      />
    </AskDialog>
  )
}
