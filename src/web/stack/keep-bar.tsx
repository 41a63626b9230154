import { useEffect, useMemo, useRef, useState } from 'react'
import { useAccess, useUser } from '../access/access.tsx'
import { isAtLeast, type Role } from '../access/role.ts'
import { AskDialog } from '../parts/ask-dialog.tsx'
import { failureWords, TextField } from '../parts/form.tsx'
import { GuardedButton, useReason } from '../parts/guarded-button.tsx'
import { Glyph, Icon } from '../parts/icon.tsx'
import { useKept } from '../parts/use-kept.ts'
import type { PlantText } from '../plants/api.ts'
import { Difference } from '../plants/difference.tsx'
import { personOf } from '../plants/person.ts'
import { keyWord } from '../shell/key-words.ts'
import { signInFrom } from '../shell/paths.ts'
import { useAsking, usePlace } from '../shell/place.ts'
import { useCommands } from '../shell/told.ts'
import { type Text, useLanguage, useText } from '../text/text.tsx'
import { KeptNote } from './kept-note.tsx'
import type { Keeping } from './use-keeping.ts'

interface KeepProps {
  readonly keeping: Keeping
  /** Proposed name for a draft. */
  readonly name: string
}

/** Saves the plant to the server, and tells how far it is saved. */
export function KeepButtons({ keeping, name }: KeepProps) {
  const { text, language } = useLanguage()
  const { session } = useAccess()
  const user = useUser()
  const { address } = usePlace()
  const { what, ask, close } = useAsking()
  const { newest, isChanged, isOlder, isSaving, isAway } = keeping
  const needed: Role = newest?.writeRole ?? 'engineer'
  const mayWrite = user !== undefined && isAtLeast(user.role, needed)
  const canAsk = mayWrite && isChanged && !isOlder
  const away = isAway ? text('saveAway') : undefined
  const obstacle = canAsk
    ? away
    : !mayWrite
      ? text('saveNeedsRole', { role: text(needed), mine: text(user?.role ?? 'viewer') })
      : isOlder
        ? text('saveNeedsChoice')
        : text('saveNothing', { version: newest?.version ?? 0 })
  const isReady = obstacle === undefined && !isSaving
  const signIn = useReason(text('saveNeedsSignIn'))
  useEffect(() => {
    // a question that has lost its sense must not come up again with the next change
    if (what === 'save' && user && !canAsk) close()
  })
  const saveWord = newest ? 'savePlant' : 'saveAs'
  const begin = useRef(() => ask('save'))
  begin.current = () => ask('save')
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return
      event.preventDefault()
      if (isReady) begin.current()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [isReady])
  useCommands(
    useMemo(
      () =>
        isReady
          ? [{ group: 'do', label: text(saveWord), icon: 'save', keys: ['Ctrl S'], run: () => begin.current() }]
          : [],
      [text, isReady, saveWord],
    ),
  )
  if (session && !user)
    return (
      <>
        <KeptNote keeping={keeping} state={text('draftKept')} />
        <a
          className="btn"
          href={session.state === 'setup' ? '/setup' : signInFrom(address)}
          aria-describedby={signIn.id}
          {...signIn.handlers}
        >
          <Icon name="save" />
          {text('savePlant')}
        </a>
        {signIn.tip}
      </>
    )
  return (
    <>
      <KeptNote keeping={keeping} state={keptState(keeping, text)} />
      <GuardedButton
        className="btn"
        obstacle={obstacle}
        disabled={isSaving}
        title={obstacle === undefined ? keyWord('Ctrl S', language) : undefined}
        onClick={() => ask('save')}
      >
        <Icon name="save" />
        {text(saveWord)}
      </GuardedButton>
      {what === 'save' && canAsk && (
        <SaveDialog
          field={`note.${newest?.id ?? 'draft'}`}
          label={text(newest ? 'saveNote' : 'plantName')}
          help={newest ? text('saveNoteHelp') : undefined}
          start={newest ? '' : name}
          mayBeEmpty={newest !== undefined}
          obstacle={away}
          onSave={newest ? keeping.save : keeping.create}
          onClose={close}
        />
      )}
    </>
  )
}

/** How far a plant is saved, in words. */
export function keptState({ newest, base, isChanged }: Keeping, text: Text): string {
  if (!newest) return text('draftKept')
  if (isChanged) return text('unsavedChanges', { version: base })
  const { version, summary } = newest
  return text(summary.errors > 0 ? 'savedWithCount' : 'savedVersion', { version, count: summary.errors })
}

