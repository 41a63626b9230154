import { useEffect, useState } from 'react'

/** The server decides by the same; it comes with the lists of what is guessed when the first password is typed. */
const judge = () => import('../../core/guessable.ts')

export type Judgement = Awaited<ReturnType<Awaited<ReturnType<typeof judge>>['judgePassword']>>
export type Weakness = NonNullable<Judgement['weakness']>

const nothing: Judgement = { step: 0 }

/**
 * How far a new password has come: from 2 on the server takes it. Until it is judged, and where it cannot be, it has
 * come nowhere.
 *
 * @param about names that go with it
 */
export function useStrength(password: string, about: readonly string[]): Judgement {
  const [judged, setJudged] = useState(nothing)
  const names = about.join('\n')
  useEffect(() => {
    let isOld = false
    const told = (judgement: Judgement) => {
      if (!isOld) setJudged(judgement)
    }
    if (password === '') told(nothing)
    else
      judge()
        .then(({ judgePassword }) => judgePassword(password, names.split('\n')))
        .then(told, () => told(nothing))
    return () => {
      isOld = true
    }
  }, [password, names])
  return judged
}
