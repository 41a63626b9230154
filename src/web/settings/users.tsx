import { type ReactNode, useEffect, useRef, useState } from 'react'
import { type Role, roles, useUser } from '../access/access.tsx'
import {
  addUser,
  changeUser,
  endSessionsOf,
  readUsers,
  removeUser,
  resetSecondFactor,
  type User,
} from '../access/api.ts'
import { errorAbout, FormError, PasswordField, SelectField, TextField, useSubmit, wordsOf } from '../parts/form.tsx'
import { Glyph, Icon } from '../parts/icon.tsx'
import { Menu } from '../parts/menu.tsx'
import { Failure, Loading, Offline, useNow } from '../parts/states.tsx'
import { ago } from '../parts/time.ts'
import { useLoad } from '../parts/use-load.ts'
import { useAsked } from '../shell/place.ts'
import { type Text, useLanguage, useText } from '../text/text.tsx'

type Doing = { readonly what: 'remove' | 'password'; readonly user: User } | { readonly what: 'add' }

/** The people of this server: who they are, what they may, and what an administrator can do about it. */
export function Users() {
  const text = useText()
  const { value: users, error, nextTry, readAt, reload } = useLoad('', readUsers)
  const [search, setSearch] = useState('')
  const [doing, setDoing] = useState<Doing>()
  const [said, setSaid] = useState<{ readonly done?: string; readonly failed?: Error }>({})
  useAsked('add', () => setDoing({ what: 'add' }))
  const close = () => setDoing(undefined)
  const done = (what: string) => {
    close()
    setSaid({ done: what })
    reload()
  }
  const act = async (send: () => Promise<unknown>, what: (answer: unknown) => string) => {
    setSaid({})
    try {
      done(what(await send()))
    } catch (failed) {
      setSaid({ failed: failed as Error })
      reload()
    }
  }
  const found = users?.filter((user) => matches(user, search, text))
  return (
    <>
      <div className="filters">
        <label className="inp">
          <Icon name="search" />
          <input
            data-filter
            value={search}
            placeholder={text('filterUsers')}
            aria-label={text('filterUsers')}
            onChange={({ target }) => setSearch(target.value)}
          />
          <kbd>/</kbd>
        </label>
        <span className="grow cut" role="status">
          {said.done}
        </span>
        <button type="button" className="btn primary" onClick={() => setDoing({ what: 'add' })}>
          <Icon name="plus" />
          {text('addUser')}
        </button>
      </div>
      {said.failed && (
        <div className="banner bad-bar" role="alert">
          <Glyph state="error" />
          <span className="grow">{wordsOf(said.failed)}</span>
        </div>
      )}
      {nextTry !== undefined && <Offline nextTry={nextTry} readAt={readAt} onRetry={reload} />}
      <div className="scroll panel flat">
        {found && <UserTable users={found} all={users ?? []} onAct={act} onAsk={setDoing} />}
        {found?.length === 0 && <p className="box t3">{text('nobodyMatches')}</p>}
        {!users && error && nextTry === undefined && (
          <Failure
            title={text('notRead', { what: text('users') })}
            error={error}
            onRetry={reload}
            command="ign user list"
          />
        )}
        {!users && !error && <Loading label={text('loadingView')} />}
      </div>
      {doing?.what === 'add' && <AddDialog onClose={close} onDone={(name) => done(text('userAdded', { name }))} />}
      {doing?.what === 'password' && (
        <PasswordDialog
          user={doing.user}
          onClose={close}
          onDone={() => done(text('donePassword', { name: doing.user.name }))}
        />
      )}
      {doing?.what === 'remove' && (
        <RemoveDialog
          user={doing.user}
          onClose={close}
          onDone={() => done(text('doneRemoved', { name: doing.user.name }))}
        />
      )}
    </>
  )
}

function matches({ name, displayName, role }: User, search: string, text: Text): boolean {
  const all = `${name} ${displayName} ${role} ${text(role)}`.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word))
}

/** Without this user nobody could manage users any more. */
const isLastAdministrator = (user: User, users: readonly User[]): boolean =>
  user.role === 'administrator' &&
  !user.isDisabled &&
  !users.some((one) => one.name !== user.name && one.role === 'administrator' && !one.isDisabled)

