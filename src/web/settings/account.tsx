import { useState } from 'react'
import { tellOtherTabs, useAccess, useUser } from '../access/access.tsx'
import { changePassword, endSession, readSessions, removeSecondFactor, type SessionSummary } from '../access/api.ts'
import { Enrolment } from '../access/enrolment.tsx'
import { errorAt, FormError, PasswordField, useSubmit } from '../parts/form.tsx'
import { Glyph } from '../parts/icon.tsx'
import { useNow } from '../parts/states.tsx'
import { ago, moment } from '../parts/time.ts'
import { useLoad } from '../parts/use-load.ts'
import { Whole } from '../parts/whole.tsx'
import { useLanguage, useText } from '../text/text.tsx'
import { browserOf } from './browser.ts'
import { Panel } from './panel.tsx'
import { Tokens } from './tokens.tsx'

/** What belongs to the person who is signed in. */
export function Account() {
  const text = useText()
  const user = useUser()
  if (!user) return null
  return (
    <div className="page">
      {user.hasPassword ? (
        <div className="cols-3">
          <Panel title={text('password')} lead={text('otherSessionsEnd')}>
            <PasswordForm />
          </Panel>
          <Panel title={text('secondFactor')}>
            <SecondFactorPanel />
          </Panel>
        </div>
      ) : (
        <Panel title={text('password')}>
          <p className="box t2">{text('passwordElsewhere')}</p>
        </Panel>
      )}
      <Sessions />
      <Tokens role={user.role} />
    </div>
  )
}

function PasswordForm() {
  const text = useText()
  const user = useUser()
  const { accept } = useAccess()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [isChanged, setChanged] = useState(false)
  const { isBusy, error, onSubmit } = useSubmit(async () => {
    setChanged(false)
    accept(await changePassword(current, next))
    tellOtherTabs()
    setCurrent('')
    setNext('')
    setChanged(true)
  })
  return (
    <form className="box" onSubmit={onSubmit}>
      <input type="text" name="username" autoComplete="username" value={user?.name ?? ''} readOnly hidden />
      <PasswordField
        label={text('currentPassword')}
        name="current-password"
        autoComplete="current-password"
        value={current}
        onChange={setCurrent}
        error={errorAt(error, 'currentPassword')}
      />
      <PasswordField
        label={text('newPassword')}
        name="new-password"
        autoComplete="new-password"
        knownAs={user ? [user.name, user.displayName] : []}
        value={next}
        onChange={setNext}
        help={text('passwordHelp')}
        error={errorAt(error, 'newPassword')}
      />
      <FormError error={error} fields={['currentPassword', 'newPassword']} />
      <div className="row">
        <button type="submit" className="btn" disabled={isBusy || current === '' || next === ''}>
          {text('changePassword')}
        </button>
        <span role="status" className="t2 xs">
          {isChanged && text('passwordChanged')}
        </span>
      </div>
    </form>
  )
}

function SecondFactorPanel() {
  const text = useText()
  const { session, refresh } = useAccess()
  const [doing, setDoing] = useState<'set-up' | 'remove'>()
  const hasFactor = session?.user?.hasSecondFactor === true
  const done = () => {
    setDoing(undefined)
    void refresh()
  }
  if (doing === 'set-up')
    return (
      <div className="box">
        <Enrolment onDone={done} />
      </div>
    )
  if (doing === 'remove') return <RemoveForm onDone={done} />
  return (
    <div className="box">
      <p className="row">
        {!hasFactor && <Glyph state="warning" />}
        {text(hasFactor ? 'secondFactorOn' : 'secondFactorOff')}
      </p>
      {!hasFactor && <p className="t3 xs">{text('secondFactorWhy')}</p>}
      <div className="row">
        {hasFactor ? (
          <button type="button" className="btn danger" onClick={() => setDoing('remove')}>
            {text('removeSecondFactor')}
          </button>
        ) : (
          <button type="button" className="btn" onClick={() => setDoing('set-up')}>
            {text('setUpSecondFactor')}
          </button>
        )}
      </div>
    </div>
  )
}

function RemoveForm({ onDone }: { readonly onDone: () => void }) {
  const text = useText()
  const [password, setPassword] = useState('')
  const { isBusy, error, onSubmit } = useSubmit(async () => {
    await removeSecondFactor(password)
    onDone()
  })
  return (
    <form className="box" onSubmit={onSubmit}>
      <p className="t2">{text('removeSecondFactorText')}</p>
      <PasswordField
        label={text('currentPassword')}
        name="current-password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        error={errorAt(error, 'password')}
      />
      <FormError error={error} fields={['password']} />
      <div className="row">
        <button type="submit" className="btn danger" disabled={isBusy || password === ''}>
          {text('removeSecondFactor')}
        </button>
        <button type="button" className="btn" onClick={onDone}>
          {text('cancel')}
        </button>
      </div>
    </form>
  )
}

function Sessions() {
  const text = useText()
  const { session } = useAccess()
  // another cookie is another session in the list
  const loaded = useLoad(session?.csrf ?? '', readSessions)
  return (
    <Panel title={text('sessions')} lead={text('sessionsText')}>
      <Whole loaded={loaded} what={text('sessions')} rows={2}>
        {(sessions) => <SessionTable sessions={sessions} onEnded={loaded.reload} />}
      </Whole>
    </Panel>
  )
}

interface SessionTableProps {
  readonly sessions: readonly SessionSummary[]
  readonly onEnded: () => void
}

function SessionTable({ sessions, onEnded }: SessionTableProps) {
  const text = useText()
  const { language } = useLanguage()
  const now = useNow(10_000)
  const { signOut } = useAccess()
  const [failure, setFailure] = useState<Error>()
  const end = async ({ id, isCurrent }: SessionSummary) => {
    setFailure(undefined)
    try {
      if (isCurrent) return await signOut()
      await endSession(id)
      onEnded()
    } catch (error) {
      setFailure(error as Error)
    }
  }
  return (
    <>
      <FormError error={failure} />
      <table>
        <thead>
          <tr>
            <th scope="col">{text('browser')}</th>
            <th scope="col">{text('from')}</th>
            <th scope="col" className="opt">
              {text('since')}
            </th>
            <th scope="col">{text('lastSeen')}</th>
            <th scope="col" className="opt">
              {text('ends')}
            </th>
            <th scope="col">
              <span className="vh">{text('endSession')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((one) => (
            <tr key={one.id}>
              <td>
                <span title={one.agent}>{browserOf(one.agent)}</span>{' '}
                {one.isCurrent && <span className="badge">{text('thisSession')}</span>}
              </td>
              <td className="mono">{one.address}</td>
              <td className="opt nowrap">{moment(one.createdAt, language)}</td>
              <td className="nowrap">{ago(one.seenAt, now, language)}</td>
              <td className="opt nowrap">{moment(one.endsAt, language)}</td>
              <td className="num">
                <button
                  type="button"
                  className="btn s"
                  aria-label={one.isCurrent ? text('signOut') : text('endSessionOf', { address: one.address })}
                  onClick={() => void end(one)}
                >
                  {text(one.isCurrent ? 'signOut' : 'endSession')}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
