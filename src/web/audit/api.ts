import { ask } from '../server.ts'
import { type AuditLine, type Show, spans, type Within } from './lines.ts'

export interface AuditFilter {
  /** Name of a person, or an actor as a whole. */
  readonly who?: string | undefined
  readonly action?: string | undefined
  /** Exactly what was read or changed: the id of a plant. */
  readonly target?: string | undefined
  readonly within?: Within | undefined
  readonly show?: Show | undefined
}

export interface AuditPage {
  readonly items: readonly AuditLine[]
  readonly nextCursor: string | null
  /** Older lines are removed. */
  readonly keptDays: number
}

interface PageAsked extends AuditFilter {
  readonly limit: number
  readonly cursor?: string | undefined
}

export function readAudit(asked: PageAsked, signal?: AbortSignal): Promise<AuditPage> {
  const { limit, cursor, who, action, target, within, show } = asked
  const query = new URLSearchParams({ limit: String(limit) })
  if (cursor) query.set('cursor', cursor)
  if (who) query.set('actor', who)
  if (action) query.set('action', action)
  if (target) query.set('target', target)
  if (within) query.set('since', new Date(Date.now() - spans[within]).toISOString())
  if (show === 'changed') query.set('changed', 'true')
  if (show === 'unsuccessful') for (const outcome of ['refused', 'failed']) query.append('outcome', outcome)
  return ask(`/api/v1/audit?${query}`, { signal })
}

/** Page by page, the newest first. */
export async function readAllAudit(
  filter: AuditFilter,
  most: number,
  onProgress: (count: number) => void,
): Promise<AuditLine[]> {
  const lines: AuditLine[] = []
  let cursor: string | null | undefined
  do {
    const page: AuditPage = await readAudit({ ...filter, limit: 500, cursor: cursor ?? undefined })
    lines.push(...page.items)
    cursor = page.nextCursor
    onProgress(lines.length)
  } while (cursor !== null && lines.length < most)
  return lines.slice(0, most)
}
