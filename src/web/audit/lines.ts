import { dayStart } from '../parts/time.ts'

/** A line of the audit, as the server tells it. */
export interface AuditLine {
  readonly id: string
  readonly at: string
  /** `user:ada`, `token:ada/backup`, `shell:root`, `server`, `anonymous`. */
  readonly actor: string
  readonly action: string
  readonly target: string
  readonly outcome: Outcome
  readonly code: string | null
  readonly address: string | null
  readonly requestId: string | null
  /** Something was changed, or may have been; false for what only read or was refused. */
  readonly changed: boolean
  /** How often the same was read within five minutes. */
  readonly times: number
  /** The plant with whose id the target begins. */
  readonly plant: { readonly id: string; readonly name: string } | null
}

export type Outcome = 'begun' | 'done' | 'refused' | 'failed'

/** What came of it, as the view tells apart. */
export const shows = ['changed', 'unsuccessful'] as const
export type Show = (typeof shows)[number]

const hourMs = 3_600_000

/** How far back, in milliseconds. */
export const spans = { hour: hourMs, day: 24 * hourMs, week: 7 * 24 * hourMs, month: 30 * 24 * hourMs } as const
export type Within = keyof typeof spans

export interface Person {
  readonly kind: 'user' | 'token' | 'shell' | 'server' | 'anonymous'
  readonly name: string
  /** Of the token. */
  readonly title?: string
}

/** Who an actor is. */
export function personOf(actor: string): Person {
  if (actor === 'server') return { kind: 'server', name: '' }
  const [, kind, name = '', title] = /^(user|token|shell):([^/]*)(?:\/(.*))?$/s.exec(actor) ?? []
  if (kind === undefined) return { kind: 'anonymous', name: '' }
  return { kind: kind as Person['kind'], name, ...(title === undefined ? {} : { title }) }
}

/** Lines in which every word occurs. */
export function matching(lines: readonly AuditLine[], search: string): readonly AuditLine[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return lines.filter(({ action, target, actor, code, plant }) => {
    const all = `${action} ${target} ${plant?.name ?? ''} ${actor} ${code ?? ''}`.toLowerCase()
    return words.every((word) => all.includes(word))
  })
}

export interface Day {
  /** Midnight that it began with, in milliseconds since 1970. */
  readonly start: number
  readonly lines: readonly AuditLine[]
}

/** Lines by day, in the order in which they come. */
export function byDay(lines: readonly AuditLine[]): readonly Day[] {
  const days = new Map<number, AuditLine[]>()
  for (const line of lines) {
    const start = dayStart(line.at)
    const day = days.get(start)
    if (day) day.push(line)
    else days.set(start, [line])
  }
  return [...days].map(([start, those]) => ({ start, lines: those }))
}

/** What a line is about, with the name of the plant where there is one. */
export const targetOf = ({ target, plant }: Pick<AuditLine, 'target' | 'plant'>): string =>
  plant === null ? target : target.replace(plant.id, () => plant.name)
