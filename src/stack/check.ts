import type { Instance, ServiceProblem, Site } from '../catalog/index.ts'
import { findCycle } from '../core/graph.ts'
import type { Issue } from '../core/issue.ts'
import { didYouMean } from '../core/nearest.ts'
import type { Blueprint } from './blueprint.ts'
import { issue } from './resolve.ts'
import { maxIssues, printable } from './schema-issues.ts'
import type { Placed } from './site.ts'
import type { StackSpec } from './spec.ts'

/** Rules over the whole stack that no single schema can say. `names` are those of all services, usable or not. */
export function check(spec: StackSpec, { instances, site }: Placed, names: ReadonlySet<string>): Issue[] {
  return [
    ...[...instances.values()].flatMap((instance) => checkService(instance, site)),
    ...checkAfter(instances, names),
    ...checkCycles(new Map([...instances.values()].map(({ name, after }) => [name, after]))),
    ...checkTls(spec, instances),
    ...checkHosts(spec, instances, site),
  ]
}

/** Rules over what the services' parts add up to. */
export function checkBlueprint({ instances }: Placed, blueprint: Blueprint): Issue[] {
  const waits = new Map(blueprint.services.map((service) => [service.name, Object.keys(service.dependsOn)]))
  const declared = new Map([...instances.values()].map(({ name, after }) => [name, after]))
  return [
    ...checkJobNames(instances, blueprint),
    // a circle of "after" entries alone is told already
    ...(findCycle(declared) ? [] : checkCycles(waits)),
    ...blueprint.problems,
  ]
}

function checkService(instance: Instance, site: Site): Issue[] {
  const problems: readonly ServiceProblem[] = instance.service.check?.(instance, site) ?? []
  return problems.map(({ severity, code, path, message, hint }) => ({
    ...issue(code, ['services', instance.name, ...path], `"${instance.name}": ${message}`, hint),
    severity,
  }))
}

/** A host name that no reverse proxy routes would be ignored in silence. */
function checkHosts(spec: StackSpec, instances: ReadonlyMap<string, Instance>, site: Site): Issue[] {
  return [...instances.values()].flatMap((instance) => {
    const host = site.publicHost(instance)
    if (host !== undefined) return checkHost(instance.name, host, spec)
    if (spec.services[instance.name]?.route !== undefined) {
      const message = `no reverse proxy routes to "${instance.name}", so its route is not used`
      const path = ['services', instance.name, 'route']
      const hint = 'Add a service that uses traefik, or remove the route.'
      return [{ ...issue('stack.ignored-setting', path, message, hint), severity: 'warning' as const }]
    }
    if (spec.services[instance.name]?.host === undefined) return []
    const message = `no reverse proxy routes to "${instance.name}", so its host is not used`
    const hint = 'Add a service that uses traefik, or remove the host.'
    return [
      { ...issue('stack.ignored-setting', ['services', instance.name, 'host'], message, hint), severity: 'warning' },
    ]
  })
}

/** What DNS and authorities say about the name of one page. */
function checkHost(name: string, host: string, { services, settings }: StackSpec): Issue[] {
  const own = services[name]?.host !== undefined
  const path = own ? ['services', name, 'host'] : ['settings', 'domain']
  if (host.length > 253) {
    const message = `the host name of "${name}" has ${host.length} characters with the domain, but DNS allows 253`
    return [issue('stack.invalid-name', path, message, `Give "${name}" a shorter host, or shorten the domain.`)]
  }
  if (settings.tls === 'acme' && own && privateSuffixes.test(host)) {
    const hint = 'Give it a public host name, or use tls: internal-ca.'
    return [issue('stack.tls-invalid', path, `no public authority issues certificates for "${host}"`, hint)]
  }
  return []
}

function checkAfter(instances: ReadonlyMap<string, Instance>, names: ReadonlySet<string>): Issue[] {
  const issues: Issue[] = []
  for (const instance of instances.values()) {
    for (const [index, name] of instance.after.entries()) {
      if (instances.has(name) || names.has(name) || issues.length > maxIssues) continue
      const hint = didYouMean(name, names, `Services of the plant: ${[...names].slice(0, 20).join(', ')}.`)
      const path = ['services', instance.name, 'after', index]
      issues.push(issue('stack.unknown-reference', path, `there is no service "${printable(name)}"`, hint))
    }
  }
  return issues
}

function checkJobNames(instances: ReadonlyMap<string, Instance>, { services }: Blueprint): Issue[] {
  return services.flatMap(({ name, jobOf, companionOf = jobOf }) =>
    companionOf !== undefined && instances.has(name)
      ? [issue('stack.name-clash', ['services', name], `"${name}" is also the name of a container of "${companionOf}"`)]
      : [],
  )
}

function checkCycles(waits: ReadonlyMap<string, readonly string[]>): Issue[] {
  const cycle = findCycle(waits)
  if (!cycle) return []
  const message = `services wait for each other: ${[...cycle, cycle[0]].join(' → ')}`
  return [issue('stack.cycle', ['services', cycle[0] ?? '', 'after'], message)]
}

/** Names for which no public authority issues certificates. */
const privateSuffixes = /(^|\.)(localhost|local|lan|internal|test|example|invalid|home\.arpa|localtest\.me)$/

function checkTls(spec: StackSpec, instances: ReadonlyMap<string, Instance>): Issue[] {
  const { tls, acme, certificate, domain } = spec.settings
  const path = ['settings', 'tls']
  const issues: Issue[] = []
  const hasProxy = [...instances.values()].some((instance) => instance.service.offers?.['reverse-proxy'])
  if (tls === 'acme' && !acme) {
    issues.push(
      issue('stack.tls-invalid', path, 'tls: acme needs the mail address of the account', 'Add settings.acme.email.'),
    )
  }
  if (tls === 'acme' && privateSuffixes.test(domain)) {
    const hint = 'Use tls: internal-ca for names that the public does not know.'
    issues.push(issue('stack.tls-invalid', path, `no public authority issues certificates for "${domain}"`, hint))
  }
  if (tls === 'own' && !certificate) {
    const hint = 'Add settings.certificate with certificate: file:… and key: file:….'
    issues.push(issue('stack.tls-invalid', path, 'tls: own needs your certificate and its key', hint))
  }
  if (tls !== 'off' && !hasProxy) {
    const message = 'TLS is set, but no reverse proxy is in the stack to use it'
    issues.push({
      ...issue('stack.tls-invalid', path, message, 'Add a service that uses traefik.'),
      severity: 'warning',
    })
  }
  return issues
}
