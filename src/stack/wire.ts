import {
  type AbilityDefinition,
  type AbilityId,
  type Accept,
  abilities,
  type Claim,
  type ClaimOf,
  type Companion,
  type ConfigFile,
  type ContainerNeeds,
  type ImageTag,
  type Instance,
  type Job,
  type NetworkName,
  type Offer,
  type Parts,
  type ProbedWire,
  type Provide,
  type SecretMount,
  type SecretNeed,
  type ServiceContext,
  type ServiceDefinition,
  type ServiceProblem,
  type Site,
  type StartCondition,
  secretFileName,
  type UserFile,
} from '../catalog/index.ts'
import { secretFolder } from '../core/file-tree.ts'
import { compareText } from '../core/issue.ts'
import type {
  Blueprint,
  BlueprintFile,
  BlueprintSecret,
  BlueprintService,
  BlueprintUserFile,
  Probe,
  ServiceUrl,
} from './blueprint.ts'
import type { Detection, Wire } from './detect.ts'
import type { Placed } from './site.ts'
import type { StackSpec } from './spec.ts'

/** Lets every provider and consumer of an automatic wire add its parts, and joins all parts to a blueprint. */
export function wire(spec: StackSpec, detection: Detection, placed: Placed): Blueprint {
  const joined = connect(detection, placed)
  const names = [...placed.instances.keys()].sort(compareText)
  const parts = new Map(names.map((name) => [name, joined.get(name) as Joined]))
  const services: BlueprintService[] = []
  const files: BlueprintFile[] = []
  const userFiles: BlueprintUserFile[] = []
  const secrets = new SecretBook()
  const wiresOf = groupBy(detection.wires, ({ consumer }) => consumer)
  for (const name of names) {
    const { instance, own, networks } = parts.get(name) as Joined
    for (const file of [own, ...(own.jobs ?? []), ...(own.companions ?? [])].flatMap(({ files: list }) => list ?? [])) {
      files.push({ path: configPath(name, file.path), content: file.content })
    }
    for (const file of own.userFiles ?? []) {
      userFiles.push({ ...file, instance: name, target: userFilePath(name, file) })
    }
    secrets.add(own.secrets ?? [], name, instance.service.user.readsSecretsAsRoot)
    services.push(
      instanceService(
        instance,
        own,
        networks,
        startConditions(parts.get(name) as Joined, parts, wiresOf.get(name) ?? []),
      ),
    )
    for (const job of own.jobs ?? []) {
      secrets.add(job.secrets ?? [], `${name}-${job.name}`, jobRunsAsRoot(instance, job))
      services.push(jobService(instance, job, networks))
    }
    for (const companion of own.companions ?? []) {
      secrets.add(companion.secrets ?? [], `${name}-${companion.name}`, companion.readsSecretsAsRoot === true)
      services.push(companionService(instance, companion, networks))
    }
  }
  services.sort((a, b) => compareText(a.name, b.name))
  return {
    site: placed.site,
    restart: spec.settings.restart,
    services,
    files: files.sort((a, b) => compareText(a.path, b.path)),
    userFiles: userFiles.sort((a, b) => compareText(a.target, b.target)),
    secrets: secrets.files(),
    needs: secrets.needs(),
    wires: detection.wires,
    probes: () => probes(detection.wires, joined, placed.site),
    urls: names.flatMap((name) => [
      ...urlsOf(placed.instances.get(name) as Instance, placed.site),
      ...(parts.get(name)?.own.urls ?? []).map(({ href, title }) => ({ service: name, url: href, note: title })),
    ]),
    notes: names.flatMap((name) => parts.get(name)?.own.notes ?? []),
    problems: [
      ...names.flatMap((name) => parts.get(name)?.own.problems ?? []),
      ...problemsOfAbilities(detection.wires, joined, placed.site),
    ],
  }
}

