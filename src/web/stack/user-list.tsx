import { useState } from 'react'
import { takeUsers, type UsersTaken } from '../api.ts'
import { Glyph, Icon } from '../parts/icon.tsx'
import { sentence } from '../parts/sentence.ts'
import { useFileChoice } from '../parts/use-file-choice.tsx'
import { valueAt } from '../plant/edit.ts'
import { Refused } from '../server.ts'
import { useText } from '../text/text.tsx'

interface UserListProps {
  readonly plant: string
  readonly onPlant: (text: string, what: string) => void
}

/** Who can sign in to the services of the plant; a spreadsheet brings many at once. */
export function UserList({ plant, onPlant }: UserListProps) {
  const text = useText()
  const [taken, setTaken] = useState<UsersTaken['changes']>()
  const [failure, setFailure] = useState<Error>()
  const users = valueAt(plant, ['integrations', 'oidc', 'users'])
  const take = async (file: File) => {
    setTaken(undefined)
    setFailure(undefined)
    try {
      const { plant: next, changes } = await takeUsers(plant, await file.text())
      onPlant(next, text('didTakeUsers', { file: file.name }))
      setTaken(changes)
    } catch (error) {
      setFailure(error as Error)
    }
  }
  const { input, choose } = useFileChoice(text('takeUsers'), '.csv,text/csv', take)
  return (
    <div className="field">
      <span className="lab">{text('plantUsers')}</span>
      <div className="row">
        <span className="grow t2">{text('userCount', { count: Array.isArray(users) ? users.length : 0 })}</span>
        {input}
        <button type="button" className="btn s" onClick={choose}>
          <Icon name="upload" />
          {text('takeUsers')}
        </button>
      </div>
      <p className="help">{text('usersHelp')}</p>
      {taken && (
        <p className="t2" role="status">
          {text('usersTaken', countsOf(taken))}
        </p>
      )}
      {failure && <UserProblems failure={failure} />}
    </div>
  )
}

function UserProblems({ failure }: { readonly failure: Error }) {
  const text = useText()
  const issues = failure instanceof Refused ? failure.issues : []
  return (
    <div role="alert">
      <p className="bad">
        <Glyph state="error" />
        <span>
          {sentence(issues.length > 0 ? text('usersRefused', { count: issues.length }) : text.said(failure.message))}
        </span>
      </p>
      <ul>
        {issues.map(({ message, hint, line }) => (
          <li key={`${line} ${message}`} className="xs">
            {line !== undefined && <span className="mono">{text('line', { line })} </span>}
            {sentence(text.said(message))} {hint && text.said(hint)}
          </li>
        ))}
      </ul>
    </div>
  )
}

const countsOf = (changes: UsersTaken['changes']) => {
  const count = (wanted: string) => changes.filter(({ change }) => change === wanted).length
  return { added: count('added'), changed: count('changed'), unchanged: count('unchanged') }
}
