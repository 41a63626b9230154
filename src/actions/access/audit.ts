import { z } from 'zod'
import { printAudit } from '../../core/print/audit.ts'
import { auditOf, type AuditLine as Line, readAudit } from '../../platform/auth/audit.ts'
import { defineAction } from '../action.ts'
import { paged, pageOf } from './views.ts'

const outcomes = ['begun', 'done', 'refused', 'failed'] as const

export const AuditLine = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.string().describe('user:ada, token:ada/backup, shell:root, server, anonymous'),
  action: z.string(),
  target: z.string(),
  outcome: z.enum(outcomes),
  code: z.string().nullable().describe('Why it was refused or failed'),
  address: z.string().nullable(),
  requestId: z.string().nullable(),
  changed: z.boolean().describe('Something was changed, or may have been; false for what only read or was refused'),
  times: z.number().int().describe('How often a session read the same within five minutes; 1 for all else'),
  plant: z
    .object({ id: z.string(), name: z.string() })
    .nullable()
    .describe('The plant whose id the target begins with, and its name of now'),
})

const outcome = z.enum(outcomes)
const time = z.union([z.iso.datetime({ offset: true }), z.iso.date()])

const filter = {
  actor: z.string().max(200).optional().describe('ada with shell and tokens, or exactly user:ada'),
  action: z.string().max(100).optional().describe('session.open'),
  target: z.string().max(200).optional().describe('Exactly what was read or changed: the id of a plant'),
  outcome: z
    .union([outcome, z.array(outcome).max(outcomes.length)])
    .optional()
    .describe('One, or any of several'),
  changed: z.enum(['true', 'false']).optional().describe('true: only what changed something, or may have'),
  since: time
    .optional()
    .describe('From then on: 2026-03-01T06:00:00Z, or 2026-03-01 for the beginning of that day in UTC'),
  until: time.optional().describe('Before then'),
}

export const auditList = defineAction({
  id: 'audit.list',
  summary: 'List who did what, the newest first',
  access: 'administrator',
  changes: false,
  input: z.strictObject({ ...pageOf(500), ...filter }),
  run: async ({ limit, cursor, ...asked }, { config, database }) => {
    const state = await database()
    await auditOf(state).flush()
    const found = await readAudit(state.query, limit + 1, { cursor, ...filterOf(asked) })
    return { data: { ...paged(found, limit, ({ id }) => id), keptDays: config.auditDays.value } }
  },
})

const linesAtOnce = 500
const mostExported = 100_000

export const auditExport = defineAction({
  id: 'audit.export',
  summary: 'Give back who did what as CSV, the newest first',
  access: 'administrator',
  changes: false,
  tellsEach: true,
  input: z.strictObject(filter),
  run: async (asked, { database }) => {
    const state = await database()
    await auditOf(state).flush()
    const lines: Line[] = []
    for (let cursor: string | undefined; lines.length < mostExported; cursor = lines.at(-1)?.id) {
      const some = await readAudit(state.query, linesAtOnce, { cursor, ...filterOf(asked) })
      lines.push(...some)
      if (some.length < linesAtOnce) break
    }
    return { data: { csv: printAudit(lines), lines: lines.length } }
  },
})

type Asked = z.infer<z.ZodObject<typeof filter>>

const filterOf = ({ actor, action, target, outcome: asked, changed, since, until }: Asked) => ({
  actor,
  action,
  target,
  outcomes: asked === undefined ? undefined : [asked].flat(),
  changed: changed === undefined ? undefined : changed === 'true',
  since: since === undefined ? undefined : Date.parse(since),
  until: until === undefined ? undefined : Date.parse(until),
})
