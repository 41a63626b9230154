import type { z } from 'zod'
import type { Engine } from '../containers/index.ts'
import type { Issue } from '../core/issue.ts'
import type { Config, Vault } from '../platform/index.ts'

/** What actions use of the world. Whatever is heavy is made when it is first asked for. */
export interface Context {
  readonly config: Config
  readonly environment: NodeJS.ProcessEnv
  readonly version: string
  readonly now: () => Date
  readonly random: (count: number) => Buffer
  readonly vault: () => Vault
  readonly engine: () => Engine
  /** One line of progress, for eyes only. */
  readonly progress: (line: string) => void
}

export interface Outcome<Data> {
  readonly data: Data
  readonly issues?: readonly Issue[]
  /** Commands that are useful now. */
  readonly next?: readonly string[]
  /** Overrides 0 where the action was carried out but its result is a failure, such as a wire that is broken. */
  readonly exitCode?: number
}

/** One thing a user can ask for, the same from every door. */
export interface Action<Input, Data> {
  /** `stack.generate`. */
  readonly id: string
  readonly summary: string
  readonly input: z.ZodType<Input>
  readonly run: (input: Input, context: Context) => Promise<Outcome<Data>>
}

export const defineAction = <Input, Data>(action: Action<Input, Data>): Action<Input, Data> => action
