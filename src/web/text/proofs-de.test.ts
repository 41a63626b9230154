import { expect, it } from 'vitest'
import { goldenCases, runCase } from '../../../test/support/cases.ts'
import { sentencesOf, textsOf } from '../../../test/support/said.ts'
import { translation } from './german.ts'
import { translationOf } from './patterns.ts'
import { proofs, remedies } from './proofs-de.ts'

/** A pattern as the sources are read: `{}` for each value. */
const bare = (english: string): string => english.replaceAll(/\{\w+(?::\w+)?\}/g, '{}')

/** What commands say when they fail in the ways that hints are written for. */
const answers = [
  '',
  '404',
  '502',
  '401',
  'not authorised',
  'certificate verify failed',
  'password authentication failed',
  'Access denied',
  'Login failed',
  'Cannot open database',
  'ERROR 1045',
  'ERROR 1049',
  'ERROR 1044',
  'does not exist',
  'permission denied',
  'may write',
  'denied',
].map((stderr) => ({ exitCode: 1, stdout: '', stderr }))

const steps = goldenCases
  .flatMap((golden) => runCase(golden).project?.blueprint.probes() ?? [])
  .flatMap((probe) => probe.steps)

/** What steps show, and what to do where they fail. */
const told = new Set(
  steps.flatMap(({ what, hint }) => [
    what,
    ...(typeof hint === 'function' ? answers.map((answer) => hint(answer)) : [hint]),
  ]),
)

it('every step of every probe of the golden cases is told in German, with what to do where it fails', () => {
  expect(told.size).toBeGreaterThan(300)
  expect([...told].filter((text) => translation(text) === undefined)).toEqual([])
})

it('every whole sentence of a probe in the sources is there in German', () => {
  const known = new Set([...Object.keys(proofs), ...Object.keys(remedies)].map(bare))
  /** Parts of sentences that are there as a whole. */
  const parts = [
    '{}://{} is routed to {}:{}{}',
    ', after {}',
    'a login at {}',
    "the operator's login",
    '{}:{} or ',
    ' as "{}"',
    ', a wrong password is refused',
  ]
  const missing = sentencesOf('catalog')
    .filter(({ path }) => /\/(?:probe|toolbox)\.ts$|abilities\/[a-z-]+\/ability\.ts$/.test(path))
    .filter(({ text }) => !known.has(text) && translation(text) === undefined && !parts.includes(text))

  expect(missing).toEqual([])
})

it('nothing is told in German that no probe says', () => {
  const texts = new Set(textsOf('catalog', 'actions').map(({ text }) => text))
  /** Put together of parts in the source. */
  const isComposed = (english: string) => {
    const match = translationOf({ [english]: english })
    return [...told].some((text) => match(text) !== undefined)
  }
  const severalSteps = '{first:said}; {second:said}'

  expect(
    [...Object.keys(proofs), ...Object.keys(remedies)].filter(
      (english) => english !== severalSteps && !texts.has(bare(english)) && !isComposed(english),
    ),
  ).toEqual([])
})

it('a proven wire lists its steps in German', () => {
  expect(translation('role "charts" logs in; role "charts" cannot write')).toBe(
    'Rolle „charts“ meldet sich an; Rolle „charts“ kann nicht schreiben',
  )
})
