import type { MailOffer } from '../../abilities/mail/ability.ts'
import type { OidcClaim } from '../../abilities/oidc-login/ability.ts'
import { type OidcUser, type PasswordNeed, password, type Site, secretPath } from '../../model.ts'

export type RealmUser = OidcUser & { readonly need: PasswordNeed }

/** First password of a realm user; Keycloak asks for a new one at the first login. */
export const realmUserPassword = (instance: string, user: OidcUser): PasswordNeed =>
  password(`${instance}.${user.username}.user-password`, user.password, user.username)

const clientVariable = (index: number): string => `REALM_CLIENT_${index}_SECRET`
const userVariable = (index: number): string => `REALM_USER_${index}_PASSWORD`

/**
 * The realm as Keycloak imports it at its first start. Client scopes are left out on purpose: a realm that names any
 * gets no built-in ones, and with them loses the `sub` and `preferred_username` claims. Secrets are placeholders.
 */
export function realmFile(site: Site, clients: readonly OidcClaim[], users: readonly RealmUser[], mail?: MailOffer) {
  const known = new Map(clients.flatMap((client) => client.roles).map((role) => [role.name, role.description]))
  for (const role of site.oidc.roles) if (!known.has(role)) known.set(role, 'From the plant file')
  return {
    realm: site.oidc.realm,
    enabled: true,
    displayName: site.name,
    sslRequired: 'external',
    registrationAllowed: false,
    loginWithEmailAllowed: true,
    resetPasswordAllowed: true,
    bruteForceProtected: true,
    passwordPolicy: 'length(12) and notUsername',
    ...(mail ? { smtpServer: smtpServer(site, mail) } : {}),
    roles: { realm: [...known].map(([name, description]) => ({ name, description })) },
    ...(site.oidc.groups.length > 0
      ? { groups: site.oidc.groups.map(({ name, roles }) => ({ name, path: `/${name}`, realmRoles: roles })) }
      : {}),
    clients: clients.map((client, index) => ({ ...realmClient(client), secret: `\${${clientVariable(index)}}` })),
    users: users.map((user, index) => ({
      username: user.username,
      enabled: true,
      email: user.email,
      emailVerified: true,
      firstName: user.firstName,
      lastName: user.lastName,
      credentials: [{ type: 'password', value: `\${${userVariable(index)}}`, temporary: true }],
      // the import does not conclude this from the temporary password
      requiredActions: ['UPDATE_PASSWORD'],
      realmRoles: [`default-roles-${site.oidc.realm.toLowerCase()}`, ...user.roles],
      ...(user.groups.length > 0 ? { groups: user.groups.map((name) => `/${name}`) } : {}),
    })),
  }
}

const smtpServer = (site: Site, mail: MailOffer) => ({
  host: mail.host,
  port: String(mail.port),
  from: site.mail.from,
  fromDisplayName: site.name,
  auth: 'false',
  ssl: 'false',
  starttls: 'false',
})

/** Least privilege: authorization code with PKCE, exact redirect addresses, no password or implicit grants. */
export function realmClient(client: OidcClaim) {
  const isImplicit = client.flow === 'implicit'
  return {
    clientId: client.clientId,
    name: client.title,
    enabled: true,
    protocol: 'openid-connect',
    publicClient: isImplicit,
    clientAuthenticatorType: 'client-secret',
    standardFlowEnabled: !isImplicit,
    implicitFlowEnabled: isImplicit,
    directAccessGrantsEnabled: false,
    serviceAccountsEnabled: false,
    rootUrl: client.rootUrl,
    baseUrl: client.rootUrl,
    redirectUris: client.redirectUris,
    webOrigins: [client.rootUrl],
    attributes: {
      ...(isImplicit || client.pkce === false ? {} : { 'pkce.code.challenge.method': 'S256' }),
      'post.logout.redirect.uris': client.postLogoutUri,
    },
    protocolMappers: [
      {
        name: 'realm roles',
        protocol: 'openid-connect',
        protocolMapper: 'oidc-usermodel-realm-role-mapper',
        config: {
          'claim.name': 'roles',
          multivalued: 'true',
          'jsonType.label': 'String',
          'id.token.claim': 'true',
          'access.token.claim': 'true',
          'userinfo.token.claim': 'true',
        },
      },
      {
        name: 'groups',
        protocol: 'openid-connect',
        protocolMapper: 'oidc-group-membership-mapper',
        config: {
          'claim.name': 'groups',
          'full.path': 'false',
          'id.token.claim': 'true',
          'access.token.claim': 'true',
          'userinfo.token.claim': 'true',
        },
      },
    ],
  }
}

