import { withQuery } from '../shell/paths.ts'
import { useText } from '../text/text.tsx'

export type StackView = 'build' | 'verify' | 'file' | 'versions'

const tabs = [
  ['build', 'build', '/stack'],
  ['verify', 'verify', '/stack/verify'],
  ['file', 'plantFile', '/stack/file'],
  ['versions', 'versions', '/stack/versions'],
] as const

interface TabsProps {
  readonly view: StackView
  readonly plant?: string | undefined
  readonly service?: string | undefined
}

/** The views of one stack. */
export function StackTabs({ view, plant, service }: TabsProps) {
  const text = useText()
  return (
    <nav className="tabs" aria-label={text('views')}>
      {tabs.map(([name, label, path]) => (
        <a key={name} href={withQuery(path, '', { plant, service })} aria-current={view === name ? 'page' : undefined}>
          {text(label)}
        </a>
      ))}
    </nav>
  )
}
