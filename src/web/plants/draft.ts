import { forget, keep, kept } from '../kept.ts'

/** A text that is being worked on, and the version that it was made from; 0 for what no server keeps. */
export interface Draft {
  readonly base: number
  readonly text: string
}

const keyOf = (plant: string | undefined) => (plant === undefined ? 'draft' : `draft.${plant}`)

/** What was typed and not saved, as this browser keeps it. */
export function keptDraft(plant: string | undefined): Draft | undefined {
  const found = kept(keyOf(plant))
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
  keep(keyOf(plant), plant === undefined ? draft.text : JSON.stringify(draft))
}

/** For what is saved, or has become a plant of its own. */
export const forgetDraft = (plant: string | undefined): void => forget(keyOf(plant))
