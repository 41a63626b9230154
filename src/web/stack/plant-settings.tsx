import type { Issue, OptionSchema } from '../api.ts'
import { type Step, valueAt } from '../plant/edit.ts'
import { useText } from '../text/text.tsx'
import { Field, RequiredField } from './field.tsx'
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
  const field = (Setting: typeof Field, path: readonly string[], label: string, schema: OptionSchema) => (
    <Setting
      label={label}
      schema={schema}
      value={valueAt(plant, path)}
      issues={issues.filter((issue) => issue.path === `/${path.join('/')}`)}
      onChange={(value) => onSet(path, value)}
    />
  )
  return (
    <aside className="inspector" aria-label={text('plantSettings')}>
      <header>
        <h2 className="cut">{text('plantSettings')}</h2>
      </header>
      <div className="scroll form">
        {field(RequiredField, ['name'], text('projectName'), { type: 'string', description: projectHelp.join(' ') })}
        {field(Field, ['settings', 'timezone'], text('timezone'), { type: 'string', default: 'UTC' })}
        {field(Field, ['settings', 'domain'], text('domain'), { type: 'string', default: 'localhost' })}
        {field(Field, ['settings', 'tls'], text('tls'), {
          enum: ['off', 'internal-ca', 'acme', 'own'],
          default: 'off',
        })}
        {field(Field, ['settings', 'restart'], text('restart'), {
          enum: ['no', 'always', 'on-failure', 'unless-stopped'],
          default: 'unless-stopped',
        })}
        <UserList plant={plant} onPlant={onPlant} />
        <p className="help">{text('chooseService')}</p>
      </div>
    </aside>
  )
}
