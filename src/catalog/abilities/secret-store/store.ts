import { z } from 'zod'
import {
  type ClaimOf,
  type ConfigFile,
  type ImageTag,
  type Instance,
  type Job,
  type Parts,
  type PasswordNeed,
  password,
  type ServiceContext,
  type ServiceProblem,
  secretPath,
  type WireStatus,
} from '../../model.ts'
import { secretOption, userName } from '../../options.ts'
import { type DatabaseClaim, type DatabaseOffer, roleName } from '../database/ability.ts'
import type { OidcClaim, OidcOffer } from '../oidc-login/ability.ts'
import { addressVariable, loginName, type SecretStoreOffer, type StoreLogin, type StoreProgram } from './ability.ts'
import {
  administratorHcl,
  administratorPolicy,
  consumerPolicy,
  loginSql,
  type StoreSetup,
  setupScript,
} from './setup.ts'

/** What OpenBao and Vault have in common: options, the offer, the job that sets the store up, and server settings. */

const serviceName = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be the name of a service of the plant')

const Login = z.strictObject({
  access: z.enum(['reader', 'writer']).default('reader').describe('Rights in the shared database'),
  kind: z
    .enum(['rotated', 'leased'])
    .default('rotated')
    .describe('One login with a password that changes, or a login of its own for each reader that expires'),
  every: z
    .string()
    .regex(/^([1-9][0-9]{1,4}s|[1-9][0-9]{0,4}[mhd])$/, 'must be a duration of 10s at least, such as 30m, 24h or 7d')
    .default('24h')
    .describe('How often the password changes, or how long a leased login is good'),
  readers: z.array(serviceName).max(100).default([]).describe('Services of the plant that may have it'),
})

export const StoreOptions = z.strictObject({
  operator: userName.default('operator').describe('Login for people; it may do everything'),
  password: secretOption.optional(),
  agents: z
    .array(serviceName)
    .max(100)
    .default([])
    .describe('Services of the plant that get their secrets as files in /injected, by an agent beside them'),
  logins: z
    .record(
      z
        .string()
        .regex(
          /^[a-z][a-z0-9_]{0,30}$/,
          'must begin with a lower case letter and hold lower case letters, digits, "_"',
        ),
      Login,
    )
    .default({})
    .describe('Database logins that the store looks after, in each database it is connected to'),
})
export type StoreOptions = z.output<typeof StoreOptions>

/** How one of the two programs differs from the other. */
export interface StoreBrand {
  readonly program: StoreProgram
  /** `/openbao` or `/vault`: below it are config, file and logs. */
  readonly home: string
}

type Store = Instance<StoreOptions>

/** The login of the setup is made once, with a root token that is then thrown away: nothing can tell the store another. */
const fixed = 'the store knows its setup by this value alone, and a new one would lock it out'

export const setupRoleId = ({ name }: Instance): PasswordNeed => ({ ...password(`${name}.setup-role-id`), fixed })
export const setupSecretId = ({ name }: Instance): PasswordNeed => ({ ...password(`${name}.setup-secret-id`), fixed })
export const operatorPassword = ({ name, options }: Store): PasswordNeed =>
  password(`${name}.operator-password`, options.password, options.operator)

const imageOf = ({ service, version }: Instance): ImageTag => ({ image: service.image, version })

export function storeOffer({ instance }: ServiceContext, { program }: StoreBrand): SecretStoreOffer {
  const { name, options, connect } = instance as Store
  return {
    host: name,
    port: 8200,
    program,
    image: imageOf(instance),
    agents: options.agents,
    logins: storeLogins(options, connect.database ?? []),
    foreign: `${name}/operator-password`,
  }
}

type TimedLogin = StoreLogin & { readonly every: string }

const storeLogins = ({ logins }: StoreOptions, databases: readonly string[]): TimedLogin[] =>
  databases.flatMap((database) =>
    Object.entries(logins).map(([name, { kind, readers, every }]) => ({ name, database, kind, readers, every })),
  )

