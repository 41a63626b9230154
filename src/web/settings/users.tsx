import { useId, useState } from 'react'
import { useUser } from '../access/access.tsx'
import {
  addUser,
  changeUser,
  endSessionsOf,
  readUsers,
  removeUser,
  resetSecondFactor,
  type User,
} from '../access/api.ts'
import { type Role, roles } from '../access/role.ts'
import { AskDialog } from '../parts/ask-dialog.tsx'
import { errorAt, failureWords, PasswordField, SelectField, TextField } from '../parts/form.tsx'
import { GuardedButton } from '../parts/guarded-button.tsx'
import { Glyph, Icon } from '../parts/icon.tsx'
import { Menu } from '../parts/menu.tsx'
import { useNow } from '../parts/states.tsx'
import { ago } from '../parts/time.ts'
import { useKept } from '../parts/use-kept.ts'
import { useLoad } from '../parts/use-load.ts'
import { Whole } from '../parts/whole.tsx'
import { withQuery } from '../shell/paths.ts'
import { go, useAsking, usePlace } from '../shell/place.ts'
import { type Text, useLanguage, useText } from '../text/text.tsx'

/** The people of this server: who they are, what they may, and what an administrator can do about it. */
export function Users() {
  const text = useText()
  const loaded = useLoad('', readUsers)
  const { value: users, reload } = loaded
  const { path, query } = usePlace()
  const { what, of, ask, close } = useAsking()
  const search = query.get('q') ?? ''
  const [said, setSaid] = useState<{ readonly done?: string; readonly failed?: Error }>({})
  const asked = users?.find(({ name }) => name === of)
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
            onChange={({ target }) => go(withQuery(path, query.toString(), { q: target.value }), { replace: true })}
          />
          <kbd>/</kbd>
        </label>
        <span className="grow cut" role="status">
          {said.done}
        </span>
        <button type="button" className="btn primary" onClick={() => ask('add')}>
          <Icon name="plus" />
          {text('addUser')}
        </button>
      </div>
      {said.failed && (
        <div className="banner bad-bar" role="alert">
          <Glyph state="error" />
          <span className="grow">{failureWords(said.failed, text)}</span>
        </div>
      )}
      <div className="scroll panel flat">
        <Whole loaded={loaded} what={text('users')} command="ign user list">
          {(all) => {
            const found = all.filter((user) => matches(user, search, text))
            return (
              <>
                <UserTable users={found} all={all} onAct={act} onAsk={ask} />
                {found.length === 0 && <p className="box t3">{text('nobodyMatches')}</p>}
              </>
            )
          }}
        </Whole>
      </div>
      {what === 'add' && <AddDialog onClose={close} onDone={(name) => done(text('userAdded', { name }))} />}
      {what === 'password' && asked && (
        <PasswordDialog user={asked} onClose={close} onDone={() => done(text('donePassword', { name: asked.name }))} />
      )}
      {what === 'remove' && asked && (
        <RemoveDialog user={asked} onClose={close} onDone={() => done(text('doneRemoved', { name: asked.name }))} />
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
  readonly onAsk: (what: 'password' | 'remove', name: string) => void
}

function UserTable({ users, all, onAct, onAsk }: UserTableProps) {
  const text = useText()
  const lastId = useId()
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
                  aria-describedby={isLast ? lastId : undefined}
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
                {isLast && (
                  <span id={lastId} className="xs t3 why">
                    {text('lastAdministrator')}
                  </span>
                )}
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
  const obstacle = isLast ? text('lastAdministrator') : undefined
  return (
    <Menu label={text('manage', { name })} trigger={<Icon name="more" />}>
      <GuardedButton
        obstacle={obstacle}
        onClick={() =>
          onAct(
            () => changeUser(name, { isDisabled: !isDisabled }),
            () => text(isDisabled ? 'doneEnabled' : 'doneDisabled', { name }),
          )
        }
      >
        {text(isDisabled ? 'enable' : 'disable')}
      </GuardedButton>
      {hasPassword && (
        <button type="button" onClick={() => onAsk('password', name)}>
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
      <GuardedButton className="is-fault" obstacle={obstacle} onClick={() => onAsk('remove', name)}>
        {text('removeUser')}
      </GuardedButton>
    </Menu>
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
  const [name, setName, forgetName] = useKept('user.name', '')
  const [displayName, setDisplayName, forgetDisplayName] = useKept('user.display-name', '')
  const [role, setRole, forgetRole] = useKept('user.role', 'operator')
  const [password, setPassword] = useState('')
  const add = async () => {
    const user = await addUser({
      name: name.trim(),
      ...(displayName.trim() === '' ? {} : { displayName: displayName.trim() }),
      role: role as Role,
      password,
    })
    for (const forgetIt of [forgetName, forgetDisplayName, forgetRole]) forgetIt()
    onDone(user.name)
  }
  return (
    <AskDialog
      title={text('addUser')}
      submit={text('addUser')}
      isReady={name.trim() !== '' && password !== ''}
      toldByFields={['name', 'password']}
      onSubmit={add}
      onClose={onClose}
    >
      {(refused) => (
        <>
          <TextField
            label={text('userName')}
            name="new-user"
            autoComplete="off"
            value={name}
            onChange={setName}
            help={text('nameHelp')}
            error={errorAt(refused, 'name')}
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
          <NewPassword
            label={text('firstPassword')}
            knownAs={[name, displayName]}
            name="first-password"
            value={password}
            onChange={setPassword}
            refused={refused}
          />
        </>
      )}
    </AskDialog>
  )
}

interface NewPasswordProps {
  readonly knownAs: readonly string[]
  readonly label: string
  readonly name: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly refused: Error | undefined
}

function NewPassword({ refused, ...field }: NewPasswordProps) {
  const text = useText()
  return (
    <PasswordField
      {...field}
      autoComplete="new-password"
      help={text('firstPasswordHelp')}
      error={errorAt(refused, 'password')}
    />
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
  return (
    <AskDialog
      title={text('setPasswordTitle', { name: user.name })}
      submit={text('save')}
      isReady={password !== ''}
      toldByFields={['password']}
      onClose={onClose}
      onSubmit={async () => {
        await changeUser(user.name, { password })
        onDone()
      }}
    >
      {(refused) => (
        <NewPassword
          label={text('newPassword')}
          knownAs={[user.name, user.displayName]}
          name="set-password"
          value={password}
          onChange={setPassword}
          refused={refused}
        />
      )}
    </AskDialog>
  )
}

function RemoveDialog({ user, onClose, onDone }: UserDialogProps) {
  const text = useText()
  const [typed, setTyped] = useState('')
  return (
    <AskDialog
      title={text('removeUserTitle', { name: user.name })}
      submit={text('removeUser')}
      isDanger
      isReady={typed === user.name}
      onClose={onClose}
      onSubmit={async () => {
        await removeUser(user.name)
        onDone()
      }}
    >
      <p className="t2">{text('removeUserText', { name: user.name })}</p>
      <TextField
        label={text('typeName', { name: user.name })}
        name="confirm-name"
        autoComplete="off"
        value={typed}
        onChange={setTyped}
      />
    </AskDialog>
  )
}
