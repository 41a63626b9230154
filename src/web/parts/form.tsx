import { type ReactNode, type RefObject, useEffect, useId, useRef, useState } from 'react'
import { Refused } from '../server.ts'
import type { TextKey } from '../text/en.ts'
import { type Text, useText } from '../text/text.tsx'
import { Glyph, Icon } from './icon.tsx'
import { sentence } from './sentence.ts'
import { useStrength, type Weakness } from './use-strength.ts'

interface FieldProps {
  readonly label: string
  readonly help?: string | undefined
  /** What is wrong with it. */
  readonly error?: string | undefined
}

interface ValueProps extends FieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly name?: string
}

interface TextFieldProps extends ValueProps {
  readonly autoComplete?: string
  readonly inputMode?: 'numeric' | 'text' | undefined
  readonly isMono?: boolean
  readonly maxLength?: number
  readonly inputRef?: RefObject<HTMLInputElement | null>
}

export function TextField({ value, onChange, isMono, inputRef, ...props }: TextFieldProps) {
  const { ids, rest } = useField(props)
  return (
    <Labelled {...props} ids={ids}>
      <input
        {...rest}
        ref={inputRef}
        className={`inp${isMono ? ' mono' : ''}${props.error ? ' err' : ''}`}
        spellCheck={false}
        autoCapitalize="none"
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </Labelled>
  )
}

interface PasswordFieldProps extends ValueProps {
  readonly autoComplete: 'current-password' | 'new-password'
  /** Of a new one: names that go with it. Shown is how hard it is to guess for who knows them. */
  readonly knownAs?: readonly string[]
}

/** A password that can be looked at before it is sent. */
export function PasswordField({ value, onChange, knownAs, ...props }: PasswordFieldProps) {
  const text = useText()
  const { ids, rest } = useField(props)
  const [isShown, setShown] = useState(false)
  return (
    <Labelled {...props} ids={ids}>
      <div className={`inp${props.error ? ' err' : ''}`}>
        <input
          {...rest}
          type={isShown ? 'text' : 'password'}
          spellCheck={false}
          autoCapitalize="none"
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
        <button
          type="button"
          className="tool mini"
          aria-label={text(isShown ? 'hidePassword' : 'showPassword')}
          aria-pressed={isShown}
          onClick={() => setShown(!isShown)}
        >
          <Icon name={isShown ? 'eyeOff' : 'eye'} />
        </button>
      </div>
      {knownAs && <Strength password={value} knownAs={knownAs} />}
    </Labelled>
  )
}

const weaknesses: Readonly<Record<Weakness, TextKey>> = {
  short: 'weakShort',
  long: 'weakLong',
  uniform: 'weakUniform',
  name: 'weakName',
  common: 'weakCommon',
  keys: 'weakKeys',
  repeats: 'weakRepeats',
  sequence: 'weakSequence',
  date: 'weakDate',
  word: 'weakWord',
  easy: 'weakEasy',
}
const strengths = { 2: 'strengthEnough', 3: 'strengthGood', 4: 'strengthVeryGood' } as const

/** What the server would say to a new password, before it is sent. */
function Strength({ password, knownAs }: { readonly password: string; readonly knownAs: readonly string[] }) {
  const text = useText()
  const { step, weakness } = useStrength(password, knownAs)
  const words = weakness ? weaknesses[weakness] : step > 1 ? strengths[step as keyof typeof strengths] : undefined
  return (
    <>
      <div className="strength" role="img" aria-label={text('strength', { step })}>
        {[1, 2, 3, 4].map((one) => (
          <span key={one} className={one <= step ? 'on' : undefined} />
        ))}
      </div>
      {words && <span className="xs t2">{text(words)}</span>}
    </>
  )
}

interface SelectFieldProps extends ValueProps {
  readonly choices: readonly { readonly value: string; readonly label: string }[]
}

