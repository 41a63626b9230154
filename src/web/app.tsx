import { useEffect, useRef, useState } from 'react'
import { readCatalog } from './api.ts'
import { keep } from './kept.ts'
import { Icon } from './parts/icon.tsx'
import { Builder } from './stack/builder.tsx'
import { useOnce } from './stack/use-plant.ts'
import { useLanguage, useText } from './text/text.tsx'

/** The frame around every view: where one is, and what concerns the whole console. */
export function App() {
  const text = useText()
  const { value: entries, error, retry } = useOnce(readCatalog)
  return (
    <div className="app">
      <a className="vh" href="#main">
        {text('skip')}
      </a>
      <Top />
      <nav className="rail" aria-label={text('rooms')}>
        <a className="inset" href="/" aria-current="page">
          <Icon name="stack" size={20} />
          {text('stack')}
        </a>
      </nav>
      <main id="main">
        {entries ? (
          <Builder entries={entries} />
        ) : error ? (
          <div className="offline" role="alert">
            {error.message}
            <button type="button" className="btn s" onClick={retry}>
              {text('retry')}
            </button>
          </div>
        ) : (
          <p className="loading t3" role="status">
            {text('loading')}
          </p>
        )}
      </main>
    </div>
  )
}

function Top() {
  const text = useText()
  const { language, speak } = useLanguage()
  return (
    <header className="top">
      <a className="brand" href="/">
        <img src="/assets/mark.svg" width="28" height="28" alt={text('home')} />
      </a>
      <span className="crumb" aria-current="page">
        Plantwright
      </span>
      <span className="spring" />
      <KeySheet />
      <button
        type="button"
        className="tool"
        lang={language === 'en' ? 'de' : 'en'}
        onClick={() => speak(language === 'en' ? 'de' : 'en')}
      >
        {text('language')}
      </button>
      <ThemeSwitch />
    </header>
  )
}

function ThemeSwitch() {
  const text = useText()
  const [theme, setTheme] = useState(document.documentElement.dataset.theme ?? 'light')
  const turn = () => {
    const next = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark'
    document.documentElement.dataset.theme = next
    keep('theme', next)
    setTheme(next)
  }
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || !event.shiftKey || event.key.toLowerCase() !== 'l') return
      event.preventDefault()
      turn()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  })
  return (
    <button
      type="button"
      className="tool"
      aria-label={text('theme')}
      title={`${text('theme')} (Ctrl Shift L)`}
      onClick={turn}
    >
      <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
    </button>
  )
}

function KeySheet() {
  const text = useText()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyped = /^(INPUT|TEXTAREA|SELECT)$/.test((event.target as HTMLElement).tagName)
      if (event.key === '?' && !isTyped) dialog.current?.showModal()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  const keys = [
    [text('keySheet'), '?'],
    [text('keyPalette'), 'A'],
    [text('keyUndo'), 'Ctrl Z, Ctrl Shift Z'],
    [text('keyDuplicate'), 'D, F2, Delete'],
    [text('keyProblem'), 'F8, Shift F8'],
    [text('keyTheme'), 'Ctrl Shift L'],
    [text('keyEscape'), 'Esc'],
  ] as const
  return (
    <>
      <button
        type="button"
        className="tool"
        aria-label={text('keys')}
        title={`${text('keys')} (?)`}
        onClick={() => dialog.current?.showModal()}
      >
        <Icon name="keyboard" />
      </button>
      <dialog ref={dialog} className="keys" aria-label={text('keys')}>
        <h2>{text('keys')}</h2>
        <dl>
          {keys.map(([what, key]) => (
            <div key={what}>
              <dt>{what}</dt>
              <dd>
                {key.split(', ').map((one) => (
                  <kbd key={one}>{one}</kbd>
                ))}
              </dd>
            </div>
          ))}
        </dl>
        <form method="dialog">
          <button type="submit" className="btn">
            {text('close')}
          </button>
        </form>
      </dialog>
    </>
  )
}
