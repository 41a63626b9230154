import { useMemo, useState } from 'react'
import { useUser } from '../access/access.tsx'
import { isAtLeast } from '../access/role.ts'
import { failureWords } from '../parts/form.tsx'
import { GuardedButton } from '../parts/guarded-button.tsx'
import { Icon } from '../parts/icon.tsx'
import { useFileChoice } from '../parts/use-file-choice.tsx'
import { createPlant } from '../plants/api.ts'
import { go } from '../shell/place.ts'
import { useCommands } from '../shell/told.ts'
import { useText } from '../text/text.tsx'
import { importOlder } from '../transfer/api.ts'
import { fileEndings, fileKind, nameOfFile } from '../transfer/file-kind.ts'
import { ImportDialog } from '../transfer/import-dialog.tsx'

/** The title, and how a plant comes into being. */
export function HomeBar({ onCreated }: { readonly onCreated: () => void }) {
  const text = useText()
  const user = useUser()
  const [failure, setFailure] = useState<Error>()
  const [stack, setStack] = useState<File>()
  const open = async (file: File) => {
    setFailure(undefined)
    try {
      const content = await file.text()
      const kind = fileKind(file.name, content)
      if (kind === 'stack') return setStack(file)
      if (kind === undefined) throw new Error(text('notAPlantFile', { name: file.name }))
      const name = nameOfFile(file.name)
      const plant = await (kind === 'older' ? importOlder(name, content) : createPlant(name, content, file.name))
      onCreated()
      go(`/stack?plant=${plant.id}`)
    } catch (error) {
      setFailure(error as Error)
    }
  }
  const { input, choose } = useFileChoice(text('importPlant'), fileEndings, open)
  const mayWrite = user !== undefined && isAtLeast(user.role, 'engineer')
  useCommands(
    useMemo(
      () => [
        { group: 'do', label: text('startPlant'), icon: 'plus', line: 'ign stack init > plant.yaml', to: '/stack' },
        ...(mayWrite ? [{ group: 'do', label: text('importPlant'), icon: 'upload', run: choose } as const] : []),
      ],
      [text, mayWrite, choose],
    ),
  )
  return (
    <header className="pagebar">
      <h1>{text('plants')}</h1>
      <span className="spring" />
      {failure && (
        <span className="bad" role="alert">
          {failureWords(failure, text)}
        </span>
      )}
      {input}
      <GuardedButton
        className="btn"
        obstacle={
          mayWrite ? undefined : text('saveNeedsRole', { role: text('engineer'), mine: text(user?.role ?? 'viewer') })
        }
        onClick={choose}
      >
        <Icon name="upload" />
        {text('importPlant')}
      </GuardedButton>
      {stack && <ImportDialog file={stack} onClose={() => setStack(undefined)} />}
      <a className="btn primary" href="/stack">
        <Icon name="plus" />
        {text('startPlant')}
      </a>
    </header>
  )
}
