import { useState } from 'react'
import { useUser } from '../access/access.tsx'
import { isAtLeast } from '../access/role.ts'
import { failureWords } from '../parts/form.tsx'
import { GuardedButton } from '../parts/guarded-button.tsx'
import { type Job, stopJob } from '../plants/api.ts'
import { useText } from '../text/text.tsx'

/** Stops a job that runs; a job that has ended has no such button. */
export function StopButton({ job, onChange }: { readonly job: Job; readonly onChange: () => void }) {
  const text = useText()
  const user = useUser()
  const [failure, setFailure] = useState<Error>()
  if (job.state !== 'running') return null
  const mayStop = user !== undefined && isAtLeast(user.role, 'operator')
  return (
    <>
      {failure && (
        <span className="bad" role="alert">
          {failureWords(failure, text)}
        </span>
      )}
      <GuardedButton
        className="btn s over"
        obstacle={
          mayStop ? undefined : text('stopNeedsRole', { role: text('operator'), mine: text(user?.role ?? 'viewer') })
        }
        onClick={() => void stopJob(job.id).then(onChange, setFailure)}
      >
        {text('stopJob')}
      </GuardedButton>
    </>
  )
}