/** What no single provider can see: each ability judges all of its own together. */
function problemsOfAbilities(
  wires: readonly Wire[],
  joined: ReadonlyMap<string, Joined>,
  site: Site,
): readonly ServiceProblem[] {
  return [...abilities.values()].flatMap(({ id, check }) => {
    if (!check) return []
    const mine = groupBy(
      wires.filter(({ ability }) => ability === id),
      ({ provider }) => provider,
    )
    const served = [...joined.values()].flatMap(({ instance, offers }) => {
      const offer = offers.of(id)
      if (offer === undefined) return []
      const claims = (mine.get(instance.name) ?? []).flatMap((wire) => {
        const consumer = joined.get(wire.consumer) as Joined
        const claim = consumer.claims.get(wire.id)
        return claim === undefined ? [] : [{ consumer: consumer.instance, claim: claim as Claim<AbilityId> }]
      })
      return [{ provider: instance, offer: offer as Offer<AbilityId>, claims }]
    })
    return served.length > 0 ? check(site, served) : []
  })
}

/** What an instance offers, made on demand, because it may follow from what others offer it. */
class Offers {
  context: ServiceContext | undefined
  readonly #made = new Map<AbilityId, unknown>()
  readonly #service: ServiceDefinition

  constructor({ service }: Instance) {
    this.#service = service
  }

  /** Undefined for an ability that the service does not offer. */
  of(ability: AbilityId): unknown {
    const provide = this.#service.offers?.[ability] as Provide<AbilityId> | undefined
    if (!provide || !this.context) return undefined
    let offer = this.#made.get(ability)
    if (offer === undefined) {
      offer = provide.offer(this.context)
      this.#made.set(ability, offer)
    }
    return offer
  }

  /** The offer as one consumer is told it. */
  to(ability: AbilityId, consumer: Instance): unknown {
    const offer = this.of(ability)
    const provide = this.#service.offers?.[ability] as Provide<AbilityId> | undefined
    return offer === undefined ? undefined : (provide?.offerTo?.(offer as Offer<AbilityId>, consumer) ?? offer)
  }
}

/** What has been gathered for one instance. */
interface Joined {
  readonly instance: Instance
  readonly context: ServiceContext
  readonly own: Parts
  readonly networks: Partial<Record<NetworkName, string[]>>
  /** What it claimed on each wire, by the wire's id. */
  readonly claims: Map<string, unknown>
  /** Instances that carry out something for it, on wires or in return for being one's data source. */
  readonly claimedFrom: Set<string>
  readonly offers: Offers
}

