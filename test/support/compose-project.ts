import { isDeepStrictEqual } from 'node:util'
import { Script } from 'node:vm'
import { parse, type Tags } from 'yaml'
import type { FileTree } from '../../src/core/file-tree.ts'
import { findCycle } from '../../src/core/graph.ts'
import type { Blueprint, StackSpec } from '../../src/stack/index.ts'
import { readDotenv } from './dotenv.ts'
import { interpolate, variablesIn } from './interpolation.ts'
import { type SchemaName, schemaProblems } from './schemas.ts'

/**
 * Everything that must hold for every generated project, whatever its plant: what is wrong with this one, one sentence
 * each. A golden file shows what a project is; this shows that it works.
 */
export function projectProblems(tree: FileTree, blueprint: Blueprint, spec: StackSpec): string[] {
  const problems: string[] = []
  const values = parseAll(tree, problems)
  const compose = values.get('docker-compose.yml') as Compose | undefined
  const variables = values.get('.env') as ReadonlyMap<string, string> | undefined
  if (!compose || !variables) return problems
  problems.push(
    ...schemaProblems('compose-spec', compose).map((problem) => `docker-compose.yml: ${problem}`),
    ...variableProblems(compose, variables),
    ...referenceProblems(compose, tree, blueprint),
    ...contentProblems(blueprint, values),
    ...userTextProblems(blueprint, tree, values, spec),
  )
  for (const [name, service] of Object.entries(compose.services ?? {})) {
    const own = blueprint.services.find((one) => one.name === name)
    if (own) {
      const add = (problem: string) => problems.push(`${name}: ${problem}`)
      for (const problem of hardeningProblems(service, own.jobOf !== undefined)) add(problem)
      for (const problem of meaningProblems(service, own, variables)) add(problem)
      for (const problem of secretPathProblems(service, own, tree)) add(problem)
    } else if (service.deploy?.replicas !== 0) problems.push(`${name}: is not in the blueprint`)
  }
  problems.push(...waitProblems(compose, blueprint))
  problems.push(...portProblems(blueprint, spec), ...probeProblems(blueprint))
  const waits = new Map(blueprint.services.map(({ name, dependsOn }) => [name, Object.keys(dependsOn)]))
  if (findCycle(waits)) problems.push('services wait for each other')
  return problems
}

/** `up --wait` takes the end of a job for a failure, unless something waits for just that. */
function waitProblems({ services = {} }: Compose, blueprint: Blueprint): string[] {
  const ends = Object.values(services).flatMap(({ depends_on = {} }) =>
    Object.keys(depends_on).filter((name) => depends_on[name]?.condition === 'service_completed_successfully'),
  )
  return blueprint.services
    .filter(({ name, jobOf }) => jobOf !== undefined && !ends.includes(name))
    .map(({ name }) => `${name}: nothing waits for its end`)
}

type Values = ReadonlyMap<string, unknown>

/** Every file by a parser of its kind; YAML must mean the same to readers of 1.1 and 1.2. */
function parseAll(tree: FileTree, problems: string[]): Values {
  const values = new Map<string, unknown>()
  for (const { path, content, secret } of tree.files) {
    if (secret) continue
    try {
      if (!content.isWellFormed()) throw new Error('holds half a character')
      if (/\.ya?ml$/.test(path)) values.set(path, parseYaml(content))
      else if (path.endsWith('.json')) values.set(path, JSON.parse(content))
      else if (path === '.env') values.set(path, new Map(Object.entries(readDotenv(content))))
      else if (path.endsWith('.js')) new Script(content)
    } catch (error) {
      problems.push(`${path}: ${(error as Error).message}`)
    }
  }
  return values
}

/** Tags of Authentik's blueprints, which it looks up when it applies them. */
const blueprintTags: Tags = [
  { tag: '!Find', collection: 'seq', resolve: (list) => list },
  { tag: '!KeyOf', resolve: (id: string) => id },
  { tag: '!File', resolve: (path: string) => path },
]

const strictYaml = { strict: true, uniqueKeys: true, prettyErrors: false, customTags: blueprintTags } as const

function parseYaml(text: string): unknown {
  const value = parse(text, { ...strictYaml, version: '1.2' })
  if (!isDeepStrictEqual(value, parse(text, { ...strictYaml, version: '1.1' })))
    throw new Error('YAML 1.1 and YAML 1.2 read different values')
  return value
}

/** A Compose file as far as ours use the format. */
export interface Compose {
  readonly name: string
  readonly services?: Readonly<Record<string, ComposeService>>
  readonly networks?: Readonly<Record<string, unknown>>
  readonly volumes?: Readonly<Record<string, unknown>>
  readonly secrets?: Readonly<Record<string, { readonly file: string }>>
}

