import { useText } from '../text/text.tsx'
import { BackupFile, fileKindOf, ModuleField } from '../transfer/file-fields.tsx'
import { Field, type FieldProps, Help } from './field.tsx'

/** One setting of a service. What names a file can be given the file itself. */
export function SettingField(props: FieldProps) {
  const text = useText()
  const { label, schema, value, issues, onChange } = props
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
