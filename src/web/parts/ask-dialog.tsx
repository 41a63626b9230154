import { type ReactNode, useEffect, useRef } from 'react'
import { useText } from '../text/text.tsx'
import { FormError, useSubmit } from './form.tsx'

interface DialogProps {
  readonly title: string
  readonly submit: string
  readonly isDanger?: boolean
  readonly isReady?: boolean
  /** Names of fields that tell by themselves what is wrong with them. */
  readonly toldByFields?: readonly string[]
  readonly onSubmit: () => Promise<void>
  readonly onClose: () => void
  /** The fields; a function gets what was refused. */
  readonly children: ReactNode | ((refused: Error | undefined) => ReactNode)
}

/** A question that stands in front of the page; what is refused is told in it. */
export function AskDialog(props: DialogProps) {
  const { title, submit, isDanger, isReady = true, toldByFields, onClose, children } = props
  const text = useText()
  const dialog = useRef<HTMLDialogElement>(null)
  const { isBusy, error, onSubmit } = useSubmit(props.onSubmit)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} className="ask-box" aria-label={title} onClose={onClose}>
      <form onSubmit={onSubmit}>
        <h2>{title}</h2>
        {typeof children === 'function' ? children(error) : children}
        <FormError error={error} {...(toldByFields ? { fields: toldByFields } : {})} />
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
