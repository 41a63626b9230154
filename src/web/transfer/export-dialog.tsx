import { useState } from 'react'
import { AskDialog } from '../parts/ask-dialog.tsx'
import { PasswordField } from '../parts/form.tsx'
import { save } from '../parts/save.ts'
import { CommandLine } from '../parts/states.tsx'
import type { PlantText } from '../plants/api.ts'
import { useText } from '../text/text.tsx'
import { exportPlant } from './api.ts'
import type { Held } from './held.ts'

const fewestCharacters = 8

interface ExportDialogProps {
  readonly held: Held
  readonly plant: PlantText
  readonly onClose: () => void
}

/** Asks for the password of an `.ignstack` file and hands it to the browser. */
export function ExportDialog({ held: { name, isChanged }, plant, onClose }: ExportDialogProps) {
  const text = useText()
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const isOther = again !== '' && again !== password
  const file = `${name}.ignstack`
  return (
    <AskDialog
      title={text('exportTitle', { name: plant.name })}
      submit={text('exportFile')}
      isReady={password.length >= fewestCharacters && again === password}
      onClose={onClose}
      onSubmit={async () => {
        save(await exportPlant(plant.id, password), file)
        onClose()
      }}
    >
      <p className="t2">
        {text('exportText', { version: plant.version })}{' '}
        {isChanged && <b>{text('exportUnsaved', { version: plant.version })}</b>}
      </p>
      <PasswordField
        label={text('filePassword')}
        help={text('filePasswordHelp')}
        autoComplete="new-password"
        knownAs={[plant.name]}
        value={password}
        onChange={setPassword}
      />
      <PasswordField
        label={text('filePasswordAgain')}
        autoComplete="new-password"
        error={isOther ? text('notTheSame') : undefined}
        value={again}
        onChange={setAgain}
      />
      <div>
        <p className="xs t3">{text('exportCommand')}</p>
        <CommandLine line={`ign stack import ${file} --password-file password.txt -o plant.yaml`} />
      </div>
    </AskDialog>
  )
}
