import { useEffect, useId, useState } from 'react'
import type { Issue, OptionSchema } from '../api.ts'
import { Glyph, Icon } from '../parts/icon.tsx'
import { sentence } from '../parts/sentence.ts'
import { type Text, useText } from '../text/text.tsx'

export interface FieldProps {
  readonly label: string
  readonly schema: OptionSchema
  /** What the plant file says; undefined where the default holds. */
  readonly value: unknown
  readonly issues: readonly Issue[]
  /** There is no default that it could go back to. */
  readonly isRequired?: boolean
  readonly onChange: (value: unknown) => void
}

/** A setting that a plant cannot do without. Emptied it says so, and the plant keeps what was there. */
export function RequiredField(props: FieldProps) {
  const text = useText()
  const { value, issues, onChange } = props
  const [isEmptied, setEmptied] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another value, from wherever it comes, is shown
  useEffect(() => setEmptied(false), [value])
  const missing: Issue = {
    path: '',
    severity: 'error',
    code: 'stack.invalid-name',
    message: text('isNeeded', { value: String(value) }),
  }
  return (
    <Field
      {...props}
      isRequired
      value={isEmptied ? '' : value}
      issues={isEmptied ? [missing] : issues}
      onChange={(next) => {
        setEmptied(next === undefined)
        if (next !== undefined) onChange(next)
      }}
    />
  )
}

/** One setting, drawn from its schema: what kind it is, what holds when it is not set, what is wrong with it. */
export function Field({ label, schema, value, issues, isRequired = false, onChange }: FieldProps) {
  const id = useId()
  const text = useText()
  const isSet = value !== undefined
  const described = `${id}-help`
  const wrong = issues.filter(({ severity }) => severity !== 'info')
  const shared = {
    id,
    'aria-describedby': described,
    'aria-invalid': wrong.some(({ severity }) => severity === 'error'),
  }
  const shown = isSet ? value : schema.default
  const kind = kindOf(schema)
  if (kind === 'switch') {
    return (
      <div className="field" data-field={label}>
        <button
          type="button"
          className="switch"
          role="switch"
          aria-checked={shown === true}
          aria-describedby={described}
          onClick={() =>
            onChange(
              shown === true
                ? schema.default === true
                  ? false
                  : undefined
                : schema.default === true
                  ? undefined
                  : true,
            )
          }
        >
          {label}
        </button>
        <Help id={described} help={helpOf(schema, kind, text)} issues={wrong} />
      </div>
    )
  }
  return (
    <div className="field" data-field={label}>
      <span className="lab">
        <label htmlFor={id}>{label}</label>
        {isRequired ? null : isSet ? (
          <button type="button" className="from here" title={text('reset')} onClick={() => onChange(undefined)}>
            {text('setHere')}
          </button>
        ) : (
          <span className="from">{text('fromDefault')}</span>
        )}
      </span>
      <Control
        kind={kind}
        schema={schema}
        shown={shown}
        isWrong={shared['aria-invalid']}
        shared={shared}
        onChange={onChange}
      />
      <Help id={described} help={helpOf(schema, kind, text)} issues={wrong} />
    </div>
  )
}

function helpOf({ description }: OptionSchema, kind: Kind, text: Text): string {
  const help = description === undefined ? undefined : text.said(description)
  if (kind === 'secret') return help ?? text('secretHelp')
  return [help, kind === 'list' ? text('onePerLine') : undefined].filter(Boolean).join('. ')
}

type Kind = 'switch' | 'select' | 'number' | 'secret' | 'list' | 'text' | 'other'

export function kindOf({ type, enum: choices, secret, items, anyOf }: OptionSchema): Kind {
  if (secret) return 'secret'
  if (choices) return 'select'
  if (type === 'boolean') return 'switch'
  if (type === 'integer' || type === 'number') return 'number'
  if (type === 'string') return 'text'
  if (type === 'array' && (items?.type === 'string' || items?.enum)) return 'list'
  if (anyOf?.some((one) => one.type === 'array' && one.items?.type === 'string')) return 'list'
  return 'other'
}

