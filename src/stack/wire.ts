import {
  type AbilityId,
  abilities,
  type Claim,
  type Instance,
  type Offer,
  type ServiceProblem,
  type Site,
} from '../catalog/index.ts'
import { compareText } from '../core/issue.ts'
import type { Blueprint, BlueprintFile, BlueprintService, BlueprintUserFile, ServiceUrl } from './blueprint.ts'
import { connect, type Joined } from './connect.ts'
import {
  companionService,
  configPath,
  instanceService,
  jobRunsAsRoot,
  jobService,
  startConditions,
  userFilePath,
} from './containers.ts'
import type { Detection, Wire } from './detect.ts'
import { probes } from './probes.ts'
import { SecretBook } from './secret-book.ts'
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
  const wiresOf = Map.groupBy(detection.wires, ({ consumer }) => consumer)
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

function urlsOf(instance: Instance, site: Site): ServiceUrl[] {
  return Object.values(instance.ports).flatMap((port) => {
    const isMain = port.name === 'http'
    if (!port.published && !(isMain && site.publicHost(instance) !== undefined)) return []
    const { href, reachable } = site.url(instance, port.name)
    return reachable ? [{ service: instance.name, url: href, note: port.title }] : []
  })
}

/** What no single provider can see: each ability judges all of its own together. */
function problemsOfAbilities(
  wires: readonly Wire[],
  joined: ReadonlyMap<string, Joined>,
  site: Site,
): readonly ServiceProblem[] {
  return [...abilities.values()].flatMap(({ id, check }) => {
    if (!check) return []
    const mine = Map.groupBy(
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
