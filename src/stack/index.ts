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
export { catalogFolder } from './custom/catalog.ts'
export { type Detection, detect, integrationsOf, statusOf } from './detect.ts'
export { stackCodes, stackError } from './errors.ts'
export { flattened } from './flatten.ts'
export { checkLayered, checkPlant, type ParsedPlant, type PlantParts, type PlantText, parsePlant } from './parse.ts'
export { freshName, withName } from './plant-name.ts'
export { StackConfig, translateRequest } from './request-shape.ts'
export { resolve } from './resolve.ts'
export { filesOf, maskedSecrets, type SecretValues } from './secrets.ts'
export { PlantFile, type StackSpec } from './spec.ts'
export { type ImageIdentity, imagesOf, offlineTree } from './targets/compose/offline.ts'
export { renderCompose, type UserContents } from './targets/compose/render.ts'

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
export function planPlant({
  spec,
  remainder,
  catalog,
  issues,
  locate,
}: ParsedPlant): Partial<Plan> & { readonly issues: readonly Issue[] } {
  if (!spec) {
    if (!remainder) return { issues: locate(limited(issues)) }
    const { spec: usable, names } = remainder
    const { detection, issues: further } = planStack(usable, catalog, names)
    return { detection, issues: locate(limited([...issues, ...furtherIssues(further, issues, remainder)])) }
  }
  const plan = planStack(spec, catalog)
  return { ...plan, issues: locate([...issues, ...plan.issues]) }
}

/** What else is wrong with a plant that its schema refuses: all problems are told at once, not one layer after another. */
function furtherIssues(
  issues: readonly Issue[],
  known: readonly Issue[],
  { spec, defined }: Remainder,
): readonly Issue[] {
  const isHalf = (section: string) => known.some(({ path }) => path[0] === section)
  // what is wrong with a definition is told there
  const usesDefined = ({ code, path }: Issue) =>
    code === 'stack.unknown-service' && defined.includes(spec.services[String(path[1])]?.uses ?? '')
  return issues.filter(
    (one) =>
      one.severity === 'error' && (one.path[0] === 'services' || !isHalf(String(one.path[0]))) && !usesDefined(one),
  )
}
