import {
  type AbilityId,
  type Accept,
  abilities,
  type Instance,
  type IntegrationType,
  integrationTypes,
  type Provide,
  type WireStatus,
} from '../catalog/index.ts'
import { compareText, type Issue } from '../core/issue.ts'
import { didYouMean } from '../core/nearest.ts'
import type { StackCode } from './errors.ts'
import { issue, type Resolved, resolveInstance } from './resolve.ts'
import { maxIssues, printable } from './schema-issues.ts'

/** A relation between two services of a stack: who serves whom with what, and whether it can be set up unattended. */
export interface Wire {
  /** `charts.oidc-login.sso`: consumer, ability, provider. */
  readonly id: string
  readonly ability: AbilityId
  readonly provider: string
  readonly consumer: string
  readonly status: WireStatus['status']
  /** Why the wire is there. */
  readonly why: string
  /** Why it is not automatic and what to do. */
  readonly note?: string
  /** The provider's side of a manual wire is set up: the login exists. */
  readonly isPrepared?: boolean
}

export interface Conflict {
  readonly code: StackCode
  readonly level: 'error' | 'warning'
  readonly services: readonly string[]
  readonly message: string
  readonly hint: string
}

export interface Recommendation {
  readonly code: string
  readonly message: string
  /** Service of the catalogue to add. */
  readonly suggest: string
}

export interface Detection {
  /** All instances, the added ones last. */
  readonly instances: ReadonlyMap<string, Instance>
  readonly wires: readonly Wire[]
  readonly added: readonly { readonly service: string; readonly because: string }[]
  readonly conflicts: readonly Conflict[]
  readonly recommendations: readonly Recommendation[]
  readonly issues: readonly Issue[]
}

/** "Everything with everything" of a thousand services would be a million wires. */
const maxWires = 10_000

/** Finds every wire between what services offer and accept, adds what is indispensable, and says what cannot be. */
export function detect(resolved: Resolved): Detection {
  const issues: Issue[] = [...resolved.issues]
  const instances = new Map(resolved.instances)
  const added = addRequired(resolved, instances, issues)
  const providers = new Providers(instances)
  const wires: Wire[] = []
  for (const consumer of instances.values()) {
    wires.push(...wiresOf(consumer, providers, issues))
    checkConnect(consumer, instances, resolved.names, issues)
    if (wires.length <= maxWires) continue
    const message = `the services would be connected in more than ${maxWires} ways`
    issues.push(issue('stack.too-large', ['services'], message, 'Choose with connect which services use which.'))
    break
  }
  wires.sort((a, b) => compareText(a.id, b.id))
  const conflicts = findConflicts(instances)
  for (const conflict of conflicts) {
    const path = ['services', conflict.services.at(-1) ?? '']
    issues.push({ ...issue(conflict.code, path, conflict.message, conflict.hint), severity: conflict.level })
  }
  return { instances, wires, added, conflicts, recommendations: recommend(instances, wires), issues }
}

/** Who serves what. */
class Providers {
  readonly #byAbility: ReadonlyMap<AbilityId, readonly Instance[]>
  /** The same for all instances of a service, so looked for once. */
  readonly #able = new Map<string, readonly Instance[]>()

  constructor(instances: ReadonlyMap<string, Instance>) {
    this.#byAbility = providersByAbility(instances)
  }

