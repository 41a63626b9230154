import type { Actor } from './actor.ts'

/** How long the same read by the same session is counted and not told again. */
export const sameReadMs = 5 * 60_000
/** More sessions than this read at the same time nowhere; it keeps the memory in bounds. */
const mostKnown = 10_000

interface Read {
  readonly action: string
  readonly target: string
  readonly actor: Actor
}

/**
 * What sessions have read lately. A page asks again every few seconds, which tells nothing new: it was told who reads
 * what. The time counts from the first read, so that who goes on reading is told again.
 */
export class SameReads {
  readonly #lines = new Map<string, { readonly line: string; readonly at: number }>()

  /** @returns id of the line that tells this read already */
  lineOf(read: Read, at: number): string | undefined {
    const known = this.#lines.get(keyOf(read))
    return known && at >= known.at && at - known.at < sameReadMs ? known.line : undefined
  }

  remember(read: Read, line: string, at: number): void {
    const key = keyOf(read)
    // behind all others, so that the first is the oldest
    this.#lines.delete(key)
    this.#lines.set(key, { line, at })
    for (const [oldest, known] of this.#lines) {
      if (this.#lines.size <= mostKnown && at - known.at < sameReadMs) break
      this.#lines.delete(oldest)
    }
  }
}

/** A session that moves to another address is told again. */
const keyOf = ({ action, target, actor: { credential, address } }: Read): string =>
  JSON.stringify([credential?.id, address, action, target])
