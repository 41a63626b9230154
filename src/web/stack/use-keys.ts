import { useEffect, useRef } from 'react'
import { isTyped } from '../parts/typing.ts'
import { areLettersOn } from '../shell/letters.ts'

export interface KeyActions {
  readonly undo: () => void
  readonly redo: () => void
  readonly find: () => void
  readonly duplicate: () => void
  readonly remove: () => void
  readonly rename: () => void
  /** 1 for the next, -1 for the one before. */
  readonly problem: (by: 1 | -1) => void
  readonly giveUp: () => void
  /** Selects every service. */
  readonly all: () => void
}

/** The builder's keys. Single letters count only where nobody types. */
export function useKeys(actions: KeyActions): void {
  const now = useRef(actions)
  now.current = actions
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const act = actionOf(event)
      if (!act || event.defaultPrevented) return
      event.preventDefault()
      act(now.current)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}

function actionOf({ key, ctrlKey, metaKey, shiftKey, altKey, composedPath, target }: KeyboardEvent) {
  if (key === 'F8') return ({ problem }: KeyActions) => problem(shiftKey ? -1 : 1)
  if (isTyped(target)) return undefined
  if ((ctrlKey || metaKey) && key.toLowerCase() === 'z')
    return shiftKey ? (one: KeyActions) => one.redo() : (one: KeyActions) => one.undo()
  if ((ctrlKey || metaKey) && key.toLowerCase() === 'a') return ({ all }: KeyActions) => all()
  if (ctrlKey || metaKey || altKey || composedPath === undefined) return undefined
  if (key.length === 1 && !areLettersOn()) return undefined
  return plainKeys[key]
}

const plainKeys: Readonly<Record<string, (actions: KeyActions) => void>> = {
  a: ({ find }) => find(),
  d: ({ duplicate }) => duplicate(),
  F2: ({ rename }) => rename(),
  Delete: ({ remove }) => remove(),
  Escape: ({ giveUp }) => giveUp(),
}
