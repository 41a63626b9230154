import { expect, it } from 'vitest'
import { sentencesOf, textsOf } from '../../../test/support/said.ts'
import { allCodes } from '../../actions/codes.ts'
import { de } from './de.ts'
import { codeHints, failures, faults, jobStates, roleNames, weaknesses } from './failures-de.ts'
import { translation } from './german.ts'

/** A pattern as the sources are read: `{}` for each value. */
const bare = (english: string): string => english.replaceAll(/\{\w+(?::\w+)?\}/g, '{}')

/** Said on the command line or at the start of the server, where nobody has opened a console. */
const onCommandLine = [
  'src/actions/doctor.ts',
  'src/actions/access/oidc-settings.ts',
  'src/actions/stack/convert.ts',
  'src/actions/stack/diff.ts',
  'src/actions/stack/export.ts',
  'src/actions/stack/plant-files.ts',
  'src/actions/stack/rotate-secrets.ts',
  'src/actions/stack/users.ts',
  'src/actions/plants/views.ts',
  'src/api/exposure.ts',
  'src/api/listen.ts',
  'src/api/routes/console.ts',
  'src/platform/config.ts',
  'src/platform/files/write-tree.ts',
  'src/platform/secrets/vault.ts',
  'src/platform/storage/database.ts',
  'src/platform/storage/postgres.ts',
]

/** They go on with what another program says in its own words, or are parts of a sentence. */
const stayEnglish = [
  'the sign-in provider {} does not answer: {}',
  "the provider's answer cannot be used: {}",
  'cannot get {}: {}',
  'cannot use the container engine at {}: {}',
  'the engine answered {}: {}',
  '{} cannot travel: {}',
  'the plant file has {}',
  'an error',
  '{} errors',
  '"{}" is not in the catalogue',
]

it('every hint of the tables of codes is there in German, and no other', () => {
  const hints = new Set(Object.values(allCodes).map(({ hint }) => hint))

  expect([...hints].filter((hint) => translation(hint) === undefined)).toEqual([])
  expect(Object.keys(codeHints).filter((english) => !hints.has(english))).toEqual([])
})

it('every message of the server is there in German', () => {
  const known = new Set(
    [...Object.keys(failures), ...Object.keys(codeHints), ...Object.keys(faults), ...Object.keys(weaknesses)].map(bare),
  )
  const missing = sentencesOf('actions', 'platform', 'containers', 'api')
    .filter(({ path }) => !onCommandLine.includes(path) && !path.endsWith('errors.ts'))
    .filter(({ text }) => !known.has(text) && translation(text) === undefined && !stayEnglish.includes(text))

  expect(missing).toEqual([])
})

it('roles and states of jobs are called as the console calls them', () => {
  const { viewer, operator, engineer, administrator } = de
  const { doneJob: done, failedJob: failed, cancelledJob: cancelled, lostJob: lost } = de

  expect(roleNames).toEqual({ viewer, operator, engineer, administrator })
  expect(jobStates).toEqual({ done, failed, cancelled, lost })
})

it('nothing is told in German that nobody says', () => {
  const texts = textsOf('actions', 'platform', 'containers', 'api', 'stack').map(({ text }) => text)
  const whole = new Set(texts)
  /** `the password {}` and `is little more than the name`; `the plant file has {}` and `an error`. */
  const isPutTogether = (english: string) =>
    texts.some((end) => end.length > 5 && english.endsWith(end) && whole.has(`${english.slice(0, -end.length)}{}`))
  const composed = ['{}: {}']

  expect(
    [...Object.keys(failures), ...Object.keys(faults), ...Object.keys(weaknesses)]
      .filter((english) => !whole.has(english))
      .map(bare)
      .filter((english) => !whole.has(english) && !isPutTogether(english) && !composed.includes(english)),
  ).toEqual([])
})

it.each([
  ['this needs the role engineer, yours is viewer', 'das verlangt die Rolle Ingenieur, vorhanden ist Betrachter'],
  ['The password has fewer than 12 characters.', 'Das Passwort hat weniger als 12 Zeichen.'],
  [
    'the plant file has 2 errors: unknown key "verison"',
    'die Anlagendatei hat 2 Fehler: unbekannter Schlüssel „verison“',
  ],
  [
    'the request does not fit: name: Too small: expected string to have >=1 characters',
    'die Anfrage passt nicht: name: mindestens 1 Zeichen',
  ],
  ['"./a.gwbk" is no ZIP archive', '„./a.gwbk“ ist kein ZIP-Archiv'],
])('%s', (english, said) => {
  expect(translation(english)).toBe(said)
})

it('what a program of others says is not put into a German sentence', () => {
  expect(translation('the engine answered 500: no space left on device')).toBeUndefined()
})
