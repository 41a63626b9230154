import { useText } from '../text/text.tsx'
import { BackupFile, fileKindOf, ModuleField } from '../transfer/file-fields.tsx'
import { Field, type FieldProps, Help, kindOf } from './field.tsx'
import { secretNameOf } from './secret-name.ts'
import { SecretValue } from './secret-value.tsx'

interface SettingFieldProps extends FieldProps {
  /** Names of the service and of the setting. */
  readonly path: readonly string[]
}

/** One setting of a service. What names a file can be given the file itself, what names a secret its value. */
export function SettingField({ path, ...props }: SettingFieldProps) {
  const text = useText()
  const { label, schema, value, issues, onChange } = props
  if (kindOf(schema) === 'secret') {
    const name = secretNameOf(value, path)
    return (
      <>
        <Field {...props} />
        <SecretValue label={label} name={name} onKept={() => onChange(`vault:${name}`)} />
      </>
    )
  }
  switch (fileKindOf(schema)) {
    case 'module':
      return (
        <ModuleField label={label} value={value} onChange={onChange}>
          <Help
            help={schema.description && text.said(schema.description)}
            issues={issues.filter(({ severity }) => severity !== 'info')}
          />
        </ModuleField>
      )
    case 'backup':
      return (
        <>
          <Field {...props} />
          <BackupFile value={value} onChange={onChange} />
        </>
      )
    default:
      return <Field {...props} />
  }
}