const managerPassword = ({ name }: Instance, database: DatabaseOffer): PasswordNeed =>
  password(`${name}.${database.host}.database-password`)

/** The store's login in a database, and those that it looks after there. */
export function connectDatabase(context: ServiceContext, offer: DatabaseOffer): { claim: DatabaseClaim; parts: Parts } {
  const instance = context.instance as Store
  const need = managerPassword(instance, offer)
  const manages = Object.entries(instance.options.logins).map(([role, { access, kind }]) => ({
    role,
    access,
    canLogIn: kind === 'rotated',
  }))
  return {
    claim: {
      database: offer.sharedDatabase,
      role: roleName(instance.name),
      password: need,
      access: 'manager',
      manages,
    },
    parts: { secrets: [{ need }] },
  }
}

/**
 * The client of the store at the provider of single sign-on. The store insists that the provider answers at the very
 * address that it names itself by, which containers reach only where the reverse proxy has it: a person finishes.
 */
export function connectLogin(
  { instance, site }: ServiceContext,
  offer: OidcOffer,
  { program }: StoreBrand,
): { claim: OidcClaim; parts: Parts } {
  const { name } = instance
  const root = site.url(instance).href
  const secret = password(`${name}.oidc-secret`)
  const callback = `${root}/ui/vault/auth/oidc/oidc/callback`
  const steps = [
    `${program} auth enable oidc`,
    `${program} write auth/oidc/config oidc_discovery_url=${offer.issuer} oidc_client_id=${name} oidc_client_secret=@${secretPath({ need: secret })} default_role=people${site.tls === 'internal-ca' ? ' oidc_discovery_ca_pem=@stack-ca.crt' : ''}`,
    `${program} write auth/oidc/role/people user_claim=preferred_username oidc_scopes=profile,email allowed_redirect_uris=${callback} token_policies=default`,
  ]
  const authority = site.tls === 'internal-ca' ? ' Copy secrets/stack-ca.crt into the container first.' : ''
  return {
    claim: {
      clientId: name,
      title: `${instance.service.title} (${name})`,
      secret,
      rootUrl: root,
      redirectUris: [callback],
      postLogoutUri: `${root}/`,
      roles: [],
    },
    parts: {
      secrets: [{ need: secret }],
      notes: [
        `${name}: to let people log in with the single sign-on, run in its container as the operator: ${steps.map((step) => `\`${step}\``).join(', then ')}.${authority} The address ${offer.issuer} has to be reached from there.`,
      ],
    },
  }
}

/** Said of that wire. */
export const loginStatus = (): WireStatus => ({
  status: 'manual',
  isPrepared: true,
  note: 'It asks the provider at its public address and nowhere else. The client is there; the README of the project has the commands.',
})

/** The job that brings the store to what the plant file says. */
export function serveStore(
  context: ServiceContext,
  claims: readonly ClaimOf<'secret-store'>[],
  brand: StoreBrand,
): Parts {
  const instance = context.instance as Store
  const { name, options } = instance
  const databases = context.accepted('database').map((offer) => ({
    offer,
    role: roleName(name),
    password: managerPassword(instance, offer),
  }))
  const logins = storeLogins(
    options,
    databases.map(({ offer }) => offer.host),
  )
  const setup: StoreSetup = {
    program: brand.program,
    store: name,
    roleId: setupRoleId(instance),
    secretId: setupSecretId(instance),
    operator: { name: options.operator, password: operatorPassword(instance) },
    claims,
    databases,
    logins,
  }
  const job: Job = {
    name: 'setup',
    title: 'brings policies, logins and secrets into the store',
    when: 'after',
    entrypoint: ['/bin/sh', '/etc/plantwright/setup/setup.sh'],
    environment: { [addressVariable(brand.program)]: `http://${name}:8200` },
    folder: { path: 'setup', mount: '/etc/plantwright/setup' },
    files: [{ path: 'setup/setup.sh', content: setupScript(setup) }, ...setupFiles(setup)],
    secrets: [
      { need: setup.roleId },
      { need: setup.secretId },
      { need: setup.operator.password },
      ...databases.map((database) => ({ need: database.password })),
      ...claims.flatMap(({ claim }) => [
        { need: claim.roleId },
        { need: claim.secretId },
        ...claim.secrets.map(({ need }) => ({ need })),
      ]),
    ],
  }
  return { jobs: [job], problems: problems(instance, claims, databases.length) }
}

