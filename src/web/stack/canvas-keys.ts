import { useEffect, useRef } from 'react'
import { isTyped } from '../parts/typing.ts'
import { areLettersOn } from '../shell/letters.ts'

export interface CanvasKeys {
  readonly zoom: (by: 1 | -1) => void
  readonly showAll: () => void
  readonly tidy: () => void
  readonly list: () => void
}

const keys: Readonly<Record<string, (keys: CanvasKeys) => void>> = {
  '+': ({ zoom }) => zoom(1),
  '=': ({ zoom }) => zoom(1),
  '-': ({ zoom }) => zoom(-1),
  '0': ({ showAll }) => showAll(),
  t: ({ tidy }) => tidy(),
  l: ({ list }) => list(),
}

/** Keys that concern the whole picture, wherever the focus is but where somebody types. */
export function useCanvasKeys(actions: CanvasKeys): void {
  const now = useRef(actions)
  now.current = actions
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey, target, defaultPrevented } = event
      if (defaultPrevented || ctrlKey || metaKey || altKey || isTyped(target) || !areLettersOn()) return
      const act = keys[key.toLowerCase()]
      if (!act || document.querySelector('dialog[open]')) return
      event.preventDefault()
      act(now.current)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}
