import type { Language } from '../text/language.ts'

/** Times as the console writes them: 24 h, `20 Nov 2026`, relative and absolute together where age matters. */

const two = (value: number): string => String(value).padStart(2, '0')

/** `14:06:21` */
export function clock(at: number | string): string {
  const date = new Date(at)
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')
}

/** `20 Nov 2026`, `20. Nov. 2026` */
export const day = (at: number | string, language: Language): string =>
  new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(new Date(at))

/** `20 Nov 2026 14:06` */
export const moment = (at: number | string, language: Language): string =>
  `${day(at, language)} ${clock(at).slice(0, 5)}`

/** Midnight before, which names a day. */
export function dayStart(at: number | string): number {
  const date = new Date(at)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}

const steps = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 30],
  ['month', 12],
  ['year', Number.POSITIVE_INFINITY],
] as const

/** `2 min ago`, `in 3 days`, `yesterday`; what is nearer than five seconds is now. */
export function ago(at: number | string, now: number, language: Language): string {
  let value = (new Date(at).getTime() - now) / 1000
  if (Math.abs(value) < 5) return wordsOf('now', language).format(0, 'second')
  for (const [unit, most] of steps) {
    if (Math.abs(value) < most) {
      const kind = unit === 'day' ? 'now' : 'count'
      return wordsOf(kind, language)
        .format(Math.round(value), unit)
        .replaceAll('.', '')
        .replace('hr', 'h')
        .replace(/\bSek\b|\bsec\b/, 's')
    }
    value /= most
  }
  return ''
}

/** Yesterday has a name, the last hour has none. */
const wordsOf = (kind: 'now' | 'count', language: Language): Intl.RelativeTimeFormat =>
  new Intl.RelativeTimeFormat(language, { numeric: kind === 'now' ? 'auto' : 'always', style: 'short' })

/** The zone that times are told in: `Europe/Berlin`. */
export const zone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone
