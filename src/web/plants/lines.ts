import { diffLines } from 'diff'

export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed' | 'skipped'
  readonly text: string
  /** Number of the line before and after; undefined where it is not there. */
  readonly before?: number
  readonly after?: number
}

const contextLines = 3

/** Two texts line by line; long stretches that are the same are left out. Pure. */
export function differenceOf(before: string, after: string): readonly DiffLine[] {
  let [old, now] = [0, 0]
  const lines = diffLines(before, after).flatMap(({ value, added, removed }) =>
    value
      .replace(/\n$/, '')
      .split('\n')
      .map((text): DiffLine => {
        if (added) return { kind: 'added', text, after: ++now }
        if (removed) return { kind: 'removed', text, before: ++old }
        return { kind: 'same', text, before: ++old, after: ++now }
      }),
  )
  return withoutFarLines(lines)
}

function withoutFarLines(lines: readonly DiffLine[]): DiffLine[] {
  const near = new Set(
    lines.flatMap(({ kind }, at) =>
      kind === 'same' ? [] : Array.from({ length: 2 * contextLines + 1 }, (_, step) => at - contextLines + step),
    ),
  )
  return lines.flatMap((line, at) => {
    if (near.has(at)) return [line]
    return at === 0 || near.has(at - 1) ? [{ kind: 'skipped' as const, text: '' }] : []
  })
}
