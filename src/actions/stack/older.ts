import { type AbilityId, abilities, type ServiceDefinition, services } from '../../catalog/index.ts'
import type { FileTree } from '../../core/file-tree.ts'
import { hasErrors, type Issue } from '../../core/issue.ts'
import { checkPlant, detect, integrationsOf, planPlant, resolve, translateRequest } from '../../stack/index.ts'
import type { Context } from '../action.ts'
import { optionSchema } from './catalog.ts'
import {
  type BuiltPlant,
  buildPlant,
  invalidPlant,
  type PlantSource,
  parseSource,
  renderPlant,
  type SecretPolicy,
} from './plant-source.ts'

/** The answers that clients of the older request shape rely on. */

/** `GET /catalog`. */
export const olderCatalog = () => ({
  applications: [...services.values()].map((service) => ({
    id: service.id,
    name: service.title,
    category: service.category,
    description: service.summary,
    image: service.image,
    default_version: service.versions[0],
    available_versions: service.versions,
    supports_multiple: service.multiple,
    configurable_options: optionSchema(service).properties ?? {},
    integrations: integrationTypesOf(service),
    enabled: true,
  })),
  categories: [...new Set([...services.values()].map((service) => service.category))],
})

function integrationTypesOf(service: ServiceDefinition): string[] {
  const ids = [...Object.keys(service.offers ?? {}), ...Object.keys(service.accepts ?? {})] as AbilityId[]
  return [...new Set(ids.map((id) => abilities.get(id)?.type ?? ''))].sort()
}

/** `POST /detect-integrations`. */
export function olderDetect(body: unknown) {
  const { source, issues } = plantOf(body)
  const parsed = parseSource(source)
  const resolved = parsed.spec && resolve(parsed.spec)
  if (!resolved || hasErrors(resolved.issues)) throw invalidPlant([...issues, ...planPlant(parsed).issues])
  const detection = detect(resolved)
  const all = [...issues, ...detection.issues]
  return {
    integrations: integrationsOf(detection),
    conflicts: detection.conflicts,
    warnings: all
      .filter((issue) => issue.severity === 'warning')
      .map(({ code, message, hint }) => ({ code, message, hint })),
    recommendations: detection.recommendations,
    auto_add_services: detection.added,
    summary: {
      services: detection.instances.size,
      wires: detection.wires.length,
      automatic: detection.wires.filter((wire) => wire.status === 'automatic').length,
      manual: detection.wires.filter((wire) => wire.status === 'manual').length,
    },
  }
}

/** `POST /generate`: every file of the bundle, secrets masked. */
export async function olderGenerate(body: unknown, context: Context) {
  const { tree } = await olderProject(body, 'masked', context)
  const named = { docker_compose: 'docker-compose.yml', env: '.env', readme: 'README.md' }
  const others = tree.files.filter((file) => !Object.values(named).includes(file.path))
  return {
    docker_compose: tree.get(named.docker_compose)?.content ?? '',
    env: tree.get(named.env)?.content ?? '',
    readme: tree.get(named.readme)?.content ?? '',
    config_files: Object.fromEntries(others.map((file) => [file.path, file.content])),
  }
}

/** The project of an older request; for `POST /download` with new secrets that nobody keeps. */
export async function olderProject(
  body: unknown,
  policy: SecretPolicy,
  context: Context,
): Promise<{ tree: FileTree; name: string }> {
  const { source, built } = buildOlder(body)
  return { tree: await renderPlant(built, policy, source, context), name: built.blueprint.site.name }
}

/** `POST /validate-config`: all issues of a request that has the right form. */
export function olderValidate(body: unknown): { valid: boolean; issues: readonly Issue[] } {
  const { issues } = translated(body)
  return { valid: !hasErrors(issues), issues }
}

/** The plant of a request, and what is wrong with either of them. */
function translated(body: unknown): { plant?: Record<string, unknown>; issues: readonly Issue[] } {
  const { plant, issues } = translateRequest(body)
  if (!plant) return { issues }
  // an instance that could not be translated is missing in the plant, which is then perhaps empty
  const further = planPlant(checkPlant(plant)).issues.filter(
    ({ code, severity }) => !hasErrors(issues) || (severity === 'error' && code !== 'stack.empty'),
  )
  return { plant, issues: [...issues, ...further] }
}

function buildOlder(body: unknown): { source: PlantSource; built: BuiltPlant } {
  const { source } = plantOf(body)
  return { source, built: buildPlant(source) }
}

function plantOf(body: unknown): { source: PlantSource; issues: readonly Issue[] } {
  const { plant, issues } = translateRequest(body)
  if (!plant || hasErrors(issues)) throw invalidPlant(translated(body).issues)
  return { source: { value: plant }, issues }
}
