import { didYouMean } from '../../../core/nearest.ts'
import {
  type ClaimOf,
  type Instance,
  type MqttRule,
  type PasswordNeed,
  password,
  type Served,
  type ServiceProblem,
  type Site,
} from '../../model.ts'

/** A user of a broker: its password and what it may do. What no rule allows is denied. */
export interface BrokerUser {
  readonly name: string
  readonly password: PasswordNeed
  readonly rules: readonly Omit<MqttRule, 'user'>[]
}

/** A user that the broker needs itself, or that its options name. */
export interface OwnUser extends BrokerUser {
  /** Whose it is, as a message names it: `the health check`. */
  readonly owner: string
  /** Where the plant file chooses the name; absent where nobody can. */
  readonly path?: ServiceProblem['path']
}

export type BrokerClaims = readonly ClaimOf<'mqtt-broker'>[]

/** The user of a broker's options `username` and `password`, who may do everything. */
export function chosenUser(
  instance: Instance,
  { username, password: given }: { readonly username?: string | undefined; readonly password?: PasswordNeed['given'] },
): OwnUser[] {
  if (username === undefined) return []
  return [
    {
      name: username,
      password: password(`${instance.name}.user-password`, given, username),
      rules: [{ access: 'readwrite', topic: '#' }],
      owner: `"${instance.name}"`,
      path: ['services', instance.name, 'options', 'username'],
    },
  ]
}

/**
 * Everybody who may log in to a broker, each name once: its own users, its clients, and those of the plant file. A
 * client's own login goes before one that the plant file names again.
 */
export function brokerUsers(site: Site, claims: BrokerClaims, own: readonly OwnUser[]): BrokerUser[] {
  const reserved = own.filter(({ path }) => path === undefined)
  const chosen = own.filter(({ path }) => path !== undefined)
  const users: BrokerUser[] = [
    ...reserved,
    ...claims.map(({ claim }) => ({
      name: claim.user,
      password: claim.password,
      rules: claim.topics.map(({ access, filter }) => ({ access, topic: filter })),
    })),
    ...chosen,
    ...site.mqtt.users.map(({ name, password: given }) => ({
      name,
      password: password(`mqtt.${name}.password`, given, name),
      rules: [],
    })),
  ]
  const first = [...new Map([...users].reverse().map((user) => [user.name, user])).values()].reverse()
  return first.map(({ name, password: need, rules }) => ({
    name,
    password: need,
    rules: [...rules, ...site.mqtt.acl.filter(({ user }) => user === name)],
  }))
}

/** Every user may use its own topic below `ign/verify/`, which `ign stack verify` needs. */
export const withVerifyTopic = ({ name, rules }: BrokerUser): BrokerUser['rules'] => [
  ...rules,
  { access: 'readwrite', topic: `ign/verify/${name}/#` },
]

/** A user has one password: a second one for the same name would be ignored in silence. */
export function sameUsers(site: Site, claims: BrokerClaims, own: readonly OwnUser[]): ServiceProblem[] {
  const reserved = own.filter(({ path }) => path === undefined)
  const owners = new Map([
    ...claims.map(({ consumer, claim }) => [claim.user, `"${consumer.name}"`] as const),
    ...reserved.map(({ name, owner }) => [name, owner] as const),
  ])
  const isReserved = (name: string): boolean => reserved.some((user) => user.name === name)
  const chosen = own.filter(({ path }) => path !== undefined)
  const clash = (path: ServiceProblem['path'], user: string): ServiceProblem => ({
    severity: 'error',
    code: 'stack.name-clash',
    path,
    message: `"${user}" is already the user of ${owners.get(user) ?? chosen.find(({ name }) => name === user)?.owner}`,
    hint: 'Choose another user name.',
  })
  return [
    ...claims
      .filter(({ claim }) => isReserved(claim.user))
      .map(({ consumer, claim }) => ({
        ...clash(['services', consumer.name], claim.user),
        hint: `Rename "${consumer.name}".`,
      })),
    ...chosen.filter(({ name }) => owners.has(name)).map(({ name, path = [] }) => clash(path, name)),
    ...site.mqtt.users
      .filter(
        ({ name, password: given }) =>
          (owners.has(name) || chosen.some((user) => user.name === name)) && (given !== undefined || isReserved(name)),
      )
      .map(({ name }) => clash(['integrations', 'mqtt', 'users', name], name)),
  ]
}

/** Rules are for all brokers of the stack; one for a user that none of them knows would never match. */
export function unknownUsers(site: Site, served: readonly Served<'mqtt-broker'>[]): ServiceProblem[] {
  const known = [
    ...new Set([
      ...served.flatMap(({ offer, claims }) => [...(offer.users ?? []), ...claims.map(({ claim }) => claim.user)]),
      ...site.mqtt.users.map(({ name }) => name),
    ]),
  ]
  return site.mqtt.acl.flatMap(({ user }, index) =>
    known.includes(user)
      ? []
      : [
          {
            severity: 'error',
            code: 'stack.unknown-mqtt-user',
            path: ['integrations', 'mqtt', 'acl', index, 'user'],
            message: `no user "${user}" is known to the broker`,
            hint: didYouMean(
              user,
              known,
              `Add it under integrations.mqtt.users; known are: ${known.join(', ') || 'none'}.`,
            ),
          },
        ],
  )
}

/**
 * For brokers that judge the filter of a subscription and not each message: a wider filter brings what a rule denies.
 * NATS 2.10 does so for QoS 1 and 2.
 */
export function openDenials(broker: string, site: Site, users: readonly BrokerUser[]): ServiceProblem[] {
  const readsWidely = (user: string): boolean =>
    users.some(
      ({ name, rules }) =>
        name === user &&
        rules.some(({ access, topic }) => (access === 'read' || access === 'readwrite') && /[+#]/.test(topic)),
    )
  return site.mqtt.acl.flatMap(({ user, access, topic }, index) =>
    access === 'deny' && readsWidely(user)
      ? [
          {
            severity: 'warning',
            code: 'stack.weak-security',
            path: ['integrations', 'mqtt', 'acl', index],
            message: `"${user}" may subscribe with a wildcard, and ${broker} then delivers what lies below "${topic}" too`,
            hint: 'Allow reading by narrower topics instead of denying one, or use Mosquitto.',
          },
        ]
      : [],
  )
}
