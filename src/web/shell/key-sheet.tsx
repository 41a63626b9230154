import { Fragment, useEffect, useRef } from 'react'
import { type Text, useText } from '../text/text.tsx'
import { areLettersOn } from './letters.ts'
import { routes } from './routes.ts'

/** Every key and what it does. */
export function KeySheet({ onClose }: { readonly onClose: () => void }) {
  const text = useText()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} className="keys" aria-label={text('keys')} onClose={onClose}>
      <h2>{text('keys')}</h2>
      {!areLettersOn() && <p className="t3 xs">{text('lettersOff')}</p>}
      <div className="cols">
        {keysOf(text).map(([title, keys]) => (
          <dl key={title}>
            <dt className="h">{title}</dt>
            {keys.map(([what, ...ways]) => (
              <Fragment key={what}>
                <dt>{what}</dt>
                <dd>
                  {ways.map((way, index) => (
                    <Fragment key={way}>
                      {index > 0 && ' '}
                      {way.split(' then ').map((key, part) => (
                        <Fragment key={key}>
                          {part > 0 && <span className="t3 xs"> {text('thenKey')} </span>}
                          <kbd>{key}</kbd>
                        </Fragment>
                      ))}
                    </Fragment>
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

type Key = readonly [what: string, ...ways: string[]]

function keysOf(text: Text): readonly (readonly [string, readonly Key[]])[] {
  const views = routes
    .filter(({ letter }) => letter !== undefined)
    .map(({ title, letter = '' }): Key => [text(title), `G then ${letter.toUpperCase()}`])
  return [
    [
      text('keysAnywhere'),
      [
        [text('keyCommand'), 'Ctrl K'],
        [text('keySheet'), '?'],
        [text('keyTheme'), 'Ctrl Shift L'],
        [text('keyEscape'), 'Esc'],
      ],
    ],
    [text('goTo'), views],
    [
      text('stack'),
      [
        [text('keyPalette'), 'A'],
        [text('keyUndo'), 'Ctrl Z', 'Ctrl Shift Z'],
        [text('keyDuplicate'), 'D', 'F2', 'Delete'],
        [text('keyProblem'), 'F8', 'Shift F8'],
      ],
    ],
    [
      text('keysCanvas'),
      [
        [text('keyZoom'), '+', '-', '0'],
        [text('keyTidy'), 'T'],
        [text('keyList'), 'L'],
        [text('keyWalk'), '←', '→', '↑', '↓'],
        [text('keyWires'), 'E'],
        [text('keyPlace'), 'Alt ↑', 'Alt ↓'],
        [text('keyGroup'), 'Ctrl A'],
      ],
    ],
    [
      text('keysLists'),
      [
        [text('keyRows'), 'J', 'K'],
        [text('keyOpenRow'), 'Enter'],
        [text('keyFilter'), '/'],
      ],
    ],
  ]
}