function connect({ wires }: Detection, { instances, site }: Placed): Map<string, Joined> {
  const connected = wires.filter(({ status, isPrepared }) => status === 'automatic' || isPrepared)
  const accepted = groupBy(connected, ({ consumer }) => consumer)
  const joined = new Map<string, Joined>()
  // sorted once, when somebody asks
  let ordered: readonly Instance[] | undefined
  const inOrder = () => (ordered ??= [...instances.values()].sort(byName))
  const claims = new Map<string, ClaimOf<AbilityId>[]>()
  const claimedOf = <A extends AbilityId>(ability: A) =>
    [...claims]
      .filter(([key]) => key.endsWith(`.${ability}`))
      .flatMap(([, list]) => list as unknown as readonly ClaimOf<A>[])
      .sort((a, b) => byName(a.consumer, b.consumer))
  for (const instance of instances.values()) {
    const offers = new Offers(instance)
    const context: ServiceContext = {
      instance,
      site,
      accepted: <A extends AbilityId>(ability: A) =>
        (accepted.get(instance.name) ?? [])
          .filter((wire) => wire.ability === ability)
          .map((wire) => joined.get(wire.provider)?.offers.to(ability, instance) as Offer<A>),
      neighbours: () => inOrder().filter((other) => other !== instance),
      claimed: claimedOf,
    }
    offers.context = context
    joined.set(instance.name, {
      instance,
      context,
      own: {},
      networks: {},
      claims: new Map(),
      claimedFrom: new Set(),
      offers,
    })
  }
  const gathered = new Map<string, Parts[]>()
  for (const entry of joined.values()) {
    const { instance, context } = entry
    const list = [instance.service.parts(context)]
    gathered.set(instance.name, list)
    for (const { id, ability, provider } of accepted.get(instance.name) ?? []) {
      const accept = instance.service.accepts?.[ability] as Accept<AbilityId>
      const offer = joined.get(provider)?.offers.to(ability, instance) as Offer<AbilityId>
      const { claim, parts } = accept.connect(context, offer)
      entry.claims.set(id, claim)
      entry.claimedFrom.add(provider)
      push(claims, `${provider}.${ability}`, { consumer: instance, claim })
      if (parts) {
        list.push(parts)
        addOwnClaims(parts, instances.get(provider) as Instance, instance, claims)
        if (parts.ownClaims) joined.get(provider)?.claimedFrom.add(instance.name)
      }
    }
  }
  // a wire that is finished by hand needs the way through the network all the same
  for (const wire of wires) {
    if (wire.status !== 'unsupported')
      meet(joined, wire.consumer, wire.provider, abilities.get(wire.ability) as AbilityDefinition)
  }
  for (const entry of joined.values()) {
    const { instance, context } = entry
    const list = gathered.get(instance.name) as Parts[]
    for (const ability in instance.service.offers) {
      const provide = instance.service.offers[ability as AbilityId] as Provide<AbilityId>
      // by name, so that the order of the plant file changes no generated file
      const made = claims.get(`${instance.name}.${ability}`) ?? []
      const served = provide.serve?.(
        context,
        made.sort((a, b) => byName(a.consumer, b.consumer)),
      )
      if (served) list.push(served)
    }
    const own = merge(list)
    if (Object.keys(entry.networks).length === 0) entry.networks[instance.service.homeNetwork ?? 'data'] = []
    for (const [network, aliases] of Object.entries(own.aliases ?? {}))
      entry.networks[network as NetworkName] = [...aliases]
    joined.set(instance.name, { ...entry, own })
  }
  return joined
}

const byName = (a: Instance, b: Instance): number => compareText(a.name, b.name)

/** A wire may ask for something of the consumer's own offers in the provider's name, such as a reader of its tables. */
function addOwnClaims(parts: Parts, asker: Instance, owner: Instance, claims: Map<string, ClaimOf<AbilityId>[]>): void {
  for (const ability in parts.ownClaims) {
    for (const claim of parts.ownClaims[ability as AbilityId] ?? []) {
      push(claims, `${owner.name}.${ability}`, { consumer: asker, claim: claim as Claim<AbilityId> })
    }
  }
}

/** Both ends of a wire join the network segment of its ability. */
function meet(
  joined: ReadonlyMap<string, Joined>,
  consumer: string,
  provider: string,
  { network }: AbilityDefinition,
): void {
  for (const name of [consumer, provider]) {
    const networks = joined.get(name)?.networks
    if (networks) networks[network] ??= []
  }
}