/** Keycloak puts values into the text of the realm: one that a person chose must not end its string. */
const inJson = `in_json() { # FILE
  local text
  text=$(<"$1")
  text=\${text//\\\\/\\\\\\\\}
  printf '%s' "\${text//\\"/\\\\\\"}"
}`

/** Keycloak takes secrets from its environment only: this puts them there, out of sight of `docker inspect`. */
export function startScript(
  adminPasswordPath: string,
  databasePasswordPath: string,
  clients: readonly OidcClaim[],
  users: readonly RealmUser[],
): string {
  const generated = [
    ['KC_DB_PASSWORD', databasePasswordPath],
    ...clients.map((client, index) => [clientVariable(index), secretPath({ need: client.secret })]),
  ]
  const chosen = users.map((user, index) => [userVariable(index), secretPath({ need: user.need })])
  const lines = [
    `password=$(<${adminPasswordPath})`,
    '# Keycloak expands ${NAME} in its settings; a doubled dollar sign stands for one',
    'KC_BOOTSTRAP_ADMIN_PASSWORD=${password//\\$/\\$\\$}',
    ...generated.map(([name, path]) => `${name}=$(<${path})`),
    ...(chosen.length > 0 ? [inJson] : []),
    ...chosen.map(([name, path]) => `${name}=$(in_json ${path})`),
  ]
  const names = ['KC_BOOTSTRAP_ADMIN_PASSWORD', ...[...generated, ...chosen].map(([name]) => name)]
  return `#!/bin/bash
# Generated by ign stack generate; do not edit.
set -euo pipefail
${lines.join('\n')}
export ${names.join(' ')}
exec /opt/keycloak/bin/kc.sh start --import-realm
`
}

/** Brings clients and roles that were added after the first start, and secrets that were changed. */
export const setupScript = (adminPasswordPath: string, clients: readonly OidcClaim[]): string => `#!/bin/bash
# Generated by ign stack generate. Runs on every "docker compose up"; safe to run again.
# What was changed in the administration console stays, except the secrets of these clients.
set -euo pipefail
export HOME=/tmp
KC_CLI_PASSWORD=$(<${adminPasswordPath})
export KC_CLI_PASSWORD
# each call is a Java program of its own, which ends before thorough compiling would pay
export KC_OPTS=-XX:TieredStopAtLevel=1
kcadm() { /opt/keycloak/bin/kcadm.sh "$@"; }
kcadm config credentials --server "$SERVER" --realm master --user "$ADMIN"

add_role() { # NAME DESCRIPTION
  kcadm get "roles/$1" -r "$REALM" >/dev/null 2>&1 || kcadm create roles -r "$REALM" -s "name=$1" -s "description=$2"
}
set_client() { # CLIENT SECRET-FILE
  local id
  id=$(kcadm get clients -r "$REALM" -q "clientId=$1" --fields id --format csv --noquotes)
  [ -n "$id" ] || id=$(kcadm create clients -r "$REALM" -f "/etc/plantwright/client-$1.json" -i)
  printf '{"secret":"%s"}' "$(<"$2")" | kcadm update "clients/$id" -r "$REALM" --merge -f -
}

${rolesOf(clients)
  .map((role) => `add_role '${role.name}' '${role.description}'`)
  .join('\n')}
${clients.map((client) => `set_client '${client.clientId}' ${secretPath({ need: client.secret })}`).join('\n')}
`

const rolesOf = (clients: readonly OidcClaim[]) => [
  ...new Map(clients.flatMap((client) => client.roles).map((role) => [role.name, role])).values(),
]