function setupFiles({ claims, databases, logins }: StoreSetup): ConfigFile[] {
  return [
    { path: `setup/policy-${administratorPolicy}.hcl`, content: administratorHcl },
    ...claims.map(({ consumer }) => ({
      path: `setup/policy-${consumer.name}.hcl`,
      content: consumerPolicy(consumer.name, logins),
    })),
    ...databases.flatMap((database) =>
      logins
        .filter((login) => login.database === database.offer.host)
        .flatMap((login) =>
          Object.entries(loginSql(database, login)).map(([what, content]) => ({
            path: `setup/${what}-${loginName(login)}.sql`,
            content,
          })),
        ),
    ),
  ]
}

/** Names in the options that nothing of the plant has would be ignored in silence. */
function problems(
  { name, options }: Store,
  claims: readonly ClaimOf<'secret-store'>[],
  databases: number,
): ServiceProblem[] {
  const consumers = claims.map(({ consumer }) => consumer.name)
  const wrong = (path: ServiceProblem['path'], message: string, hint: string): ServiceProblem => ({
    severity: 'error',
    code: 'stack.option-conflict',
    path: ['services', name, 'options', ...path],
    message,
    hint,
  })
  const unknown = (names: readonly string[], path: ServiceProblem['path']): ServiceProblem[] =>
    names.flatMap((one, index) =>
      consumers.includes(one)
        ? []
        : [
            wrong(
              [...path, index],
              `"${one}" is not a service that keeps its secrets in "${name}"`,
              consumers.length > 0 ? `Services that do: ${consumers.slice(0, 20).join(', ')}.` : 'No service does yet.',
            ),
          ],
    )
  const logins = Object.entries(options.logins)
  return [
    ...unknown(options.agents, ['agents']),
    ...logins.flatMap(([login, { readers }]) => unknown(readers, ['logins', login, 'readers'])),
    ...logins
      .filter(([, { kind, access }]) => kind === 'leased' && access === 'writer')
      .map(([login]) =>
        wrong(
          ['logins', login, 'access'],
          'a leased login would own the tables that it makes and could not be removed',
          'Use kind: rotated for a writer, or access: reader.',
        ),
      ),
    ...(logins.length > 0 && databases === 0
      ? [
          wrong(
            ['logins'],
            `"${name}" is connected to no database`,
            `Name it: connect: { database: [<service>] } of "${name}".`,
          ),
        ]
      : []),
  ]
}

/** Settings of the server that both programs read alike. */
export function serverConfig(
  { instance, site, accepted }: ServiceContext,
  { home, program }: StoreBrand,
  more: string,
): string {
  const { name } = instance
  const metrics = accepted('metrics').length > 0
  return `# Generated by ign stack generate from the plant file; do not edit.
ui           = true
${program === 'vault' ? 'disable_mlock = true\n' : ''}api_addr     = "${site.url(instance).href}"
cluster_addr = "https://${name}:8201"

storage "raft" {
  path    = "${home}/file"
  node_id = "${name}"
}

listener "tcp" {
  address     = "0.0.0.0:8200"
  tls_disable = true
${metrics ? '  telemetry {\n    unauthenticated_metrics_access = true\n  }\n' : ''}}

telemetry {
  prometheus_retention_time = "24h"
  disable_hostname          = true
}
${more}`
}
