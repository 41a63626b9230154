import type { Issue } from '../core/issue.ts'
import { hasErrors } from '../core/issue.ts'
import type { Blueprint } from './blueprint.ts'
import { check } from './check.ts'
import { type Detection, detect } from './detect.ts'
import type { ParsedPlant } from './parse.ts'
import { type Catalog, resolve } from './resolve.ts'
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
export { renderCompose } from './targets/compose/render.ts'

export interface Plan {
  readonly detection: Detection
  /** Absent when the plant cannot be built; then `issues` say why. */
  readonly blueprint?: Blueprint
  readonly issues: readonly Issue[]
}

/** The whole way from a checked plant to its blueprint, with every issue found on it. */
export function planStack(spec: StackSpec, catalog?: Catalog): Plan {
  const detection = detect(resolve(spec, catalog))
  if (hasErrors(detection.issues)) return { detection, issues: detection.issues }
  const placed = place(spec, detection)
  const blueprint = wire(spec, detection, placed)
  const issues = [...detection.issues, ...placed.issues, ...check(spec, placed, blueprint)]
  return hasErrors(issues) ? { detection, issues } : { detection, blueprint, issues }
}

/** From a parsed plant file on; its positions are added to the issues. */
export function planPlant(
  { spec, issues, locate }: ParsedPlant,
  catalog?: Catalog,
): Partial<Plan> & { readonly issues: readonly Issue[] } {
  if (!spec) return { issues }
  const plan = planStack(spec, catalog)
  return { ...plan, issues: locate([...issues, ...plan.issues]) }
}
