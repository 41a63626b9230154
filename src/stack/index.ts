import type { Issue } from '../core/issue.ts'
import { hasErrors } from '../core/issue.ts'
import type { Blueprint } from './blueprint.ts'
import { check, checkBlueprint } from './check.ts'
import { type Detection, detect } from './detect.ts'
import type { ParsedPlant, Remainder } from './parse.ts'
import { type Catalog, resolve } from './resolve.ts'
import { limited } from './schema-issues.ts'
import { place } from './site.ts'
import type { StackSpec } from './spec.ts'
import { wire } from './wire.ts'

export type { Blueprint } from './blueprint.ts'
export { type Detection, detect, integrationsOf } from './detect.ts'
export { stackCodes, stackError } from './errors.ts'
export { checkPlant, type ParsedPlant, parsePlant } from './parse.ts'
export { StackConfig, translateRequest } from './request-shape.ts'
export { resolve } from './resolve.ts'
export { filesOf, maskedSecrets, type SecretValues } from './secrets.ts'
export { PlantFile, type StackSpec } from './spec.ts'
export { offlineFiles } from './targets/compose/offline.ts'
export { renderCompose } from './targets/compose/render.ts'

export interface Plan {
  readonly detection: Detection
  /** Absent when the plant cannot be built; then `issues` say why. */
  readonly blueprint?: Blueprint
  readonly issues: readonly Issue[]
}

/**
 * The whole way from a checked plant to its blueprint, with every issue found on it. Where services cannot be used or
 * wired, all others are checked nevertheless; only what follows from the missing ones is left out.
 */
export function planStack(spec: StackSpec, catalog?: Catalog, names?: Iterable<string>): Plan {
  const resolved = resolve(spec, catalog, names)
  const detection = detect(resolved)
  const placed = place(spec, detection)
  const found = [...detection.issues, ...placed.issues, ...check(spec, placed, resolved.names)]
  if (hasErrors(detection.issues) || resolved.instances.size < resolved.names.size) {
    return { detection, issues: limited(found.filter(({ severity }) => severity !== 'info')) }
  }
  const blueprint = wire(spec, detection, placed)
  const issues = limited([...found, ...checkBlueprint(placed, blueprint)])
  return hasErrors(issues) ? { detection, issues } : { detection, blueprint, issues }
}

/** From a parsed plant file on; its positions are added to the issues. */
export function planPlant(
  { spec, remainder, issues, locate }: ParsedPlant,
  catalog?: Catalog,
): Partial<Plan> & { readonly issues: readonly Issue[] } {
  if (!spec) {
    const further = remainder ? furtherIssues(remainder, issues, catalog) : []
    return { issues: locate(limited([...issues, ...further])) }
  }
  const plan = planStack(spec, catalog)
  return { ...plan, issues: locate([...issues, ...plan.issues]) }
}

/** What else is wrong with a plant that its schema refuses: all problems are told at once, not one layer after another. */
function furtherIssues({ spec, names }: Remainder, known: readonly Issue[], catalog?: Catalog): readonly Issue[] {
  const { issues } = planStack(spec, catalog, names)
  const isHalf = (section: string) => known.some(({ path }) => path[0] === section)
  return issues.filter(
    ({ severity, path }) => severity === 'error' && (path[0] === 'services' || !isHalf(String(path[0]))),
  )
}
