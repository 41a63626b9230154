import { type Instance, type ResolvedPort, type ServiceDefinition, services } from '../catalog/index.ts'
import type { Issue, Path } from '../core/issue.ts'
import { didYouMean } from '../core/nearest.ts'
import { parseSize } from '../core/size.ts'
import type { StackCode } from './errors.ts'
import { printable, schemaIssues } from './schema-issues.ts'
import type { ServiceSpec, StackSpec } from './spec.ts'
import { optionsWithoutFaults } from './without-faults.ts'

export type Catalog = ReadonlyMap<string, ServiceDefinition>

export interface Resolved {
  readonly spec: StackSpec
  readonly catalog: Catalog
  /** Names of all services of the plant file, those with errors too. */
  readonly names: ReadonlySet<string>
  /** In the order of the plant file; host ports are decided later. */
  readonly instances: ReadonlyMap<string, Instance>
  readonly issues: readonly Issue[]
}

/**
 * Every service of the plant with its definition, version, options and defaults.
 *
 * @param names  of all services, where `spec` is only the usable part of a plant
 */
export function resolve(
  spec: StackSpec,
  catalog: Catalog = services,
  names: Iterable<string> = Object.keys(spec.services),
): Resolved {
  const issues: Issue[] = []
  const instances = new Map<string, Instance>()
  const declared = new Set(names)
  if (declared.size === 0) {
    const hint = 'Add one: ign stack catalog lists them.'
    issues.push(issue('stack.empty', ['services'], 'the plant has no services', hint))
  }
  for (const [name, entry] of Object.entries(spec.services)) {
    const instance = resolveInstance(name, entry, spec, catalog, issues)
    if (instance) instances.set(name, instance)
  }
  return { spec, catalog, names: declared, instances, issues }
}

/** One service with every default filled in; problems go to `issues`, and undefined when it cannot be used. */
export function resolveInstance(
  name: string,
  entry: ServiceSpec,
  spec: StackSpec,
  catalog: Catalog,
  issues: Issue[],
  addedBecause?: string,
): Instance | undefined {
  const base: Path = ['services', name]
  const service = catalog.get(entry.uses) ?? byAlias(entry.uses, catalog, base, issues)
  if (!service) {
    const hint = didYouMean(entry.uses, catalog.keys(), `The catalogue has: ${[...catalog.keys()].join(', ')}.`)
    issues.push(
      issue('stack.unknown-service', [...base, 'uses'], `"${printable(entry.uses)}" is not in the catalogue`, hint),
    )
    return undefined
  }
  const version = resolveVersion(service, entry.version, base, issues)
  const parsed = service.options.safeParse(entry.options, { reportInput: true })
  if (!parsed.success) issues.push(...schemaIssues(service.options, parsed.error, [...base, 'options']))
  checkPortNames(service, entry, base, issues)
  // a service with a wrong value stays in the picture, with the usual one instead; that nothing is built is told above
  const options = parsed.success ? parsed.data : optionsWithoutFaults(service.options, entry.options)
  if (options === undefined) return undefined
  const ports = openPorts(service, options, spec)
  checkOpenPorts(service, entry, ports, base, issues)
  const resources = service.resources(options)
  return {
    name,
    service,
    version: version ?? (service.versions[0] as string),
    options,
    ports,
    memoryBytes: entry.memory === undefined ? resources.memoryMiB * 1024 ** 2 : (parseSize(entry.memory) ?? 0),
    cpus: entry.cpus ?? resources.cpus,
    connect: Object.fromEntries(
      Object.entries(entry.connect).map(([ability, to]) => [ability, typeof to === 'string' ? [to] : to]),
    ),
    after: entry.after,
    ...(entry.route === undefined ? {} : { route: entry.route }),
    ...(addedBecause === undefined ? {} : { addedBecause }),
  }
}

