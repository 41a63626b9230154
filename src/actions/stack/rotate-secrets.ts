import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { z } from 'zod'
import type { PasswordNeed } from '../../catalog/index.ts'
import { compareTree, platformError, type TreeChange, writeTree } from '../../platform/index.ts'
import type { Blueprint } from '../../stack/index.ts'
import { type Context, defineAction } from '../action.ts'
import { actionError } from '../errors.ts'
import { type BuiltPlant, buildPlant, PlantSource, plantWords, previousPrefix, renderProject } from './plant-source.ts'

/** What a new value of a secret means for the running stack. */
interface Rotation {
  readonly secret: string
  readonly file: string
  readonly kind: 'password'
  /** Services and jobs whose container has to be made again, in the order in which they start. */
  readonly restarts: readonly string[]
}

/** A secret that stays as it is, because a new value alone would not do. */
interface Kept {
  readonly secret: string
  readonly why: string
}

interface PlanStep {
  readonly id: string
  readonly target: string
  readonly action: 'write' | 'recreate' | 'prove'
  readonly why: string
  readonly dependsOn: readonly string[]
  readonly undo: string
  readonly destructive: boolean
}

export const stackRotateSecrets = defineAction({
  id: 'stack.rotate-secrets',
  summary: 'Plan new passwords: which files change, which services start again, in which order; or carry it out',
  access: 'administrator',
  input: z.strictObject({
    plant: PlantSource,
    names: z.array(z.string()).default([]).describe('Only secrets whose name contains one of these'),
    output: z.string().min(1).optional().describe('Project to write with the new secrets; absent: only plan'),
    undo: z.boolean().optional().describe('Take the values back that the last rotation replaced'),
  }),
  run: async ({ plant, names, output, undo }, context) => {
    const built = buildPlant(plant)
    const { blueprint, issues } = built
    const isMeant = ({ name }: PasswordNeed) => names.length === 0 || names.some((text) => name.includes(text))
    const needs = blueprint.needs.filter((need) => need.kind === 'password').filter(isMeant)
    const replaced = undo ? previousNames(blueprint, context) : undefined
    const chosen = needs.filter((need) =>
      replaced ? replaced.has(need.name) : obstacle(need, blueprint) === undefined,
    )
    const kept: Kept[] = replaced
      ? []
      : needs.flatMap((need) => {
          const why = obstacle(need, blueprint)
          return why === undefined ? [] : [{ secret: need.name, why }]
        })
    const order = startOrder(blueprint)
    const rotations = chosen.map((need) => rotationOf(need, blueprint, order))
    const services = order.filter((name) => rotations.some(({ restarts }) => restarts.includes(name)))
    const steps = planSteps(rotations, services, blueprint, plantWords(plant))
    const changes =
      output && rotations.length > 0 ? await carryOut({ built, plant, output, undo }, chosen, context) : []
    return {
      data: {
        plan: { id: hashOf(steps), steps },
        rotations,
        services,
        kept,
        applied: output !== undefined && rotations.length > 0,
        changes,
      },
      issues,
      next:
        output && rotations.length > 0
          ? [
              `docker compose --project-directory ${output} up --detach --wait`,
              `ign stack verify${plantWords(plant)}`,
              `ign stack rotate-secrets${plantWords(plant)} --undo -o ${output} --yes   # if a wire is broken`,
            ]
          : [],
    }
  },
})

/**
 * Why a new value in the file is not enough, or undefined where it is: passwords of wires are set on both sides by files
 * and jobs at every start. First passwords of people count once, and keys have made data that only they open.
 */
function obstacle(need: PasswordNeed, { needs }: Blueprint): string | undefined {
  if (need.fixed !== undefined) return `not rotated here, because ${need.fixed}`
  if (need.given !== undefined) {
    return `its value is your own: change what ${typeof need.given === 'string' ? need.given : 'the plant'} names`
  }
  const isHashed = needs.some(
    (other) => other.kind === 'password-file' && other.users.some(({ password }) => password.name === need.name),
  )
  const purpose = need.name.slice(need.name.lastIndexOf('.') + 1)
  if (isHashed || ofWires.test(purpose)) return undefined
  if (/(?:^|-)(?:key|secret|salt|seed|token)$/.test(purpose)) {
    return 'what was made with it can be opened only with it: change it in the program'
  }
  return need.user === undefined
    ? undefined
    : `it counts at the first start only: change the password of "${need.user}" in the program`
}

const ofWires = /^(?:database|reader|mqtt|cache|exporter|metrics|health)-password$/