interface SaveDialogProps {
  /** Under which name what is typed is kept. */
  readonly field: string
  readonly label: string
  readonly help: string | undefined
  readonly start: string
  readonly mayBeEmpty: boolean
  /** Why it cannot be saved now. */
  readonly obstacle: string | undefined
  readonly onSave: (typed: string) => Promise<Error | undefined>
  readonly onClose: () => void
}

function SaveDialog({ field, label, help, start, mayBeEmpty, obstacle, onSave, onClose }: SaveDialogProps) {
  const text = useText()
  const [typed, setTyped, forgetTyped] = useKept(field, start)
  return (
    <AskDialog
      title={text('savePlant')}
      submit={text('savePlant')}
      isReady={obstacle === undefined && (mayBeEmpty || typed.trim() !== '')}
      onSubmit={async () => {
        const failure = await onSave(typed.trim())
        if (failure) throw failure
        forgetTyped()
        onClose()
      }}
      onClose={onClose}
    >
      <TextField label={label} help={help} value={typed} maxLength={mayBeEmpty ? 200 : 80} onChange={setTyped} />
      {obstacle !== undefined && (
        <p className="bad" role="status">
          <Icon name="offline" />
          <span>{obstacle}</span>
        </p>
      )}
    </AskDialog>
  )
}

interface KeepBannerProps extends KeepProps {
  /** The plant file as it is now. */
  readonly plant: string
  /** Shows the problems of the plant. */
  readonly onProblems: () => void
}

/** What stands in the way of saving, and what can be done about it; nothing where nothing does. */
export function KeepBanner({ keeping, plant, name, onProblems }: KeepBannerProps) {
  const text = useText()
  const [isComparing, setComparing] = useState(false)
  const { newest, base, isChanged, isOlder, failure } = keeping
  if (failure && !isOlder)
    return (
      <div className="banner bad-bar" role="alert">
        <Glyph state="error" label={text('broken')} />
        <span className="grow">{failureWords(failure, text)}</span>
      </div>
    )
  if (!newest) return null
  if (!isOlder)
    return (
      <>
        {!isChanged && <SavedWithErrors newest={newest} onProblems={onProblems} />}
        <SharedProject newest={newest} />
      </>
    )
  const { version, updatedBy } = newest
  return (
    <>
      <div className="banner" role="alert">
        <Icon name="diff" />
        <span className="grow">
          <b>{text('changedElsewhere', { who: personOf(updatedBy), version, base })}</b> {text('changedElsewhereText')}
        </span>
        <button type="button" className="btn s" onClick={() => setComparing(!isComparing)}>
          {text('compareBoth')}
        </button>
        <button type="button" className="btn s" onClick={keeping.takeNewest}>
          {text('takeTheirs', { version })}
        </button>
        <button type="button" className="btn s" onClick={() => void keeping.create(text('copyName', { name }))}>
          {text('keepAsCopy')}
        </button>
        <button type="button" className="btn s" onClick={() => void keeping.saveOver()}>
          {text('saveOver', { version: version + 1 })}
        </button>
      </div>
      {isComparing && (
        <section className="compare" aria-label={text('compareBoth')}>
          <Difference before={newest.text} after={plant} />
        </section>
      )}
    </>
  )
}

/** Nothing typed is lost, so a version with errors is kept too; that it is of no use yet must not go unsaid. */
function SavedWithErrors({ newest, onProblems }: { readonly newest: PlantText; readonly onProblems: () => void }) {
  const text = useText()
  const { version, summary } = newest
  if (summary.errors === 0) return null
  return (
    <div className="banner bad-bar" role="status">
      <Glyph state="error" label={text('errorWord')} />
      <span className="grow">{text('savedWithErrors', { version, count: summary.errors })}</span>
      <button type="button" className="btn s" onClick={onProblems}>
        {text('openProblems')}
      </button>
    </div>
  )
}

/** Two plants of one Compose project are kept, because each may run on an engine of its own. */
function SharedProject({ newest: { sharing, summary } }: { readonly newest: PlantText }) {
  const text = useText()
  if (sharing.length === 0) return null
  return (
    <p className="banner" role="status">
      <Glyph state="warning" />
      <span className="grow">
        {text('sharedProject', { names: sharing.map(({ name }) => name).join(', '), project: summary.project ?? '' })}{' '}
        {text('sharedProjectHint')}
      </span>
    </p>
  )
}