/** Joins parts in order. Two parts that set one variable differently are a defect of the catalogue. */
function merge(list: readonly Parts[]): Parts {
  const environment: Record<string, string> = {}
  const files: ConfigFile[] = []
  const userFiles: UserFile[] = []
  const secrets: SecretMount[] = []
  const volumes: Record<string, string> = {}
  const jobs: Job[] = []
  const companions: Companion[] = []
  let container: ContainerNeeds | undefined
  const notes: string[] = []
  const urls: NonNullable<Parts['urls']>[number][] = []
  const problems: ServiceProblem[] = []
  let rest: Parts = {}
  for (const parts of list) {
    for (const name in parts.environment) {
      const value = parts.environment[name] as string
      if (environment[name] !== undefined && environment[name] !== value) throw new Error(`two values for ${name}`)
      environment[name] = value
    }
    if (parts.files) files.push(...parts.files)
    if (parts.userFiles) userFiles.push(...parts.userFiles)
    if (parts.secrets) secrets.push(...parts.secrets)
    Object.assign(volumes, parts.volumes)
    if (parts.jobs) jobs.push(...parts.jobs)
    if (parts.companions) companions.push(...parts.companions)
    if (parts.container) container = { ...container, ...parts.container }
    if (parts.notes) notes.push(...parts.notes)
    if (parts.urls) urls.push(...parts.urls)
    if (parts.problems) problems.push(...parts.problems)
    const {
      entrypoint = rest.entrypoint,
      command = rest.command,
      aliases = rest.aliases,
      stopGraceS = rest.stopGraceS,
    } = parts
    rest = {
      ...(entrypoint ? { entrypoint } : {}),
      ...(command ? { command } : {}),
      ...(aliases ? { aliases } : {}),
      ...(stopGraceS === undefined ? {} : { stopGraceS }),
    }
  }
  return {
    ...rest,
    environment,
    files,
    userFiles,
    secrets,
    volumes,
    jobs,
    companions,
    ...(container ? { container } : {}),
    notes,
    urls,
    problems,
  }
}

/**
 * What an instance waits for: its own preparing jobs, jobs of others that carry out its claims, providers it cannot
 * start without, and what the plant file asks for. A job that nobody waits for would also make `up --wait` fail.
 */
function startConditions(
  { instance, claimedFrom }: Joined,
  parts: ReadonlyMap<string, Joined>,
  wires: readonly Wire[],
): Record<string, StartCondition> {
  const conditions: Record<string, StartCondition> = {}
  for (const name of instance.after) conditions[name] = 'healthy'
  for (const { provider, ability, status } of wires) {
    if (status === 'automatic' && abilities.get(ability)?.waits) conditions[provider] = 'healthy'
  }
  for (const name of jobNames(parts.get(instance.name), 'before')) conditions[name] = 'completed'
  for (const companion of parts.get(instance.name)?.own.companions ?? []) {
    if (companion.order === 'first')
      conditions[`${instance.name}-${companion.name}`] = companion.health ? 'healthy' : 'started'
  }
  for (const provider of claimedFrom) {
    for (const name of jobNames(parts.get(provider), 'after')) {
      conditions[name] = 'completed'
      delete conditions[provider]
    }
  }
  return sortKeys(conditions)
}

const jobNames = (joined: Joined | undefined, when: Job['when']): string[] =>
  (joined?.own.jobs ?? []).filter((job) => job.when === when).map((job) => `${joined?.instance.name}-${job.name}`)

const configPath = (instance: string, path: string): string => `config/${instance}/${path}`

const userFilePath = (instance: string, { path, secret }: UserFile): string =>
  secret ? `${secretFolder}/${instance}.${path}` : configPath(instance, path)

function instanceService(
  instance: Instance,
  own: Parts,
  networks: Joined['networks'],
  dependsOn: Record<string, StartCondition>,
): BlueprintService {
  const { service, version } = instance
  const volumes = typeof service.volumes === 'function' ? service.volumes(version) : service.volumes
  const paths = Object.fromEntries(
    (own.secrets ?? []).flatMap((mount) =>
      mount.pathIn ? [[mount.pathIn, `/run/secrets/${secretFileName(mount)}`]] : [],
    ),
  )
  return {
    name: instance.name,
    title: service.title,
    service: service.id,
    image: service.image,
    version,
    tagOf: instance.name,
    ...(own.entrypoint ? { entrypoint: own.entrypoint } : {}),
    ...(own.command ? { command: own.command } : {}),
    environment: sortKeys({ ...own.environment, ...paths }),
    mounts: [
      ...fileMounts(instance.name, own.files ?? []),
      ...(own.userFiles ?? []).map((file) => ({ from: userFilePath(instance.name, file), to: file.mount })),
    ],
    secrets: secretNames(own.secrets ?? []),
    volumes: ownVolumes(instance, { ...volumes, ...own.volumes }),
    networks: sortKeys(networks),
    ports: publishedPorts(instance),
    dependsOn,
    health: service.health(instance),
    memoryBytes: instance.memoryBytes,
    cpus: instance.cpus,
    ...(own.stopGraceS === undefined ? {} : { stopGraceS: own.stopGraceS }),
    ...(own.container ? { container: own.container } : {}),
  }
}