function rotationOf(need: PasswordNeed, { secrets, services }: Blueprint, order: readonly string[]): Rotation {
  const derived = secrets.flatMap(({ file, mount: { need: other } }) =>
    other.kind === 'password-file' && other.users.some(({ password }) => password.name === need.name) ? [file] : [],
  )
  const files = [need.name, ...derived]
  const readers = services.filter((service) => files.some((file) => service.secrets.includes(file)))
  const names = new Set(readers.map(({ name }) => name))
  return {
    secret: need.name,
    file: `secrets/${need.name}`,
    kind: need.kind,
    restarts: order.filter((name) => names.has(name)),
  }
}

/** Names of all services and jobs, each after those that it waits for. */
function startOrder({ services }: Blueprint): string[] {
  const byName = new Map(services.map((service) => [service.name, service]))
  const order = new Set<string>()
  // a stack without circles, which is checked before; not by recursion, because a chain may be long
  const waiting = services.map(({ name }) => name).reverse()
  const entered = new Set<string>()
  while (waiting.length > 0) {
    const name = waiting.at(-1) as string
    const missing = Object.keys(byName.get(name)?.dependsOn ?? {}).filter((one) => !order.has(one) && !entered.has(one))
    entered.add(name)
    if (missing.length > 0) waiting.push(...missing.reverse())
    else {
      order.add(name)
      waiting.pop()
    }
  }
  return [...order]
}

function planSteps(
  rotations: readonly Rotation[],
  order: readonly string[],
  { services, site }: Blueprint,
  words: string,
): PlanStep[] {
  if (rotations.length === 0) return []
  const undo = `ign stack rotate-secrets${words} --undo -o DIR --yes`
  const write: PlanStep = {
    id: 'write',
    target: 'secrets',
    action: 'write',
    why: `${rotations.length === 1 ? 'a secret gets a new value' : `${rotations.length} secrets get new values`}`,
    dependsOn: [],
    undo,
    destructive: false,
  }
  const dependsOn = new Map(services.map((service) => [service.name, Object.keys(service.dependsOn)]))
  const recreate = order.map((name): PlanStep => {
    const read = rotations.filter(({ restarts }) => restarts.includes(name)).map(({ secret }) => secret)
    const waits = (dependsOn.get(name) ?? []).filter((one) => order.includes(one))
    return {
      id: `recreate-${name}`,
      target: name,
      action: 'recreate',
      why: `it reads ${read.join(', ')}`,
      dependsOn: ['write', ...waits.map((one) => `recreate-${one}`)],
      undo,
      destructive: false,
    }
  })
  const prove: PlanStep = {
    id: 'prove',
    target: site.name,
    action: 'prove',
    why: 'every wire carries current with the new secrets',
    dependsOn: recreate.map(({ id }) => id),
    undo: '',
    destructive: false,
  }
  return [write, ...recreate, prove]
}

const hashOf = (steps: readonly PlanStep[]): string =>
  createHash('sha256').update(JSON.stringify(steps)).digest('hex').slice(0, 16)

const previousNames = ({ site }: Blueprint, context: Context): ReadonlySet<string> =>
  new Set(
    [...context.vault().load(site.name).keys()].flatMap((name) =>
      name.startsWith(previousPrefix) ? [name.slice(previousPrefix.length)] : [],
    ),
  )

interface Work {
  readonly built: BuiltPlant
  readonly plant: PlantSource
  readonly output: string
  readonly undo: boolean | undefined
}

/**
 * New values in the vault, then the project with them. What was there before stays in the vault, once.
 *
 * @throws platform.file-edited before anything is changed, when the project holds changes of somebody
 */
async function carryOut({ built, plant, output, undo }: Work, chosen: readonly PasswordNeed[], context: Context) {
  const folder = resolve(output)
  const before = await renderProject(built, 'kept', plant, context)
  refuseUnready(folder, compareTree(folder, before.tree, before.key))
  await context.vault().update(built.blueprint.site.name, async (stored) => {
    const values = new Map(stored)
    for (const { name } of chosen) {
      const [now, earlier] = [stored.get(name), stored.get(`${previousPrefix}${name}`)]
      if (undo && earlier !== undefined) values.set(name, earlier)
      // without a value a new one is made
      else values.delete(name)
      if (now !== undefined) values.set(`${previousPrefix}${name}`, now)
    }
    return values
  })
  const { tree, key } = await renderProject(built, 'kept', plant, context)
  return writeTree(folder, tree, { key })
}

/** A rotation changes secrets and what follows from them, nothing else: the rest must be as the plant says. */
function refuseUnready(folder: string, changes: readonly TreeChange[]): void {
  const edited = changes.filter(({ by, change }) => by !== undefined && change !== 'added').map(({ path }) => path)
  if (edited.length > 0) {
    throw platformError('platform.file-edited', `somebody changed ${edited.slice(0, 5).join(', ')} in ${folder}`, {
      details: { paths: edited },
    })
  }
  if (changes.length > 0) {
    throw actionError('action.not-generated', `${folder} is not what the plant file makes now`, {
      hint: 'Run ign stack generate and start the stack with it first.',
    })
  }
}
