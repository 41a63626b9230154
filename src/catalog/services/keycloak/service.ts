import { z } from 'zod'
import { didYouMean } from '../../../core/nearest.ts'
import { printJson } from '../../../core/print/json.ts'
import { roleName } from '../../abilities/database/ability.ts'
import { mariadbFamily, mssqlFamily, postgresFamily } from '../../abilities/database/families.ts'
import type { OidcClaim } from '../../abilities/oidc-login/ability.ts'
import {
  type ClaimOf,
  defineService,
  type Instance,
  type Parts,
  password,
  type SecretMount,
  type ServiceContext,
  type ServiceProblem,
  type Site,
  secretPath,
} from '../../model.ts'
import { secretOption, userName } from '../../options.ts'
import { realmClient, realmFile, realmUserPassword, setupScript, startScript } from './files.ts'
import { loginSteps } from './probe.ts'

const Options = z.strictObject({
  adminUser: userName.default('admin').describe('First administrator of the master realm'),
  password: secretOption.optional(),
})
export type KeycloakOptions = z.output<typeof Options>

const adminPassword = (instance: Instance<KeycloakOptions>) =>
  password(`${instance.name}.admin-password`, instance.options.password, instance.options.adminUser)

export default defineService<KeycloakOptions>({
  id: 'keycloak',
  title: 'Keycloak',
  category: 'identity',
  summary: 'Single sign-on: users, roles and OpenID Connect clients for the services of the stack.',
  homepage: 'https://www.keycloak.org',
  license: 'Apache-2.0',
  image: 'quay.io/keycloak/keycloak',
  versions: ['26.7.4'],
  ports: {
    http: { container: 8080, protocol: 'http', title: 'Login and administration', host: 8081 },
    management: { container: 9000, protocol: 'http', title: 'Health and metrics' },
  },
  options: Options,
  older: {
    options: { username: 'adminUser', admin_username: 'adminUser', password: 'password', admin_password: 'password' },
    ports: { port: 'http', http_port: 'http' },
  },
  volumes: {},
  user: { uid: 1000, gid: 0, readsSecretsAsRoot: false },
  toolbox: 'bash',
  resources: () => ({ memoryMiB: 1024, cpus: 1 }),
  multiple: false,
  exclusive: 'identity-provider',
  health: () => ({
    // the image has no curl; bash opens the connection itself
    test: [
      'CMD',
      'bash',
      '-c',
      "{ printf 'HEAD /health/ready HTTP/1.0\\r\\n\\r\\n' >&0; grep -q 'HTTP/1.0 200'; } 0<>/dev/tcp/127.0.0.1/9000",
    ],
    intervalS: 10,
    timeoutS: 5,
    retries: 12,
    startPeriodS: 180,
  }),
  check: (_, site) =>
    site.tls === 'off' && site.domain !== 'localhost'
      ? [
          {
            severity: 'warning',
            code: 'stack.weak-security',
            path: [],
            message: 'passwords and tokens of the single sign-on travel unencrypted',
            hint: 'Set settings.tls to internal-ca, acme or own.',
          },
        ]
      : [],
  parts: ({ instance, site }) => {
    const url = site.url(instance)
    return {
      environment: {
        KC_BOOTSTRAP_ADMIN_USERNAME: instance.options.adminUser,
        KC_HOSTNAME: url.href,
        // services ask for tokens by the inner address; the issuer stays the public one
        KC_HOSTNAME_BACKCHANNEL_DYNAMIC: 'true',
        KC_HTTP_ENABLED: 'true',
        KC_HEALTH_ENABLED: 'true',
        KC_METRICS_ENABLED: 'true',
        KC_CACHE: 'local',
      },
      secrets: [{ need: adminPassword(instance) }],
      stopGraceS: 30,
    }
  },
  offers: {
    'oidc-login': {
      offer: ({ instance, site }) => {
        const basePath = `/realms/${site.oidc.realm}`
        const inner = `http://${instance.name}:8080${basePath}/protocol/openid-connect`
        const issuer = `${site.url(instance).href}${basePath}`
        return {
          host: instance.name,
          port: 8080,
          basePath,
          issuer,
          authorizationUrl: `${issuer}/protocol/openid-connect/auth`,
          tokenUrl: `${inner}/token`,
          userinfoUrl: `${inner}/userinfo`,
          logoutUrl: `${issuer}/protocol/openid-connect/logout`,
          jwksUrl: `${inner}/certs`,
          discoveryUrl: `http://${instance.name}:8080${basePath}/.well-known/openid-configuration`,
          rolesClaim: 'roles',
          scopes: 'openid profile email',
        }
      },
      serve: (context, claims) => serve(context as ServiceContext<KeycloakOptions>, claims),
      probe: loginSteps,
    },
  },
  accepts: {
    database: {
      required: { add: 'postgres', because: 'Keycloak keeps its users in a database' },
      providers: [...postgresFamily, ...mariadbFamily, ...mssqlFamily],
      connect: ({ instance }, offer) => {
        const role = roleName(instance.name)
        const need = password(`${instance.name}.database-password`)
        return {
          claim: { database: role, role, password: need, access: 'owner' },
          parts: {
            environment: {
              KC_DB: offer.engine,
              // the server signs its certificate itself
              ...(offer.engine === 'mssql' ? { KC_DB_URL_PROPERTIES: ';trustServerCertificate=true' } : {}),
              KC_DB_URL_HOST: offer.host,
              KC_DB_URL_PORT: String(offer.port),
              KC_DB_URL_DATABASE: role,
              KC_DB_USERNAME: role,
            },
            secrets: [{ need }],
          },
        }
      },
    },
    'reverse-proxy': {
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 8080 },
          login: 'own',
          healthPath: `/realms/${site.oidc.realm}`,
        },
        parts: { environment: { KC_PROXY_HEADERS: 'xforwarded' } },
      }),
    },
    mail: {
      // the mail server is part of the realm, which is written when all clients are known
      connect: ({ site }) => ({ claim: { from: site.mail.from } }),
    },
    metrics: { connect: () => ({ claim: { port: 9000 } }) },
  },
})