function companionService(instance: Instance, companion: Companion, networks: Joined['networks']): BlueprintService {
  const { service } = instance
  const { entrypoint, command, health, container, resources } = companion
  const name = `${instance.name}-${companion.name}`
  return {
    name,
    title: `${service.title}: ${companion.title}`,
    service: service.id,
    ...imageOf(instance, companion.from, name),
    companionOf: instance.name,
    ...(entrypoint ? { entrypoint } : {}),
    ...(command ? { command } : {}),
    environment: sortKeys(companion.environment ?? {}),
    mounts: fileMounts(instance.name, companion.files ?? []),
    secrets: secretNames(companion.secrets ?? []),
    volumes: ownVolumes(instance, companion.volumes),
    networks: sameNetworks(networks),
    ports: [],
    dependsOn: companion.order === 'second' ? { [instance.name]: 'healthy' } : {},
    ...(health ? { health } : {}),
    memoryBytes: resources.memoryMiB * 1024 ** 2,
    cpus: resources.cpus,
    ...(container ? { container } : {}),
  }
}

const imageOf = ({ name, service, version }: Instance, from: ImageTag | undefined, own: string) =>
  from ? { ...from, tagOf: own } : { image: service.image, version, tagOf: name }

const ownVolumes = (instance: Instance, volumes: Readonly<Record<string, string>> = {}): BlueprintService['volumes'] =>
  Object.entries(volumes).map(([volume, path]) => ({ volume: `${instance.name}-${volume}`, path }))

/** The segments of an instance, without its further names. */
const sameNetworks = (networks: Joined['networks']): Joined['networks'] =>
  Object.fromEntries(Object.keys(sortKeys(networks)).map((network) => [network, []]))

/** A job runs in its instance's image and, once it has to, after the instance is healthy. */
function jobService(instance: Instance, job: Job, networks: Joined['networks']): BlueprintService {
  const { service } = instance
  const name = `${instance.name}-${job.name}`
  const folder = job.folder ? [{ from: configPath(instance.name, job.folder.path), to: job.folder.mount }] : []
  return {
    name,
    title: `${service.title}: ${job.title}`,
    service: service.id,
    ...imageOf(instance, job.from, name),
    jobOf: instance.name,
    entrypoint: job.entrypoint,
    ...(job.command ? { command: job.command } : {}),
    ...(job.user ? { user: job.user } : {}),
    environment: sortKeys(job.environment ?? {}),
    mounts: [
      ...fileMounts(
        instance.name,
        (job.files ?? []).filter((file) => file.mount),
      ),
      ...folder,
    ],
    secrets: secretNames(job.secrets ?? []),
    volumes: ownVolumes(instance, job.volumes),
    networks: sameNetworks(networks),
    ports: [],
    dependsOn: job.when === 'after' ? { [instance.name]: 'healthy' } : {},
    memoryBytes: instance.memoryBytes,
    cpus: instance.cpus,
  }
}

const jobRunsAsRoot = (instance: Instance, job: Job): boolean =>
  job.user === '0:0' ||
  instance.service.user.uid === 0 ||
  (job.user === undefined && instance.service.startsAsRoot === true)

function fileMounts(instance: string, files: readonly ConfigFile[]): { from: string; to: string }[] {
  return files.flatMap(({ path, mount }) =>
    mount === undefined ? [] : [{ from: configPath(instance, path), to: mount }],
  )
}