export interface ComposeService {
  readonly image: string
  readonly entrypoint?: readonly string[]
  readonly command?: readonly string[]
  readonly user?: string
  readonly restart?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly secrets?: readonly string[]
  readonly volumes?: readonly string[]
  readonly ports?: readonly string[]
  readonly networks?: Readonly<Record<string, unknown>>
  readonly network_mode?: string
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly healthcheck?: { readonly test: readonly string[] }
  readonly security_opt?: readonly string[]
  readonly deploy?: {
    readonly replicas?: number
    readonly resources?: { readonly limits?: { readonly cpus?: string; readonly memory?: string } }
  }
  readonly logging?: { readonly options?: Readonly<Record<string, string>> }
  readonly labels?: Readonly<Record<string, string>>
  readonly container_name?: string
  readonly privileged?: boolean
}

/** All strings of a value, those of nested lists and mappings too. */
function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(stringsOf)
}

/** Every dollar is ours or doubled, every variable is set, and none stands in `.env` without a use. */
function variableProblems(compose: Compose, variables: ReadonlyMap<string, string>): string[] {
  const problems: string[] = []
  const used = new Set<string>()
  for (const text of stringsOf(compose)) {
    try {
      interpolate(text, variables)
      for (const name of variablesIn(text)) used.add(name)
    } catch (error) {
      problems.push(`docker-compose.yml: ${(error as Error).message}`)
    }
  }
  for (const name of variables.keys()) if (!used.has(name)) problems.push(`.env: nothing uses ${name}`)
  return problems
}

/** Whatever is named exists, and whatever exists is named. */
function referenceProblems(compose: Compose, tree: FileTree, blueprint: Blueprint): string[] {
  const problems: string[] = []
  const services = Object.entries(compose.services ?? {})
  const mounted = new Set<string>()
  const used = { networks: new Set<string>(), volumes: new Set<string>(), secrets: new Set<string>() }
  for (const [name, service] of services) {
    for (const volume of service.volumes ?? []) {
      const [from = '', to = '', mode] = volume.split(':')
      if (from.startsWith('./')) {
        const path = from.slice(2)
        const files = tree.files.filter((file) => file.path === path || file.path.startsWith(`${path}/`))
        if (files.length === 0) problems.push(`${name}: mounts ${from}, which does not exist`)
        if (mode !== 'ro') problems.push(`${name}: may write ${from}`)
        for (const file of files) mounted.add(file.path)
      } else if (from.startsWith('/')) {
        if (mode !== 'ro') problems.push(`${name}: may write ${from} of the host`)
      } else used.volumes.add(from)
      if (!to.startsWith('/')) problems.push(`${name}: mounts ${from} on ${to}, which is no absolute path`)
      if (/docker\.sock/.test(volume) && serviceOf(blueprint, name) !== socketHolder)
        problems.push(`${name}: has the Docker socket`)
    }
    for (const secret of service.secrets ?? []) used.secrets.add(secret)
    for (const network of Object.keys(service.networks ?? {})) used.networks.add(network)
    for (const [target, { condition }] of Object.entries(service.depends_on ?? {})) {
      const other = compose.services?.[target]
      if (!other) problems.push(`${name}: waits for ${target}, which does not exist`)
      else if (condition === 'service_healthy' && !other.healthcheck)
        problems.push(`${name}: waits for the health of ${target}, which has no check`)
      else if (condition === 'service_completed_successfully' && other.healthcheck)
        problems.push(`${name}: waits for the end of ${target}, which does not end`)
    }
    if (service.network_mode !== 'none' && Object.keys(service.networks ?? {}).length === 0)
      problems.push(`${name}: is in no network`)
  }
  for (const kind of ['networks', 'volumes', 'secrets'] as const) {
    const defined = Object.keys(compose[kind] ?? {})
    for (const one of used[kind]) if (!defined.includes(one)) problems.push(`${kind}: ${one} is not defined`)
    for (const one of defined) if (!used[kind].has(one)) problems.push(`${kind}: nothing uses ${one}`)
  }
  const secretFiles = Object.values(compose.secrets ?? {}).map(({ file }) => file.replace(/^\.\//, ''))
  for (const path of secretFiles) if (!tree.get(path)?.secret) problems.push(`secrets: ${path} does not exist`)
  // files that no container reads are for people
  const forPeople = blueprint.secrets.filter(({ readers }) => readers.length === 0).map(({ file }) => `secrets/${file}`)
  for (const { path, secret } of tree.files) {
    if (secret && !secretFiles.includes(path) && !forPeople.includes(path) && !mounted.has(path))
      problems.push(`${path}: is delivered to nothing`)
    if (path.startsWith('config/') && !mounted.has(path)) problems.push(`${path}: is mounted by nothing`)
  }
  return problems
}

/** The one service that may have the Docker socket, and the one that counts what others use. */
const socketHolder = 'docker-socket-proxy'
const privilegedService = 'cadvisor'

const serviceOf = (blueprint: Blueprint, name: string) =>
  blueprint.services.find((service) => service.name === name)?.service

/** What holds for every container, whatever it runs. */
function hardeningProblems(service: ComposeService, isJob: boolean): string[] {
  const { limits } = service.deploy?.resources ?? {}
  const facts: readonly [boolean, string][] = [
    [/:latest$|:$/.test(service.image), 'takes whatever image is the latest'],
    [
      !/^[a-z0-9._:/-]+:\$\{[A-Z0-9_]+:\?set in \.env\}$/.test(service.image),
      `takes ${service.image}, whose tag is fixed`,
    ],
    [service.container_name !== undefined, 'has a fixed container name'],
    [service.privileged === true && service.labels?.['org.plantwright.service'] !== privilegedService, 'is privileged'],
    [!service.security_opt?.includes('no-new-privileges:true'), 'may gain privileges'],
    [!isJob && (service.healthcheck?.test.length ?? 0) === 0, 'has no health check'],
    [limits?.cpus === undefined || limits.memory === undefined, 'has no limits'],
    [service.logging?.options?.['max-size'] === undefined, 'keeps logs without a limit'],
    [service.restart === undefined, 'has no restart policy'],
  ]
  return facts.flatMap(([isWrong, problem]) => (isWrong ? [problem] : []))
}

type Own = Blueprint['services'][number]

/** What Compose reads is what the blueprint means, to the letter. */
function meaningProblems(service: ComposeService, own: Own, variables: ReadonlyMap<string, string>): string[] {
  const read = <T>(value: T): T => resolved(value, variables) as T
  try {
    const pairs: readonly [string, unknown, unknown][] = [
      ['image', read(service.image), `${own.image}:${own.version}`],
      ['entrypoint', read(service.entrypoint), own.entrypoint],
      ['command', read(service.command), own.command],
      ['environment', read(service.environment ?? {}), own.environment],
      ['health check', read(service.healthcheck?.test), own.health?.test],
      ['secrets', service.secrets ?? [], own.secrets],
      [
        'volumes',
        service.volumes ?? [],
        [
          ...own.mounts.map(({ from, to }) => `./${from}:${to}:ro`),
          ...own.volumes.map(({ volume, path }) => `${volume}:${path}`),
          ...(own.container?.hostMounts ?? []).map(({ from, to }) => `${from}:${to}:ro`),
        ],
      ],
      ['ports', read(service.ports ?? []), own.ports.map(portText)],
    ]
    return pairs.flatMap(([what, found, meant]) =>
      isDeepStrictEqual(found, meant)
        ? []
        : [`${what} is ${JSON.stringify(found)} instead of ${JSON.stringify(meant)}`],
    )
  } catch (error) {
    return [(error as Error).message]
  }
}

const portText = ({ address, published, target, protocol }: Own['ports'][number]): string =>
  `${address.includes(':') ? `[${address}]` : address}:${published}:${target}${protocol === 'udp' ? '/udp' : ''}`

function resolved(value: unknown, variables: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return interpolate(value, variables)
  if (Array.isArray(value)) return value.map((item) => resolved(item, variables))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolved(item, variables)]))
}