/** Another word for a service, such as the name of the program that it replaces. */
function byAlias(word: string, catalog: Catalog, base: Path, issues: Issue[]): ServiceDefinition | undefined {
  for (const service of catalog.values()) {
    const explanation = service.aliases && Object.hasOwn(service.aliases, word) ? service.aliases[word] : undefined
    if (explanation === undefined) continue
    const message = `"${word}" is taken as "${service.id}": ${explanation}`
    issues.push({ ...issue('stack.alias', [...base, 'uses'], message, `Write uses: ${service.id}.`), severity: 'info' })
    return service
  }
  return undefined
}

/** `8.3` means the newest listed `8.3.x`; another full version of a known line is taken with a warning. */
function resolveVersion(
  service: ServiceDefinition,
  wanted: string | undefined,
  base: Path,
  issues: Issue[],
): string | undefined {
  const [newest] = service.versions
  if (wanted === undefined) return newest
  const listed = service.versions.find((version) => isVersionOf(version, wanted))
  if (listed !== undefined) return listed
  const path = [...base, 'version']
  const list = `Listed versions: ${service.versions.join(', ')}.`
  const line = service.versions.find((version) => sameLine(version, wanted))
  if (line === undefined) {
    issues.push(
      issue('stack.invalid-version', path, `${service.title} has no version "${printable(wanted)}" here`, list),
    )
    return undefined
  }
  issues.push({
    ...issue('stack.untested-version', path, `${service.title} ${wanted} was not tried`, list),
    severity: 'warning',
  })
  return wanted
}

/** True when `wanted` is the version or its beginning up to a dot; a leading `v` of the tag may be left out. */
function isVersionOf(version: string, wanted: string): boolean {
  const bare = version.replace(/^v(?=\d)/, '')
  return [version, bare].some((text) => text === wanted || text.startsWith(`${wanted}.`))
}

/** A tag of the same shape and major.minor line as a listed one: `8.3.9` next to `8.3.8`. */
function sameLine(version: string, wanted: string): boolean {
  const line = (text: string) => /^v?(\d{1,4}\.\d{1,4})(?:\.\d{1,4})?$/.exec(text)?.[1]
  const ofWanted = line(wanted)
  return ofWanted !== undefined && line(version) === ofWanted && version.startsWith('v') === wanted.startsWith('v')
}

function checkPortNames(service: ServiceDefinition, entry: ServiceSpec, base: Path, issues: Issue[]): void {
  const known = Object.keys(service.ports)
  for (const port of Object.keys(entry.ports)) {
    if (known.includes(port)) continue
    const hint = didYouMean(port, known, `Ports of ${service.title}: ${known.join(', ')}.`)
    issues.push(
      issue('stack.unknown-port', [...base, 'ports', port], `${service.title} has no port "${printable(port)}"`, hint),
    )
  }
}

/** A host port for a port that the options close would be ignored in silence. */
function checkOpenPorts(
  service: ServiceDefinition,
  entry: ServiceSpec,
  open: Readonly<Record<string, ResolvedPort>>,
  base: Path,
  issues: Issue[],
): void {
  for (const [port, setting] of Object.entries(entry.ports)) {
    if (setting === false || !Object.hasOwn(service.ports, port) || Object.hasOwn(open, port)) continue
    const message = `the port "${port}" of ${service.title} is not open with these options, so nothing is published`
    const path = [...base, 'ports', port]
    issues.push({
      ...issue('stack.option-conflict', path, message, 'Change the options or remove it.'),
      severity: 'warning',
    })
  }
}

function openPorts(service: ServiceDefinition, options: unknown, spec: StackSpec): Record<string, ResolvedPort> {
  const open = service.openPorts?.(options, spec.settings.tls) ?? Object.keys(service.ports)
  const ports: Record<string, ResolvedPort> = {}
  for (const name of open) {
    const port = service.ports[name]
    if (port) ports[name] = { ...port, name }
  }
  return ports
}

export const issue = (code: StackCode, path: Path, message: string, hint?: string): Issue => ({
  severity: 'error',
  code,
  path,
  message,
  ...(hint === undefined ? {} : { hint }),
})
