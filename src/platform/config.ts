import { homedir } from 'node:os'
import { join } from 'node:path'
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
  }
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

/** The XDG data directory, or what the system has instead. */
function defaultHome(environment: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32')
    return join(environment.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'plantwright')
  return join(environment.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'plantwright')
}
