import { z } from 'zod'
import { secretRule } from '../../catalog/options.ts'
import type { Issue } from '../../core/issue.ts'
import { describeActor } from '../../platform/auth/actor.ts'
import { authError, isAtLeast, type Role } from '../../platform/index.ts'
import { plantError } from '../../platform/plants/errors.ts'
import { listSharing, type NewText, type Plant } from '../../platform/plants/plants.ts'
import { planPlant } from '../../stack/index.ts'
import type { Context } from '../action.ts'
import { parseSource } from '../stack/plant-source.ts'

/** What saved plants have in common: names, texts, who may do what. */

export const PlantId = z.string().max(64).describe('Id of the plant')

export const Version = z.coerce.number().int().min(1)

export const PlantName = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, 'must be one line of text')
  .describe('Name that people know it by')

export const Note = z.string().trim().max(200).default('').describe('What is new, in a few words')

const mostBytes = 1_048_576

export const PlantFile = z.string().describe('The plant file')

/** The rights of who asks. The guard has let nobody in who has none. */
export function roleOf({ actor }: Context): Role {
  if (actor.kind === 'shell') return 'administrator'
  if (!actor.role) throw authError('auth.sign-in-needed', 'saved plants are for people who are signed in')
  return actor.role
}

/** @throws auth.not-allowed */
export function requireWriter(context: Context, { name, writeRole }: Plant): void {
  if (!isAtLeast(roleOf(context), writeRole))
    throw authError('auth.not-allowed', `to change "${name}" takes the role ${writeRole}`)
}

/**
 * A version as it is kept, with what it becomes. A file with faults is kept as well: it is somebody's work.
 *
 * @throws plant.too-large, plant.secret-in-clear
 */
export function newText(text: string, note: string, context: Context): NewText {
  if (Buffer.byteLength(text) > mostBytes)
    throw plantError('plant.too-large', `the plant file has more than ${mostBytes} bytes`)
  const parsed = parseSource({ text, file: 'plant.yaml' })
  const { detection, issues } = planPlant(parsed)
  refuseSecrets(issues)
  const wires = detection?.wires ?? []
  return {
    text,
    note,
    summary: {
      services: detection?.instances.size ?? 0,
      wires: wires.length,
      automatic: wires.filter(({ status }) => status === 'automatic').length,
      manual: wires.filter(({ status }) => status === 'manual').length,
      errors: issues.filter(({ severity }) => severity === 'error').length,
      warnings: issues.filter(({ severity }) => severity === 'warning').length,
      project: parsed.spec?.name ?? parsed.remainder?.spec.name ?? null,
    },
    by: describeActor(context.actor),
    at: context.now(),
  }
}

/**
 * A plant as it is answered with its text. Two plants may have one Compose project, as an imported one and its origin do;
 * that is told and not refused, because they may run on different engines.
 */
export async function withText(plant: Plant, text: string, context: Context) {
  const { query } = await context.database()
  return { ...plant, text, sharing: await listSharing(query, roleOf(context), plant) }
}

/** Every version is kept and read by others: a password in one of them would stay for ever. */
function refuseSecrets(issues: readonly Issue[]): void {
  const found = issues.filter(({ message }) => message.includes(secretRule))
  if (found.length > 0)
    throw plantError('plant.secret-in-clear', 'the plant file holds a password where a reference belongs', {
      issues: found,
    })
}
