import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Secret, type SecretSource } from '../../core/secret.ts'
import { platformError } from '../errors.ts'

export interface SourceContext {
  readonly environment: NodeJS.ProcessEnv
  /** Folder that `file:` paths are relative to: the plant file's. */
  readonly folder: string
  /** Values put into the vault under names of the user's own. */
  readonly named?: ReadonlyMap<string, string>
  /** What references named where the stack comes from; used where they name nothing here. */
  readonly carried?: ReadonlyMap<string, string>
}

/**
 * Refuses every reference: for requests from outside, which must not read this machine's files or variables.
 *
 * @throws platform.reference-refused
 */
export function refuseReferences(source: SecretSource): Secret {
  if (source instanceof Secret) return source
  throw platformError(
    'platform.reference-refused',
    'a reference to a secret of this machine is not followed in a request',
  )
}

/**
 * Follows `env:NAME`, `file:PATH` and `vault:NAME`; one line break at the end of a file is not part of the secret.
 *
 * @throws platform.secret-missing when there is no such variable, file or name
 */
export function readSource(source: SecretSource, { environment, folder, named, carried }: SourceContext): Secret {
  if (source instanceof Secret) return source
  const colon = source.indexOf(':')
  const [kind, rest] = [source.slice(0, colon), source.slice(colon + 1)]
  const here =
    kind === 'env' ? environment[rest] : kind === 'vault' ? named?.get(rest) : readText(resolve(folder, rest))
  const value = here ?? carried?.get(source)
  if (value === undefined) throw platformError('platform.secret-missing', `${source} is not set`)
  return new Secret(value.replace(/\r?\n$/, ''))
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
