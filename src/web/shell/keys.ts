import { useEffect, useRef } from 'react'
import { isTyped } from '../parts/typing.ts'
import { areLettersOn } from './letters.ts'

export interface ShellKeys {
  readonly palette: () => void
  readonly sheet: () => void
  readonly theme: () => void
  /** Goes to the view of a letter. @returns false where there is none */
  readonly view: (letter: string) => boolean
}

/** How long `G` waits for the letter after it. */
const chordMs = 1500

/** Keys that work in every view. They come first, so that the letter after `G` is nothing else. */
export function useShellKeys(keys: ShellKeys): void {
  const now = useRef(keys)
  now.current = keys
  useEffect(() => {
    let chordUntil = 0
    const onKey = (event: KeyboardEvent) => {
      const isChord = Date.now() < chordUntil
      chordUntil = 0
      const act = withControl(event, now.current) ?? alone(event, isChord, now.current)
      if (act === 'wait') chordUntil = Date.now() + chordMs
      if (act !== undefined) event.preventDefault()
    }
    addEventListener('keydown', onKey, { capture: true })
    return () => removeEventListener('keydown', onKey, { capture: true })
  }, [])
}

type Done = 'done' | 'wait' | undefined

function withControl({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent, { palette, theme }: ShellKeys): Done {
  if (!ctrlKey && !metaKey) return undefined
  const letter = key.toLowerCase()
  if (letter === 'k' && !shiftKey) palette()
  else if (letter === 'l' && shiftKey) theme()
  else return undefined
  return 'done'
}

function alone(event: KeyboardEvent, isChord: boolean, { sheet, view }: ShellKeys): Done {
  const { key, ctrlKey, metaKey, altKey, target } = event
  if (ctrlKey || metaKey || altKey || isTyped(target) || !areLettersOn() || document.querySelector('dialog[open]'))
    return undefined
  if (isChord) return view(key.toLowerCase()) ? 'done' : undefined
  if (key === 'g') return 'wait'
  if (key === '?') {
    sheet()
    return 'done'
  }
  if (key === '/') return focusOn('[data-filter]') ? 'done' : undefined
  if (key === 'j' || key === 'k') return stepRow(key === 'j' ? 1 : -1) ? 'done' : undefined
  return undefined
}

function focusOn(selector: string): boolean {
  const found = document.querySelector<HTMLElement>(`main ${selector}`)
  found?.focus()
  return found !== null
}

/** Rows of a list are what carries `data-row`; they open with Enter as buttons do. */
function stepRow(by: 1 | -1): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-row]')]
  if (rows.length === 0) return false
  const at = rows.indexOf(document.activeElement as HTMLElement)
  const next = at === -1 ? (by === 1 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))
  rows[next]?.focus()
  return true
}
