import { useEffect, useState } from 'react'
import { FormError, PasswordField, TextField, useSubmit } from '../parts/form.tsx'
import { Glyph, Icon } from '../parts/icon.tsx'
import { draftName } from '../plants/draft.ts'
import { Refused } from '../server.ts'
import { safeReturn } from '../shell/paths.ts'
import { go, usePlace } from '../shell/place.ts'
import type { TextKey } from '../text/en.ts'
import { type Text, useText } from '../text/text.tsx'
import { tellOtherTabs, useAccess } from './access.tsx'
import { openSession } from './api.ts'
import { Gate, ServerFacts } from './gate.tsx'
import { leaveForProvider } from './provider.ts'
import { SecondFactor } from './second-factor.tsx'
import { usePause } from './use-pause.ts'

/** Name and password, then the code where one is set up, then back to where one came from. */
export default function SignIn() {
  const text = useText()
  const { session } = useAccess()
  const { query } = usePlace()
  const to = safeReturn(query.get('to'))
  const state = session?.state
  useEffect(() => {
    if (state === 'signed-in') go(to, { replace: true })
    if (state === 'setup') go('/setup', { replace: true })
  }, [state, to])
  const draft = draftName()
  return (
    <Gate
      aside={text('thisServer')}
      side={
        <>
          <h2>{text('thisServer')}</h2>
          <ServerFacts>
            <dt>{text('signInWays')}</dt>
            <dd>
              {session?.oidc ? text('byPasswordOrProvider', { provider: session.oidc.name }) : text('byPassword')}
            </dd>
          </ServerFacts>
          <p className="t2">
            {draft === undefined ? text('noDraft') : text('draftWaits', { name: draft })}{' '}
            {to !== '/' && text('afterwards')}
          </p>
        </>
      }
    >
      {state === 'second-factor' ? (
        <SecondFactor />
      ) : (
        <PasswordForm provider={session?.oidc?.name} to={to} refusal={query.get('error') ?? undefined} />
      )}
    </Gate>
  )
}

interface PasswordFormProps {
  readonly provider: string | undefined
  readonly to: string
  /** What the provider said when it sent the browser back. */
  readonly refusal: string | undefined
}

function PasswordForm({ provider, to, refusal }: PasswordFormProps) {
  const text = useText()
  const { accept } = useAccess()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const { isBusy, error, onSubmit } = useSubmit(async () => {
    accept(await openSession(name, password))
    tellOtherTabs()
  })
  const pauseS = usePause(error)
  const wrong = wrongPassword(error, text)
  return (
    <form className="gate-form" onSubmit={onSubmit}>
      <h1>{text('signIn')}</h1>
      {refusal !== undefined && (
        <p className="bad" role="alert">
          <Glyph state="error" />
          <span>
            {text(refusals[refusal] ?? 'providerFailed')} <span className="mono">{refusal.slice(0, 100)}</span>
          </span>
        </p>
      )}
      <TextField label={text('userName')} name="username" autoComplete="username" value={name} onChange={setName} />
      <PasswordField
        label={text('password')}
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        error={pauseS > 0 ? text('pause', { seconds: pauseS }) : wrong}
      />
      {wrong === undefined && pauseS === 0 && <FormError error={error} except={['auth.too-many-attempts']} />}
      <button
        type="submit"
        className="btn primary wide"
        disabled={isBusy || pauseS > 0 || name === '' || password === ''}
      >
        {pauseS > 0 ? text('signInAgainIn', { seconds: pauseS }) : text(isBusy ? 'signingIn' : 'signIn')}
      </button>
      {provider !== undefined && (
        <>
          <div className="or">{text('or')}</div>
          <button type="button" className="btn wide" onClick={() => leaveForProvider(to)}>
            <Icon name="key" />
            {text('signInWith', { provider })}
          </button>
        </>
      )}
      <p className="t3 xs">{text('forgotten')}</p>
    </form>
  )
}

/** What the server says when the provider sends somebody back whom it does not take. */
const refusals: Readonly<Record<string, TextKey>> = {
  'auth.provider-refused': 'providerRefused',
  'auth.provider-unreachable': 'providerUnreachable',
  'auth.user-exists': 'providerNameTaken',
}

function wrongPassword(error: Error | undefined, text: Text): string | undefined {
  if (!(error instanceof Refused) || error.code !== 'auth.wrong-credentials') return undefined
  const tries = error.triesLeft === undefined ? '' : text('triesLeft', { count: error.triesLeft })
  return `${text('wrongPassword')} ${tries}`.trim()
}
