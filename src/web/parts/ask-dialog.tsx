import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useText } from '../text/text.tsx'
import { wordsOf } from './form.tsx'

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
            {wordsOf(failure)}
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
