import { z } from 'zod'
import { auditOf, readAudit } from '../../platform/auth/audit.ts'
import { defineAction } from '../action.ts'
import { paged, pageOf } from './views.ts'

const outcomes = ['begun', 'done', 'refused', 'failed'] as const

export const AuditLine = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.string().describe('user:ada, token:ada/backup, shell:root, anonymous'),
  action: z.string(),
  target: z.string(),
  outcome: z.enum(outcomes),
  code: z.string().nullable().describe('Why it was refused or failed'),
  address: z.string().nullable(),
  requestId: z.string().nullable(),
})

export const auditList = defineAction({
  id: 'audit.list',
  summary: 'List who did what, the newest first',
  access: 'administrator',
  changes: false,
  input: z.strictObject({
    ...pageOf(500),
    actor: z.string().max(200).optional().describe('ada, or exactly user:ada'),
    action: z.string().max(100).optional().describe('session.open'),
    outcome: z.enum(outcomes).optional(),
  }),
  run: async ({ limit, ...filter }, { database }) => {
    const state = await database()
    await auditOf(state).flush()
    return { data: paged(await readAudit(state.query, limit + 1, filter), limit, ({ id }) => id) }
  },
})