/** A path below `/run/secrets` anywhere in what a container gets is one that Compose puts there. */
function secretPathProblems(service: ComposeService, own: Own, tree: FileTree): string[] {
  const contents = tree.files.filter(({ path }) =>
    own.mounts.some(({ from }) => from === path || path.startsWith(`${from}/`)),
  )
  const texts = [...stringsOf(service), ...contents.map(({ content }) => content)]
  const named = new Set(
    texts.flatMap((text) =>
      [...text.matchAll(/\/run\/secrets\/([A-Za-z0-9._-]*[A-Za-z0-9])/g)].map(([, name]) => name),
    ),
  )
  // a job's folder of settings names secrets that its instance reads
  const readable = own.jobOf === undefined ? own.secrets : undefined
  return [...named].flatMap((name) =>
    name === undefined || (readable ?? [name]).includes(name)
      ? []
      : [`reads the secret ${name}, which it does not get`],
  )
}

/** Ports are given once and stay on this machine unless somebody asked for more. */
function portProblems(blueprint: Blueprint, spec: StackSpec): string[] {
  const problems: string[] = []
  const owners = new Map<number, string>()
  for (const { name, ports, service } of blueprint.services) {
    const asked = Object.values(spec.services[name]?.ports ?? {}).flatMap((port) =>
      typeof port === 'object' && port.address !== undefined ? [port.address] : [],
    )
    const isPublicProxy =
      ['traefik', 'caddy', 'nginx-proxy-manager'].includes(service) && spec.settings.domain !== 'localhost'
    const allowed = [...asked, spec.settings.bind ?? '127.0.0.1', ...(isPublicProxy ? ['0.0.0.0'] : [])]
    for (const { address, published } of ports) {
      if (!allowed.includes(address))
        problems.push(`${name}: publishes ${published} on ${address}, which nobody asked for`)
      if (published < 1 || published > 65_535) problems.push(`${name}: publishes ${published}, which is no port`)
      const owner = owners.get(published)
      if (owner !== undefined) problems.push(`${name}: publishes ${published}, which "${owner}" has`)
      owners.set(published, name)
    }
  }
  return problems
}

