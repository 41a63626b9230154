import { useState } from 'react'
import { useUser } from '../access/access.tsx'
import { isAtLeast } from '../access/role.ts'
import { AskDialog } from '../parts/ask-dialog.tsx'
import { PasswordField, TextField } from '../parts/form.tsx'
import { CommandLine } from '../parts/states.tsx'
import { go } from '../shell/place.ts'
import { useText } from '../text/text.tsx'
import { importPlant } from './api.ts'
import { nameOfFile } from './file-kind.ts'

interface ImportDialogProps {
  readonly file: File
  readonly onClose: () => void
}

/** Asks for the name of the plant and the password of its file; the plant is opened when it is kept. */
export function ImportDialog({ file, onClose }: ImportDialogProps) {
  const text = useText()
  const user = useUser()
  const [name, setName] = useState(nameOfFile(file.name))
  const [password, setPassword] = useState('')
  const mayKeep = user !== undefined && isAtLeast(user.role, 'engineer')
  return (
    <AskDialog
      title={text('importTitle', { file: file.name })}
      submit={text('importPlant')}
      isReady={mayKeep && name.trim() !== '' && password !== ''}
      onClose={onClose}
      onSubmit={async () => {
        const { id } = await importPlant(name, await file.text(), password)
        onClose()
        go(`/stack?plant=${id}`)
      }}
    >
      <p className="t2">{text(mayKeep ? 'importText' : 'importNeedsSignIn')}</p>
      {mayKeep && (
        <>
          <TextField label={text('plantName')} value={name} maxLength={80} onChange={setName} />
          <PasswordField
            label={text('filePassword')}
            autoComplete="current-password"
            value={password}
            onChange={setPassword}
          />
        </>
      )}
      <div>
        <p className="xs t3">{text('importCommand')}</p>
        <CommandLine line={`ign stack import ${quoted(file.name)} --password-file password.txt -o plant.yaml`} />
      </div>
    </AskDialog>
  )
}

/** For a shell, where the name needs it. */
const quoted = (name: string): string => (/^[\w.+-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`)