interface UserTableProps {
  readonly users: readonly User[]
  readonly all: readonly User[]
  readonly onAct: (send: () => Promise<unknown>, what: (answer: unknown) => string) => void
  readonly onAsk: (doing: Doing) => void
}

function UserTable({ users, all, onAct, onAsk }: UserTableProps) {
  const text = useText()
  const { language } = useLanguage()
  const me = useUser()
  const now = useNow(10_000)
  return (
    <table className="users">
      <thead>
        <tr>
          <th scope="col">{text('user')}</th>
          <th scope="col">{text('role')}</th>
          <th scope="col">{text('state')}</th>
          <th scope="col" className="opt">
            {text('secondFactorShort')}
          </th>
          <th scope="col">{text('signedInLast')}</th>
          <th scope="col">
            <span className="vh">{text('doIt')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {users.map((user) => {
          const isLast = isLastAdministrator(user, all)
          return (
            <tr key={user.name}>
              <td>
                <span className="two">
                  <span>
                    <b>{user.displayName || user.name}</b>{' '}
                    {user.name === me?.name && <span className="badge">{text('you')}</span>}
                  </span>
                  <span>
                    {[user.displayName === user.name ? '' : user.name, user.issuer].filter(Boolean).join(', ')}
                  </span>
                </span>
              </td>
              <td>
                <select
                  className="inp role"
                  aria-label={text('roleOf', { name: user.name })}
                  value={user.role}
                  disabled={isLast}
                  title={isLast ? text('lastAdministrator') : undefined}
                  onChange={({ target }) => {
                    const role = target.value as Role
                    onAct(
                      () => changeUser(user.name, { role }),
                      () => text('doneRole', { name: user.name, role: text(role) }),
                    )
                  }}
                >
                  {roles.map((role) => (
                    <option key={role} value={role}>
                      {text(role)}
                    </option>
                  ))}
                </select>
                {isLast && <span className="xs t3 why">{text('lastAdministrator')}</span>}
              </td>
              <td className={user.isDisabled ? 'is-warn' : 't2'}>{text(user.isDisabled ? 'disabled' : 'enabled')}</td>
              <td className="opt t2">{text(user.hasSecondFactor ? 'on' : 'off')}</td>
              <td className="t2 nowrap">
                {user.signedInAt === null ? text('never') : ago(user.signedInAt, now, language)}
              </td>
              <td className="num">
                <UserMenu user={user} isLast={isLast} onAct={onAct} onAsk={onAsk} />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

interface UserMenuProps extends Pick<UserTableProps, 'onAct' | 'onAsk'> {
  readonly user: User
  readonly isLast: boolean
}

function UserMenu({ user, isLast, onAct, onAsk }: UserMenuProps) {
  const text = useText()
  const { name, isDisabled, hasSecondFactor, hasPassword } = user
  return (
    <Menu
      label={text('manage', { name })}
      trigger={<Icon name="more" />}
      head={isLast ? text('lastAdministrator') : undefined}
    >
      <button
        type="button"
        disabled={isLast}
        onClick={() =>
          onAct(
            () => changeUser(name, { isDisabled: !isDisabled }),
            () => text(isDisabled ? 'doneEnabled' : 'doneDisabled', { name }),
          )
        }
      >
        {text(isDisabled ? 'enable' : 'disable')}
      </button>
      {hasPassword && (
        <button type="button" onClick={() => onAsk({ what: 'password', user })}>
          {text('setPassword')}
        </button>
      )}
      {hasSecondFactor && (
        <button
          type="button"
          onClick={() =>
            onAct(
              () => resetSecondFactor(name),
              () => text('doneSecondFactor', { name }),
            )
          }
        >
          {text('resetSecondFactor')}
        </button>
      )}
      <button
        type="button"
        onClick={() =>
          onAct(
            () => endSessionsOf(name),
            (answer) => text('doneSessions', { name, count: (answer as { ended: number }).ended }),
          )
        }
      >
        {text('endAllSessions')}
      </button>
      <button type="button" className="is-fault" disabled={isLast} onClick={() => onAsk({ what: 'remove', user })}>
        {text('removeUser')}
      </button>
    </Menu>
  )
}

interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
}

function Dialog({ title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} className="ask-for" aria-label={title} onClose={onClose}>
      <h2>{title}</h2>
      {children}
    </dialog>
  )
}

interface AddDialogProps {
  readonly onClose: () => void
  readonly onDone: (name: string) => void
}

const may = {
  viewer: 'viewerMay',
  operator: 'operatorMay',
  engineer: 'engineerMay',
  administrator: 'administratorMay',
} as const

function AddDialog({ onClose, onDone }: AddDialogProps) {
  const text = useText()
  const [name, setName] = useState('')
  const [displayName, setDisplayName] = useState('')
  const [role, setRole] = useState<string>('operator')
  const [password, setPassword] = useState('')
  const { isBusy, error, onSubmit } = useSubmit(async () => {
    const user = await addUser({
      name: name.trim(),
      ...(displayName.trim() === '' ? {} : { displayName: displayName.trim() }),
      role: role as Role,
      password,
    })
    onDone(user.name)
  })
  const nameCodes = ['auth.name-unusable', 'auth.user-exists'] as const
  return (
    <Dialog title={text('addUser')} onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit}>
        <TextField
          label={text('userName')}
          name="new-user"
          autoComplete="off"
          value={name}
          onChange={setName}
          help={text('nameHelp')}
          error={errorAbout(error, ...nameCodes)}
        />
        <TextField
          label={text('displayName')}
          name="display-name"
          autoComplete="off"
          value={displayName}
          onChange={setDisplayName}
        />
        <SelectField
          label={text('role')}
          value={role}
          onChange={setRole}
          choices={roles.map((one) => ({ value: one, label: `${text(one)}: ${text(may[one])}` }))}
        />
        <PasswordField
          label={text('firstPassword')}
          name="first-password"
          autoComplete="new-password"
          isMetered
          value={password}
          onChange={setPassword}
          help={text('firstPasswordHelp')}
          error={errorAbout(error, 'auth.password-weak')}
        />
        <FormError error={error} except={[...nameCodes, 'auth.password-weak']} />
        <div className="row end">
          <button type="button" className="btn" onClick={onClose}>
            {text('cancel')}
          </button>
          <button type="submit" className="btn primary" disabled={isBusy || name.trim() === '' || password === ''}>
            {text('addUser')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

interface UserDialogProps {
  readonly user: User
  readonly onClose: () => void
  readonly onDone: () => void
}

function PasswordDialog({ user, onClose, onDone }: UserDialogProps) {
  const text = useText()
  const [password, setPassword] = useState('')
  const { isBusy, error, onSubmit } = useSubmit(async () => {
    await changeUser(user.name, { password })
    onDone()
  })
  return (
    <Dialog title={text('setPasswordTitle', { name: user.name })} onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit}>
        <PasswordField
          label={text('newPassword')}
          name="set-password"
          autoComplete="new-password"
          isMetered
          value={password}
          onChange={setPassword}
          help={text('firstPasswordHelp')}
          error={errorAbout(error, 'auth.password-weak')}
        />
        <FormError error={error} except={['auth.password-weak']} />
        <div className="row end">
          <button type="button" className="btn" onClick={onClose}>
            {text('cancel')}
          </button>
          <button type="submit" className="btn primary" disabled={isBusy || password === ''}>
            {text('save')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

function RemoveDialog({ user, onClose, onDone }: UserDialogProps) {
  const text = useText()
  const [typed, setTyped] = useState('')
  const { isBusy, error, onSubmit } = useSubmit(async () => {
    await removeUser(user.name)
    onDone()
  })
  return (
    <Dialog title={text('removeUserTitle', { name: user.name })} onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit}>
        <p className="t2">{text('removeUserText', { name: user.name })}</p>
        <TextField
          label={text('typeName', { name: user.name })}
          name="confirm-name"
          autoComplete="off"
          value={typed}
          onChange={setTyped}
        />
        <FormError error={error} />
        <div className="row end">
          <button type="button" className="btn" onClick={onClose}>
            {text('cancel')}
          </button>
          <button type="submit" className="btn danger" disabled={isBusy || typed !== user.name}>
            {text('removeUser')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
