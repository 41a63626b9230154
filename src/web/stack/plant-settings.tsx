import type { Issue } from '../api.ts'
import { type Step, valueAt } from '../plant/edit.ts'
import { useText } from '../text/text.tsx'
import { Field } from './field.tsx'
import { UserList } from './user-list.tsx'

interface PlantSettingsProps {
  readonly plant: string
  /** What the server calls the plant; undefined for a draft. */
  readonly known: string | undefined
  readonly issues: readonly Issue[]
  readonly onSet: (path: readonly Step[], value: unknown) => void
  /** Another text for the whole plant, as one step that can be undone. */
  readonly onPlant: (text: string, what: string) => void
}

/** What belongs to the plant as a whole; shown while no service is selected. */
export function PlantSettings({ plant, known, issues, onSet, onPlant }: PlantSettingsProps) {
  const text = useText()
  const projectHelp = [
    text('projectHelp'),
    ...(known !== undefined && known !== valueAt(plant, ['name']) ? [text('projectKnown', { name: known })] : []),
  ]
  const fields = [
    { path: ['name'], label: text('projectName'), schema: { type: 'string', description: projectHelp.join(' ') } },
    { path: ['settings', 'timezone'], label: text('timezone'), schema: { type: 'string', default: 'UTC' } },
    { path: ['settings', 'domain'], label: text('domain'), schema: { type: 'string', default: 'localhost' } },
    {
      path: ['settings', 'tls'],
      label: text('tls'),
      schema: { enum: ['off', 'internal-ca', 'acme', 'own'], default: 'off' },
    },
    {
      path: ['settings', 'restart'],
      label: text('restart'),
      schema: { enum: ['no', 'always', 'on-failure', 'unless-stopped'], default: 'unless-stopped' },
    },
  ]
  return (
    <aside className="inspector" aria-label={text('plantSettings')}>
      <header>
        <h2 className="cut">{text('plantSettings')}</h2>
      </header>
      <div className="scroll form">
        {fields.map(({ path, label, schema }) => (
          <Field
            key={path.join('.')}
            label={label}
            schema={schema}
            value={valueAt(plant, path)}
            issues={issues.filter((issue) => issue.path === `/${path.join('/')}`)}
            onChange={(value) => onSet(path, value)}
          />
        ))}
        <UserList plant={plant} onPlant={onPlant} />
        <p className="help">{text('chooseService')}</p>
      </div>
    </aside>
  )
}