interface ControlProps {
  readonly kind: Exclude<Kind, 'switch'>
  readonly schema: OptionSchema
  readonly shown: unknown
  readonly isWrong: boolean
  readonly shared: { readonly id: string; readonly 'aria-describedby': string; readonly 'aria-invalid': boolean }
  readonly onChange: (value: unknown) => void
}

function Control({ kind, schema, shown, isWrong, shared, onChange }: ControlProps) {
  const text = useText()
  const className = `inp${isWrong ? ' err' : ''}`
  switch (kind) {
    case 'select':
      return (
        <select
          {...shared}
          className={className}
          value={String(shown ?? '')}
          onChange={({ target }) => onChange(chosen(schema, target.value))}
        >
          {shown === undefined && <option value="" />}
          {(schema.enum ?? []).map((choice) => (
            <option key={String(choice)} value={String(choice)}>
              {text.choice(String(choice))}
            </option>
          ))}
        </select>
      )
    case 'number':
      return (
        <label className={className}>
          <input
            {...shared}
            inputMode="numeric"
            value={String(shown ?? '')}
            onChange={({ target }) => onChange(numberOf(target.value))}
          />
          <span className="unit">{rangeOf(schema, text)}</span>
        </label>
      )
    case 'secret':
      return (
        <label className={className}>
          <Icon name="key" />
          <input
            {...shared}
            className="mono"
            value={String(shown ?? '')}
            placeholder="vault:…"
            spellCheck={false}
            autoComplete="off"
            onChange={({ target }) => onChange(target.value || undefined)}
          />
        </label>
      )
    case 'list':
      return (
        <textarea
          {...shared}
          className={`${className} mono`}
          rows={Math.min(6, Math.max(2, listOf(shown).length + 1))}
          value={listOf(shown).join('\n')}
          onChange={({ target }) => onChange(linesOf(schema, target.value))}
        />
      )
    case 'text':
      return (
        <label className={className}>
          <input
            {...shared}
            value={String(shown ?? '')}
            onChange={({ target }) => onChange(target.value || undefined)}
          />
        </label>
      )
    case 'other':
      return (
        <p className="help" id={shared.id}>
          {text('inPlantFile')}
        </p>
      )
  }
}

/** Only what differs from the default goes into the plant file. */
const chosen = (schema: OptionSchema, value: string): unknown => {
  const choice = schema.enum?.find((one) => String(one) === value)
  return choice === schema.default ? undefined : choice
}

/** A text that is no number yet stays a text, so that the problem shows and nothing typed is lost. */
const numberOf = (value: string): unknown =>
  value.trim() === '' ? undefined : /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : value

const listOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.map(String) : value === undefined ? [] : [String(value)]

/** The last line stays while it is typed; a word that stands for a whole list, such as `all`, is no list. */
function linesOf({ anyOf = [], default: usual }: OptionSchema, value: string): unknown {
  if (value === '' || value === usual) return undefined
  return anyOf.some((one) => one.const === value) ? value : value.split('\n')
}

function rangeOf({ minimum, maximum }: OptionSchema, text: Text): string {
  if (minimum !== undefined && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER)
    return text('range', { minimum, maximum })
  return ''
}

export function Help({
  id,
  help,
  issues,
}: {
  readonly id?: string
  readonly help: string | undefined
  readonly issues: readonly Issue[]
}) {
  const text = useText()
  return (
    <div id={id} className="helps">
      {issues.map(({ message, hint, severity, code }) => (
        <span key={`${code} ${message}`} className="bad">
          <Glyph state={severity} />
          <span>
            {sentence(text.said(message))} {hint && text.said(hint)}
          </span>
        </span>
      ))}
      {help && <span className="help">{help}</span>}
    </div>
  )
}
