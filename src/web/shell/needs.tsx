import type { ReactNode } from 'react'
import type { SessionState } from '../access/api.ts'
import { isAtLeast, type Role } from '../access/role.ts'
import { CopyButton } from '../parts/copy.tsx'
import { Blank, Loading } from '../parts/states.tsx'
import { hasDraft } from '../plants/draft.ts'
import { useText } from '../text/text.tsx'
import { signInFrom } from './paths.ts'
import { usePlace } from './place.ts'

/** Whether the server would let this person in; the server decides, this only spares a refusal. */
export const mayEnter = (session: SessionState | undefined, needs: Role): boolean =>
  session?.state === 'signed-in' && session.user !== undefined && isAtLeast(session.user.role, needs)

interface NeedsProps {
  /** What cannot be seen. */
  readonly title: string
  /** Of the view, where that is more than what cannot be seen. */
  readonly heading?: string
  readonly session: SessionState | undefined
  readonly needs: Role
  /** Other parts of the same view, which may need less. */
  readonly tabs?: ReactNode
}

/** Stands instead of a view: what it needs, why, and the way there and back. */
export function NeedsRole({ title, heading = title, session, needs, tabs }: NeedsProps) {
  const text = useText()
  const { address } = usePlace()
  return (
    <>
      <header className="pagebar">
        <h1>{heading}</h1>
        {tabs}
      </header>
      <div className="page">
        <section className="panel" aria-label={title}>
          {session === undefined ? (
            <Loading label={text('loadingView')} />
          ) : session.state === 'setup' ? (
            <Blank
              icon="key"
              title={text('needsSetUp')}
              command="ign serve"
              actions={
                <a className="btn primary" href="/setup">
                  {text('setUp')}
                </a>
              }
            >
              {text('needsSetUpText', { view: title })}
            </Blank>
          ) : session.state === 'signed-in' ? (
            <Blank
              icon="lock"
              title={text('needsRole', { role: text(needs) })}
              actions={<CopyButton content={location.href} label={text('copyLinkHere')} />}
            >
              {text('needsRoleText', { view: title, mine: text(session.user?.role ?? 'viewer') })}
            </Blank>
          ) : (
            <Blank
              icon="lock"
              title={text('needsSignIn')}
              actions={
                <a className="btn primary" href={signInFrom(address)}>
                  {text('signIn')}
                </a>
              }
            >
              {text('needsSignInText', { view: title })} {hasDraft() && text('draftIsKept')}
            </Blank>
          )}
        </section>
      </div>
    </>
  )
}
