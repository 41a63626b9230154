import { useEffect, useState } from 'react'
import { useRepeat } from '../parts/use-repeat.ts'
import { createPlant, type PlantText, readPlant, savePlant } from '../plants/api.ts'
import { forgetDraft, keepDraft, keptDraft } from '../plants/draft.ts'
import { Refused, reach } from '../server.ts'
import { go } from '../shell/place.ts'

/** How often it is asked whether the server is there, and whether somebody else has saved the plant. */
const lookMs = 5000

/** The plant of the builder, as the server keeps it and as it is being worked on. */
export interface Keeping {
  /** The newest that is known of the server; undefined for a draft that no server keeps. */
  readonly newest?: PlantText
  /** Version that the work began with. */
  readonly base: number
  readonly isChanged: boolean
  /** Somebody else has saved since. */
  readonly isOlder: boolean
  readonly isSaving: boolean
  /** The server does not answer. It is asked again until it does. */
  readonly isAway: boolean
  readonly failure?: Error
  /** @returns why it was not saved, which `failure` tells too */
  readonly save: (note: string) => Promise<Error | undefined>
  /** Over what somebody else has saved; it stays in the list of versions. */
  readonly saveOver: () => Promise<Error | undefined>
  readonly create: (name: string) => Promise<Error | undefined>
  /** Goes on with the newest version; undo brings back what was there. */
  readonly takeNewest: () => void
}

/**
 * @param opened  the plant as it was read; undefined for a draft
 * @param text    the text as it is now
 * @param replace puts another text in its place, as a step that can be undone
 */
export function useKeeping(
  opened: PlantText | undefined,
  text: string,
  replace: (text: string, version: number) => void,
): Keeping {
  const [newest, setNewest] = useState(opened)
  const [base, setBase] = useState(() => (opened ? (keptDraft(opened.id)?.base ?? opened.version) : 0))
  const [isSaving, setSaving] = useState(false)
  const [isAway, setAway] = useState(false)
  const [failure, setFailure] = useState<Error>()
  const isChanged = newest === undefined || text !== newest.text || base !== newest.version
  useEffect(() => {
    if (isChanged) keepDraft(newest?.id, { base, text })
    else forgetDraft(newest?.id)
  }, [isChanged, newest?.id, base, text])
  const note = (error: unknown) => setAway(!(error instanceof Refused))
  const look = async () => {
    if (isSaving) return
    try {
      if (!newest) await reach()
      else {
        const found = await readPlant(newest.id)
        if (found.version > newest.version) setNewest(found)
      }
      setAway(false)
      setFailure((before) => (before instanceof Refused ? before : undefined))
    } catch (error) {
      note(error)
    }
  }
  useRepeat(() => void look(), lookMs)
  const carryOut = async (work: () => Promise<void>): Promise<Error | undefined> => {
    setSaving(true)
    setFailure(undefined)
    try {
      await work()
      return undefined
    } catch (error) {
      note(error)
      if (error instanceof Refused && error.code === 'plant.changed') await look()
      setFailure(error as Error)
      return error as Error
    } finally {
      setSaving(false)
    }
  }
  const saveFrom = (version: number, note: string) =>
    carryOut(async () => {
      if (!newest) return
      const saved = await savePlant(newest.id, version, text, note)
      setNewest(saved)
      setBase(saved.version)
    })
  return {
    ...(newest ? { newest } : {}),
    base,
    isChanged,
    isOlder: newest !== undefined && newest.version > base,
    isSaving,
    isAway,
    ...(failure ? { failure } : {}),
    save: (note) => saveFrom(base, note),
    saveOver: () => saveFrom(newest?.version ?? base, ''),
    create: (name) =>
      carryOut(async () => {
        const made = await createPlant(name, text)
        // what was a draft has become this plant; the work on another plant stays where it is
        if (!newest) forgetDraft(undefined)
        go(`/stack?plant=${made.id}`)
      }),
    takeNewest: () => {
      if (!newest) return
      setBase(newest.version)
      setFailure(undefined)
      replace(newest.text, newest.version)
    },
  }
}
