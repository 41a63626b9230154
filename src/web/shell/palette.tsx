import { useEffect, useId, useRef, useState } from 'react'
import { Icon } from '../parts/icon.tsx'
import { useLanguage } from '../text/text.tsx'
import { carryOut, useAllCommands } from './commands.ts'
import { findCommands } from './find-commands.ts'
import { keyWord } from './key-words.ts'
import type { Command } from './told.ts'

interface PaletteProps {
  readonly onClose: () => void
  readonly onKeys: () => void
}

const titles = { plants: 'plants', go: 'goTo', do: 'doIt', problems: 'problems' } as const

/** Goes anywhere and does anything by its name. `Ctrl C` copies the command line that does the same. */
export function Palette({ onClose, onKeys }: PaletteProps) {
  const { text, language } = useLanguage()
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [search, setSearch] = useState('')
  const [at, setAt] = useState(0)
  const [copied, setCopied] = useState<string>()
  const groups = findCommands(useAllCommands(onKeys), search)
  const all = [...groups.values()].flat()
  const chosen = all[Math.min(at, all.length - 1)]
  useEffect(() => dialog.current?.showModal(), [])
  useEffect(() => {
    if (chosen) list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  const run = (command: Command | undefined) => {
    if (!command) return
    onClose()
    carryOut(command)
  }
  const onKeyDown = (event: React.KeyboardEvent<HTMLInputElement>) => {
    const { key, ctrlKey, metaKey, currentTarget } = event
    const hasSelection = currentTarget.selectionStart !== currentTarget.selectionEnd
    if (key === 'ArrowDown') setAt((at + 1) % Math.max(1, all.length))
    else if (key === 'ArrowUp') setAt((at - 1 + all.length) % Math.max(1, all.length))
    else if (key === 'Enter') run(chosen)
    else if (key.toLowerCase() === 'c' && (ctrlKey || metaKey) && chosen?.line && !hasSelection) {
      void navigator.clipboard.writeText(chosen.line)
      setCopied(chosen.line)
    } else return
    event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself
    <dialog
      ref={dialog}
      className="palette"
      aria-label={text('palette')}
      onClose={onClose}
      onClick={({ target, currentTarget }) => target === currentTarget && onClose()}
    >
      <div className="ask">
        <Icon name="search" />
        <input
          autoFocus
          role="combobox"
          aria-label={text('search')}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen ? `${id}-${all.indexOf(chosen)}` : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder={text('searchHint')}
          value={search}
          onChange={({ target }) => {
            setSearch(target.value)
            setAt(0)
            setCopied(undefined)
          }}
          onKeyDown={onKeyDown}
        />
        <kbd>Esc</kbd>
      </div>
      <div className="list" id={`${id}-list`} ref={list} role="listbox" aria-label={text('palette')} tabIndex={-1}>
        {all.length === 0 && <p className="gh">{text('nothingMatches')}</p>}
        {[...groups].map(([group, members]) => (
          // biome-ignore lint/a11y/useSemanticElements: groups of options are groups
          <div key={group} role="group" aria-labelledby={`${id}-${group}`}>
            <div className="gh" id={`${id}-${group}`}>
              {text(titles[group])}
            </div>
            {members.map((command) => (
              <Item
                key={`${command.label} ${command.line} ${command.to}`}
                id={`${id}-${all.indexOf(command)}`}
                command={command}
                isChosen={command === chosen}
                onPoint={() => setAt(all.indexOf(command))}
                onRun={() => run(command)}
              />
            ))}
          </div>
        ))}
      </div>
      <footer>
        <span>
          <kbd>{keyWord('Up', language)}</kbd> <kbd>{keyWord('Down', language)}</kbd> {text('choose')}
        </span>
        <span>
          <kbd>Enter</kbd> {text('run')}
        </span>
        <span role="status">
          {copied === undefined ? (
            <>
              <kbd>{keyWord('Ctrl C', language)}</kbd> {text('copyLine')}
            </>
          ) : (
            text('copiedLine', { line: copied })
          )}
        </span>
      </footer>
    </dialog>
  )
}

interface ItemProps {
  readonly id: string
  readonly command: Command
  readonly isChosen: boolean
  readonly onPoint: () => void
  readonly onRun: () => void
}

function Item({ id, command: { icon, label, detail, line, keys }, isChosen, onPoint, onRun }: ItemProps) {
  const { text, language } = useLanguage()
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the field above has the focus and says which option is active
    <div
      className="it"
      id={id}
      role="option"
      aria-selected={isChosen}
      onPointerMove={() => !isChosen && onPoint()}
      onClick={onRun}
    >
      <Icon name={icon} />
      <span className="grow cut">
        {label} {detail !== undefined && <span className="t3">{detail}</span>}
      </span>
      {line !== undefined && <span className="mono cut">{line}</span>}
      {keys && (
        <span className="row chord">
          {keys.map((key, index) => (
            <span className="row chord" key={key}>
              {index > 0 && <span className="t3 xs">{text('thenKey')}</span>}
              <kbd>{keyWord(key, language)}</kbd>
            </span>
          ))}
        </span>
      )}
    </div>
  )
}
