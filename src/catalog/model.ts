import type { z } from 'zod'
import type { Issue, Path } from '../core/issue.ts'
import type { SecretSource } from '../core/secret.ts'
import type { SecretMount } from '../core/secret-need.ts'

export * from '../core/secret-need.ts'

/**
 * What each ability's two sides tell each other. An ability adds itself here by declaration merging in its own
 * `ability.ts`: `offer` is what a provider tells its consumers, `claim` what a consumer asks of the provider.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the ability folders
export interface AbilityTypes {}

export type AbilityId = keyof AbilityTypes
export type Offer<A extends AbilityId> = AbilityTypes[A] extends { offer: infer O } ? O : never
export type Claim<A extends AbilityId> = AbilityTypes[A] extends { claim: infer C } ? C : never

/**
 * The network segments of a stack: browsers and proxy, databases and back ends, brokers and plant floor, and the few
 * that may ask the Docker Engine.
 */
export type NetworkName = 'proxy' | 'data' | 'field' | 'docker'

/** The nine kinds of integration that answers are grouped by. */
export const integrationTypes = [
  'reverse_proxy',
  'oauth_provider',
  'db_provider',
  'mqtt_broker',
  'email_testing',
  'visualization',
  'metrics_collector',
  'log_aggregation',
  'secrets_management',
] as const
export type IntegrationType = (typeof integrationTypes)[number]

export interface AbilityDefinition<A extends AbilityId = AbilityId> {
  readonly id: A
  readonly title: string
  readonly summary: string
  /** The kind of integration it counts as; absent for what only tools of the stack tell each other. */
  readonly type?: IntegrationType
  /** The segment in which provider and consumer meet. */
  readonly network: NetworkName
  /** Whether a consumer is wired to one provider of the ability or to all of them, when its plant does not say. */
  readonly reach: 'one' | 'all'
  /** Whether a consumer starts only when its provider is healthy and has prepared what the consumer needs. */
  readonly waits: boolean
  /**
   * How to show that the wire carries current, from inside the running stack, where that is the same for every program.
   * What only the provider or the consumer can ask follows in their own `probe`.
   */
  readonly probe: (wire: ProbedWire<A>) => ProbeStep[]
  /** Rules over all providers of the ability together; paths begin at the root of the plant file. */
  readonly check?: (site: Site, served: readonly Served<A>[]) => readonly ServiceProblem[]
}

/** A provider with what its consumers ask of it. */
export interface Served<A extends AbilityId> {
  readonly provider: Instance
  readonly offer: Offer<A>
  readonly claims: readonly ClaimOf<A>[]
}

export interface ProbedWire<A extends AbilityId> {
  readonly provider: Instance
  readonly consumer: Instance
  readonly offer: Offer<A>
  readonly claim: Claim<A>
  readonly site: Site
}

/** Steps run in order; the first failure ends the probe. */
export type ProbeStep = CommandStep | TlsStep

/** A TLS connection to a published port, as a browser opens it: the certificate must be trusted and name the host. */
export interface TlsStep {
  readonly what: string
  /** Service whose port is published, and whose container has the authority's certificate. */
  readonly in: string
  readonly tls: {
    readonly address: string
    readonly port: number
    readonly host: string
    /** Path of the authority's certificate in the container; absent: the public authorities are trusted. */
    readonly authorityPath?: string
  }
  readonly hint: string
}

/** One command in one container and what its answer must be. */
export interface CommandStep {
  /** What is shown, as a statement: `role "keycloak" logs in to database "keycloak"`. */
  readonly what: string
  /** Service whose container runs the command. */
  readonly in: string
  readonly command: readonly string[]
  /** Secrets handed over as environment variables, read where the consumer has them: variable -> service and secret. */
  readonly secrets?: Readonly<Record<string, { readonly of: string; readonly secret: string }>>
  /** True for an answer that shows current. Default: exit code 0. */
  readonly passes?: (answer: ProbeAnswer) => boolean
  /** How often to ask again while it does not pass, one second apart; for counterparts that gather first. Default 0. */
  readonly retries?: number
  /** What to do when it does not pass, best from the answer. */
  readonly hint: string | ((answer: ProbeAnswer) => string)
}

