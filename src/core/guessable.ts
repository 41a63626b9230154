import type { ZxcvbnFactory } from '@zxcvbn-ts/core'

/** What makes a password easy to guess. */
export type Weakness =
  | 'short'
  | 'long'
  | 'uniform'
  | 'name'
  | 'common'
  | 'keys'
  | 'repeats'
  | 'sequence'
  | 'date'
  | 'word'
  | 'easy'

export interface Judgement {
  /** How far it has come: 0 nothing, 1 is refused, 2 is taken, 3 and 4 are better. */
  readonly step: 0 | 1 | 2 | 3 | 4
  /** Why it is refused. */
  readonly weakness?: Weakness
}

export const fewestCharacters = 12
export const mostCharacters = 256
const fewestDifferent = 4
/** What has to be left when a name is taken away; a shorter name may be in any word. */
const fewestBesidesName = 8
const fewestOfName = 4

/** Judging takes as long as the square of the length: of a longer one the beginning and the end are judged. */
export const longestJudged = 32
/** Each more that is tried takes longer; who replaces so many letters by signs has not used them to be read. */
const mostSubstitutions = 10

/** Guesses as a power of ten: below is refused, 2 from here on, 3, 4. */
const stepsFrom = [8, 10, 14] as const

/** What people here guess first and no list of English words has: the trade, its makers, and German offices. */
const ownWords = [
  'ignition scada plant factory machine maschine anlage fabrik werk halle leitstand automation siemens rockwell beckhoff',
  'schneider inductive gateway historian broker mqtt grafana keycloak postgres mosquitto nodered prometheus influxdb',
  'willkommen passwort kennwort geheim hallo zugang anmelden benutzer betrieb firma schicht wartung',
  'fruehling frühling sommer herbst winter januar februar maerz märz april mai juni juli august september oktober',
  'november dezember montag dienstag mittwoch donnerstag freitag samstag sonntag',
].flatMap((line) => line.split(' '))

const programNames = ['plantwright', 'ign']

/**
 * How hard a password is to guess, for the server and for the console alike.
 *
 * @param about what somebody would try who knows the person: name, display name
 */
export async function judgePassword(password: string, about: readonly string[]): Promise<Judgement> {
  const plain = plainWeakness(password, about)
  if (plain) return { step: password === '' ? 0 : 1, weakness: plain }
  const judge = await judgeOf()
  const names = namesIn(about)
  const begin = judge.check(password.slice(0, longestJudged), names)
  const isLong = password.length > longestJudged && begin.guessesLog10 < stepsFrom[2]
  const end = isLong ? judge.check(password.slice(-longestJudged), names) : begin
  const best = end.guessesLog10 > begin.guessesLog10 ? end : begin
  if (best.guessesLog10 < stepsFrom[0]) return { step: 1, weakness: causes[best.feedback.warning ?? ''] ?? 'easy' }
  return { step: best.guessesLog10 < stepsFrom[1] ? 2 : best.guessesLog10 < stepsFrom[2] ? 3 : 4 }
}

/** What can be told without any list. */
function plainWeakness(password: string, about: readonly string[]): Weakness | undefined {
  const characters = [...password]
  if (characters.length < fewestCharacters) return 'short'
  if (password.length > mostCharacters) return 'long'
  if (new Set(characters).size < fewestDifferent) return 'uniform'
  const lower = password.toLowerCase()
  const rest = (name: string) => lower.replaceAll(name, '').replaceAll(/[^\p{L}\p{N}]/gu, '').length
  const isName = namesIn(about).some(
    (name) => name.length >= fewestOfName && lower.includes(name) && rest(name) < fewestBesidesName,
  )
  return isName ? 'name' : undefined
}

/** Names and what they are made of: `ada.lovelace@example.org` is `ada`, `lovelace` and `example`, too. */
const namesIn = (about: readonly string[]): string[] => [
  ...new Set(
    [...about, ...programNames]
      .map((name) => name.trim().toLowerCase())
      .flatMap((name) => [name, ...name.split(/[^\p{L}\p{N}]+/u)])
      .filter((name) => name.length > 2),
  ),
]

const causes: Readonly<Record<string, Weakness>> = {
  userInputs: 'name',
  topTen: 'common',
  topHundred: 'common',
  common: 'common',
  similarToCommon: 'common',
  straightRow: 'keys',
  keyPattern: 'keys',
  simpleRepeat: 'repeats',
  extendedRepeat: 'repeats',
  sequences: 'sequence',
  recentYears: 'date',
  dates: 'date',
  wordByItself: 'word',
  namesByThemselves: 'word',
  commonNames: 'word',
}

let judge: Promise<ZxcvbnFactory> | undefined

/** The lists are long; they are loaded when the first password is judged. */
function judgeOf(): Promise<ZxcvbnFactory> {
  judge ??= loadJudge().catch((error: unknown) => {
    // a browser may have lost its server; the next one may be judged
    judge = undefined
    throw error
  })
  return judge
}

async function loadJudge(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ])
  return new ZxcvbnFactory({
    dictionary: { 'passwords-here': ownWords, ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    maxLength: longestJudged,
    l33tMaxSubstitutions: mostSubstitutions,
  })
}
