import type { OutlineService } from '../api.ts'
import { categoryIcon, Icon } from '../parts/icon.tsx'
import { useText } from '../text/text.tsx'

interface GroupPanelProps {
  readonly services: readonly OutlineService[]
  readonly onSelect: (name: string) => void
  readonly onDuplicate: () => void
  readonly onRemove: () => void
  readonly onClear: () => void
}

/** What can be done with several services at once. */
export function GroupPanel({ services, onSelect, onDuplicate, onRemove, onClear }: GroupPanelProps) {
  const text = useText()
  const title = text('groupTitle', { count: services.length })
  return (
    <aside className="inspector" aria-label={title}>
      <header>
        <h2 className="grow cut">{title}</h2>
        <button type="button" className="tool" aria-label={text('groupClear')} onClick={onClear}>
          <Icon name="x" />
        </button>
      </header>
      <div className="scroll form">
        <div className="row wrap">
          <button type="button" className="btn s" title="D" onClick={onDuplicate}>
            <Icon name="copy" />
            {text('groupDuplicate')}
          </button>
          <button type="button" className="btn s" title="Delete" onClick={onRemove}>
            <Icon name="trash" />
            {text('groupRemove')}
          </button>
        </div>
        <ul>
          {services.map(({ name, title: product, version, category }) => (
            <li key={name}>
              <button type="button" className="srv inset" onClick={() => onSelect(name)}>
                <Icon name={categoryIcon(category)} />
                <span className="grow two">
                  <span className="cut">{name}</span>
                  <span className="cut">
                    {product} {version}
                  </span>
                </span>
              </button>
            </li>
          ))}
        </ul>
        <p className="help">{text('groupHelp')}</p>
      </div>
    </aside>
  )
}
