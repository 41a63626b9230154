import { failureWords } from '../parts/form.tsx'
import { Icon } from '../parts/icon.tsx'
import { useNow } from '../parts/states.tsx'
import { hasDraft } from '../plants/draft.ts'
import { Refused } from '../server.ts'
import { signInFrom } from '../shell/paths.ts'
import { usePlace } from '../shell/place.ts'
import { useText } from '../text/text.tsx'
import { useAccess } from './access.tsx'

/** Says when a session is about to end and when it has ended, with the way back to the same place. */
export function SessionBar() {
  const text = useText()
  const { session, error, isOver, endsAt, refresh } = useAccess()
  const { address } = usePlace()
  if (isOver)
    return (
      <div className="banner" role="alert">
        <Icon name="lock" />
        <span className="grow">
          {text('sessionEnded')} {hasDraft() && text('draftIsKept')}
        </span>
        <a className="btn s" href={signInFrom(address)}>
          {text('signIn')}
        </a>
      </div>
    )
  // views that ask the server say by themselves when it is away
  if (error && (error instanceof Refused || session === undefined))
    return (
      <div className="banner" role="alert">
        <Icon name="lock" />
        <span className="grow">{text('mayNotReach', { detail: failureWords(error, text) })}</span>
        <button type="button" className="btn s" onClick={() => void refresh()}>
          {text('retry')}
        </button>
      </div>
    )
  if (endsAt === undefined) return null
  return (
    <div className="banner" role="status">
      <Icon name="clock" />
      <span className="grow">
        <Countdown endsAt={endsAt} />
      </span>
      <button type="button" className="btn s" onClick={() => void refresh()}>
        {text('staySignedIn')}
      </button>
    </div>
  )
}

/** Told every ten seconds, so that a screen reader does not count. */
function Countdown({ endsAt }: { readonly endsAt: number }) {
  const text = useText()
  const now = useNow(1000)
  const seconds = Math.max(0, Math.ceil((endsAt - now) / 10_000) * 10)
  return (
    <>
      {text('sessionEndsSoon', { seconds })} {hasDraft() && text('draftIsKept')}
    </>
  )
}
