import type { PlantText } from '../plants/api.ts'

/** What is on the screen, and what the server has of it. */
export interface Held {
  /** The plant file as it is now. */
  readonly plant: string
  /** Name of the stack, for files. */
  readonly name: string
  /** The plant that the server keeps; undefined for a draft. */
  readonly newest: PlantText | undefined
  /** There is something that is not saved. */
  readonly isChanged: boolean
  /** No error is left. */
  readonly isReady: boolean
}