const secretNames = (mounts: readonly SecretMount[]): string[] =>
  [...new Set(mounts.map(secretFileName))].sort(compareText)

function publishedPorts(instance: Instance): BlueprintService['ports'] {
  return Object.values(instance.ports).flatMap(({ container, protocol, published }) =>
    published
      ? [
          {
            address: published.address,
            published: published.port,
            target: container,
            protocol: protocol === 'udp' ? 'udp' : 'tcp',
          },
        ]
      : [],
  )
}

interface SecretFile {
  readonly mount: SecretMount
  /** Services and jobs that mount it; none for what only people use. */
  readonly readers: string[]
  /** True while every reader is root in its container. */
  closed: boolean
}

/** Collects secret files with their readers, and the needs behind them. */
class SecretBook {
  readonly #files = new Map<string, SecretFile>()
  readonly #needs = new Map<string, SecretNeed>()

  add(mounts: readonly SecretMount[], reader: string, asRoot: boolean): void {
    for (const mount of mounts) {
      const file = this.#file(mount)
      if (!file.readers.includes(reader)) file.readers.push(reader)
      file.closed &&= asRoot
    }
  }

  #file(mount: SecretMount): SecretFile {
    const name = secretFileName(mount)
    let file = this.#files.get(name)
    if (!file) {
      file = { mount, readers: [], closed: true }
      this.#files.set(name, file)
      this.#need(mount.need)
    }
    return file
  }

  /** A need is filled before those that are made from it. */
  #need(need: SecretNeed): void {
    if (need.kind === 'certificate') this.#need(need.authority)
    // people log in with what a password file holds only as a hash: they get the password in a file of its own
    if (need.kind === 'password-file') for (const user of need.users) this.#file({ need: user.password })
    if (!this.#needs.has(need.name)) this.#needs.set(need.name, need)
  }

  files(): BlueprintSecret[] {
    return [...this.#files]
      .sort(([a], [b]) => compareText(a, b))
      .map(([file, { mount, readers, closed }]) => ({ file, mount, mode: closed ? 0o600 : 0o644, readers }))
  }

  needs(): SecretNeed[] {
    return [...this.#needs.values()]
  }
}

function probes(wires: readonly Wire[], joined: ReadonlyMap<string, Joined>, site: Site): Probe[] {
  return wires
    .filter(({ status }) => status === 'automatic')
    .map(({ id, ability, provider, consumer }) => {
      const from = joined.get(provider) as Joined
      const to = joined.get(consumer) as Joined
      const definition = abilities.get(ability) as AbilityDefinition
      const wire: ProbedWire<AbilityId> = {
        provider: from.instance,
        consumer: to.instance,
        offer: from.offers.to(ability, to.instance) as Offer<AbilityId>,
        claim: to.claims.get(id) as Claim<AbilityId>,
        site,
      }
      const provide = from.instance.service.offers?.[ability] as Provide<AbilityId>
      const accept = to.instance.service.accepts?.[ability] as Accept<AbilityId>
      return {
        wire: id,
        steps: [...definition.probe(wire), ...(provide.probe?.(wire) ?? []), ...(accept.probe?.(wire) ?? [])],
      }
    })
}

function urlsOf(instance: Instance, site: Site): ServiceUrl[] {
  return Object.values(instance.ports).flatMap((port) => {
    const isMain = port.name === 'http'
    if (!port.published && !(isMain && site.publicHost(instance) !== undefined)) return []
    const { href, reachable } = site.url(instance, port.name)
    return reachable ? [{ service: instance.name, url: href, note: port.title }] : []
  })
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) push(groups, key(item), item)
  return groups
}

function push<T>(groups: Map<string, T[]>, key: string, item: T): void {
  const group = groups.get(key)
  if (group) group.push(item)
  else groups.set(key, [item])
}

function sortKeys<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  const sorted: Record<string, T> = {}
  for (const key of Object.keys(record).sort()) sorted[key] = record[key] as T
  return sorted
}
