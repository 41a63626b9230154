import { forget, forgetHere, keep, keepHere, kept, keptHere, keptNames } from '../kept.ts'

/** A text that is being worked on, and the version that it was made from; 0 for what no server keeps. */
export interface Draft {
  readonly base: number
  readonly text: string
}

const keyOf = (plant: string | undefined) => (plant === undefined ? 'draft' : `draft.${plant}`)

/**
 * What was typed and not saved, as this browser keeps it. Two tabs may work on one plant: each finds its own again, and
 * a new one begins with the last.
 */
export function keptDraft(plant: string | undefined): Draft | undefined {
  const found = plant === undefined ? kept(keyOf(plant)) : (keptHere(keyOf(plant)) ?? kept(keyOf(plant)))
  if (found === undefined) return undefined
  if (plant === undefined) return { base: 0, text: found }
  try {
    const { base, text } = JSON.parse(found) as Draft
    return { base, text }
  } catch {
    return undefined
  }
}

export function keepDraft(plant: string | undefined, draft: Draft): void {
  const written = plant === undefined ? draft.text : JSON.stringify(draft)
  if (plant !== undefined) keepHere(keyOf(plant), written)
  keep(keyOf(plant), written)
}

/** Something has been built in it; a file without services is nobody's work. */
export const isWork = (text: string): boolean => /\buses:/.test(text)

/** For what is saved, or has become a plant of its own; the draft of another tab stays. */
export function forgetDraft(plant: string | undefined): void {
  const key = keyOf(plant)
  if (plant === undefined || keptHere(key) === kept(key)) forget(key)
  forgetHere(key)
}

/** Name of the plant that is worked on and that no server keeps; one without services is none. */
export function draftName(): string | undefined {
  const draft = kept('draft') ?? ''
  return isWork(draft) ? /^name:\s*["']?([\w.-]+)/m.exec(draft)?.[1] : undefined
}

/** Whether this browser keeps anything that was typed and not saved. */
export const hasDraft = (): boolean =>
  draftName() !== undefined || keptNames().some((name) => name.startsWith('draft.'))
