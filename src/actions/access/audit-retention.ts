import { shortenAudit } from '../../platform/auth/audit-retention.ts'
import type { Context } from '../action.ts'

const dayMs = 86_400_000

/** Removes lines that are older than `IGN_AUDIT_DAYS`. @returns how many */
export async function keepAuditShort({ config, database, now }: Context): Promise<number> {
  const at = now()
  return shortenAudit(await database(), new Date(at.getTime() - config.auditDays.value * dayMs), at)
}

/**
 * Keeps the audit as long as the setting says: now, and again and again until it is stopped.
 *
 * @returns stops it; what is under way is waited for
 */
export function watchAuditLength(context: Context, everyMs = dayMs): () => Promise<void> {
  const once = () =>
    keepAuditShort(context).then(
      () => {},
      // the next time may do, and nobody's request depends on it
      (error: Error) => context.progress(`the audit could not be shortened: ${error.message}`),
    )
  let running = once()
  const timer = setInterval(() => {
    running = running.then(once)
  }, everyMs).unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}
