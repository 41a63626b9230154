import { useState } from 'react'
import { errorAbout, FormError, TextField, useSubmit } from '../parts/form.tsx'
import { useText } from '../text/text.tsx'
import { tellOtherTabs, useAccess } from './access.tsx'
import { sendSecondFactor } from './api.ts'
import { usePause } from './use-pause.ts'

/** The second step of signing in: the code of the device, or a recovery code where it is lost. */
export function SecondFactor() {
  const text = useText()
  const { accept, signOut } = useAccess()
  const [isRecovery, setRecovery] = useState(false)
  const [typed, setTyped] = useState('')
  const { isBusy, error, onSubmit, clear } = useSubmit(async () => {
    const value = typed.trim()
    accept(await sendSecondFactor(isRecovery ? { recoveryCode: value } : { code: value.replaceAll(' ', '') }))
    tellOtherTabs()
  })
  const pauseS = usePause(error)
  const wrong = pauseS > 0 ? text('pause', { seconds: pauseS }) : errorAbout(error, 'auth.wrong-code')
  const turn = () => {
    setRecovery(!isRecovery)
    setTyped('')
    clear()
  }
  return (
    <form className="gate-form" onSubmit={onSubmit}>
      <h1>{text('codeTitle')}</h1>
      <TextField
        key={String(isRecovery)}
        label={text(isRecovery ? 'recoveryCode' : 'sixDigits')}
        help={text(isRecovery ? 'recoveryHelp' : 'codeHelp')}
        error={wrong}
        name={isRecovery ? 'recovery-code' : 'code'}
        autoComplete={isRecovery ? 'off' : 'one-time-code'}
        inputMode={isRecovery ? undefined : 'numeric'}
        isMono
        value={typed}
        onChange={setTyped}
      />
      {wrong === undefined && <FormError error={error} except={['auth.too-many-attempts']} />}
      <button type="submit" className="btn primary wide" disabled={isBusy || pauseS > 0 || typed.trim() === ''}>
        {text(isBusy ? 'signingIn' : 'confirm')}
      </button>
      <div className="row wrap">
        <button type="button" className="btn quiet" onClick={turn}>
          {text(isRecovery ? 'useCode' : 'useRecovery')}
        </button>
        <button type="button" className="btn quiet" onClick={() => void signOut()}>
          {text('somebodyElse')}
        </button>
      </div>
      <p className="t3 xs">{text('deviceLost')}</p>
    </form>
  )
}