/** The realm, and the script that hands it its secrets: Keycloak reads them from the environment only. */
function serve(context: ServiceContext<KeycloakOptions>, claims: readonly ClaimOf<'oidc-login'>[]): Parts {
  const { instance, site } = context
  const mail = context.accepted('mail')[0]
  const users = site.oidc.users.map((user) => ({ ...user, need: realmUserPassword(instance.name, user) }))
  const clients = claims.map(({ claim }) => claim)
  const admin: SecretMount = { need: adminPassword(instance) }
  const secrets = [...clients.map((client) => client.secret), ...users.map((user) => user.need)].map((need) => ({
    need,
  }))
  return {
    entrypoint: ['/bin/bash', '/etc/plantwright/start.sh'],
    files: [
      {
        path: 'realm.json',
        mount: `/opt/keycloak/data/import/${site.oidc.realm}-realm.json`,
        content: printJson(realmFile(site, clients, users, mail)),
      },
      {
        path: 'start.sh',
        mount: '/etc/plantwright/start.sh',
        content: startScript(
          secretPath(admin),
          secretPath({ need: password(`${instance.name}.database-password`) }),
          clients,
          users,
        ),
      },
    ],
    secrets,
    problems: [
      ...unknownRoles(site, clients),
      ...reservedRoles(site),
      ...sameUsers(site),
      ...groupProblems(site, clients),
    ],
    jobs:
      clients.length === 0
        ? []
        : [
            {
              name: 'setup',
              title: 'adds clients and roles that the realm lacks and sets client secrets',
              when: 'after',
              entrypoint: ['/bin/bash', '/etc/plantwright/setup.sh'],
              environment: {
                REALM: site.oidc.realm,
                SERVER: `http://${instance.name}:8080`,
                ADMIN: instance.options.adminUser,
              },
              files: [
                {
                  path: 'setup.sh',
                  mount: '/etc/plantwright/setup.sh',
                  content: setupScript(secretPath(admin), clients),
                },
                ...clients.map((client) => ({
                  path: `client-${client.clientId}.json`,
                  mount: `/etc/plantwright/client-${client.clientId}.json`,
                  content: printJson(realmClient(client)),
                })),
              ],
              secrets: [admin, ...clients.map((client) => ({ need: client.secret }))],
            },
          ],
  }
}

