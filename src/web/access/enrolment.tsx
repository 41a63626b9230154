import { useState } from 'react'
import { encode } from 'uqr'
import { CopyButton } from '../parts/copy.tsx'
import { errorAbout, FormError, TextField, useSubmit } from '../parts/form.tsx'
import { Icon } from '../parts/icon.tsx'
import { save } from '../parts/save.ts'
import { Failure, Loading } from '../parts/states.tsx'
import { useLoad } from '../parts/use-load.ts'
import { useText } from '../text/text.tsx'
import { tellOtherTabs, useAccess, useUser } from './access.tsx'
import { type Enrolment as Begun, beginSecondFactor, confirmSecondFactor } from './api.ts'

interface EnrolmentProps {
  /** The second factor holds and its recovery codes were seen. */
  readonly onDone: () => void
}

/** Sets up a second factor: a key for the app, a code to show that it has it, recovery codes. */
export function Enrolment({ onDone }: EnrolmentProps) {
  const text = useText()
  const { value, error, reload } = useLoad('', beginSecondFactor)
  const [codes, setCodes] = useState<readonly string[]>()
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />
  if (value) return <Confirmation begun={value} onConfirmed={setCodes} />
  if (error) return <Failure title={text('setUpSecondFactor')} error={error} onRetry={reload} />
  return <Loading label={text('loadingView')} />
}

interface ConfirmationProps {
  readonly begun: Begun
  readonly onConfirmed: (recoveryCodes: readonly string[]) => void
}

function Confirmation({ begun, onConfirmed }: ConfirmationProps) {
  const text = useText()
  const [code, setCode] = useState('')
  const { accept } = useAccess()
  const { isBusy, error, onSubmit } = useSubmit(async () => {
    const { recoveryCodes, ...session } = await confirmSecondFactor(code.replaceAll(' ', ''))
    accept(session)
    tellOtherTabs()
    onConfirmed(recoveryCodes)
  })
  return (
    <form className="enrol" onSubmit={onSubmit}>
      <Qr content={begun.uri} label={text('qrLabel')} />
      <div className="enrol-form">
        <p className="t2">{text('scan')}</p>
        <div className="field">
          <span className="lab">{text('key')}</span>
          <div className="cli">
            <span data-testid="totp-key">{grouped(begun.secret)}</span>
            <CopyButton content={begun.secret} />
          </div>
        </div>
        <TextField
          label={text('codeOfApp')}
          name="code"
          autoComplete="one-time-code"
          inputMode="numeric"
          isMono
          value={code}
          onChange={setCode}
          error={errorAbout(error, 'auth.wrong-code')}
          help={text('wrongClock')}
        />
        <FormError error={error} except={['auth.wrong-code']} />
        <div className="row">
          <button type="submit" className="btn primary" disabled={isBusy || code.trim() === ''}>
            {text('confirm')}
          </button>
        </div>
      </div>
    </form>
  )
}

/** In fours, as one reads it out. */
const grouped = (key: string): string => key.replaceAll(/(.{4})(?=.)/g, '$1 ')

/** Drawn here: the key of a second factor is nobody else's business. */
function Qr({ content, label }: { readonly content: string; readonly label: string }) {
  const { data, size } = encode(content, { ecc: 'M', border: 2 })
  const dots = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <path d={dots.join('')} />
    </svg>
  )
}

interface CodesProps {
  readonly codes: readonly string[]
  readonly onDone: () => void
}

/** Shown once; nobody can see them again. */
export function RecoveryCodes({ codes, onDone }: CodesProps) {
  const text = useText()
  const user = useUser()
  const content = codes.join('\n')
  const head = text('recoveryFile', { name: user?.name ?? '', host: location.host })
  return (
    <section className="codes" aria-label={text('recoveryCodes')}>
      <h2>{text('recoveryCodes')}</h2>
      <p className="t2 no-print">{text('recoveryCodesText')}</p>
      <p className="only-print">{head}</p>
      <ol className="codes-list mono">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="row wrap no-print">
        <CopyButton content={content} label={text('copy')} />
        <button
          type="button"
          className="btn s"
          onClick={() => save(new Blob([`${head}\n\n${content}\n`], { type: 'text/plain' }), 'recovery-codes.txt')}
        >
          <Icon name="download" />
          {text('downloadTxt')}
        </button>
        <button type="button" className="btn s" onClick={() => print()}>
          <Icon name="print" />
          {text('print')}
        </button>
      </div>
      <div className="row no-print">
        <button type="button" className="btn primary" onClick={onDone}>
          {text('keptThem')}
        </button>
      </div>
    </section>
  )
}
