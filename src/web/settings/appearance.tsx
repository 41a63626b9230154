import { useState } from 'react'
import { keyWord } from '../shell/key-words.ts'
import { areLettersOn, switchLetters } from '../shell/letters.ts'
import { setTheme, type Theme, useTheme } from '../shell/theme.ts'
import type { Language } from '../text/language.ts'
import { useLanguage, useText } from '../text/text.tsx'
import { Panel } from './panel.tsx'

const themes = [
  ['light', 'themeLight'],
  ['dark', 'themeDark'],
] as const satisfies readonly (readonly [Theme, string])[]

/** Each in its own words. */
const languages = [
  ['en', 'English'],
  ['de', 'Deutsch'],
] as const satisfies readonly (readonly [Language, string])[]

/** How the console looks and listens, in this browser. */
export function Appearance() {
  const text = useText()
  const theme = useTheme()
  const { language, speak } = useLanguage()
  const [isOn, setOn] = useState(areLettersOn)
  const turn = () => {
    switchLetters(!isOn)
    setOn(!isOn)
  }
  return (
    <div className="page">
      <div className="cols-3">
        <Panel title={text('themeTitle')} lead={text('keptHere')}>
          <div className="box">
            <fieldset className="seg fit" aria-label={text('themeTitle')}>
              {themes.map(([name, title]) => (
                <button key={name} type="button" aria-pressed={theme === name} onClick={() => setTheme(name)}>
                  {text(title)}
                </button>
              ))}
            </fieldset>
            <p className="t3 xs">
              <kbd>{keyWord('Ctrl Shift L', language)}</kbd>
            </p>
          </div>
        </Panel>
        <Panel title={text('languageTitle')} lead={text('keptHere')}>
          <div className="box">
            <fieldset className="seg fit" aria-label={text('languageTitle')}>
              {languages.map(([name, title]) => (
                <button
                  key={name}
                  type="button"
                  lang={name}
                  aria-pressed={language === name}
                  onClick={() => speak(name)}
                >
                  {title}
                </button>
              ))}
            </fieldset>
          </div>
        </Panel>
      </div>
      <Panel title={text('lettersTitle')} lead={text('keptHere')}>
        <div className="box narrow">
          <button type="button" className="switch" role="switch" aria-checked={isOn} onClick={turn}>
            {text('lettersSwitch')}
          </button>
          <p className="t2">{text('lettersText')}</p>
        </div>
      </Panel>
    </div>
  )
}
