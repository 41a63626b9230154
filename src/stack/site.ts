import type { Instance, OidcUser, PublicUrl, ResolvedPort, Site } from '../catalog/index.ts'
import { compareText, type Issue } from '../core/issue.ts'
import type { Detection } from './detect.ts'
import { issue } from './resolve.ts'
import type { StackSpec } from './spec.ts'

export interface Placed {
  /** The instances with their host ports. */
  readonly instances: ReadonlyMap<string, Instance>
  readonly site: Site
  readonly issues: readonly Issue[]
}

/** Decides every host port and public address, once and for all outputs. */
export function place(spec: StackSpec, detection: Detection): Placed {
  const issues: Issue[] = []
  const routedBy = new Map(
    detection.wires
      .filter((wire) => wire.ability === 'reverse-proxy' && wire.status === 'automatic')
      .map((wire) => [wire.consumer, wire.provider]),
  )
  const instances = publish(spec, detection.instances, routedBy, issues)
  return { instances, site: siteOf(spec, instances, routedBy, issues), issues }
}

/** Host ports: what the plant file says, then the defaults in the order of the file, each shifted to a free one. */
function publish(
  spec: StackSpec,
  instances: ReadonlyMap<string, Instance>,
  routedBy: ReadonlyMap<string, string>,
  issues: Issue[],
): Map<string, Instance> {
  const taken = takenByPlant(spec, issues)
  const nextFree = new Map<number, number>()
  const result = new Map<string, Instance>()
  for (const instance of instances.values()) {
    const ports: Record<string, ResolvedPort> = {}
    for (const name in instance.ports) {
      const port = instance.ports[name] as ResolvedPort
      const published = publishPort(instance, port, spec, routedBy.has(instance.name), { taken, nextFree }, issues)
      ports[name] = published ? { ...port, published } : port
    }
    result.set(instance.name, { ...instance, ports })
  }
  return result
}

/** Ports that the plant file names; one that is named twice is a clash. */
function takenByPlant(spec: StackSpec, issues: Issue[]): Map<number, string> {
  const taken = new Map<number, string>()
  for (const [name, entry] of Object.entries(spec.services)) {
    for (const [port, setting] of Object.entries(entry.ports)) {
      const number = typeof setting === 'object' ? setting.port : setting
      if (typeof number !== 'number') continue
      const owner = taken.get(number)
      if (owner !== undefined) {
        const path = ['services', name, 'ports', port]
        issues.push(
          issue(
            'stack.port-clash',
            path,
            `host port ${number} is already given to "${owner}"`,
            `Give "${name}" another port.`,
          ),
        )
      } else taken.set(number, `${name}.${port}`)
    }
  }
  return taken
}

interface PortBook {
  readonly taken: Map<number, string>
  /** Where to go on looking from a default port, so that many instances do not each begin at the start. */
  readonly nextFree: Map<number, number>
}

function publishPort(
  instance: Instance,
  port: ResolvedPort,
  spec: StackSpec,
  isRouted: boolean,
  book: PortBook,
  issues: Issue[],
): { port: number; address: string } | undefined {
  const setting = spec.services[instance.name]?.ports[port.name]
  if (setting === false) return undefined
  const address = (typeof setting === 'object' ? setting.address : undefined) ?? defaultAddress(port, spec)
  const named = typeof setting === 'object' ? setting.port : setting
  if (named !== undefined) return { port: named, address }
  const isWeb = port.protocol === 'http' || port.protocol === 'https'
  const isHidden = port.host === undefined || (isRouted && isWeb && port.publish !== 'always')
  if (isHidden && setting === undefined) return undefined
  const wanted = port.host ?? port.container
  const free = freePort(wanted, book)
  book.taken.set(free, `${instance.name}.${port.name}`)
  if (free !== wanted) {
    const message = `"${instance.name}" publishes ${port.title} on ${free}, because ${wanted} is taken by "${book.taken.get(wanted)}"`
    issues.push({ ...issue('stack.port-shifted', ['services', instance.name], message), severity: 'info' })
  }
  return { port: free, address }
}

