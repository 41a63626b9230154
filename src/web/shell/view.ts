import type { Params } from './paths.ts'

/** What a view is given. */
export interface ViewProps {
  /** What the pattern of the route took out of the path. */
  readonly params: Params
}