/** Keycloak refuses a realm in which two users have one name or one address. */
function sameUsers(site: Site): ServiceProblem[] {
  const taken = new Set<string>()
  return site.oidc.users.flatMap((user, index) =>
    (['username', 'email'] as const).flatMap((key) => {
      const value = `${key} ${user[key].toLowerCase()}`
      if (!taken.has(value)) {
        taken.add(value)
        return []
      }
      const path = ['integrations', 'oidc', 'users', index, key]
      const message = `two users have the ${key} "${user[key]}"`
      return [
        { severity: 'error', code: 'stack.duplicate-name', path, message, hint: `Give one of them another ${key}.` },
      ]
    }),
  )
}

const knownRoles = (site: Site, clients: readonly OidcClaim[]): string[] => [
  ...new Set([...site.oidc.roles, ...clients.flatMap((client) => client.roles.map((role) => role.name))]),
]

/** Roles that every realm has; a realm file that brings them too is refused at the import, or loses what they grant. */
function reservedRoles(site: Site): ServiceProblem[] {
  const isReserved = (role: string) => /^(offline_access|uma_authorization|default-roles-.*)$/.test(role)
  return site.oidc.roles.flatMap((role, index) =>
    isReserved(role)
      ? [
          {
            severity: 'error',
            code: 'stack.name-clash',
            path: ['integrations', 'oidc', 'roles', index],
            message: `Keycloak has the realm role "${role}" itself`,
            hint: 'Choose another name.',
          },
        ]
      : [],
  )
}

/** Groups that are there twice or not at all, and roles of groups that nothing defines. */
function groupProblems(site: Site, clients: readonly OidcClaim[]): ServiceProblem[] {
  const roles = knownRoles(site, clients)
  const groups = site.oidc.groups.map(({ name }) => name)
  const base = ['integrations', 'oidc']
  return [
    ...groups.flatMap((name, index): ServiceProblem[] =>
      groups.indexOf(name) === index
        ? []
        : [
            {
              severity: 'error',
              code: 'stack.duplicate-name',
              path: [...base, 'groups', index, 'name'],
              message: `two groups have the name "${name}"`,
              hint: 'Give one of them another name.',
            },
          ],
    ),
    ...site.oidc.groups.flatMap((group, index) =>
      group.roles.flatMap((role, at): ServiceProblem[] =>
        roles.includes(role)
          ? []
          : [
              {
                severity: 'error',
                code: 'stack.unknown-role',
                path: [...base, 'groups', index, 'roles', at],
                message: `group "${group.name}" has the role "${role}", which nothing defines`,
                hint: didYouMean(
                  role,
                  roles,
                  `Add it to integrations.oidc.roles; known are: ${roles.join(', ') || 'none'}.`,
                ),
              },
            ],
      ),
    ),
    ...site.oidc.users.flatMap((user, index) =>
      user.groups.flatMap((group, at): ServiceProblem[] =>
        groups.includes(group)
          ? []
          : [
              {
                severity: 'error',
                code: 'stack.unknown-role',
                path: [...base, 'users', index, 'groups', at],
                message: `user "${user.username}" is in the group "${group}", which nothing defines`,
                hint: didYouMean(
                  group,
                  groups,
                  `Add it to integrations.oidc.groups; known are: ${groups.join(', ') || 'none'}.`,
                ),
              },
            ],
      ),
    ),
  ]
}

/** A user with a role that is not in the realm would make the import fail. */
function unknownRoles(site: Site, clients: readonly OidcClaim[]): ServiceProblem[] {
  const known = knownRoles(site, clients)
  return site.oidc.users.flatMap((user, index) =>
    user.roles
      .map((role, at) => ({ role, at }))
      .filter(({ role }) => !known.includes(role))
      .map(({ role, at }) => ({
        severity: 'error',
        code: 'stack.unknown-role',
        path: ['integrations', 'oidc', 'users', index, 'roles', at],
        message: `user "${user.username}" has the role "${role}", which nothing defines`,
        hint: didYouMean(role, known, `Add it to integrations.oidc.roles; known are: ${known.join(', ') || 'none'}.`),
      })),
  )
}