export function SelectField({ value, onChange, choices, ...props }: SelectFieldProps) {
  const { ids, rest } = useField(props)
  return (
    <Labelled {...props} ids={ids}>
      <select {...rest} className="inp" value={value} onChange={({ target }) => onChange(target.value)}>
        {choices.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    </Labelled>
  )
}

interface Ids {
  readonly field: string
  readonly help: string
}

/** Ids that tie a control to its label and to what is said about it. */
function useField({ label: _, help, error, ...rest }: FieldProps & Record<string, unknown>) {
  const id = useId()
  const ids: Ids = { field: id, help: `${id}-help` }
  return {
    ids,
    rest: {
      ...rest,
      id,
      'aria-invalid': error !== undefined,
      'aria-describedby': help !== undefined || error !== undefined ? ids.help : undefined,
    },
  }
}

function Labelled({
  label,
  help,
  error,
  ids,
  children,
}: FieldProps & { readonly ids: Ids; readonly children: ReactNode }) {
  const text = useText()
  return (
    <div className="field">
      <label className="lab" htmlFor={ids.field}>
        {label}
      </label>
      {children}
      {(help !== undefined || error !== undefined) && (
        <div className="helps" id={ids.help}>
          {error !== undefined && (
            <span className="bad">
              <Glyph state="error" />
              <span>{text.said(error)}</span>
            </span>
          )}
          {help !== undefined && <span className="help">{help}</span>}
        </div>
      )}
    </div>
  )
}

export interface Submission {
  readonly isBusy: boolean
  readonly error: Error | undefined
  /** For `onSubmit` of the form. */
  readonly onSubmit: (event: React.FormEvent<HTMLFormElement>) => void
  readonly clear: () => void
}

/** Sends a form once at a time. What was refused moves the focus to the first field that is wrong. */
export function useSubmit(send: () => Promise<unknown>): Submission {
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<Error>()
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [error])
  const submit = async () => {
    setBusy(true)
    try {
      await send()
      setError(undefined)
    } catch (failure) {
      setError(failure as Error)
    } finally {
      setBusy(false)
    }
  }
  return {
    isBusy,
    error,
    onSubmit: (event) => {
      event.preventDefault()
      form.current = event.currentTarget
      if (!isBusy) void submit()
    },
    clear: () => setError(undefined),
  }
}

/** What the server says against one field, by the codes that are about it. */
export const errorAbout = (error: Error | undefined, ...codes: readonly string[]): string | undefined =>
  error instanceof Refused && codes.includes(error.code) ? wordsOf(error) : undefined

/** What the server says against one field, by the name that it was sent under. */
export function errorAt(error: Error | undefined, field: string): string | undefined {
  const told = issuesOf(error).filter(({ path }) => path === `/${field}`)
  return told.flatMap(({ message, hint }) => [sentence(message), hint ?? []].flat()).join(' ') || undefined
}

const issuesOf = (error: Error | undefined) => (error instanceof Refused ? error.issues : [])

interface FormErrorProps {
  readonly error: Error | undefined
  /** Codes that a field tells by itself. */
  readonly except?: readonly string[]
  /** Names of fields that tell by themselves what is wrong with them. */
  readonly fields?: readonly string[]
}

/** What is wrong with no field in particular. */
export function FormError({ error, except = [], fields = [] }: FormErrorProps) {
  const text = useText()
  if (!error || errorAbout(error, ...except) !== undefined) return null
  const issues = issuesOf(error)
  if (issues.length > 0 && issues.every(({ path }) => fields.includes(path.slice(1)))) return null
  return (
    <p className="bad" role="alert">
      <Glyph state="error" />
      <span>{failureWords(error, text)}</span>
    </p>
  )
}

export const wordsOf = (error: Error): string =>
  [sentence(error.message), error instanceof Refused ? error.hint : undefined].filter(Boolean).join(' ')

/** Why something did not happen, also where the server gave no answer at all: browsers tell that in English only. */
export const failureWords = (error: Error, text: Text): string =>
  error instanceof TypeError ? text('noAnswer') : text.said(wordsOf(error))