  /** Those that a consumer with this `accept` can use. */
  able(ability: AbilityId, accept: Accept<AbilityId>): readonly Instance[] {
    const key = accept.providers ? `${ability}: ${accept.providers.join()}` : ability
    let able = this.#able.get(key)
    if (!able) {
      able = (this.#byAbility.get(ability) ?? []).filter((provider) => canServe(provider, ability, accept))
      this.#able.set(key, able)
    }
    return able
  }
}

function providersByAbility(instances: ReadonlyMap<string, Instance>): Map<AbilityId, Instance[]> {
  const providers = new Map<AbilityId, Instance[]>()
  for (const instance of instances.values()) {
    for (const ability in instance.service.offers) {
      const list = providers.get(ability as AbilityId)
      if (list) list.push(instance)
      else providers.set(ability as AbilityId, [instance])
    }
  }
  return providers
}

/** Adds a provider for each consumer that cannot work without one; a stack that has one already keeps it. */
function addRequired(resolved: Resolved, instances: Map<string, Instance>, issues: Issue[]) {
  const added: { service: string; because: string }[] = []
  // those that are added on the way have needs of their own
  for (const consumer of instances.values()) {
    for (const ability in consumer.service.accepts) {
      const accept = consumer.service.accepts[ability as AbilityId] as Accept<AbilityId>
      if (!accept.required || consumer.connect[ability] !== undefined) continue
      if (accept.isWanted?.(consumer) === false) continue
      const offered = [...instances.values()].some((provider) => canServe(provider, ability as AbilityId, accept))
      if (offered) continue
      const name = freeName(accept.required.add, resolved.spec.services)
      const entry = { uses: accept.required.add, options: {}, ports: {}, connect: {}, after: [] }
      const instance = resolveInstance(name, entry, resolved.spec, resolved.catalog, issues, accept.required.because)
      if (!instance) continue
      instances.set(name, instance)
      added.push({ service: name, because: accept.required.because })
      issues.push({
        ...issue('stack.added', ['services', consumer.name], `"${name}" was added: ${accept.required.because}`),
        severity: 'info',
      })
    }
  }
  return added
}

function freeName(base: string, taken: Readonly<Record<string, unknown>>): string {
  let name = base
  for (let count = 2; Object.hasOwn(taken, name); count++) name = `${base}-${count}`
  return name
}

const canServe = (provider: Instance, ability: AbilityId, accept: Accept<AbilityId>): boolean =>
  provider.service.offers?.[ability] !== undefined && (accept.providers?.includes(provider.service.id) ?? true)

function wiresOf(consumer: Instance, providers: Providers, issues: Issue[]): Wire[] {
  const wires: Wire[] = []
  for (const key in consumer.service.accepts) {
    const ability = key as AbilityId
    const accept = consumer.service.accepts[ability] as Accept<AbilityId>
    if (accept.isWanted?.(consumer) === false) continue
    for (const provider of chosenProviders(consumer, ability, accept, providers, issues)) {
      const { status, note, isPrepared } = statusOf(consumer, provider, ability)
      wires.push({
        id: `${consumer.name}.${ability}.${provider.name}`,
        ability,
        provider: provider.name,
        consumer: consumer.name,
        status,
        why: `${consumer.service.title} uses ${provider.service.title} for ${abilities.get(ability)?.title.toLowerCase()}`,
        ...(note === undefined ? {} : { note }),
        ...(isPrepared ? { isPrepared } : {}),
      })
    }
  }
  return wires
}

/** The less automatic of both sides; where both say the same, both say why. */
export function statusOf(consumer: Instance, provider: Instance, ability: AbilityId): WireStatus {
  const accept = consumer.service.accepts?.[ability] as Accept<AbilityId>
  const provide = provider.service.offers?.[ability] as Provide<AbilityId>
  const taken = accept.status?.(consumer, provider) ?? automatic
  const given = provide.status?.(provider, consumer) ?? automatic
  const rank = (one: WireStatus): number => ranks.indexOf(one.status)
  if (rank(taken) !== rank(given)) {
    const worse = rank(taken) > rank(given) ? taken : given
    const better = worse === taken ? given : taken
    return { ...worse, isPrepared: worse.isPrepared === true && better.status === 'automatic' }
  }
  const notes = [given.note, taken.note].filter((note) => note !== undefined)
  return {
    status: taken.status,
    isPrepared: taken.isPrepared === true && given.isPrepared === true,
    ...(notes.length > 0 ? { note: notes.join(' ') } : {}),
  }
}

const automatic: WireStatus = { status: 'automatic' }
const ranks: readonly WireStatus['status'][] = ['automatic', 'manual', 'unsupported']

/** What the plant file names, or the only provider, or the first of several with a word about the choice. */
function chosenProviders(
  consumer: Instance,
  ability: AbilityId,
  accept: Accept<AbilityId>,
  providers: Providers,
  issues: Issue[],
): readonly Instance[] {
  const all = providers.able(ability, accept)
  const able = all.includes(consumer) ? all.filter((provider) => provider !== consumer) : all
  const named = consumer.connect[ability]
  if (named !== undefined) {
    return namedProviders(consumer, ability, accept, able, issues)
  }
  if (accept.onlyNamed) return []
  if (able.length < 2 || (accept.reach ?? abilities.get(ability)?.reach) === 'all') return able
  const [first, ...others] = able
  const list = others.slice(0, 5).map((other) => `"${other.name}"`)
  if (others.length > list.length) list.push(`${others.length - list.length} more`)
  issues.push({
    ...issue(
      'stack.several-providers',
      ['services', consumer.name],
      `"${consumer.name}" uses "${first?.name}" for ${ability}; ${list.join(', ')} could serve it too`,
      `Choose with connect: { ${ability}: ${first?.name} }.`,
    ),
    severity: 'info',
  })
  return first ? [first] : []
}

function namedProviders(
  consumer: Instance,
  ability: AbilityId,
  accept: Accept<AbilityId>,
  able: readonly Instance[],
  issues: Issue[],
): readonly Instance[] {
  const named = new Set(consumer.connect[ability])
  const path = ['services', consumer.name, 'connect', ability]
  const chosen = able.filter((provider) => named.has(provider.name))
  if (accept.required && named.size === 0) {
    const message = `"${consumer.name}" cannot work without a ${accept.required.add}: ${accept.required.because}`
    const hint = `Name a service that uses ${accept.required.add}, or remove the entry.`
    issues.push(issue('stack.unmet-need', path, message, hint))
  }
  if (chosen.length > 1 && (accept.reach ?? abilities.get(ability)?.reach) === 'one') {
    const message = `"${consumer.name}" can use only one service for ${ability}`
    issues.push(
      issue('stack.option-conflict', path, message, `Keep one of ${chosen.map(({ name }) => name).join(', ')}.`),
    )
    return chosen.slice(0, 1)
  }
  return chosen
}

function checkConnect(
  consumer: Instance,
  instances: ReadonlyMap<string, Instance>,
  declared: ReadonlySet<string>,
  issues: Issue[],
): void {
  for (const [ability, names] of Object.entries(consumer.connect)) {
    const path = ['services', consumer.name, 'connect', ability]
    const accepts = Object.keys(consumer.service.accepts ?? {})
    if (!accepts.includes(ability)) {
      const hint = didYouMean(
        ability,
        accepts,
        `${consumer.service.title} accepts: ${accepts.join(', ') || 'nothing'}.`,
      )
      issues.push(
        issue(
          'stack.unknown-reference',
          path,
          `"${printable(ability)}" is not something "${consumer.name}" accepts`,
          hint,
        ),
      )
      continue
    }
    for (const name of names) {
      const provider = instances.get(name)
      const isOffered = provider?.service.offers?.[ability as AbilityId] !== undefined
      // what is wrong with a service that cannot be used is told there
      if (isOffered || (!provider && declared.has(name)) || issues.length > maxIssues) continue
      const able = [...instances.values()].filter(({ service }) => service.offers?.[ability as AbilityId])
      const list = able.map((one) => one.name).slice(0, 20)
      const message = provider ? `"${name}" does not offer ${ability}` : `there is no service "${printable(name)}"`
      const hint =
        list.length > 0 ? `Services that offer it: ${list.join(', ')}.` : 'No service of the plant offers it.'
      issues.push(issue('stack.unknown-reference', path, message, provider ? hint : didYouMean(name, list, hint)))
    }
  }
}

function findConflicts(instances: ReadonlyMap<string, Instance>): Conflict[] {
  const conflicts: Conflict[] = []
  const groups = new Map<string, Instance[]>()
  for (const instance of instances.values()) {
    const group = instance.service.exclusive ?? (instance.service.multiple ? undefined : `only:${instance.service.id}`)
    if (group === undefined) continue
    groups.set(group, [...(groups.get(group) ?? []), instance])
  }
  for (const [group, members] of groups) {
    if (members.length < 2) continue
    const names = members.map((member) => member.name)
    const same = members.every((member) => member.service === members[0]?.service)
    conflicts.push({
      code: same ? 'stack.single-instance' : 'stack.exclusive',
      level: 'error',
      services: names,
      message: same
        ? `${members[0]?.service.title} can be in a stack only once, but there are ${names.length}: ${names.join(', ')}`
        : `only one ${group.replaceAll('-', ' ')} can be in a stack, but there are ${names.length}: ${names.join(', ')}`,
      hint: `Keep one of ${names.join(', ')}.`,
    })
  }
  return conflicts
}

/** What a stack of this kind usually gains from; never more than one word for each ability. */
function recommend(instances: ReadonlyMap<string, Instance>, wires: readonly Wire[]): Recommendation[] {
  const all = [...instances.values()]
  const offers = (ability: AbilityId) => all.some((instance) => instance.service.offers?.[ability])
  const waiting = (ability: AbilityId) => all.filter((instance) => instance.service.accepts?.[ability]).length
  const rules: (Recommendation & { readonly when: boolean })[] = [
    {
      code: 'recommend.database',
      suggest: 'postgres',
      message: 'The gateways have no database for history and alarms.',
      when: !offers('database') && all.some((instance) => instance.service.id === 'ignition'),
    },
    {
      code: 'recommend.reverse-proxy',
      suggest: 'traefik',
      message: 'Several web pages share the machine: a reverse proxy gives them host names and TLS.',
      when: !offers('reverse-proxy') && waiting('reverse-proxy') >= 3,
    },
    {
      code: 'recommend.mail',
      suggest: 'mailpit',
      message: 'Services can send mail, but nothing in the stack takes it.',
      when: !offers('mail') && waiting('mail') >= 1,
    },
    {
      code: 'recommend.metrics',
      suggest: 'prometheus',
      message: 'Services export metrics, but nothing collects them.',
      when: !offers('metrics') && offers('dashboards'),
    },
    {
      code: 'recommend.dashboards',
      suggest: 'grafana',
      message: 'Metrics are collected, but nothing shows them.',
      when: offers('metrics') && !offers('dashboards'),
    },
    {
      code: 'recommend.oidc-login',
      suggest: 'keycloak',
      message: 'Each service has users of its own; single sign-on would give them one login.',
      when: !offers('oidc-login') && offers('reverse-proxy') && waiting('oidc-login') >= 1 && wires.length > 0,
    },
  ]
  return rules.filter((rule) => rule.when).map(({ when: _, ...rule }) => rule)
}

export interface IntegrationGroup {
  readonly providers: readonly string[]
  readonly consumers: readonly string[]
  readonly wires: readonly Wire[]
}

/** The wires by the nine kinds of integration; a kind that the stack does not have is there and empty. */
export function integrationsOf({ instances, wires }: Detection): Record<IntegrationType, IntegrationGroup> {
  const groups = Object.fromEntries(
    integrationTypes.map((type) => [
      type,
      { providers: new Set<string>(), consumers: new Set<string>(), wires: [] as Wire[] },
    ]),
  )
  for (const instance of instances.values()) {
    for (const ability in instance.service.offers) {
      groups[abilities.get(ability as AbilityId)?.type ?? '']?.providers.add(instance.name)
    }
  }
  for (const wire of wires) {
    const group = groups[abilities.get(wire.ability)?.type ?? '']
    group?.consumers.add(wire.consumer)
    group?.wires.push(wire)
  }
  return Object.fromEntries(
    Object.entries(groups).map(([type, group]) => [
      type,
      {
        providers: [...group.providers].sort(compareText),
        consumers: [...group.consumers].sort(compareText),
        wires: group.wires,
      },
    ]),
  ) as unknown as Record<IntegrationType, IntegrationGroup>
}
