import { Fragment, useEffect, useRef } from 'react'
import { useLanguage } from '../text/text.tsx'
import { keyGroups } from './key-table.ts'
import { keyWord } from './key-words.ts'
import { areLettersOn } from './letters.ts'

/** Every key and what it does. */
export function KeySheet({ onClose }: { readonly onClose: () => void }) {
  const { text, language } = useLanguage()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} className="keys" aria-label={text('keys')} onClose={onClose}>
      <h2>{text('keys')}</h2>
      {!areLettersOn() && <p className="t3 xs">{text('lettersOff')}</p>}
      <div className="cols">
        {keyGroups.map(({ title, keys }) => (
          <dl key={title}>
            <dt className="h">{text(title)}</dt>
            {keys.map(({ what, ways }) => (
              <Fragment key={what}>
                <dt>{text(what)}</dt>
                <dd>
                  {ways.map((keys) => (
                    <span className="row chord" key={keys.join()}>
                      {keys.map((key, index) => (
                        <Fragment key={key}>
                          {index > 0 && <span className="t3 xs">{text('thenKey')}</span>}
                          <kbd>{keyWord(key, language)}</kbd>
                        </Fragment>
                      ))}
                    </span>
                  ))}
                </dd>
              </Fragment>
            ))}
          </dl>
        ))}
      </div>
      <form method="dialog">
        <button type="submit" className="btn">
          {text('close')}
        </button>
      </form>
    </dialog>
  )
}