export interface ProbeAnswer {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

export type PortProtocol = 'http' | 'https' | 'tcp' | 'udp'

export interface PortDefinition {
  /** The port inside the container, the only one that other services use. */
  readonly container: number
  readonly protocol: PortProtocol
  readonly title: string
  /** Host port to publish on by default; absent: not published unless the plant says so. */
  readonly host?: number
  /** `always` is published even where a reverse proxy leads to it. */
  readonly publish?: 'always'
}

/**
 * How a container's own programs can be used by checks and probes: which shell or runtime the image brings. `none` has
 * nothing but the program itself, so that nothing can be asked from inside.
 */
export type Toolbox = 'bash' | 'busybox' | 'node' | 'none'

export interface HealthCheck {
  readonly test: readonly string[]
  readonly intervalS: number
  readonly timeoutS: number
  readonly retries: number
  /** Failures in this time after the start do not count. */
  readonly startPeriodS: number
}

export interface Resources {
  readonly memoryMiB: number
  readonly cpus: number
}

/** How a service takes part in an ability it accepts. */
export interface Accept<A extends AbilityId> {
  /** What the consumer does with the offer: its own parts of the blueprint and its claim on the provider. */
  readonly connect: (context: ServiceContext, offer: Offer<A>) => { claim: Claim<A>; parts?: Parts }
  /** `automatic` unless told otherwise; a manual or unsupported wire is reported with its reason and never connected. */
  readonly status?: (instance: Instance, provider: Instance) => WireStatus
  /** Overrides the ability's own `reach`. */
  readonly reach?: 'one' | 'all'
  /** Wired only where the plant file names the provider. */
  readonly onlyNamed?: boolean
  /** The stack cannot work without it: a provider of this service is added when there is none. */
  readonly required?: { readonly add: string; readonly because: string }
  /** Engines, kinds or brands of provider that are understood, by service id; absent: all. */
  readonly providers?: readonly string[]
  /** Whether the consumer takes part with these options; absent: always. */
  readonly isWanted?: (instance: Instance) => boolean
  /** Steps in the consumer's own terms, after those of the ability and the provider. */
  readonly probe?: (wire: ProbedWire<A>) => ProbeStep[]
}

export interface WireStatus {
  readonly status: 'automatic' | 'manual' | 'unsupported'
  /** A manual wire whose provider is set up all the same, so that only the consumer's side is left to a person. */
  readonly isPrepared?: boolean
  /** Why it is not automatic and what the user can do; a statement of fact, not an apology. */
  readonly note?: string
}

/** How a service provides an ability. */
export interface Provide<A extends AbilityId> {
  /** What the provider cannot do for its consumers; the less automatic of both sides counts. */
  readonly status?: (provider: Instance, consumer: Instance) => WireStatus
  readonly offer: (context: ServiceContext) => Offer<A>
  /** The offer in the terms of one consumer, where each is offered something else: an issuer of its own. */
  readonly offerTo?: (offer: Offer<A>, consumer: Instance) => Offer<A>
  /** The provider's own parts once all its consumers have made their claims, in the order of their names. */
  readonly serve?: (context: ServiceContext, claims: readonly ClaimOf<A>[]) => Parts
  /** Steps in the provider's own terms, after those of the ability. */
  readonly probe?: (wire: ProbedWire<A>) => ProbeStep[]
}

export interface ClaimOf<A extends AbilityId> {
  readonly consumer: Instance
  readonly claim: Claim<A>
}

/**
 * Everything the catalogue knows about one program. Functions are written as methods, so that a definition with its
 * own options can stand in a list of all definitions.
 */
export interface ServiceDefinition<Options = unknown> {
  /** Folder name and the word after `uses:`. */
  readonly id: string
  readonly title: string
  readonly category: Category
  readonly summary: string
  readonly homepage: string
  readonly license: string
  /** Image name without a tag; one for all versions. */
  readonly image: string
  /** Tags that were tried with this definition, the default first. */
  readonly versions: readonly string[]
  readonly ports: Readonly<Record<string, PortDefinition>>
  /** Names of the ports that are open with these options; absent: all. */
  openPorts?(options: Options, tls: TlsMode): readonly string[]
  readonly options: z.ZodType<Options>
  /** Named volumes: name -> path in the container. */
  readonly volumes: Readonly<Record<string, string>> | ((version: string) => Readonly<Record<string, string>>)
  /** The user that reads mounted secrets, and whether that is root (then their files are closed to all others). */
  readonly user: { readonly uid: number; readonly gid: number; readonly readsSecretsAsRoot: boolean }
  /** True where the image starts as root and changes user later; its jobs then run as root. */
  readonly startsAsRoot?: boolean
  readonly toolbox: Toolbox
  /** Limits that fit a plant of normal size with these options. */
  resources(options: Options): Resources
  health(instance: Instance<Options>): HealthCheck
  /** At most one service of the group can be in a stack. */
  readonly exclusive?: string
  /** False where a second instance makes no sense. */
  readonly multiple: boolean
  /** Network for an instance that no wire has placed. Default `data`. */
  readonly homeNetwork?: NetworkName
  readonly offers?: { readonly [A in AbilityId]?: Provide<A> }
  readonly accepts?: { readonly [A in AbilityId]?: Accept<A> }
  /** Other words that `uses:` understands, each with what to tell who used it. */
  readonly aliases?: Readonly<Record<string, string>>
  /** Names that older request shapes used for the service, its options and its ports. */
  readonly older?: {
    readonly ids?: readonly string[]
    readonly options?: Readonly<Record<string, string>>
    readonly ports?: Readonly<Record<string, string>>
  }
  /** The service's own parts: what it needs alone, without any wire. */
  parts(context: ServiceContext<Options>): Parts
  /** Rules that a schema cannot say; paths are relative to the service's entry in the plant file. */
  check?(instance: Instance<Options>, site: Site): readonly ServiceProblem[]
}

export interface ServiceProblem extends Issue {
  readonly code: ServiceProblemCode
  readonly hint: string
}

/** Codes that services may use; listed in `stack/errors.ts` like all others. */
export type ServiceProblemCode =
  | 'stack.duplicate-name'
  | 'stack.eula-missing'
  | 'stack.host-clash'
  | 'stack.name-clash'
  | 'stack.option-conflict'
  | 'stack.weak-security'
  | 'stack.unknown-role'
  | 'stack.unknown-mqtt-user'
  | 'stack.not-possible'
  | 'stack.file-invalid'
  | 'stack.file-mismatch'

export const categories = [
  'scada',
  'database',
  'messaging',
  'automation',
  'monitoring',
  'identity',
  'proxy',
  'mail',
  'security',
  'operations',
  'development',
] as const
export type Category = (typeof categories)[number]

/** One service of a plant with every default filled in. */
export interface Instance<Options = unknown> {
  readonly name: string
  readonly service: ServiceDefinition<Options>
  readonly version: string
  readonly options: Options
  readonly ports: Readonly<Record<string, ResolvedPort>>
  readonly memoryBytes: number
  readonly cpus: number
  /** Providers chosen in the plant file: ability -> instance names; an empty list switches the ability off. */
  readonly connect: Readonly<Record<string, readonly string[]>>
  readonly after: readonly string[]
  /** What the reverse proxy does for its page beyond leading to it. */
  readonly route?: RouteOptions
  /** Why the instance is there although the plant file does not name it. */
  readonly addedBecause?: string
}

/** What the plant file asks of the reverse proxy for one page. */
export interface RouteOptions {
  /** Who asks for a login: the program itself, the proxy with the operator's login, or nobody. */
  readonly login?: 'own' | 'operator' | 'none' | undefined
  /** Requests that one client may make in a second. */
  readonly rateLimitPerS?: number | undefined
  /** Pages of other origins that may read the answers. */
  readonly cors?: { readonly origins: readonly string[] } | undefined
  /** Headers added to every answer. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}

export interface ResolvedPort extends PortDefinition {
  readonly name: string
  /** Port on the host, or undefined when it is not published. */
  readonly published?: { readonly port: number; readonly address: string }
}

export type TlsMode = 'off' | 'internal-ca' | 'acme' | 'own'

/** Settings of the plant that services may look at. */
export interface Site {
  readonly name: string
  readonly timezone: string
  readonly domain: string
  readonly tls: TlsMode
  readonly acme?: {
    readonly email: string
    readonly server?: string | undefined
    readonly challenge: 'tls-alpn' | 'http'
  }
  readonly certificate?: { readonly certificate: SecretSource; readonly key: SecretSource }
  /** Address that host ports are published on unless a service says otherwise. */
  readonly bind: string
  readonly mail: { readonly from: string }
  readonly mqtt: { readonly acl: readonly MqttRule[]; readonly users: readonly MqttUser[] }
  readonly oidc: OidcSettings
  readonly database: { readonly autoRegister: boolean }
  /** The address a browser uses for a port of an instance; the one place that decides it. */
  readonly url: (instance: Instance, port?: string) => PublicUrl
  /** The host name the reverse proxy answers to for the instance, or undefined when it is not routed. */
  readonly publicHost: (instance: Instance) => string | undefined
}

export interface PublicUrl {
  /** `https://charts.plant.example.com`, without a slash at the end. */
  readonly href: string
  readonly host: string
  readonly port: number
  readonly secure: boolean
  /** False when nothing publishes the port, so that no browser gets there. */
  readonly reachable: boolean
}

export interface MqttRule {
  readonly user: string
  readonly access: 'read' | 'write' | 'readwrite' | 'deny'
  readonly topic: string
}

export interface MqttUser {
  readonly name: string
  readonly password?: SecretSource | undefined
}

export interface OidcSettings {
  readonly realm: string
  readonly roles: readonly string[]
  readonly groups: readonly OidcGroup[]
  readonly users: readonly OidcUser[]
}

/** People with the same roles. */
export interface OidcGroup {
  readonly name: string
  readonly roles: readonly string[]
}

export interface OidcUser {
  readonly username: string
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly roles: readonly string[]
  readonly groups: readonly string[]
  readonly password?: SecretSource | undefined
}

export interface ServiceContext<Options = unknown> {
  readonly instance: Instance<Options>
  readonly site: Site
  /** Offers of the providers that the instance is wired to, in the order of their names. */
  readonly accepted: <A extends AbilityId>(ability: A) => readonly Offer<A>[]
  /** All other instances of the stack by name, for what watches over everything. */
  readonly neighbours: () => readonly Instance[]
  /** Claims of an ability in the whole stack, whoever provides it; complete once providers serve. */
  readonly claimed: <A extends AbilityId>(ability: A) => readonly ClaimOf<A>[]
}

/** What a service, a wire or a job adds to the blueprint. Parts of one instance are merged; a clash is a defect. */
export interface Parts {
  readonly environment?: Readonly<Record<string, string>>
  readonly entrypoint?: readonly string[]
  readonly command?: readonly string[]
  readonly files?: readonly ConfigFile[]
  /** Archives that the user brings. */
  readonly userFiles?: readonly UserFile[]
  readonly secrets?: readonly SecretMount[]
  /** Named volumes beyond those of the definition, shared with a companion: name -> path in the container. */
  readonly volumes?: Readonly<Record<string, string>>
  /** Further names by which containers of the segment reach the instance. */
  readonly aliases?: Readonly<Partial<Record<NetworkName, readonly string[]>>>
  readonly jobs?: readonly Job[]
  readonly companions?: readonly Companion[]
  readonly container?: ContainerNeeds
  readonly stopGraceS?: number
  /** Claims on the instance's own offers that follow from a wire: a data source asks its database for a reader. */
  readonly ownClaims?: { readonly [A in AbilityId]?: readonly Claim<A>[] }
  /** Addresses of the service beside those of its ports. */
  readonly urls?: readonly { readonly href: string; readonly title: string }[]
  /** Sentences for the stack's README: what to do or know about the service. */
  readonly notes?: readonly string[]
  /** What turned out wrong once the claims were known; paths begin at the root of the plant file. */
  readonly problems?: readonly ServiceProblem[]
}

export type StartCondition = 'started' | 'healthy' | 'completed'

/** A generated file that an instance mounts read-only. Never holds a secret. */
export interface ConfigFile {
  /** Below `config/<instance>/`. */
  readonly path: string
  /** Absolute path in the container. Files of a job's `folder` have none of their own. */
  readonly mount?: string
  readonly content: string
}

/** A ZIP archive of the user's own that is looked into, copied into the project and mounted read-only. */
export interface UserFile {
  /** Below `config/<instance>/`; a secret one is `secrets/<instance>.<path>`. */
  readonly path: string
  /** Absolute path in the container. */
  readonly mount: string
  /** As the plant file names it: relative to the plant file, or absolute. */
  readonly source: string
  /** As the plant file has it; `check` compares. */
  readonly sha256?: string | undefined
  /** Where the plant file names it, relative to the service's entry. */
  readonly at: Path
  readonly secret?: boolean
  readonly maxBytes: number
  /** Entries whose text `check` looks at, where they are there. */
  readonly texts: readonly string[]
  /** What is wrong with it; paths are relative to the service's entry. */
  readonly check: (archive: Archive) => readonly ServiceProblem[]
}

/** What is known of an archive without unpacking it. */
export interface Archive {
  readonly bytes: number
  /** Hexadecimal, lower case. */
  readonly sha256: string
  /** Names of all entries but folders. */
  readonly entries: readonly string[]
  readonly texts: Readonly<Record<string, string>>
}

/** What a container asks of the machine beyond files and networks; every one weakens its walls or ties it to its host. */
export interface ContainerNeeds {
  /** Fixed host name, for programs that keep data under it. */
  readonly hostname?: string
  readonly user?: string
  /** Paths of the host, mounted read-only. */
  readonly hostMounts?: readonly { readonly from: string; readonly to: string }[]
  /** Paths in memory. */
  readonly tmpfs?: readonly string[]
  readonly shmMiB?: number
  readonly pid?: 'host'
  readonly privileged?: boolean
  readonly devices?: readonly string[]
  readonly capabilities?: readonly string[]
}

/** An image other than that of the instance. */
export interface ImageTag {
  readonly image: string
  readonly version: string
}

/** A second container that runs as long as its instance does: a worker, a proxy of its protocol, an exporter. */
export interface Companion {
  /** Appended to the instance's name: `desktop-guacd`. */
  readonly name: string
  readonly title: string
  /** Absent: the image of the instance. */
  readonly from?: ImageTag
  readonly entrypoint?: readonly string[]
  readonly command?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly files?: readonly ConfigFile[]
  readonly secrets?: readonly SecretMount[]
  /** Whether it reads its secrets as root. Default false. */
  readonly readsSecretsAsRoot?: boolean
  /** Volumes of the instance: name -> path in the companion. */
  readonly volumes?: Readonly<Record<string, string>>
  readonly container?: ContainerNeeds
  readonly health?: HealthCheck
  readonly resources: Resources
  /** `first`: the instance waits until it is healthy; `second`: it waits for the instance. */
  readonly order: 'first' | 'second'
}

/** A short-lived container that prepares something, safe to run again on every `docker compose up`. */
export interface Job {
  /** Appended to the instance's name: `history-setup`. */
  readonly name: string
  readonly title: string
  /** Absent: the image of the instance. */
  readonly from?: ImageTag
  readonly user?: string
  readonly entrypoint: readonly string[]
  readonly command?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly files?: readonly ConfigFile[]
  /** A folder below `config/<instance>/` that is mounted as a whole. */
  readonly folder?: { readonly path: string; readonly mount: string }
  readonly secrets?: readonly SecretMount[]
  /** Volumes of the owning instance: name -> path in the job's container. */
  readonly volumes?: Readonly<Record<string, string>>
  /** Whether the job runs before its instance starts, or after the instance is healthy. */
  readonly when: 'before' | 'after'
}

/** Declares a service; the type parameter is taken from its options schema. */
export const defineService = <Options>(definition: ServiceDefinition<Options>): ServiceDefinition<Options> => definition

export const defineAbility = <A extends AbilityId>(definition: AbilityDefinition<A>): AbilityDefinition<A> => definition

/** `major * 1000 + minor` of a version tag such as `8.3.8`, `v3.14.0`; enough to tell lines of a product apart. */
export function versionLine(version: string): number {
  const [major = 0, minor = 0] = (version.match(/\d+/g) ?? []).map(Number)
  return major * 1000 + minor
}