/** Where texts of users go: each is read back as it was written, and none adds a line of its own. */
function userTextProblems(blueprint: Blueprint, tree: FileTree, values: Values, spec: StackSpec): string[] {
  const { mqtt, oidc } = spec.integrations
  return blueprint.services.flatMap(({ mounts }) =>
    mounts.flatMap(({ from, to }) => {
      const text = tree.get(from)?.content ?? ''
      if (to === '/etc/plantwright/acl') return aclProblems(text, mqtt.acl).map((problem) => `${from}: ${problem}`)
      if (to.endsWith('/mosquitto.conf'))
        return linesOutside(text, /^(?:#.*|[a-z_]+ [^\s].*|)$/).map((line) => `${from}: ${line}`)
      if (to.endsWith('/setup.sql'))
        return linesOutside(text, /^[^']*(?:'[^']*'[^']*)*$/).map((line) => `${from}: ${line}`)
      if (!to.endsWith('-realm.json')) return []
      const { users } = values.get(from) as { users: readonly { firstName: string; lastName: string }[] }
      const same = oidc.users.every(
        ({ firstName, lastName }, index) =>
          users[index]?.firstName === firstName && users[index]?.lastName === lastName,
      )
      return same && users.length === oidc.users.length ? [] : [`${from}: names other users`]
    }),
  )
}

const linesOutside = (text: string, pattern: RegExp): string[] =>
  text.split('\n').flatMap((line) => (pattern.test(line) ? [] : [`cannot hold the line ${JSON.stringify(line)}`]))

function aclProblems(text: string, rules: StackSpec['integrations']['mqtt']['acl']): string[] {
  const line =
    /^(?:#.*|user [A-Za-z][\w.-]*|topic (?:read|write|readwrite|deny) \S.*|pattern readwrite ign\/verify\/%u(?:\/#)?|)$/
  let user = ''
  const found = new Set<string>()
  for (const one of text.split('\n')) {
    if (one.startsWith('user ')) user = one.slice('user '.length)
    else found.add(`${user} ${one}`)
  }
  const lost = rules.filter(({ user: name, access, topic }) => !found.has(`${name} topic ${access} ${topic}`))
  return [...linesOutside(text, line), ...lost.map(({ topic }) => `has no rule for ${JSON.stringify(topic)}`)]
}

/** Every wire that is set up can be proven, with what is really there. */
function probeProblems(blueprint: Blueprint): string[] {
  const problems: string[] = []
  const probes = new Map(blueprint.probes().map(({ wire, steps }) => [wire, steps]))
  const secretsOf = (name: string) => blueprint.services.find((service) => service.name === name)?.secrets
  for (const { id, status } of blueprint.wires)
    if (status === 'automatic' && (probes.get(id)?.length ?? 0) === 0) problems.push(`${id}: nothing proves it`)
  for (const [wire, steps] of probes) {
    for (const step of steps) {
      if (!secretsOf(step.in)) problems.push(`${wire}: is asked in ${step.in}, which does not exist`)
      for (const { of, secret } of Object.values('secrets' in step ? (step.secrets ?? {}) : {}))
        if (!secretsOf(of)?.includes(secret)) problems.push(`${wire}: needs ${secret}, which ${of} does not have`)
    }
  }
  return problems
}

/** Files whose reader has a schema, found by where they are mounted. */
const schemasByMount: readonly [RegExp, SchemaName][] = [
  [/^\/etc\/prometheus\/prometheus\.yml$/, 'prometheus'],
  [/^\/etc\/prometheus\/alerts\.yml$/, 'prometheus.rules'],
  [/^\/etc\/traefik\/traefik\.yaml$/, 'traefik-v3'],
  [/^\/etc\/traefik\/dynamic\//, 'traefik-v3-file-provider'],
  [/-realm\.json$/, 'keycloak-realm'],
]

function contentProblems(blueprint: Blueprint, values: Values): string[] {
  return blueprint.services.flatMap(({ mounts }) =>
    mounts.flatMap(({ from, to }) => {
      const schema = schemasByMount.find(([pattern]) => pattern.test(to))?.[1]
      if (schema === undefined || !values.has(from)) return []
      return schemaProblems(schema, values.get(from)).map((problem) => `${from}: ${problem}`)
    }),
  )
}
