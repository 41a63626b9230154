import { useEffect, useRef } from 'react'
import { sentence } from '../parts/sentence.ts'
import { Failure } from '../parts/states.tsx'
import { Refused } from '../server.ts'
import { useText } from '../text/text.tsx'

interface FailureDialogProps {
  readonly error: Error
  /** The command that does the same. */
  readonly command: string
  readonly onClose: () => void
}

/** Why a project was not made: every problem with what to do about it, and another way to the same. */
export function FailureDialog({ error, command, onClose }: FailureDialogProps) {
  const text = useText()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const issues = error instanceof Refused ? error.issues : []
  return (
    <dialog ref={dialog} className="ask-box" aria-label={text('projectNotMade')} onClose={onClose}>
      <div className="bundle">
        <Failure title={text('projectNotMade')} error={error} command={command} />
        {issues.length > 0 && (
          <ul className="xs">
            {issues.map(({ message, hint, line }) => (
              <li key={`${line} ${message}`}>
                {line !== undefined && <span className="mono">{text('line', { line })} </span>}
                {sentence(text.said(message))} {hint && text.said(hint)}
              </li>
            ))}
          </ul>
        )}
        <div className="row end">
          <button type="button" className="btn" onClick={onClose}>
            {text('close')}
          </button>
        </div>
      </div>
    </dialog>
  )
}
