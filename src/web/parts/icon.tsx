import type { TextKey } from '../text/en.ts'
import { useText } from '../text/text.tsx'
import { type IconName, icons } from './icons.ts'

export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      className="i"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      // the shapes are constants of this program
      // biome-ignore lint/security/noDangerouslySetInnerHtml: no text of anybody else gets here
      dangerouslySetInnerHTML={{ __html: icons[name] }}
    />
  )
}

const categoryIcons: Readonly<Record<string, IconName>> = {
  scada: 'scada',
  database: 'database',
  messaging: 'broker',
  automation: 'flow',
  monitoring: 'metrics',
  identity: 'identity',
  proxy: 'proxy',
  mail: 'mail',
  security: 'vault',
  operations: 'operations',
  development: 'development',
}

export const categoryIcon = (category: string): IconName => categoryIcons[category] ?? 'stack'

/** What a state looks like: the shape alone carries it, colour and word add to it. */
export type State =
  | 'automatic'
  | 'proven'
  | 'running'
  | 'done'
  | 'manual'
  | 'unsupported'
  | 'error'
  | 'warning'
  | 'info'

const shapes: Readonly<Record<State, React.ReactNode>> = {
  automatic: (
    <circle cx="6" cy="6" r="3.7" fill="var(--glyph-bg, var(--panel))" stroke="var(--wire)" strokeWidth="1.5" />
  ),
  proven: (
    <>
      <circle cx="6" cy="6" r="6" fill="var(--ok)" />
      <path d="m3.2 6.2 2 2 3.7-4.2" fill="none" stroke="var(--on-state)" strokeWidth="1.5" />
    </>
  ),
  running: (
    <>
      <circle cx="6" cy="6" r="4.8" fill="none" stroke="var(--accent)" strokeWidth="1.5" opacity=".4" />
      <path d="M6 1.2A4.8 4.8 0 0 1 10.8 6" fill="none" stroke="var(--accent)" strokeWidth="2" />
      <circle cx="6" cy="6" r="2" fill="var(--accent)" />
    </>
  ),
  // a step that is behind one: quiet, because it is not a state that calls for anybody
  done: <path d="m2 6.4 2.6 2.6L10 3.4" fill="none" stroke="var(--text-3)" strokeWidth="1.6" />,
  manual: (
    <>
      <path d="M6 0 12 6 6 12 0 6z" fill="var(--warn-fill)" />
      <path d="M4 7.8V4.4L6 6.6l2-2.2v3.4" fill="none" stroke="var(--on-state)" strokeWidth="1.2" />
    </>
  ),
  unsupported: (
    <>
      <circle cx="6" cy="6" r="5" fill="var(--glyph-bg, var(--panel))" stroke="var(--text-3)" strokeWidth="1.5" />
      <path d="m2.6 9.4 6.8-6.8" stroke="var(--text-3)" strokeWidth="1.5" />
    </>
  ),
  error: (
    <>
      <rect width="12" height="12" rx="1" fill="var(--fault)" />
      <path d="m3.4 3.4 5.2 5.2M8.6 3.4 3.4 8.6" fill="none" stroke="var(--on-state)" strokeWidth="1.6" />
    </>
  ),
  warning: (
    <>
      <path d="M6 .4 12 11.4H0z" fill="var(--warn-fill)" />
      <path d="M6 4.3v3.4M6 9.6v.01" fill="none" stroke="var(--on-state)" strokeWidth="1.5" strokeLinecap="round" />
    </>
  ),
  info: (
    <>
      <circle cx="6" cy="6" r="5.25" fill="none" stroke="var(--text-3)" strokeWidth="1.5" />
      <path d="M6 5.4v3M6 3.4v.01" stroke="var(--text-3)" strokeWidth="1.5" strokeLinecap="round" />
    </>
  ),
}

/** The shape of a state inside another SVG. */
export const StateShape = ({ state }: { readonly state: State }) => <>{shapes[state]}</>

const words = {
  automatic: 'automatic',
  proven: 'proven',
  running: 'inTheWire',
  manual: 'manual',
  unsupported: 'unsupported',
  done: 'doneJob',
  error: 'errorWord',
  warning: 'warning',
  info: 'note',
} as const satisfies Readonly<Record<State, TextKey>>

export function Glyph({
  state,
  size = 12,
  label,
}: {
  readonly state: State
  readonly size?: number
  readonly label?: string
}) {
  const text = useText()
  const word = label ?? text(words[state])
  return (
    <svg className="g" width={size} height={size} viewBox="0 0 12 12" role="img" aria-label={word}>
      <title>{word}</title>
      {shapes[state]}
    </svg>
  )
}
