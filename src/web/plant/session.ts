/** The plant file being edited, with the way back and forth, and what is selected. Pure: a reducer and its actions. */
export interface Session {
  readonly text: string
  readonly past: readonly Change[]
  readonly future: readonly Change[]
  /** Instance whose settings are open. */
  readonly selected?: string
}

/** A state of the text and what led away from it, for the tooltip of undo. */
interface Change {
  readonly text: string
  readonly what: string
  /** Changes of one field in a row become one step. */
  readonly merge?: string | undefined
}

export type SessionAction =
  | {
      readonly type: 'edit'
      readonly text: string
      readonly what: string
      readonly merge?: string
      readonly select?: string
    }
  | { readonly type: 'open'; readonly text: string; readonly what: string }
  | { readonly type: 'undo' | 'redo' }
  | { readonly type: 'select'; readonly name: string | undefined }

const longestHistory = 200

export function reduceSession(session: Session, action: SessionAction): Session {
  switch (action.type) {
    case 'edit':
      return edited(session, action)
    case 'open': {
      const { selected: _, ...rest } = session
      return edited(rest, { type: 'edit', text: action.text, what: action.what })
    }
    case 'undo':
      return moved(session, session.past, session.future, 'back')
    case 'redo':
      return moved(session, session.future, session.past, 'forth')
    case 'select': {
      const { selected: _, ...rest } = session
      return action.name === undefined ? rest : { ...rest, selected: action.name }
    }
  }
}

function edited(session: Session, { text, what, merge, select }: Extract<SessionAction, { type: 'edit' }>): Session {
  const selection = select === undefined ? {} : { selected: select }
  if (text === session.text) return { ...session, ...selection }
  const last = session.past.at(-1)
  const isSame = merge !== undefined && last?.merge === merge
  const past = isSame ? session.past : [...session.past, { text: session.text, what, merge }].slice(-longestHistory)
  return { ...session, text, past, future: [], ...selection }
}

function moved(session: Session, from: readonly Change[], to: readonly Change[], way: 'back' | 'forth'): Session {
  const step = from.at(-1)
  if (!step) return session
  const rest = from.slice(0, -1)
  const other = [...to, { text: session.text, what: step.what }]
  return {
    ...session,
    text: step.text,
    ...(way === 'back' ? { past: rest, future: other } : { past: other, future: rest }),
  }
}
