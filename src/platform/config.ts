import { homedir } from 'node:os'
import { join } from 'node:path'
import { Secret } from '../core/secret.ts'
import { platformError } from './errors.ts'

export type Origin = 'flag' | 'environment' | 'default'

export interface Setting<T> {
  readonly value: T
  readonly origin: Origin
  /** Flag or variable that decides it, for `ign config show --origin`. */
  readonly source: string
}

/** Settings of this machine: flag before environment before default. */
export interface Config {
  /** Folder of the vault and of everything else that ign keeps. */
  readonly home: Setting<string>
  readonly host: Setting<string>
  readonly port: Setting<number>
  readonly dockerHost: Setting<string>
  /** Address of a PostgreSQL server with its password; without it state is in a file of the home folder. */
  readonly databaseUrl: Setting<Secret | undefined>
  /** Certificate and key files; with both the server speaks HTTPS. */
  readonly tlsCert: Setting<string | undefined>
  readonly tlsKey: Setting<string | undefined>
  /** The server is reached through one proxy, whose X-Forwarded headers are believed. */
  readonly trustProxy: Setting<boolean>
  /** Where browsers reach the server through the proxy. */
  readonly publicUrl: Setting<string | undefined>
  readonly oidcIssuer: Setting<string | undefined>
  readonly oidcName: Setting<string | undefined>
  readonly oidcClientId: Setting<string | undefined>
  readonly oidcClientSecretFile: Setting<string | undefined>
  /** Claim of the identity token that lists groups or roles. */
  readonly oidcRoleClaim: Setting<string>
  /** `group=role,group=role`. */
  readonly oidcRoleMap: Setting<string | undefined>
  /** How long lines of the audit are kept, in days. */
  readonly auditDays: Setting<number>
}

export interface ConfigFlags {
  readonly home?: string | undefined
  readonly host?: string | undefined
  readonly port?: string | undefined
}

/** @throws platform.setting-invalid when a value cannot be used */
export function readConfig(flags: ConfigFlags, environment: NodeJS.ProcessEnv): Config {
  const port = choose(flags.port, '--port', environment.IGN_PORT, 'IGN_PORT', '8600')
  return {
    home: choose(flags.home, '--home', environment.IGN_HOME, 'IGN_HOME', defaultHome(environment)),
    host: choose(flags.host, '--host', environment.IGN_HOST, 'IGN_HOST', '127.0.0.1'),
    port: { ...port, value: portNumber(port) },
    dockerHost: choose(undefined, '', environment.DOCKER_HOST, 'DOCKER_HOST', 'unix:///var/run/docker.sock'),
    databaseUrl: hidden(databaseUrl(optional(environment, 'IGN_DATABASE_URL'))),
    tlsCert: optional(environment, 'IGN_TLS_CERT'),
    tlsKey: optional(environment, 'IGN_TLS_KEY'),
    trustProxy: yesOrNo(optional(environment, 'IGN_TRUST_PROXY')),
    publicUrl: httpsUrl(optional(environment, 'IGN_PUBLIC_URL')),
    oidcIssuer: optional(environment, 'IGN_OIDC_ISSUER'),
    oidcName: optional(environment, 'IGN_OIDC_NAME'),
    oidcClientId: optional(environment, 'IGN_OIDC_CLIENT_ID'),
    oidcClientSecretFile: optional(environment, 'IGN_OIDC_CLIENT_SECRET_FILE'),
    oidcRoleClaim: choose(undefined, '', environment.IGN_OIDC_ROLE_CLAIM, 'IGN_OIDC_ROLE_CLAIM', 'groups'),
    oidcRoleMap: optional(environment, 'IGN_OIDC_ROLE_MAP'),
    auditDays: wholeDays(choose(undefined, '', environment.IGN_AUDIT_DAYS, 'IGN_AUDIT_DAYS', '365')),
  }
}

const optional = (environment: NodeJS.ProcessEnv, name: string): Setting<string | undefined> =>
  environment[name]
    ? { value: environment[name], origin: 'environment', source: name }
    : { value: undefined, origin: 'default', source: name }

const hidden = ({ value, ...rest }: Setting<string | undefined>): Setting<Secret | undefined> => ({
  value: value === undefined ? undefined : new Secret(value),
  ...rest,
})

function databaseUrl(setting: Setting<string | undefined>): Setting<string | undefined> {
  // the value may hold a password and is not repeated
  if (setting.value !== undefined && !/^postgres(ql)?:\/\/./.test(setting.value))
    throw platformError('platform.setting-invalid', `${setting.source} does not begin with postgres://`)
  return setting
}

function yesOrNo({ value, ...rest }: Setting<string | undefined>): Setting<boolean> {
  if (value !== undefined && value !== '0' && value !== '1')
    throw platformError('platform.setting-invalid', `${rest.source}: "${value}" is neither 1 nor 0`)
  return { value: value === '1', ...rest }
}

/** Only the origin is taken: the console lives at its root. */
function httpsUrl({ value, ...rest }: Setting<string | undefined>): Setting<string | undefined> {
  if (value === undefined) return { value, ...rest }
  const url = URL.parse(value)
  if (url?.protocol !== 'https:' || url.pathname !== '/' || url.search !== '' || url.username !== '')
    throw platformError('platform.setting-invalid', `${rest.source}: "${value}" is not of the form https://name`)
  return { value: url.origin, ...rest }
}

function choose(
  flag: string | undefined,
  flagName: string,
  variable: string | undefined,
  variableName: string,
  fallback: string,
): Setting<string> {
  if (flag !== undefined) return { value: flag, origin: 'flag', source: flagName }
  if (variable) return { value: variable, origin: 'environment', source: variableName }
  return { value: fallback, origin: 'default', source: `${flagName ? `${flagName} or ` : ''}${variableName}` }
}

function portNumber({ value, source }: Setting<string>): number {
  const port = Number(value)
  if (!/^\d{1,5}$/.test(value) || port > 65_535)
    throw platformError('platform.setting-invalid', `${source}: "${value}" is not a port`)
  return port
}

/** A hundred years are as good as for ever. */
const mostDays = 36_500

function wholeDays({ value, ...rest }: Setting<string>): Setting<number> {
  const days = Number(value)
  if (!/^\d{1,5}$/.test(value) || days < 1 || days > mostDays)
    throw platformError(
      'platform.setting-invalid',
      `${rest.source}: "${value}" is not a number of days from 1 to ${mostDays}`,
    )
  return { value: days, ...rest }
}

/** The XDG data directory, or what the system has instead. */
function defaultHome(environment: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32')
    return join(environment.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'plantwright')
  return join(environment.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'plantwright')
}
