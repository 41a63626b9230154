import {
  abilities,
  type Companion,
  type ConfigFile,
  type ImageTag,
  type Instance,
  type Job,
  type Parts,
  type SecretMount,
  type StartCondition,
  secretFileName,
  type UserFile,
} from '../catalog/index.ts'
import { secretFolder } from '../core/file-tree.ts'
import { compareText } from '../core/issue.ts'
import type { BlueprintService } from './blueprint.ts'
import type { Joined } from './connect.ts'
import type { Wire } from './detect.ts'

export const configPath = (instance: string, path: string): string => `config/${instance}/${path}`

export const userFilePath = (instance: string, { path, secret }: UserFile): string =>
  secret ? `${secretFolder}/${instance}.${path}` : configPath(instance, path)

export function instanceService(
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

export function companionService(
  instance: Instance,
  companion: Companion,
  networks: Joined['networks'],
): BlueprintService {
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
export function jobService(instance: Instance, job: Job, networks: Joined['networks']): BlueprintService {
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

export const jobRunsAsRoot = (instance: Instance, job: Job): boolean =>
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

/**
 * What an instance waits for: its own preparing jobs, jobs of others that carry out its claims, providers it cannot
 * start without, and what the plant file asks for. A job that nobody waits for would also make `up --wait` fail.
 */
export function startConditions(
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

function sortKeys<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  const sorted: Record<string, T> = {}
  for (const key of Object.keys(record).sort()) sorted[key] = record[key] as T
  return sorted
}
