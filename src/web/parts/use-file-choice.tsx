import { type ReactNode, useRef } from 'react'
import { useStable } from './use-stable.ts'

interface FileChoice {
  /** Stands somewhere on the page, where nobody sees it. */
  readonly input: ReactNode
  /** Lets somebody choose a file of their disk; the same function each time. */
  readonly choose: () => void
}

/**
 * A file of the disk, one at a time. The same file may be chosen again.
 *
 * @param accept  endings that are offered, as an input of HTML takes them
 */
export function useFileChoice(label: string, accept: string, onFile: (file: File) => Promise<unknown>): FileChoice {
  const host = useRef<HTMLInputElement>(null)
  const choose = useStable(() => host.current?.click())
  const input = (
    <input
      ref={host}
      type="file"
      accept={accept}
      hidden
      aria-label={label}
      onChange={({ target }) => {
        const file = target.files?.[0]
        if (file) void onFile(file)
        target.value = ''
      }}
    />
  )
  return { input, choose }
}