/** A reverse proxy in front of a real domain is there to be reached from outside; everything else stays local. */
function defaultAddress(port: ResolvedPort, spec: StackSpec): string {
  if (spec.settings.bind !== undefined) return spec.settings.bind
  return port.publish === 'always' && spec.settings.domain !== 'localhost' ? '0.0.0.0' : '127.0.0.1'
}

function freePort(wanted: number, { taken, nextFree }: PortBook): number {
  let port = nextFree.get(wanted) ?? wanted
  while (taken.has(port)) port = port === 65_535 ? 1024 : port + 1
  nextFree.set(wanted, port === 65_535 ? 1024 : port + 1)
  return port
}

function siteOf(
  spec: StackSpec,
  instances: ReadonlyMap<string, Instance>,
  routedBy: ReadonlyMap<string, string>,
  issues: Issue[],
): Site {
  const { settings, integrations } = spec
  const hosts = new Map<string, string>()
  for (const name of routedBy.keys()) hosts.set(name, spec.services[name]?.host ?? `${name}.${settings.domain}`)
  checkHosts(hosts, issues)
  const publicHost = (instance: Instance) => hosts.get(instance.name)
  return {
    name: spec.name,
    timezone: settings.timezone,
    domain: settings.domain,
    tls: settings.tls,
    ...(settings.acme ? { acme: settings.acme } : {}),
    ...(settings.certificate ? { certificate: settings.certificate } : {}),
    bind: settings.bind ?? '127.0.0.1',
    // Grafana refuses to start with a sender whose domain has no dot
    mail: {
      from:
        integrations.mail.from ??
        `noreply@${settings.domain.includes('.') ? settings.domain : `${spec.name}.${settings.domain}`}`,
    },
    mqtt: {
      acl: integrations.mqtt.acl,
      users: Object.entries(integrations.mqtt.users)
        .map(([name, user]) => ({ name, ...user }))
        .sort((a, b) => compareText(a.name, b.name)),
    },
    oidc: { ...integrations.oidc, users: integrations.oidc.users as readonly OidcUser[] },
    database: integrations.database,
    publicHost,
    url: (instance, port = 'http') => {
      const proxy = instances.get(routedBy.get(instance.name) ?? '')
      const host = publicHost(instance)
      return proxy && host !== undefined && port === 'http'
        ? proxiedUrl(host, proxy, settings.tls !== 'off')
        : publishedUrl(instances.get(instance.name) ?? instance, port, settings.domain)
    },
  }
}

function checkHosts(hosts: ReadonlyMap<string, string>, issues: Issue[]): void {
  const owners = new Map<string, string>()
  for (const [name, host] of hosts) {
    const owner = owners.get(host)
    if (owner === undefined) owners.set(host, name)
    else
      issues.push(issue('stack.host-clash', ['services', name, 'host'], `"${host}" is already the host of "${owner}"`))
  }
}

function proxiedUrl(host: string, proxy: Instance, secure: boolean): PublicUrl {
  const published = proxy.ports[secure ? 'websecure' : 'web']?.published
  const usual = secure ? 443 : 80
  const port = published?.port ?? usual
  const href = `${secure ? 'https' : 'http'}://${host}${port === usual ? '' : `:${port}`}`
  return { href, host, port, secure, reachable: published !== undefined }
}

function publishedUrl(instance: Instance, name: string, domain: string): PublicUrl {
  const port = instance.ports[name]
  const secure = port?.protocol === 'https'
  const scheme = port?.protocol === 'http' || secure ? (secure ? 'https' : 'http') : 'tcp'
  const published = port?.published
  if (!published) {
    const container = port?.container ?? 0
    return {
      href: `${scheme}://${instance.name}:${container}`,
      host: instance.name,
      port: container,
      secure,
      reachable: false,
    }
  }
  const isLocal = published.address.startsWith('127.') || published.address === '::1'
  const host = isLocal ? 'localhost' : domain
  const usual = secure ? 443 : 80
  return {
    href: `${scheme}://${host}${published.port === usual && scheme !== 'tcp' ? '' : `:${published.port}`}`,
    host,
    port: published.port,
    secure,
    reachable: true,
  }
}
