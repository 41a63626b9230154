import type { z } from 'zod'
import type { Engine } from '../containers/index.ts'
import type { Issue } from '../core/issue.ts'
import type { Actor, Config, Database, Role, Vault } from '../platform/index.ts'

/** What actions use of the world. Whatever is heavy is made when it is first asked for. */
export interface Context {
  readonly config: Config
  readonly environment: NodeJS.ProcessEnv
  readonly version: string
  readonly now: () => Date
  readonly random: (count: number) => Buffer
  readonly vault: () => Vault
  /** State of the server; opened when it is first asked for. */
  readonly database: () => Promise<Database>
  /** Who asks. */
  readonly actor: Actor
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

/**
 * Who may ask for something over HTTP. `src/api/guard.ts` enforces it; who can write the home folder may do everything.
 *
 * - `public`       anybody; nobody is recognised
 * - `visitor`      anybody; who is signed in is recognised
 * - `computes`     anybody of this machine, while the server listens for this machine only; else a viewer
 * - `any-session`  a session, also one that owes the second factor
 * - `second-factor`  a session that owes the second factor
 * - `person`       a session: what concerns the own account is out of reach for tokens
 * - a role         a session or a token with this role or a higher one
 */
export type Access = 'public' | 'visitor' | 'computes' | 'any-session' | 'second-factor' | 'person' | Role

/** One thing a user can ask for, the same from every door. */
export interface Action<Input, Data> {
  /** `stack.generate`. */
  readonly id: string
  readonly summary: string
  readonly access: Access
  /** False for what only reads; its line in the audit may then wait for others. */
  readonly changes?: false
  /** For what only reads but gives away secrets, or much at once: no read of a session is counted with one before it. */
  readonly tellsEach?: true
  /** What the audit names as the thing that was read or changed; never a secret. */
  readonly target?: (input: Input, context: Context) => string | Promise<string>
  readonly input: z.ZodType<Input>
  readonly run: (input: Input, context: Context) => Promise<Outcome<Data>>
}

export const defineAction = <Input, Data>(action: Action<Input, Data>): Action<Input, Data> => action
